"""A line that says what takes long, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

LONG = 20_000
WIDE = 24


@contextmanager
def working(what: str, size: int) -> Iterator[Callable[[str, int, int], None]]:
    """Say `what` on stderr while the work lasts, when it is long and somebody may be watching.

    Gives a function that draws how far the work is: what is done now, how many such things are done, and of how many.
    """
    shown = size >= LONG and sys.stderr.isatty()

    def bar(now: str, done: int, of: int) -> None:
        if shown:
            filled = WIDE * done // max(1, of)
            click.echo(f"\r\x1b[Kdatamap: {what} [{'=' * filled}{' ' * (WIDE - filled)}] {done}/{of} {now}", err=True, nl=False)

    if shown:
        click.echo(f"datamap: {what} …", err=True, nl=False)
    try:
        yield bar
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
