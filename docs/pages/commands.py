"""The command line, as it explains itself."""

from __future__ import annotations

import click

from datamap.cli.commands import NAMES, root
from pages.page import Page, fenced

INTRO = """
Results go to stdout and problems to stderr. Exit codes: 0 clean, 1 a finding reaches `--fail-on` or the verdict is unknown, 2 the
input could not be judged.
"""


def pages() -> list[Page]:
    """One page for all commands."""
    parts = ["# Command line", INTRO.strip(), fenced(_help(root, "datamap"))]
    with click.Context(root, info_name="datamap") as context:
        for name in NAMES:
            command = root.get_command(context, name)
            assert command is not None
            parts += [f"## datamap {name}", fenced(_help(command, name, context))]
    return [Page("Reference", "commands.md", "Command line", "\n\n".join(parts))]


def _help(command: click.Command, name: str, parent: click.Context | None = None) -> str:
    with click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100) as context:
        return command.get_help(context)
