"""`datamap convert`: a map in another syntax."""

from __future__ import annotations

import click

from datamap.cli.arguments import form_of, format_option, map_argument, output_option, read_map
from datamap.cli.commands import Command


@click.command(
    cls=Command,
    short_help="Write a map as YAML, JSON or TOML.",
    examples=(
        "datamap convert map.yaml --format json",
        "datamap convert map.yaml -o map.json",
        "datamap convert map.yaml -o map.toml",
    ),
)
@map_argument
@format_option("yaml", "json", "toml")
@output_option
def command(map_file: str, form: str | None, output: str | None) -> None:
    """Write MAP in another syntax: YAML, JSON or TOML, by --format or the ending of FILE.

    What it includes and the tables that it names are written out, so the result stands alone and says the same. Comments
    are not in it: to change a file and keep them, edit it.
    """
    from datamap import formats
    from datamap.cli.output import deliver

    m = read_map(map_file, output)
    syntax = form_of(form, output, {"yaml": "yaml", "yml": "yaml", "json": "json", "toml": "toml"}, "yaml")
    deliver(formats.dumps(m, syntax).encode(), output)
