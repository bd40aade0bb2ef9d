"""`python -m datamap` is the command `datamap`."""

from __future__ import annotations

from typing import NoReturn

from datamap.cli import run
from datamap.cli.ending import end


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    end(run())


if __name__ == "__main__":
    main()
