"""Words that the problems of every syntax share."""

from __future__ import annotations

from datamap.documents.lines import short


def kind(value: object) -> str:
    """What to call a value of a tree in a message: text, a number, true, a list, a mapping, nothing."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"the number {value}" if abs(value) < 10**15 else "a number"
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "text"


def used_twice(key: str, line: int) -> tuple[str, str]:
    """What is wrong, and what to do, where a key is written again; `line` has the first."""
    return f"the key `{short(key)}` is used twice; the first is in line {line}", "rename or remove one of them"


HALF = ("half a character (a lone surrogate) stands in this text", "write the character itself")
