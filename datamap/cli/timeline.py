"""`datamap timeline`: on which days an answer changes, and why."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from datamap.cli.arguments import Day, day_of, form_of, format_option, map_argument, output_option, read_map
from datamap.cli.commands import Command

if TYPE_CHECKING:
    from datamap.chronicle import Timeline
    from datamap.model import DataMap

PICTURES = ("svg", "png", "pdf", "html")
FORMS = ("text", "json", *PICTURES)
THEMES = ("light", "dark", "print")


@click.command(
    cls=Command,
    short_help="On which days an answer changes, and why.",
    examples=(
        "datamap timeline map.yaml",
        "datamap timeline map.yaml --from 1998-01-01 --to 2035-12-31",
        "datamap timeline map.yaml --from today --to 2031-12-31 --regime eu-gdpr",
        "datamap timeline map.yaml --format json -o timeline.json",
        "datamap timeline map.yaml --from 2016-01-01 --to 2031-12-31 -o timeline.svg --theme dark",
    ),
)
@map_argument
@click.option(
    *("--from", "start"),
    type=Day(),
    metavar="DATE",
    help="First day, as 1998-10-24. Default: three years before the map's own `on`, else before today.",
)
@click.option("--to", "end", type=Day(), metavar="DATE", help="Last day. Default: three years after the map's own `on`, else after today.")
@click.option("--regime", multiple=True, metavar="ID", help="Judge by this law only, such as eu-gdpr. Repeatable. Default: all.")
@click.option("--theme", type=click.Choice(THEMES), help="Colours of a picture; print is legible in grey. Default: light.")
@format_option(*FORMS)
@output_option
def command(
    map_file: str,
    start: date | None,
    end: date | None,
    regime: tuple[str, ...],
    theme: str | None,
    form: str | None,
    output: str | None,
) -> None:
    """List every day on which an answer about MAP changes: a decision adopted, annulled or expired, a clause set lapsed,
    an agreement signed or run out, a promise that no longer holds. Each change names what begins or ends that day.

    What lies after the day up to which the law book was checked is scheduled, and marked as known today. As svg, png, pdf
    or html (the ending of FILE chooses) it is a picture: a lane for each answer, a mark for each law that changes one.
    """
    from datamap.cli.output import colour_wanted, deliver, text_width
    from datamap.rendering import timeline_json, timeline_text

    form = form_of(form, output, {ending: ending for ending in FORMS})
    if theme and form not in PICTURES:
        raise click.UsageError(f"--theme colours a picture; write to a FILE that ends with one of {', '.join('.' + p for p in PICTURES)}")
    m = read_map(map_file)
    centre, dated = day_of(m, None)
    found = judged(m, start, end, regime, centre)
    if form in PICTURES:
        drawn = getattr(found.chart(theme=theme or "light", on=centre), form)()
        deliver(drawn if isinstance(drawn, bytes) else drawn.encode(), output)
        return
    if form == "json":
        deliver(timeline_json(found).encode("utf-8", "backslashreplace"), output)
        return
    said = "" if start and end else f"three years around {centre.isoformat()}, {dated}" if not start and not end else ""
    colour = output is None and colour_wanted(sys.stdout)
    deliver(timeline_text(found, colour=colour, width=text_width(), dated=said), output)


def judged(m: DataMap, start: date | None, end: date | None, regime: tuple[str, ...], centre: date) -> Timeline:
    """The timeline of a map between two days; without them three years around a third."""
    from datamap import checking
    from datamap.checking.calendar import AROUND, years
    from datamap.cli.progress import working

    first = start or min(years(centre, -AROUND), years(end, -2 * AROUND) if end else date.max)
    last = end or max(years(centre, AROUND), years(start, 2 * AROUND) if start else date.min)
    with working(f"judging {len(m.legs):,} transfers over time", 50 * len(m.legs)):
        return checking.timeline(m, first, last, regimes=regime or None)
