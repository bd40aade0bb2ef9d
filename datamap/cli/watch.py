"""`datamap watch`: check a map again whenever one of its files is saved."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from datamap.cli.arguments import day_of, map_argument, on_option
from datamap.cli.commands import Command

if TYPE_CHECKING:
    from datamap.model import DataMap

Stamps = dict[str, tuple[int, int, int] | None]
CLEAR = "\x1b[2J\x1b[3J\x1b[H"


@click.command(
    cls=Command,
    short_help="Check again on every save.",
    examples=("datamap watch map.yaml --checks 1", "datamap watch map.yaml --on 2026-01-31 --every 0.2 --checks 1"),
)
@map_argument
@on_option
@click.option("--every", type=click.FloatRange(min=0.05), default=0.5, show_default=True, metavar="SECONDS", help="How often to look.")
@click.option("--checks", type=click.IntRange(min=1), metavar="N", help="Stop after N checks. Default: when interrupted.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="List at most N findings, and say how many were left out.")
def command(map_file: str, on: date | None, every: float, checks: int | None, limit: int | None) -> int:
    """Check MAP, and check it again whenever it, or a file that it includes, is saved. A file that cannot be read is told,
    and waited for. Ctrl-C ends it.

    Exit codes: 0 always, unless it is interrupted (130) or there is no such file (2).
    """
    from datamap import formats

    if map_file == "-" or not os.path.exists(map_file):
        formats.load(map_file)  # says what is wrong
    watched = _stamps([map_file])
    before: frozenset[str] | None = None
    number = 0
    while True:
        if sys.stdout.isatty():
            click.echo(CLEAR, nl=False)
        before = _checked(map_file, on, limit, watched, before)
        sys.stdout.flush()
        number += 1
        if number == checks:
            return 0
        while (now := _stamps(watched)) == watched:
            time.sleep(every)
        watched = now


def _checked(map_file: str, on: date | None, limit: int | None, watched: Stamps, before: frozenset[str] | None) -> frozenset[str] | None:
    """Check once and show it; what the check found, by id."""
    from datamap import checking, rendering
    from datamap.cli.failures import explain_failure
    from datamap.cli.output import colour_wanted, deliver, text_width
    from datamap.errors import DatamapError

    try:
        m = _read(map_file, watched)
        day, dated = day_of(m, on)
        report = checking.check(m, on=day)
    except DatamapError as error:
        explain_failure(error)
        return before
    deliver(rendering.report_text(report, colour=colour_wanted(sys.stdout), width=text_width(), limit=limit, dated=dated), None)
    found = frozenset(finding.id for finding in report.findings)
    if before is not None:
        deliver("".join(f"{line}\n" for line in _since(before, found)), None)
    return found


def _read(map_file: str, watched: Stamps) -> DataMap:
    """The map; the files that it turns out to consist of are watched from before they are read."""
    from datamap import formats

    m = formats.load(map_file)
    more = {file for file, _ in getattr(m.origin, "files", ())} - watched.keys()
    if not more:
        return m
    watched.update(_stamps(more))
    return _read(map_file, watched)


def _since(before: frozenset[str], now: frozenset[str]) -> Iterator[str]:
    yield f"\nSince the last save: {len(now - before)} new, {len(before - now)} gone"
    yield from (f"  + {name}" for name in sorted(now - before))
    yield from (f"  - {name}" for name in sorted(before - now))


def _stamps(files: Iterable[str]) -> Stamps:
    """When each file was last written, how long it is, and which file it is, as editors often replace it by another."""
    found: Stamps = {}
    for file in files:
        try:
            said = os.stat(file)
            found[file] = (said.st_mtime_ns, said.st_size, said.st_ino)
        except OSError:
            found[file] = None
    return found
