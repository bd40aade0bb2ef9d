"""`datamap explain`: why, step by step, with citations."""

from __future__ import annotations

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
        "datamap explain map.yaml NL..CH",
        "datamap explain map.yaml crm-sync --format json",
    ),
)
@map_argument
@click.argument("what", metavar="TRANSFER|FINDING|PLACE..PLACE")
@on_option
@format_option("text", "json")
@output_option
def command(map_file: str, what: str, on: date | None, form: str | None, output: str | None) -> None:
    """Explain the answer on one transfer of MAP, one finding by its id, or all between two places, as in NL..HK: each step
    with its law and citation.
    """
    from datamap import checking
    from datamap.cli.output import colour_wanted, deliver, harmless
    from datamap.rendering.layout import Ink

    m = read_map(map_file, output)
    day, _ = day_of(m, on)
    explanation = checking.explain(m, what, on=day)
    if form_of(form, output, {"json": "json"}) == "json":
        deliver(explanation.to_json().encode("utf-8", "backslashreplace"), output)
        return
    head, _, rest = harmless(explanation.text()).partition("\n")
    ink = Ink(output is None and colour_wanted(sys.stdout))
    deliver(f"{ink(head, 'bold')}\n{rest}", output)
