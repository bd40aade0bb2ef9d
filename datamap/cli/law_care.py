"""`datamap law --lint` and `--stale`: how the law book is kept."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from datamap.cli.output import colour_wanted, deliver, text_width

PROBLEMS = 2


def lint(folder: str | None, form: str, output: str | None) -> int:
    """Check a folder of law files, or the book that comes with datamap, as a path from here where it lies below.

    Returns the exit code: 0 where nothing is wrong, else 2.
    """
    from datamap.law.book import DATA
    from datamap.law.lint import lint as found_in
    from datamap.rendering.law_care import lint_json, lint_text

    found = found_in(Path(folder) if folder else _from_here(DATA), date.today())
    deliver((lint_json if form == "json" else lint_text)(found).encode("utf-8", "backslashreplace"), output)
    return PROBLEMS if found.problems else 0


def _from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def stale(regime: str | None, on: date | None, form: str, output: str | None) -> None:
    """List the facts that nobody had checked for a year on a day, today where none is given."""
    from datamap.law import LawBook
    from datamap.law.ageing import stale as older
    from datamap.rendering.law_care import stale_json, stale_text

    day = on or date.today()
    found = older(LawBook.default(), day, regime)
    if form == "json":
        deliver(stale_json(found, day).encode("utf-8", "backslashreplace"), output)
        return
    colour = output is None and colour_wanted(sys.stdout)
    deliver(stale_text(found, day, colour=colour, width=text_width()), output)
