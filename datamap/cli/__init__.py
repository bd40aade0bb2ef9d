"""The command `datamap`: one file per sub-command, each brought in when it is asked for.

Exit codes: 0 clean, 1 a finding reaches `--fail-on` or the verdict is unknown, 2 the input could not be judged, 130
interrupted. Results go to stdout, problems to stderr. Only this room prints, exits, and reads the clock.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from datamap.cli.commands import root
from datamap.cli.failures import explain_failure

INTERRUPTED = 130
GARBAGE = 10_000_000
"""Objects made between two searches for garbage."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; whatever goes wrong is told on stderr."""
    gc.set_threshold(GARBAGE, 20, 100)  # a report keeps nearly all that is made for it: looking for garbage finds none
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts threads for linear algebra, and there is none here
    try:
        answer = root.main(args, prog_name="datamap", standalone_mode=False)
        sys.stdout.flush()
        return answer if isinstance(answer, int) else 0
    except (BrokenPipeError, SystemExit):  # click ends so when nobody reads its own output
        _forget_stdout()
        return INTERRUPTED
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        return explain_failure(error)


def _forget_stdout() -> None:
    """Nobody reads stdout any more: let what is left in its buffer go nowhere instead of failing at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
