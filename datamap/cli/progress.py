"""A line that says what takes long, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

LONG = 20_000


@contextmanager
def working(what: str, size: int) -> Iterator[None]:
    """Say `what` on stderr while the work lasts, when it is long and somebody may be watching."""
    shown = size >= LONG and sys.stderr.isatty()
    if shown:
        click.echo(f"datamap: {what} …", err=True, nl=False)
    try:
        yield
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
