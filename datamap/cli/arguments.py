"""What sub-commands ask of the user: a map, a date, a file to write to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from datamap.model import DataMap

    DateParameter = click.ParamType[date]
else:  # not generic before click 8.2
    DateParameter = click.ParamType

C = TypeVar("C", bound=Callable[..., Any])


class Day(DateParameter):
    """A date as 2020-11-20, or the word today."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date that the text names."""
        if isinstance(value, date):
            return value
        if value == "today":
            return date.today()
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2020-11-20", param, ctx)


def map_argument(command: C) -> C:
    """MAP, the file to read; `-` reads YAML from stdin."""
    return click.argument("map_file", metavar="MAP")(command)


def on_option(command: C) -> C:
    """`--on DATE`."""
    text = "Day to judge by, as 2020-11-20. Default: the map's own `on`, else today."
    return click.option("--on", type=Day(), metavar="DATE", help=text)(command)


def output_option(command: C) -> C:
    """`-o FILE`, written whole or not at all."""
    text = "Write to FILE instead of stdout; it is written whole or not at all."
    return click.option("-o", "--output", metavar="FILE", type=click.Path(), help=text)(command)


def format_option(*formats: str) -> Callable[[C], C]:
    """`--format`, one of those given; the first is the default, unless the ending of `-o FILE` names another."""
    text = f"Form of the answer. Default: by the ending of FILE, else {formats[0]}."
    return click.option("--format", "form", type=click.Choice(formats), help=text)


def form_of(form: str | None, output: str | None, endings: dict[str, str], default: str = "text") -> str:
    """The form asked for, else the one that the ending of the file names, else the default."""
    if form is None and output:
        return endings.get(output.rpartition(".")[2].lower(), default)
    return form or default


def read_map(file: str, output: str | None = None) -> DataMap:
    """The map in a file, or on stdin where the file is `-`. `output` is where the answer will go.

    Raises:
        UsageError: the answer would replace the map.
        MapError: it is no map; every problem is listed.
        OSError: there is no such file, or it cannot be read.
    """
    from datamap import formats

    if output and os.path.exists(output) and os.path.exists(file) and os.path.samefile(file, output):
        raise click.UsageError(f"-o {output} would replace the map itself; name another file")
    if file != "-":
        return formats.load(file)
    if sys.stdin.isatty():
        click.echo("datamap: reading a map in YAML from the terminal; end with Ctrl-D", err=True)
    return formats.loads(sys.stdin.buffer.read(), "yaml", "<stdin>")


def day_of(m: DataMap, on: date | None) -> tuple[date, str]:
    """The day to judge by, and where it came from in words: the command line, the map, or the clock."""
    if on is not None:
        return on, "the date asked for"
    if m.on is not None:
        return m.on, "the map's own date"
    return date.today(), "today, as neither --on nor the map names a date"
