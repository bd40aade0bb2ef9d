"""The group of sub-commands, loaded one at a time, and the shape that each of them shares."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

NAMES = ("check", "draw", "flows", "explain", "timeline", "diff", "fix", "watch", "law", "schema", "init", "convert")
WIDTH = 100


class Command(click.Command):
    """A sub-command whose help ends with examples. Each example is a whole command line and is run by a test."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, then what click would say."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
        super().format_epilog(ctx, formatter)


class Commands(click.Group):
    """A group that imports a sub-command's file when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All sub-commands, in the order in which people meet them."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The sub-command of that name."""
        if cmd_name not in NAMES:
            return None
        command: click.Command = import_module(f"datamap.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a name that is not there."""
        if args and not args[0].startswith("-") and args[0] not in NAMES:
            from difflib import get_close_matches

            near = get_close_matches(args[0], NAMES, n=1, cutoff=0.5)
            meant = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(NAMES)}"
            raise click.UsageError(f"there is no command {args[0]!r}; {meant}", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        import datamap

        click.echo(f"datamap {datamap.__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH},
    epilog="Start with `datamap init map.yaml`, then `datamap check map.yaml`.",
)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and exit.")
def root() -> None:
    """Where does personal data really go, and is every border it crosses covered by law on that day?

    A map says who holds which data where, and where it goes. The law book says what each transfer law requires, since
    when, by which source.
    """
