"""`datamap draw`: the transfer diagram or the world map as a picture or a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from datamap.cli.arguments import day_of, map_argument, on_option, read_map
from datamap.cli.commands import Command

ENDINGS = ("svg", "png", "pdf", "dot", "mmd", "d2", "html")
THEMES = ("light", "dark", "print")
VIEWS = ("diagram", "world")
ON_WORLD = ("svg", "png", "pdf", "html")
GROUPS = ("jurisdiction", "entity", "none")


@click.command(
    cls=Command,
    short_help="Draw the transfer diagram or the world map.",
    examples=(
        "datamap draw map.yaml -o map.svg -o map.html",
        "datamap draw map.yaml -o map.html --on 2024-01-31 --theme dark",
        "datamap draw map.yaml -o crm.svg --focus crm --depth 2",
        "datamap draw map.yaml -o map.mmd --findings-only",
        "datamap draw map.yaml -o world.svg --view world",
    ),
)
@map_argument
@click.option(
    *("-o", "--output"),
    "outputs",
    required=True,
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help=f"The picture; its ending names the kind: {', '.join(ENDINGS)}. It is written whole or not at all. Repeatable.",
)
@click.option("--view", type=click.Choice(VIEWS), default="diagram", show_default=True, help="What to draw; world is a map of the world.")
@on_option
@click.option("--theme", type=click.Choice(THEMES), default="light", show_default=True, help="Colours; print is legible in grey.")
@click.option("--regime", multiple=True, metavar="ID", help="Show the answers of this law only, such as eu-gdpr. Repeatable.")
@click.option("--category", multiple=True, metavar="KEY", help="Only transfers of this data category and those below it. Repeatable.")
@click.option("--subjects", multiple=True, metavar="ID", help="Only data about these people. Repeatable.")
@click.option("--findings-only", is_flag=True, help="Only transfers with findings.")
@click.option("--focus", metavar="NODE", help="Only what lies near this node.")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="How many transfers away from --focus are near. Default: 1.")
@click.option("--group", type=click.Choice(GROUPS), default="jurisdiction", show_default=True, help="What frames stand for.")
def command(
    map_file: str,
    outputs: tuple[str, ...],
    view: str,
    on: date | None,
    theme: str,
    regime: tuple[str, ...],
    category: tuple[str, ...],
    subjects: tuple[str, ...],
    findings_only: bool,
    focus: str | None,
    depth: int | None,
    group: str,
) -> None:
    """Draw who sends what to whom in MAP, and what covers it on that day.

    SVG, PNG and PDF need a renderer: pip install "datamap[render]", or Graphviz's dot on the PATH. DOT, Mermaid (mmd)
    and HTML need nothing more. The world map (svg, png, pdf, html) needs a renderer for PNG only.
    """
    from datamap import checking

    if depth is not None and focus is None:
        raise click.UsageError("--depth counts transfers from a node; name it with --focus")
    if view == "world" and group != "jurisdiction":
        raise click.UsageError("--group frames boxes of the diagram; the world map has none")
    for output in outputs:
        if Path(output).suffix[1:].lower() not in ENDINGS:
            raise click.UsageError(f"the ending of {output!r} names no kind of picture; it is one of {', '.join('.' + e for e in ENDINGS)}")
        if view == "world" and Path(output).suffix[1:].lower() not in ON_WORLD:
            raise click.UsageError(f"{output!r}: a world map is one of {', '.join('.' + e for e in ON_WORLD)}")
    m = read_map(map_file)
    look: dict[str, Any] = {
        "theme": theme,
        "regime": regime[0] if len(regime) == 1 else regime or None,
        "category": category,
        "subjects": subjects,
        "findings_only": findings_only,
        "focus": focus,
        "depth": depth,
    }
    day = day_of(m, on)[0]
    picture = checking.world(m, on=day, **look) if view == "world" else checking.diagram(m, on=day, group=group, **look)
    for output in outputs:
        picture.save(output)
