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


_Dumper.add_representer(list, _list)


def write(tree: dict[str, Tree]) -> str:
    """The tree as YAML, an empty line before each section."""
    parts = [yaml.dump({name: part}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120) for name, part in tree.items()]
    text = ""
    for (_, value), part in zip(tree.items(), parts, strict=True):
        text += ("\n" if isinstance(value, (dict, list)) and text else "") + part
    return text
