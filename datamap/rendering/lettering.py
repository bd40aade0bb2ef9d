"""Text as pictures need it: cleaned, measured in Arial, wrapped.

Renderers measure text with what they have (Arial's table, a bundled font, or a guess), so a picture would change from
machine to machine. Here each line is measured once, by Arial's widths, and every cell is given that width.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Advance widths of U+0020 to U+007E in thousandths of an em, as in Arial and every font of its metrics.
_REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 "
    "975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 "
    "333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
_WIDTHS = tuple({chr(32 + index): int(width) for index, width in enumerate(table.split())} for table in (_REGULAR, _BOLD))
_SIGNS = {"·": 556, "×": 584, "√": 834, "►": 990, "—": 1000, "–": 556, "…": 1000, "’": 834, "“": 834, "”": 834, "→": 1000}
# A renderer without the font counts each byte of UTF-8 as wide as a space, 278, so nothing here is narrower than that.
_OVERRIDES = frozenset("\u200b\u200e\u200f\u061c\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """The text on one line, without control characters, direction overrides or what XML refuses."""
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or not _refused(char))
    return " ".join(kept.split())


def file_name(file: str | None) -> list[str]:
    """The name of a file without its folders, to stand in a subtitle; nothing where there is no file."""
    return [clean(file.replace("\\", "/").rpartition("/")[2])] if file else []


def _refused(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in _OVERRIDES or ord(char) & 0xFFFE == 0xFFFE


@lru_cache(maxsize=4096)
def _advance(char: str, bold: bool) -> int:
    """Width of a character in thousandths of an em: exact within ASCII, generous elsewhere."""
    known = _WIDTHS[bold].get(char) or _SIGNS.get(char)
    if known:
        return known
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 278 * len(char.encode())
    plain = unicodedata.normalize("NFD", char)[0]
    if plain in _WIDTHS[bold]:
        return max(_WIDTHS[bold][plain], 278 * len(char.encode()))
    if unicodedata.east_asian_width(char) in "WF" or ord(char) >= 0x1F000:
        return 1300 if ord(char) >= 0x1F000 else 1000
    return max(760 if bold else 720, 278 * len(char.encode()))


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text in points, set in Arial at `size` points."""
    return sum(_advance(char, bold) for char in text) * size / 1000


def wrap(text: str, size: float, widest: float, bold: bool = False, lines: int = 4) -> tuple[str, ...]:
    """The cleaned text in lines of at most `widest` points; what does not fit in `lines` lines ends in an ellipsis."""
    rows: list[str] = []
    for word in clean(text).split(" "):
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and width(longer, size, bold) <= widest:
            rows[-1] = longer
        else:
            rows.extend(_pieces(word, size, widest, bold))
    if len(rows) > lines:
        rows = [*rows[: lines - 1], _cut(f"{rows[lines - 1]} {rows[lines]}", size, widest, bold)]
    return tuple(rows)


def _pieces(word: str, size: float, widest: float, bold: bool) -> list[str]:
    """A word in pieces that fit: whole where it can be, else broken where it must, a mark staying with its letter if both fit."""
    pieces = [""]
    for letter in _letters(word):
        if pieces[-1] and width(pieces[-1] + letter, size, bold) > widest:
            pieces.append("")
        for char in letter:
            if len(pieces[-1]) > 1 and width(pieces[-1] + char, size, bold) > widest:
                pieces.append("")
            pieces[-1] += char
    return pieces


def _letters(word: str) -> list[str]:
    """The characters of a word, marks with the letter on which they stand."""
    found: list[str] = []
    for char in word:
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _cut(text: str, size: float, widest: float, bold: bool) -> str:
    while text and width(f"{text}…", size, bold) > widest:
        text = text[:-1]
    return f"{text.rstrip()}…"


def shorten(text: str, length: int) -> str:
    """The cleaned text in at most `length` characters, the last an ellipsis where something was left out."""
    whole = clean(text)
    return whole if len(whole) <= length else f"{whole[: length - 1].rstrip()}…"
