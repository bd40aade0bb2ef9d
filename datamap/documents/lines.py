"""Offsets in a text as lines and columns, and single lines shown without harm to a terminal."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

from datamap.errors import Problem, Where

_BREAK = re.compile(r"\r\n|\r|\n")
_JOINERS = "\u200c\u200d"  # wanted inside words and emoji, and harmless
WIDTH = 100  # cells of a line that an excerpt shows


def visible(text: str) -> str:
    """`text` with everything that could move a cursor, hide or reorder characters replaced by visible signs.

    >>> visible("a\\tb\\x1b[31m")
    'a→b␛[31m'
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_sign, text))


def short(text: str, limit: int = 60) -> str:
    """Text of the user's for use in a message: visible, and cut to `limit` characters."""
    return visible(text if len(text) <= limit else text[: limit - 1] + "…")


def _sign(char: str) -> str:
    code = ord(char)
    if char == "\t":
        return "→"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in _JOINERS:
        return f"‹U+{code:04X}›"
    return char


def width(text: str) -> int:
    """Cells that `text` takes on a terminal: two for East Asian wide characters and emoji, none for combining ones."""
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Lines:
    """A text cut into lines as editors count them (`\\n`, `\\r\\n` or `\\r`). Offsets count characters from 0.

    A text that is a piece of its file begins in line `first`.
    """

    def __init__(self, text: str, file: str, first: int = 1) -> None:
        self.text, self.file, self._before = text, file, first - 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def where(self, offset: int) -> Where:
        """The place of the character at `offset`; past the end, the end of the last line that is not empty."""
        if offset >= len(self.text):
            offset = len(self.text.rstrip())
        line = bisect_right(self._starts, max(offset, 0))
        return Where(self.file, self._before + line, max(offset, 0) - self._starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1."""
        return self._starts[min(line - self._before, len(self._starts)) - 1] + column - 1

    def line(self, number: int) -> str:
        """The text of a line, without its end; empty where there is no such line."""
        at = number - self._before
        if not 1 <= at <= len(self._starts):
            return ""
        start = self._starts[at - 1]
        end = self._starts[at] if at < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def excerpt(self, where: Where) -> str:
        """The line of `where` with a caret below the column; empty for a place that is the file as a whole."""
        if not 1 <= where.line - self._before <= len(self._starts):
            return ""
        line, at = self.line(where.line), where.column - 1
        start = max(0, at - WIDTH // 2) if len(line) > WIDTH else 0
        end = start + WIDTH
        before = ("…" if start else "") + visible(line[start:at])
        shown = before + visible(line[at:end]) + ("…" if end < len(line) else "")
        gutter = f"{where.line:>5} | "
        return f"{gutter}{shown.rstrip()}\n{' ' * (len(gutter) - 2)}| {' ' * width(before)}^"

    def problem(self, offset: int, wrong: str, hint: str = "", path: tuple[str | int, ...] = ()) -> Problem:
        """A problem at `offset`, with its place and excerpt."""
        where = self.where(offset)
        return Problem(path, wrong, hint, where, self.excerpt(where))
