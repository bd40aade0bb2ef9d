"""JSON → tree and, when asked for, marks."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from datamap.documents.lines import Lines, visible
from datamap.documents.marks import Fields, Items, Mark, Tree
from datamap.documents.wording import HALF, used_twice
from datamap.errors import MapError, Problem

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_WORDS = (
    (
        "Expecting property name enclosed in double quotes",
        "a key in double quotes was expected",
        'write keys as "key"; JSON knows no comments and no comma after the last entry',
    ),
    ("Illegal trailing comma", "a comma after the last entry", "remove it"),
    ("Expecting ':' delimiter", "a colon was expected after the key", 'write "key": value'),
    ("Expecting ',' delimiter", "a comma or the closing bracket was expected", "check the entry before"),
    ("Expecting value", "a value was expected", "write text in double quotes, a number, true, false, null, a list or an object"),
    ("Extra data", "more text after the end", "a file holds one JSON value"),
    ("Unterminated string", "the text that begins here does not end", 'close it with "'),
    ("Invalid control character", "a line break or tab inside quoted text", "write it as \\n or \\t"),
    ("Invalid \\", "a backslash that escapes nothing", "write it as \\\\"),
)


def read(text: str, lines: Lines) -> tuple[Tree, list[Problem]]:
    """The tree of a text, and the keys in it that are used twice.

    Raises:
        MapError: the text is no JSON.
    """
    twice = False

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        tree: dict[str, Any] = {}
        for key, value in found:
            if key in tree:
                twice = True
            else:
                tree[key] = value
        return tree

    def constant(name: str) -> NoReturn:
        raise ValueError(f"{name} is no JSON value")

    try:
        tree: Tree = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise MapError(_explained(error, lines)) from None
    except RecursionError:
        raise MapError(lines.problem(0, "nested too deep", "a map is flat; check the brackets")) from None
    except ValueError as error:  # NaN, Infinity, or a number of thousands of digits
        at = text.find(str(error).split(" ", 1)[0])
        said = str(error) if at >= 0 else "a number is too long"
        raise MapError(lines.problem(max(at, 0), said, "put it in quotes if it is text")) from None
    problems: list[Problem] = []
    if _SURROGATE.search(text):
        _halves(text, lines, problems)
    if twice:
        marks(text, lines, problems)
    return tree, problems


def _explained(error: json.JSONDecodeError, lines: Lines) -> Problem:
    for known, wrong, hint in _WORDS:
        if error.msg.startswith(known):
            return lines.problem(error.pos, wrong, hint)
    return lines.problem(error.pos, f"this is no JSON: {visible(error.msg)}", "check the quotes and brackets")


def _halves(text: str, lines: Lines, problems: list[Problem]) -> None:
    """Halves of characters, which cannot be written to any file."""
    for found in _TOKEN.finditer(text):
        token = found.group()
        if token[0] == '"' and _SURROGATE.search(token) and any("\ud800" <= char <= "\udfff" for char in json.loads(token)):
            problems.append(lines.problem(found.start(), *HALF))


def marks(text: str, lines: Lines, problems: list[Problem] | None = None) -> Mark:
    """Where the parts of a valid text stand. Keys used twice are added to `problems`, and the first counts."""
    root = Items(0)
    stack: list[Fields | Items] = [root]
    key: tuple[str, int] | None = None
    awaited = False  # whether the next text is a key
    for found in _TOKEN.finditer(text):
        token, at = found.group(), found.start()
        if token in ":,":
            awaited = token == "," and isinstance(stack[-1], Fields)
        elif token in "}]":
            stack.pop()
        elif awaited:
            key, awaited = (json.loads(token) if "\\" in token else token[1:-1], at), False
            assert key is not None
            if problems is not None and isinstance(parent := stack[-1], Fields) and key[0] in parent.parts:
                first = lines.where(parent.parts[key[0]][0])
                problems.append(lines.problem(at, *used_twice(key[0], first.line)))
        else:
            mark: Mark = Fields(at) if token == "{" else Items(at) if token == "[" else at
            if isinstance(parent := stack[-1], Fields):
                assert key is not None
                parent.parts.setdefault(key[0], (key[1], mark))
            else:
                parent.parts.append(mark)
            if not isinstance(mark, int):
                stack.append(mark)
                awaited = isinstance(mark, Fields)
    return root.parts[0] if root.parts else 0
