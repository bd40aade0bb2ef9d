"""How the process ends: at once. What it made is not taken apart before, piece by piece, for nobody."""

from __future__ import annotations

import atexit
import os
import sys
from typing import NoReturn

_KEPT: list[object] = []


def keep(*made: object) -> None:
    """Hold values until the process ends; the next call lets them go. Taking a large report apart takes a tenth of the run."""
    _KEPT[:] = made


def end(code: int) -> NoReturn:
    """End the process, once what it wrote is out and whoever asked to be called at the end was."""
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError, AttributeError):  # closed, or none: Python knows what to say
        sys.exit(code)
    os._exit(code)
