"""`datamap fix`: the fewest transfers to cut, and the fewest agreements to sign."""

from __future__ import annotations

from datetime import date
from difflib import unified_diff

import click

from datamap.cli.arguments import day_of, form_of, format_option, map_argument, on_option, output_option, read_map
from datamap.cli.commands import Command


@click.command(
    cls=Command,
    short_help="The fewest transfers to cut and agreements to sign.",
    examples=(
        "datamap fix map.yaml",
        "datamap fix map.yaml --forbid IN --weight support=5 --keep newsletter",
        "datamap fix map.yaml --forbid IN --format patch",
        "datamap fix map.yaml --forbid IN --write",
    ),
)
@map_argument
@on_option
@click.option(
    "--forbid", multiple=True, metavar="PLACE", help="A place or zone that no data may reach, besides those of the map. Repeatable."
)
@click.option(
    "--weight",
    multiple=True,
    metavar="TRANSFER=N",
    help="What cutting a transfer costs. Default: 1; from people, more than all others. Repeatable.",
)
@click.option("--keep", multiple=True, metavar="TRANSFER", help="A transfer that must not be cut. Repeatable.")
@click.option("--write", is_flag=True, help="Change the map's files: last days of transfers, and agreements as unsigned drafts.")
@format_option("text", "json", "patch")
@output_option
def command(
    map_file: str,
    on: date | None,
    forbid: tuple[str, ...],
    weight: tuple[str, ...],
    keep: tuple[str, ...],
    write: bool,
    form: str | None,
    output: str | None,
) -> int:
    """Find the smallest repair of MAP: the cheapest transfers to cut so that no forbidden place is reached, and the fewest
    agreements that would cover what is uncovered.

    A file says what is so, and this is a plan: --write and the patch end a transfer on the day before, and write an
    agreement as a draft without `signed`, of which a check then asks when it was signed. Comments and order stay.

    Exit codes: 0 the repair leaves no error; 1 it leaves some; 2 the map could not be judged.
    """
    from datamap import checking, rendering
    from datamap.cli.failures import say
    from datamap.cli.output import deliver, harmless
    from datamap.formats.repairing import repaired

    m = read_map(map_file, output)
    day, _ = day_of(m, on)
    repair = checking.fix(m, day, forbid=forbid, weights=dict(map(_weight, weight)), keep=keep)
    form = form_of(form, output, {"json": "json", "patch": "patch", "diff": "patch"})
    changes = repaired(m, repair) if write or form == "patch" else None
    if form == "json":
        text = rendering.repair_json(repair)
    elif form == "patch" and changes:
        text = "".join(_patch(file, before, after) for file, before, after in changes.texts())
    else:
        text = harmless(rendering.repair_text(repair, checking.check(m, day)))
    if changes and write:
        changes.save()
        text += f"\nChanged: {', '.join(file for file, _, _ in changes.texts()) or 'nothing'}\n" if form == "text" else ""
    deliver(text.encode("utf-8", "backslashreplace"), output)
    for what in changes.by_hand if changes else ():
        say(f"by hand: {what}")
    return int(bool(repair.errors))


def _weight(text: str) -> tuple[str, float]:
    name, _, number = text.rpartition("=")
    try:
        cost = float(number)
    except ValueError:
        cost = -1.0
    if not name or not 0 <= cost < float("inf"):
        raise click.UsageError(f"--weight {text!r} says no weight; write it as TRANSFER=5")
    return name, cost


def _patch(file: str, before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{file}", f"b/{file}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
