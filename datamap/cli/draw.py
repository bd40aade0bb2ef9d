"""`datamap draw`: the transfer diagram as a picture or a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from datamap.cli.arguments import day_of, map_argument, on_option, read_map
from datamap.cli.commands import Command

ENDINGS = ("svg", "png", "pdf", "dot", "mmd", "html")
THEMES = ("light", "dark", "print")
GROUPS = ("jurisdiction", "entity", "none")


@click.command(
    cls=Command,
    short_help="Draw the transfer diagram.",
    examples=(
        "datamap draw map.yaml -o map.svg -o map.html",
        "datamap draw map.yaml -o map.html --on 2024-01-31 --theme dark",
        "datamap draw map.yaml -o crm.svg --focus crm --depth 2",
        "datamap draw map.yaml -o map.mmd --findings-only",
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
@click.option("--view", type=click.Choice(("diagram",)), default="diagram", show_default=True, help="What to draw.")
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
    and HTML need nothing more.
    """
    from datamap import checking

    if depth is not None and focus is None:
        raise click.UsageError("--depth counts transfers from a node; name it with --focus")
    for output in outputs:
        if Path(output).suffix[1:].lower() not in ENDINGS:
            raise click.UsageError(f"the ending of {output!r} names no kind of picture; it is one of {', '.join('.' + e for e in ENDINGS)}")
    m = read_map(map_file)
    look: dict[str, Any] = {
        "theme": theme,
        "regime": regime[0] if len(regime) == 1 else regime or None,
        "category": category,
        "subjects": subjects,
        "findings_only": findings_only,
        "focus": focus,
        "depth": depth,
        "group": group,
    }
    diagram = checking.diagram(m, on=day_of(m, on)[0], **look)
    for output in outputs:
        diagram.save(output)
