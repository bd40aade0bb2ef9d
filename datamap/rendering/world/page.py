"""The world map as one self-contained page: the picture, and every transfer on it in words. No script, no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator

from datamap.rendering.markup import html
from datamap.rendering.palette import THEMES, Sign, ThemeName
from datamap.rendering.wording import count
from datamap.rendering.world.drawing import Picture
from datamap.rendering.world.shapes import Sheet
from datamap.rendering.world.svg import svg


def page(picture: Picture, drawn: Sheet, theme: ThemeName) -> str:
    """The page of a picture as it was drawn, as HTML text. Everything a user wrote is escaped; the same input gives the same page."""
    style = _style(theme)
    allowed = f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
    policy = f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="datamap">',
            f"<title>{html(picture.title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            f'<main><h1 class="unseen">{html(picture.title)}</h1>\n<div class="map">{svg(drawn)}</div>',
            *_lists(picture),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _lists(picture: Picture) -> Iterator[str]:
    names = {spot.key: spot.title for spot in picture.spots}
    yield "<h2>From place to place</h2>"
    for arc in reversed(picture.arcs):
        where = f"within {names[arc.tail]}" if arc.tail == arc.head else f"{names[arc.tail]} → {names[arc.head]}"
        yield _details(where, arc.sign, str(arc.chip) if arc.chip else "", arc.lines)
    if picture.strays:
        yield "<h2>Without a place on the map</h2>"
        for stray in picture.strays:
            yield _details(stray.title, stray.sign, stray.why, stray.lines)


def _details(title: str, sign: Sign, said: str, lines: Iterable[str]) -> str:
    rows = "".join(f"<li>{html(line)}</li>" for line in lines)
    opened = " open" if sign.rank >= Sign.UNKNOWN.rank else ""
    many = count(rows.count("<li>"), "transfer")
    chip = f'<span class="chip">{html(said)}</span>' if said else ""
    summary = f"<summary><b>{html(title)}</b> {chip} <small>{many}</small></summary>"
    return f'<details class="{sign.value}"{opened}>{summary}<ul>{rows}</ul></details>'


def _style(theme: ThemeName) -> str:
    look = THEMES[theme]
    signs = "".join(
        f".{sign.value}{{border-color:{look.ink(sign).line}}}.{sign.value} .chip{{color:{look.ink(sign).line}}}" for sign in Sign
    )
    return (
        f"body{{margin:0;background:{look.canvas};color:{look.text};font:15px/1.5 Arial,Helvetica,sans-serif}}"
        "main{max-width:1400px;margin:auto;padding:12px 16px 48px}.map svg{width:100%;height:auto;display:block}"
        ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}h2{font-size:17px;margin:24px 0 8px}"
        f"details{{border-left:4px solid;background:{look.frame};margin:6px 0;padding:6px 12px;border-radius:4px;break-inside:avoid}}"
        f"summary{{cursor:pointer}}.chip{{font-weight:bold}}small{{color:{look.muted};font-size:13px}}ul{{margin:4px 0;padding-left:20px}}"
        f"{signs}@media print{{@page{{size:A4 landscape}}main{{padding:0}}}}"
    )
