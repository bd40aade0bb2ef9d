"""Where the parts of a tree stand in its text."""

from __future__ import annotations

from typing import TypeAlias

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | int | float | bool | None"
"""What a text says: mappings with text keys, lists, text, numbers, true, false and nothing. Dates are text."""

Path: TypeAlias = "tuple[str | int, ...]"
"""The way from the top of a tree to a part: keys of mappings and indexes of lists."""


class Fields:
    """The places in a mapping: `at` is its own offset, `parts` has for each key its offset and the mark of its value."""

    __slots__ = ("at", "parts")

    def __init__(self, at: int) -> None:
        self.at = at
        self.parts: dict[str, tuple[int, Mark]] = {}


class Items:
    """The places in a list: `at` is its own offset, `parts` the marks of its items."""

    __slots__ = ("at", "parts")

    def __init__(self, at: int) -> None:
        self.at = at
        self.parts: list[Mark] = []


Mark: TypeAlias = int | Fields | Items
"""The mark of a scalar is its offset."""


def offset(mark: Mark) -> int:
    """Where the part begins."""
    return mark if isinstance(mark, int) else mark.at


def find(mark: Mark, path: Path, value: bool = False) -> int:
    """The offset of the part at `path`, or of the nearest part that holds it.

    For an entry of a mapping that is its key; with `value`, what stands after the key.
    """
    at = offset(mark)
    for step in path:
        if isinstance(mark, Fields) and step in mark.parts:
            key, mark = mark.parts[str(step)]
            at = offset(mark) if value else key
        elif isinstance(mark, Items) and isinstance(step, int) and 0 <= step < len(mark.parts):
            mark = mark.parts[step]
            at = offset(mark)
        else:
            break
    return at
