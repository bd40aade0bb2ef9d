"""`datamap check`: judge every transfer on a day and hold the map to its promises."""

from __future__ import annotations

import sys
from datetime import date

import click

from datamap.cli.arguments import day_of, form_of, format_option, map_argument, on_option, output_option, read_map
from datamap.cli.commands import Command
from datamap.cli.output import colour_wanted, deliver

FAIL_ON = ("error", "warning", "note", "unknown")


@click.command(
    cls=Command,
    short_help="Judge every transfer on a day.",
    examples=(
        "datamap check map.yaml",
        "datamap check map.yaml --on 2020-11-20 --fail-on error",
        "datamap check map.yaml --forbid US --regime eu-gdpr",
        "datamap check map.yaml --without eu-gdpr/adequacy/ch",
        "datamap check map.yaml --format json -o report.json",
        "datamap check map.yaml -o report.html",
        "datamap check map.yaml -o answers.parquet",
    ),
)
@map_argument
@on_option
@format_option("text", "json", "jsonl", "sarif", "junit", "markdown", "github", "html", "parquet")
@output_option
@click.option(
    *("--fail-on", "fail_on"),
    multiple=True,
    type=click.Choice(FAIL_ON),
    help="Exit 1 when a finding of this level or above, or an unknown answer, is there. Repeatable. Default: error and unknown.",
)
@click.option(
    "--forbid", multiple=True, metavar="PLACE", help="A place or zone that no data may reach, besides those of the map. Repeatable."
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="List at most N findings, and say how many were left out.")
@click.option(
    "--without",
    multiple=True,
    metavar="FACT",
    help="Suppose that this fact of the law book, such as eu-gdpr/adequacy/us, falls that day, and say what changes. Repeatable.",
)
@click.option("--regime", multiple=True, metavar="ID", help="Judge by this law only, such as eu-gdpr. Repeatable. Default: all.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(),
    help="Findings in FILE are known and do not fail the run; those that are gone leave it.",
)
@click.option("--write-baseline", is_flag=True, help="Write what is found now to the file of --baseline, and say what that adds.")
def command(
    map_file: str,
    on: date | None,
    form: str | None,
    output: str | None,
    fail_on: tuple[str, ...],
    forbid: tuple[str, ...],
    limit: int | None,
    without: tuple[str, ...],
    regime: tuple[str, ...],
    baseline: str | None,
    write_baseline: bool,
) -> int:
    """Judge every transfer in MAP on a day, and hold the map to its promises.

    MAP is a file in YAML, JSON or TOML; - reads YAML from stdin.

    Exit codes: 0 clean; 1 a finding reaches --fail-on, or the answer is unknown; 2 the map could not be judged. A
    waived finding is shown and does not fail the run.
    """
    from datamap import checking
    from datamap.cli.baseline import held
    from datamap.cli.ending import keep
    from datamap.cli.failing import fails
    from datamap.cli.progress import working
    from datamap.cli.reports import ENDINGS, written

    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline needs a file; name it with --baseline FILE")
    reaching = fail_on or ("error", "unknown")
    m = read_map(map_file, output)
    day, dated = day_of(m, on)
    with working(f"judging {len(m.legs):,} transfers", len(m.legs)) as watch:
        if without:
            report = checking.suppose(m, without, on=day, regimes=regime or None, forbid=forbid)
        else:
            report = checking.check(m, on=day, regimes=regime or None, forbid=forbid, watch=watch)
    keep(m, report)
    known = None
    if baseline is not None:
        report, known = held(m, report, baseline, write=write_baseline, whole=not (regime or without or forbid))
    colour = output is None and colour_wanted(sys.stdout)
    form = form_of(form, output, ENDINGS)
    deliver(written(report, form, limit=limit, dated=dated, colour=colour, fail_on=reaching, known=known), output)
    return int(fails(report, reaching, known or ()))
