"""`datamap diff`: what a change to a map does."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

import click

from datamap.cli.arguments import day_of, form_of, format_option, on_option, output_option, read_map
from datamap.cli.check import FAIL_ON
from datamap.cli.commands import Command


@click.command(
    cls=Command,
    short_help="What a change to a map does.",
    examples=(
        "datamap diff map.yaml map.yaml",
        "datamap diff map.yaml map.yaml --on 2024-01-31 --fail-on error --fail-on unknown",
        "datamap diff map.yaml map.yaml --format json -o difference.json",
    ),
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@on_option
@click.option(
    *("--fail-on", "fail_on"),
    multiple=True,
    type=click.Choice(FAIL_ON),
    help="Exit 1 when the change adds a finding of this level or above, or one that is unknown. Repeatable. Default: error.",
)
@click.option("--regime", multiple=True, metavar="ID", help="Judge by this law only, such as eu-gdpr. Repeatable. Default: all.")
@format_option("text", "json", "markdown", "mermaid")
@output_option
def command(
    old: str, new: str, on: date | None, fail_on: tuple[str, ...], regime: tuple[str, ...], form: str | None, output: str | None
) -> int:
    """Tell what the change from the map OLD to the map NEW does: parts, flows, answers and findings that appear, go, or change.

    Both are judged on one day. OLD and NEW are files, or a file in a git revision, as in main:map.yaml. Order, comments
    and layout are no change; another id for the same thing is told as a rename.

    Exit codes: 0 the change adds no violation; 1 it adds one; 2 a map could not be judged.
    """
    from datamap import checking, rendering
    from datamap.cli.output import deliver, harmless
    from datamap.cli.revisions import as_file

    with ExitStack() as copies:
        sides = [copies.enter_context(as_file(name)) for name in (old, new)]
        before, after = (read_map(path, output) for path, _, _ in sides)
        day = on or after.on or before.on or day_of(after, None)[0]
        found = checking.diff(before, after, day, regimes=regime or None)
    write = {
        "text": lambda: harmless(rendering.difference_text(found)),
        "json": lambda: rendering.difference_json(found),
        "markdown": lambda: rendering.difference_markdown(found),
        "mermaid": lambda: rendering.difference_picture(found),
    }
    text = write[form_of(form, output, {"json": "json", "md": "markdown", "mmd": "mermaid"})]()
    for _, folder, said in sides:
        text = text.replace(folder, said) if folder else text
    deliver(text.encode("utf-8", "backslashreplace"), output)
    return int(bool(_fails(found.added, fail_on or ("error",))))


def _fails(added: tuple[object, ...], fail_on: tuple[str, ...]) -> list[object]:
    from datamap.findings import Finding, Level, Verdict

    levels = ("note", "warning", "error")
    least = min((levels.index(name) for name in fail_on if name in levels), default=len(levels))
    return [
        f
        for f in added
        if isinstance(f, Finding)
        and (levels.index(f.level.value) >= least or ("unknown" in fail_on and f.verdict is Verdict.UNKNOWN and f.level is not Level.NOTE))
    ]
