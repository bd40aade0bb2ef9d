"""Building blocks of Graphviz's HTML-like labels: pieces of known size that stand beside and above one another.

Every size is settled here and written down, so that a label is the same whatever font a renderer measures with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from datamap.rendering.lettering import width
from datamap.rendering.markup import label

_BARE = 'border="0" cellborder="0" cellspacing="0" cellpadding="0"'


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a label: a cell of a table, and its size in points. A `blank` one may be stretched."""

    cell: str
    width: int
    height: int
    blank: bool = False

    @property
    def label(self) -> str:
        """The piece as a whole label."""
        return f"<table {_BARE}><tr>{self.cell}</tr></table>"


def gap(wide: int, high: int = 1) -> Piece:
    """Empty room."""
    return Piece(f'<td width="{wide}" height="{high}"></td>', wide, high, blank=True)


def text(words: str, size: float, colour: str, bold: bool = False) -> Piece:
    """One line of text."""
    wide, high = ceil(width(words, size, bold)) + 1, ceil(size * 1.25)
    inner = f"<b>{label(words)}</b>" if bold else label(words)
    font = f'<font point-size="{size:g}" color="{colour}">{inner}</font>'
    return Piece(f'<td align="left" width="{wide}" height="{high}">{font}</td>', wide, high)


def bar(wide: int, high: int, colour: str) -> Piece:
    """A filled rectangle."""
    return Piece(f'<td width="{wide}" height="{high}" fixedsize="true" bgcolor="{colour}"></td>', wide, high)


def beside(pieces: Sequence[Piece]) -> Piece:
    """Pieces from left to right, on one middle line."""
    tall = max(piece.height for piece in pieces)
    cells = "".join(piece.cell if piece.blank or piece.height == tall else _centred(piece, tall) for piece in pieces)
    return _table([cells], sum(piece.width for piece in pieces), tall)


def above(pieces: Sequence[Piece]) -> Piece:
    """Pieces from top to bottom, on one left edge."""
    wide = max(piece.width for piece in pieces)
    rows = [piece.cell if piece.blank or piece.width == wide else beside([piece, gap(wide - piece.width)]).cell for piece in pieces]
    return _table(rows, wide, sum(piece.height for piece in pieces))


def framed(piece: Piece, x: int, y: int, ground: str = "", line: str = "", border: int = 0, rounded: bool = False) -> Piece:
    """A piece with room around it, on a ground, perhaps with a border (which is counted in the size)."""
    inner = above([gap(1, y), beside([gap(x), piece, gap(x)]), gap(1, y)]) if y else beside([gap(x), piece, gap(x)])
    look = (f' bgcolor="{ground}"' if ground else "") + (f' color="{line}"' if border else "") + (' style="rounded"' if rounded else "")
    cell = f'<td><table border="{border}" cellborder="0" cellspacing="0" cellpadding="0"{look}><tr>{inner.cell}</tr></table></td>'
    return Piece(cell, inner.width + 2 * border, inner.height + 2 * border)


def _centred(piece: Piece, tall: int) -> str:
    upper = (tall - piece.height) // 2
    lower = tall - piece.height - upper
    return above([*([gap(1, upper)] if upper else []), piece, *([gap(1, lower)] if lower else [])]).cell


def _table(rows: Sequence[str], wide: int, high: int) -> Piece:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return Piece(f"<td><table {_BARE}>{body}</table></td>", wide, high)
