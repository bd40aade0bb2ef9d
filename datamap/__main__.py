"""`python -m datamap` is the command `datamap`."""

from __future__ import annotations

from typing import NoReturn

from datamap.cli import run
from datamap.cli.beginning import begin
from datamap.cli.ending import end


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    begin()
    end(run())


if __name__ == "__main__":
    main()
