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
        "datamap law --lint",
        "datamap law uk-gdpr --stale --on 2030-01-01",
    ),
)
@click.argument("regime", required=False)
@click.option("--place", metavar="P", help="Only what concerns this place: an ISO code, a cloud region or a zone.")
@click.option("--on", type=Day(), metavar="DATE", help="Only what holds on this day, as 2020-11-20. Default: over all time.")
@click.option(
    "--lint",
    is_flag=False,
    flag_value="",
    metavar="[FOLDER]",
    help="Check the law files in FOLDER, or those of datamap: print each problem with file and line; exit 2 if there is one.",
)
@click.option("--stale", is_flag=True, help="Only facts that nobody had checked for a year on that day. Default day: today.")
@format_option("text", "json")
@output_option
def command(
    regime: str | None, place: str | None, on: date | None, lint: str | None, stale: bool, form: str | None, output: str | None
) -> int:
    """Show what the law book says: all regimes, or REGIME, of a place, on a day, with citations and sources.

    A law book is kept by people: --lint and --stale tell what is wrong in its files, and what to check again.
    """
    from datamap.cli import law_care
    from datamap.cli.output import colour_wanted, deliver, text_width
    from datamap.law import LawBook
    from datamap.rendering import law_json, law_text

    form = form_of(form, output, {"json": "json"})
    if lint is not None:
        if regime or place or on or stale:
            raise click.UsageError("--lint looks at a whole folder; leave out REGIME, --place, --on and --stale")
        return law_care.lint(lint or None, form, output)
    if stale:
        if place:
            raise click.UsageError("--stale looks at facts of a regime, or at all; leave out --place")
        law_care.stale(regime, on, form, output)
        return 0
    book = LawBook.default()
    if form == "json":
        deliver(law_json(book, regime, place, on).encode(), output)
    else:
        colour = output is None and colour_wanted(sys.stdout)
        deliver(law_text(book, regime, place, on, colour=colour, width=text_width()), output)
    return 0
