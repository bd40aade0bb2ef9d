"""`datamap draw`: a map as a picture: who sends what to whom, where on the globe, how much, on what basis, since when."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from datamap.cli.arguments import day_of, map_argument, on_option, read_map
from datamap.cli.commands import Command

ENDINGS = ("svg", "png", "pdf", "dot", "mmd", "d2", "html")
THEMES = ("light", "dark", "print")
CHARTS = ("svg", "png", "pdf", "html", "txt")
VIEWS = {"diagram": ENDINGS, "world": ("svg", "png", "pdf", "html"), "sankey": CHARTS, "matrix": CHARTS, "timeline": CHARTS}
GROUPS = ("jurisdiction", "entity", "none")
COLUMNS = ("people", "category")


@click.command(
    cls=Command,
    short_help="Draw a map: diagram, world, sankey, matrix or timeline.",
    examples=(
        "datamap draw map.yaml -o map.svg -o map.html",
        "datamap draw map.yaml -o map.html --on 2024-01-31 --theme dark",
        "datamap draw map.yaml -o crm.svg --focus crm --depth 2",
        "datamap draw map.yaml -o map.mmd -o map.d2 --findings-only",
        "datamap draw map.yaml -o world.svg --view world",
        "datamap draw map.yaml -o sankey.svg --view sankey --by category",
        "datamap draw map.yaml -o matrix.pdf -o matrix.txt --view matrix --regime eu-gdpr",
        "datamap draw map.yaml -o timeline.html --view timeline --regime eu-gdpr",
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
    help=f"The picture; its ending names the kind: {', '.join(ENDINGS)}, or txt. It is written whole or not at all. Repeatable.",
)
@click.option("--view", type=click.Choice(tuple(VIEWS)), default="diagram", show_default=True, help="What to draw; see above.")
@on_option
@click.option("--theme", type=click.Choice(THEMES), default="light", show_default=True, help="Colours; print is legible in grey.")
@click.option("--regime", multiple=True, metavar="ID", help="Show the answers of this law only, such as eu-gdpr. Repeatable.")
@click.option("--category", multiple=True, metavar="KEY", help="Only transfers of this data category and those below it. Repeatable.")
@click.option("--subjects", multiple=True, metavar="ID", help="Only data about these people. Repeatable.")
@click.option("--findings-only", is_flag=True, help="Only transfers with findings.")
@click.option("--focus", metavar="NODE", help="Only what lies near this node.")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="How many transfers away from --focus are near. Default: 1.")
@click.option("--group", type=click.Choice(GROUPS), help="What frames of a diagram stand for. Default: jurisdiction.")
@click.option("--by", type=click.Choice(COLUMNS), help="What a sankey starts from. Default: people.")
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
    group: str | None,
    by: str | None,
) -> None:
    """Draw MAP as it stands on a day, or over time.

    \b
    diagram   who sends what to whom, and what covers it
    world     the same transfers on a map of the world
    sankey    how much data of whom comes to rest where
    matrix    exporters and importers, and the basis between them under one law
    timeline  how long each answer stood, and which law changed it

    A picture of a diagram as svg, png or pdf needs a renderer: pip install "datamap[render]", or Graphviz's dot on the
    PATH; its dot, mmd (Mermaid), d2 and html need none. Of the other views only png does. They are svg, png, pdf or html;
    the last three also txt.
    """
    choices: dict[str, Any] = {
        "regime": regime,
        "category": category,
        "subjects": subjects,
        "findings_only": findings_only,
        "focus": focus,
        "depth": depth,
        "group": group,
        "by": by,
    }
    _fits(view, outputs, choices)
    m = read_map(map_file)
    picture = _drawn(view, m, day_of(m, on)[0], theme, {name: value for name, value in choices.items() if value})
    for output in outputs:
        picture.save(output)


def _fits(view: str, outputs: tuple[str, ...], choices: dict[str, Any]) -> None:
    """Refuse what does not go together."""
    if choices["depth"] is not None and choices["focus"] is None:
        raise click.UsageError("--depth counts transfers from a node; name it with --focus")
    if choices["group"] not in (None, "jurisdiction") and view != "diagram":
        raise click.UsageError(f"--group frames boxes of the diagram; the {_NAMES[view]} has none")
    if choices["by"] and view != "sankey":
        raise click.UsageError(f"--by names what a sankey starts from; leave it out, or draw --view sankey instead of the {_NAMES[view]}")
    if view == "matrix" and len(choices["regime"]) > 1:
        raise click.UsageError("a matrix shows the basis under one law; draw one for each --regime")
    narrow = [name for name in ("category", "subjects", "findings_only", "focus") if choices[name]]
    if view == "timeline" and narrow:
        raise click.UsageError(f"a timeline shows all transfers that a law restricts; leave out --{narrow[0].replace('_', '-')}")
    for output in outputs:
        ending = Path(output).suffix[1:].lower()
        if ending not in {ending for endings in VIEWS.values() for ending in endings}:
            raise click.UsageError(f"the ending of {output!r} names no kind of picture; it is one of {_listed(VIEWS[view])}")
        if ending not in VIEWS[view]:
            raise click.UsageError(f"{output!r}: a {_NAMES[view]} is one of {_listed(VIEWS[view])}{_instead(view, ending)}")


_NAMES = {"diagram": "diagram", "world": "world map", "sankey": "sankey", "matrix": "matrix", "timeline": "timeline"}


def _listed(endings: tuple[str, ...]) -> str:
    return ", ".join(f".{ending}" for ending in endings)


def _instead(view: str, ending: str) -> str:
    """What to draw to get that ending."""
    others = [f"--view {name}" for name, endings in VIEWS.items() if ending in endings and name != view]
    return f"; .{ending} goes with {' or '.join(others)}"


def _drawn(view: str, m: Any, day: date, theme: str, look: dict[str, Any]) -> Any:
    from datamap import checking

    if view == "timeline":
        from datamap.cli.timeline import judged

        return judged(m, None, None, look.get("regime", ()), day).chart(theme=theme, on=day)
    if len(look.get("regime", ())) == 1:
        look["regime"] = look["regime"][0]
    look.pop("group" if view != "diagram" else "by", None)
    return getattr(checking, view)(m, on=day, theme=theme, **look)
