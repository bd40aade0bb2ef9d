"""Pictures taken apart for a page: each piece is carried once, however many days show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"<(/?)([a-zA-Z]+)[^>]*?(/?)>")
_TIP = re.compile(r'<g id="a_[^"]*"><a xlink:title="([^"]*)">\n?(.*?)</a>\n</g>', re.DOTALL)
_FONT = re.compile(r' (?:font-family|xml:space)="[^"]*"')
_OWN_TITLE = re.compile(r"<title>[^<]*</title>\n?")
_HEAD = re.compile(r'viewBox="([^"]*)"')
_MOVED = re.compile(r'<g id="graph0" class="graph" transform="[^"]*translate\(([^)]*)\)">')
_LOWEST = re.compile(r' y="(-?[\d.]+)"')
WORLD_TOP = 66
"""Where a world map begins below its title, which the page says itself."""


@dataclass(frozen=True)
class Sheet:
    """A picture: the part of it that is shown (x, y, width, height), how far its pieces are moved, and its pieces."""

    box: tuple[float, float, float, float]
    move: tuple[float, float]
    pieces: tuple[str, ...]


def diagram_sheet(svg: str) -> Sheet:
    """A diagram as Graphviz wrote it, without its title; words for a pointer are titles, as SVG has them."""
    head, moved = _HEAD.search(svg), _MOVED.search(svg)
    if not head or not moved:
        raise ValueError("the renderer wrote another SVG than expected")
    _, _, wide, high = map(float, head[1].split())
    dx, dy = (float(number) for number in moved[1].split())
    inside = svg[moved.end() : svg.rindex("</g>")]
    pieces = [_plain(piece) for piece in _children(inside)]
    title = next((piece for piece in pieces if piece.startswith('<g id="title"')), "")
    top = max((dy + float(y) for y in _LOWEST.findall(title)), default=-14) + 14
    kept = (
        piece
        for piece in pieces
        if piece and piece != title and not piece.startswith(("<title", "<polygon")) and "graph0" not in piece[:20]
    )
    return Sheet((0, top, wide, high - top), (dx, dy), tuple(kept))


def world_sheet(svg: str) -> Sheet:
    """A world map, without its title."""
    head = _HEAD.search(svg)
    assert head
    _, _, wide, high = map(float, head[1].split())
    pieces = list(_children(svg[svg.index("</desc>") + 7 : svg.rindex("</svg>")]))
    return Sheet((0, WORLD_TOP, wide, high - WORLD_TOP), (0, 0), tuple(pieces))


def _plain(piece: str) -> str:
    tipped = _TIP.sub(r"<title>\1</title>\2", _OWN_TITLE.sub("", piece))
    return _FONT.sub("", tipped).replace("\n", "")


def _children(markup: str) -> Iterator[str]:
    """The outermost elements of a piece of markup."""
    depth, start = 0, 0
    for tag in _TAG.finditer(markup):
        if depth == 0:
            start = tag.start()
        depth += -1 if tag[1] else 0 if tag[3] else 1
        if depth == 0:
            yield markup[start : tag.end()]
