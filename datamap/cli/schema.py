"""`datamap schema`: the JSON Schema of a map file."""

from __future__ import annotations

import click

from datamap.cli.arguments import output_option
from datamap.cli.commands import Command


@click.command(
    cls=Command,
    short_help="The JSON Schema of a map file.",
    examples=("datamap schema", "datamap schema -o datamap.schema.json"),
)
@output_option
def command(output: str | None) -> None:
    """Print the JSON Schema of a map file, for editors and validators."""
    import json

    from datamap import formats
    from datamap.cli.output import deliver

    text = json.dumps(formats.schema(), ensure_ascii=False, indent=2) + "\n"
    deliver(text.encode(), output)
