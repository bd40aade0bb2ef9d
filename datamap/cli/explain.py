"""`datamap explain`: why, step by step, with citations."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from datamap.cli.arguments import day_of, form_of, format_option, map_argument, on_option, output_option, read_map
from datamap.cli.commands import Command


@click.command(
    cls=Command,
    short_help="Why: one transfer or finding, step by step.",
    examples=(
        "datamap explain map.yaml support",
        "datamap explain map.yaml shop..orders --on 2024-01-31",
        "datamap explain map.yaml crm-sync --format json",
    ),
)
@map_argument
@click.argument("what", metavar="TRANSFER|FINDING")
@on_option
@format_option("text", "json")
@output_option
def command(map_file: str, what: str, on: date | None, form: str | None, output: str | None) -> None:
    """Explain the answer on one transfer of MAP, or one finding by its id: each step with its law and citation."""
    from datamap import checking
    from datamap.cli.output import colour_wanted, deliver

    m = read_map(map_file)
    day, _ = day_of(m, on)
    explanation = checking.explain(m, what, on=day)
    if form_of(form, output, {"json": "json"}) == "json":
        told = explanation.to_json()
        text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False, indent=2)
        deliver((text.rstrip("\n") + "\n").encode("utf-8", "backslashreplace"), output)
    else:
        text = explanation.text(colour=output is None and colour_wanted(sys.stdout))
        deliver(text.rstrip("\n") + "\n", output)
