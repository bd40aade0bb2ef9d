"""The public names of the package, from their docstrings."""

from __future__ import annotations

import inspect
from typing import Any

from pydantic import BaseModel

import datamap as dm
from pages.page import Page, code, fenced

INTRO = """
`import datamap as dm` loads nothing else; each name is brought in when it is first used. Every value is immutable. Dates are given as
`on`: a date or ISO text; without it the map's own `on` counts. The parts of a map are described in [the map format](format.md);
where a key is a word of Python it gets an underscore (`from_`, `for_`, `is_`).
"""


def pages() -> list[Page]:
    """One page for all public names."""
    functions = [name for name in dm.__all__ if inspect.isroutine(getattr(dm, name))]
    classes = [name for name in dm.__all__ if inspect.isclass(getattr(dm, name)) and not _a_part(getattr(dm, name))]
    parts = [
        "# Python",
        INTRO.strip(),
        "## Functions",
        *map(_function, functions),
        "## DataMap",
        *_methods(dm.DataMap),
        "## Values and errors",
    ]
    parts += [part for name in classes for part in (f"### {name}", _doc(getattr(dm, name)))]
    return [Page("Reference", "python.md", "Python", "\n\n".join(parts))]


def _a_part(value: Any) -> bool:
    return issubclass(value, BaseModel)


def _function(name: str) -> str:
    function = getattr(dm, name)
    return f"### {name}\n\n{fenced(f'{name}{_signature(function)}', 'python')}\n{_doc(function)}"


def _methods(kind: type) -> list[str]:
    found = [_doc(kind)]
    for name, method in vars(kind).items():
        if inspect.isfunction(method) and not name.startswith(("_", "model_")):
            found.append(f"### {kind.__name__}.{name}\n\n{fenced(f'{name}{_signature(method)}', 'python')}\n{_doc(method)}")
    return found


class _Type(str):
    """The name of a type, which shows itself without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def _signature(function: Any) -> str:
    found = inspect.signature(function)
    given = [
        parameter.replace(annotation=_Type(parameter.annotation)) for parameter in found.parameters.values() if parameter.name != "self"
    ]
    return str(found.replace(parameters=given, return_annotation=_Type(found.return_annotation)))


def _doc(value: Any) -> str:
    """A docstring as Markdown: lists of arguments and errors as lists, examples as code."""
    lines: list[str] = []
    for line in (inspect.getdoc(value) or "").splitlines():
        text = line.strip()
        if text in ("Args:", "Raises:", "Returns:"):
            lines += ["", f"**{text[:-1]}**", ""]
        elif line.startswith("    ") and ": " in text and not text.startswith((">>>", "...")) and not line.startswith("     "):
            name, _, said = text.partition(": ")
            lines.append(f"- {code(name)}: {said}")
        else:
            lines.append(line)
    return _examples(lines)


def _examples(lines: list[str]) -> str:
    """Doctest lines, and what they print, as blocks of code."""
    text, block = [], list[str]()
    for line in [*lines, ""]:
        if line.startswith((">>>", "...")) or (block and line.strip()):
            block.append(line)
            continue
        if block:
            text.append(fenced("\n".join(block), "python"))
            block = []
        text.append(line)
    return "\n".join(text).strip()
