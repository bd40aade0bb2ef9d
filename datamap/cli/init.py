"""`datamap init`: a commented starter map."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from datamap.cli.commands import Command


@click.command(
    cls=Command,
    short_help="Write a commented starter map.",
    examples=("datamap init", "datamap init estate.yaml", "datamap init map.yaml --force", "datamap init -"),
)
@click.argument("file", default="map.yaml", type=click.Path())
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
def command(file: str, force: bool) -> None:
    """Write a commented starter map to FILE (map.yaml unless said otherwise; - is stdout)."""
    from datamap.cli.output import deliver

    if file != "-" and Path(file).exists() and not force:
        raise click.UsageError(f"{file} exists; name another file, or replace it with --force")
    deliver(starter(), file)
    if file != "-":
        click.echo(f"wrote {file}; next: datamap check {file}")


def starter() -> bytes:
    """The starter map, as it is written."""
    return (files("datamap.cli") / "starter.yaml").read_bytes()
