"""`datamap law`: what the law book says, with sources."""

from __future__ import annotations

import sys
from datetime import date

import click

from datamap.cli.arguments import Day, form_of, format_option, output_option
from datamap.cli.commands import Command


@click.command(
    cls=Command,
    short_help="What the law book says, with sources.",
    examples=(
        "datamap law",
        "datamap law eu-gdpr --on 2020-11-20",
        "datamap law eu-gdpr --place BR --on 2026-02-01",
        "datamap law --place HK --on today --format json",
    ),
)
@click.argument("regime", required=False)
@click.option("--place", metavar="P", help="Only what concerns this place: an ISO code, a cloud region or a zone.")
@click.option("--on", type=Day(), metavar="DATE", help="Only what holds on this day, as 2020-11-20. Default: over all time.")
@format_option("text", "json")
@output_option
def command(regime: str | None, place: str | None, on: date | None, form: str | None, output: str | None) -> None:
    """Show what the law book says: all regimes, or REGIME, of a place, on a day, with citations and sources."""
    from datamap.cli.output import colour_wanted, deliver, text_width
    from datamap.law import LawBook
    from datamap.rendering import law_json, law_text

    book = LawBook.default()
    if form_of(form, output, {"json": "json"}) == "json":
        deliver(law_json(book, regime, place, on).encode(), output)
    else:
        colour = output is None and colour_wanted(sys.stdout)
        deliver(law_text(book, regime, place, on, colour=colour, width=text_width()), output)
