"""`datamap flows`: the chains along which data travels."""

from __future__ import annotations

import sys
from datetime import date

import click

from datamap.cli.arguments import day_of, form_of, format_option, map_argument, on_option, output_option, read_map
from datamap.cli.commands import Command

LISTED = 50
"""Flows of a large map that are listed as text where no limit is asked for."""


@click.command(
    cls=Command,
    short_help="The chains along which data travels.",
    examples=(
        "datamap flows map.yaml",
        "datamap flows map.yaml --to IN --category user.contact",
        "datamap flows map.yaml --from customers --to helpdesk --subjects customers",
        "datamap flows map.yaml --to place:mainland-china --format json",
    ),
)
@map_argument
@click.option("--from", "from_", metavar="NODE", help="Only chains that start at this node.")
@click.option("--to", metavar="PLACE|NODE", help="Only chains that end here: a node's id first, else a place or zone; place:CN says place.")
@click.option("--category", multiple=True, metavar="KEY", help="Only this data category and those below it. Repeatable.")
@click.option("--subjects", multiple=True, metavar="ID", help="Only data about these people. Repeatable.")
@on_option
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help="List at most N flows, and say how many were left out. Default: all; as text 50 of a large map.",
)
@format_option("text", "json")
@output_option
def command(
    map_file: str,
    from_: str | None,
    to: str | None,
    category: tuple[str, ...],
    subjects: tuple[str, ...],
    on: date | None,
    limit: int | None,
    form: str | None,
    output: str | None,
) -> None:
    """List the shortest chain by which each data category of each group of people comes to a node or a place of MAP."""
    from datamap import checking
    from datamap.cli.output import colour_wanted, deliver, text_width
    from datamap.model.map import LARGE
    from datamap.rendering import flows_json, flows_text

    m = read_map(map_file, output)
    day, dated = day_of(m, on)
    found = checking.flows(m, from_=from_, to=to, data_categories=category or None, data_subjects=subjects or None, on=day)
    form = form_of(form, output, {"json": "json"})
    if limit is None and form == "text" and len(m.transfers) > LARGE:
        limit = LISTED
    listed = list(found)[:limit]
    left = len(found) - len(listed)
    if form == "json":
        deliver(flows_json(listed, day, left=left).encode("utf-8", "backslashreplace"), output)
        return
    names = {node: m.title(node) for flow in listed for node in (*flow.nodes, flow.data_subjects) if node}
    ends = f"{f'from {from_} ' if from_ else ''}{f'to {to} ' if to else ''}"
    colour = output is None and colour_wanted(sys.stdout)
    title = f"{ends}on {day.isoformat()} ({dated})"
    deliver(flows_text(listed, names, title, left=left, colour=colour, width=text_width()), output)
