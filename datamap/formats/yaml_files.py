"""Maps as YAML 1.2: sections apart, items in blocks, lists of words in brackets."""

from __future__ import annotations

import re
from typing import Any

import yaml

from datamap.documents import Tree

_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):  # type: ignore[misc]
    """Quotes what the core schema of YAML 1.2 would not read as text, and nothing else: NO, on and dates stay bare."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def ignore_aliases(self, data: object) -> bool:
        """Nothing is repeated by reference."""
        return True


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
    ("merge", r"<<", ["<"]),
):
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def _list(dumper: Any, items: list[Tree]) -> Any:
    flow = all(not isinstance(item, (dict, list)) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


def _text(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


class _Inline(_Dumper):
    """Everything in one line."""


_Dumper.add_representer(list, _list)
_Dumper.add_representer(str, _text)
_Inline.add_representer(list, lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True))
_Inline.add_representer(dict, lambda dumper, items: dumper.represent_mapping("tag:yaml.org,2002:map", items, flow_style=True))


def write(tree: dict[str, Tree]) -> str:
    """The tree as YAML, an empty line before each section."""
    text = ""
    for name, part in tree.items():
        text += ("\n" if isinstance(part, (dict, list)) and text else "") + block({name: part})
    return text


def block(part: Tree) -> str:
    """A mapping or list in lines of its own."""
    text: str = yaml.dump(part, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text


def inline(part: Tree, quote: str = "") -> str:
    """A part in one line, as it may stand anywhere; `quote` is put around a text."""
    if quote and isinstance(part, str):
        text: str = yaml.dump(part, Dumper=_Inline, allow_unicode=True, width=_ENDLESS, default_style=quote)
        return text.strip()
    text = yaml.dump([part], Dumper=_Inline, allow_unicode=True, sort_keys=False, width=_ENDLESS)
    return text.strip()[1:-1]


_ENDLESS = 10**9
