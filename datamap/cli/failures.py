"""What went wrong, told on stderr in plain words: the exit code 2, could not be judged."""

from __future__ import annotations

import os
import sys

import click

from datamap.cli.output import colour_wanted, harmless
from datamap.errors import DatamapError, MapError

COULD_NOT_JUDGE = 2
ISSUES = "the project's issue tracker"


def explain_failure(error: Exception) -> int:
    """Tell the user what went wrong and return the exit code for it."""
    if isinstance(error, click.ClickException):
        error.show()
        return COULD_NOT_JUDGE
    if isinstance(error, MapError):
        _map_problems(error)
    elif isinstance(error, DatamapError):
        say(str(error))
    elif isinstance(error, OSError):
        say(_file_problem(error))
    else:
        _our_fault(error)
    return COULD_NOT_JUDGE


def say(text: str) -> None:
    """One message to stderr, marked with the name of the program."""
    _write(f"datamap: {text}")


def _write(text: str) -> None:
    click.echo(harmless(text), err=True, color=colour_wanted(sys.stderr))


def _map_problems(error: MapError) -> None:
    for problem in error.problems:
        _write(str(problem))
    number = len(error.problems)
    files = sorted({problem.where.file for problem in error.problems if problem.where})
    place = f" in {', '.join(files)}" if files else ""
    _write(f"{number} {'problem' if number == 1 else 'problems'}{place}; nothing was judged")


def _file_problem(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename is not None else reason


def _our_fault(error: Exception) -> None:
    if os.environ.get("DATAMAP_DEBUG"):
        import traceback

        traceback.print_exception(error)
    text = " ".join(str(error).split())[:300]
    say(f"an error in datamap itself, nothing was judged: {type(error).__name__}: {text}")
    if not os.environ.get("DATAMAP_DEBUG"):
        say("please report it with the map, if you may share it, and the output of the same command under DATAMAP_DEBUG=1")
