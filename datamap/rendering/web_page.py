"""A map as one self-contained page: both pictures, every transfer and finding, and how the answers change over time.

The page carries the pictures where a renderer drew the diagram; elsewhere it carries Graphviz itself (`viz-global.js`,
1.3 MB) and draws it in the browser. A strict content policy allows the scripts and styles in it by their hashes and
nothing else: no network, no frames, no plug-ins. Without script the pictures, the findings and the transfers of the
map's own day can still be read, and printed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from importlib.resources import files

from datamap.model import DataMap
from datamap.rendering.history import History
from datamap.rendering.markup import html
from datamap.rendering.page.cards import Cards
from datamap.rendering.page.days import Days
from datamap.rendering.page.lists import transfer_list
from datamap.rendering.page.record import Record, headline
from datamap.rendering.page.sheets import Sheet
from datamap.rendering.page.style import style
from datamap.rendering.page.time_bar import time_bar
from datamap.rendering.page.tools import tools
from datamap.rendering.palette import ThemeName
from datamap.rendering.scope import Scope
from datamap.rendering.wording import NOT_ADVICE, count

_KEYS = "arrow keys walk along the transfers, Enter opens one"
SCRIPTS = ("record.js", "pictures.js", "lists.js", "filters.js", "panel.js", "time.js", "page.js")


def web_page(m: DataMap, scope: Scope, history: History, theme: ThemeName = "light") -> str:
    """The page as HTML text. Everything a user wrote is escaped; the same input gives the same page."""
    days = Days.of(m, scope, history)
    cards = Cards(days)
    record = Record(days, cards)
    tree, look, drawn = record.tree(), style(), days.own.diagram is not None
    scripts = ([] if drawn else [_file("viz-global.js")]) + ["\n".join(['"use strict";\n(() => {', *map(_file, SCRIPTS), "})();\n"])]
    chosen = f' data-theme="{theme}"' if theme != "light" else ""
    name = m.name or "datamap"
    return "\n".join(
        [
            f'<!DOCTYPE html>\n<html lang="en"{chosen}>\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(look, scripts, drawn)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="datamap">',
            f"<title>{html(name)} · personal-data transfers</title>\n<style>{look}</style>\n</head>\n<body>",
            '<a class="skip" id="skip" href="#aside">Skip to findings and transfers</a>',
            _header(days, name),
            tools(days, record),
            _main(days),
            _aside(days, cards),
            _footer(days),
            '<p id="aloud" class="unseen" aria-live="polite"></p>',
            _data(tree),
            *(f"<script>{script}</script>" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def _file(name: str) -> str:
    return (files("datamap.rendering") / "page" / name).read_text("utf-8").replace("</script", "<\\/script")


def _policy(look: str, scripts: Iterable[str], drawn: bool) -> str:
    allowed = " ".join([*map(_hash, scripts), *([] if drawn else ["'wasm-unsafe-eval'"])])
    return f"default-src 'none'; style-src {_hash(look)}; script-src {allowed}; img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(value: object) -> str:
    """Data for the script, in which nothing can end the element."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/json" id="record">{safe}</script>'


def _header(days: Days, name: str) -> str:
    said = headline(days.own)
    return (
        f'<header><h1>{html(name)}</h1><p class="verdict" id="verdict" data-sign="{said["sign"]}">{html(said["verdict"])}</p>'
        f'<p class="what" id="what">{html(said["what"])}</p>'
        '<button id="theme" type="button" class="plain">Dark / light</button></header>'
    )


def _main(days: Days) -> str:
    own, drawing, picture = days.own, days.own.drawing, days.own.picture
    many = f"{count(len(own.legs), 'transfer')}. The list beside the picture has the same transfers in words."
    size = (
        '<div id="zoom" role="group" aria-label="Size of the pictures"><button type="button" id="smaller" aria-label="Smaller">−</button>'
        '<button type="button" id="fit">Fit</button><button type="button" id="larger" aria-label="Larger">+</button></div>'
    )
    diagram = _picture("diagram", own.diagram, "Transfer diagram", f"{drawing.title}. {many}")
    world = _picture("world", own.world, "World map", f"{picture.title}. {many}")
    return f'<main>{size}<div class="views">{diagram}{world}</div>{time_bar(days)}</main>'


def _picture(name: str, sheet: Sheet | None, title: str, about: str) -> str:
    if sheet:
        x, y, wide, high = (f"{number:g}" for number in sheet.box)
        dx, dy = (f"{number:g}" for number in sheet.move)
        inside = (
            f'<svg role="img" aria-labelledby="{name}-name {name}-about" viewBox="{x} {y} {wide} {high}" xmlns="http://www.w3.org/2000/svg">'
            f'<title id="{name}-name">{html(title)}</title><desc id="{name}-about">{html(about)}</desc>'
            f'<g transform="translate({dx} {dy})">{"".join(sheet.pieces)}</g></svg>'
        )
    else:
        inside = '<p class="waiting">Drawing …</p><noscript>The diagram is drawn by a script; the findings are listed beside it.</noscript>'
    return (
        f'<section class="view" id="{name}-view" aria-labelledby="{name}-title"><h2 id="{name}-title">{title}</h2>'
        f'<div class="picture" id="{name}" tabindex="0" role="group" aria-label="{title}: {_KEYS}">{inside}</div></section>'
    )


def _aside(days: Days, cards: Cards) -> str:
    report = days.own.report
    found, asked = (len(report.findings), len(report.questions)) if report else (0, 0)
    lists = (
        ("findings", "Findings", found, cards.finding_list, not report),
        ("transfers", "Transfers", len(days.own.legs), transfer_list(days), False),
        ("questions", "Open questions", asked, cards.question_list, not asked and not cards.questions.all),
    )
    shown = [one for one in lists if not one[4]]
    tabs = "".join(
        f'<button role="tab" type="button" id="{key}-tab" aria-controls="{key}" aria-selected="{"true" if one == 0 else "false"}">'
        f'{title} <span class="many">{many:,}</span></button>'
        for one, (key, title, many, _, _) in enumerate(shown)
    )
    panels = "".join(
        f'<section class="list" role="tabpanel" id="{key}" aria-labelledby="{key}-tab"><h2>{title}</h2>{body}'
        '<button type="button" class="more-rows" hidden></button><p class="none" hidden></p></section>'
        for key, title, _, body, _ in shown
    )
    says = html(str(headline(days.own)["says"]))
    return (
        f'<aside id="aside" aria-label="Findings and transfers" tabindex="-1">'
        '<section id="chosen" aria-labelledby="chosen-title" hidden></section>'
        f'<div id="lists"><p id="says">{says}</p><div role="tablist" aria-label="Lists" class="tabs">{tabs}</div>{panels}</div></aside>'
    )


def _footer(days: Days) -> str:
    report = days.own.report
    law = (
        f"Law book {report.law_version}, checked on {report.law_checked_on.isoformat()}. {NOT_ADVICE}"
        if report
        else "This map was not judged."
    )
    return f"<footer>{html(law)}</footer>"
