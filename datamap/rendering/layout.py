"""Lines of text: what users wrote made harmless, wrapping by the width that is seen, and colour."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\n\u2028\u2029]+")
_LATIN = re.compile("[\x20-\x7e\xa1-\xac\xae-\u02ff→]*")
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}


def visible(text: str) -> str:
    """The text with all that could command a terminal or reorder a line written out, such as `\\x1b`.

    Line breaks and tabs become spaces. Letters of any script, emoji and joiners stay as they are.
    """
    if text.isprintable() and "  " not in text:  # nothing to write out: nearly every text
        return text
    return _UNSEEN.sub(_written_out, _SPACES.sub(" ", text))


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def columns(text: str) -> int:
    """The number of terminal columns that a text takes: wide letters two, combining marks none."""
    if _narrow(text):
        return len(text)
    return sum(_columns(letter) for letter in text)


def _narrow(text: str) -> bool:
    """Whether every letter takes one column."""
    return (
        text.isascii()
        or text.replace("→", "").isascii()
        or _LATIN.fullmatch(text) is not None
        or all(_columns(letter) == 1 for letter in set(text))
    )


@lru_cache(maxsize=4096)
def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, each at most `width` columns where its words allow; a longer word stays whole."""
    if _narrow(text) and text[:1] != " " and "  " not in text:
        return [text] if len(text) <= width else _cut(text, width)
    lines, line, used = [], "", 0
    for word in text.split(" "):
        size = columns(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, line]


def paragraph(text: str, width: int) -> list[str]:
    """The lines of a text that users wrote: made visible, and wrapped."""
    if text.isprintable() and "  " not in text and text[:1] != " " and _narrow(text):  # nearly every text
        return [text] if len(text) <= width else _cut(text, width)
    return wrapped(visible(text), width)


def _cut(text: str, width: int) -> list[str]:
    """What `wrapped` gives for a text of narrow letters with single spaces between its words."""
    lines, start = [], 0
    while len(text) - start > width:
        at = text.rfind(" ", start, start + width + 1)
        if at < 0:
            at = text.find(" ", start)
        if at < 0:
            break
        lines.append(text[start:at])
        start = at + 1
    return [*lines, text[start:]]


class Ink:
    """Writes a text in styles where colour is wanted, and leaves it alone where it is not."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, *styles: str) -> str:
        if not self.colour or not styles or not text:
            return text
        return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"


class Page:
    """Lines of a report in the making. All text given to it is made visible and wrapped."""

    def __init__(self, colour: bool, width: int) -> None:
        self.ink = Ink(colour)
        self.width = max(width, 40)
        self.lines: list[str] = []

    def gap(self) -> None:
        """An empty line, never two in a row."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def heading(self, text: str, *styles: str) -> None:
        """A line of its own after an empty one."""
        self.gap()
        self.lines.append(self.ink(visible(text), "bold", *styles))

    def say(self, text: str, *styles: str, indent: int = 0, first: str = "") -> None:
        """A paragraph. `first` stands before its first line, inside the indent."""
        start = first.rjust(indent) if len(first) < indent else first
        for line in paragraph(text, self.width - indent):
            self.lines.append((start + self.ink(line, *styles)).rstrip() if line else start.rstrip())
            start = " " * indent

    def entry(self, label: str, text: str, *styles: str, indent: int = 4, room: int = 8) -> None:
        """A labelled paragraph, its text in one column with the other entries."""
        start = " " * indent + self.ink(label.ljust(room), "dim")
        for line in paragraph(text, self.width - indent - room):
            self.lines.append(start + self.ink(line, *styles))
            start = " " * (indent + room)

    def text(self) -> str:
        """The whole page, ending with one line break."""
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return "\n".join((*self.lines, ""))
