"""Rows of a large table in which something is wrong, told as those of a small table: the first of them, and how many more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from datamap.errors import Problem
from datamap.formats.columns.grid import Grid

SHOWN = 3
"""Rows that are shown of those in which the same is wrong."""

MOST = 100
"""Different problems that are shown of one column."""

Look = Callable[[Grid, int], list[Problem]]
"""What is wrong with a row by itself."""


@dataclass(frozen=True)
class Faulty:
    """Rows of a table in which the same is wrong: in this column, in these words where they are known already."""

    grid: Grid
    column: str
    rows: npt.NDArray[np.int64]
    wrong: str = ""

    def told(self, look: Look) -> Iterator[Problem]:
        """The problem in its first rows, the last of which says how many more there are."""
        shown = self.rows[:SHOWN].tolist()
        more = len(self.rows) - len(shown)
        for row in shown:
            for problem in look(self.grid, row):
                if self._meant(problem):
                    yield _counted(problem, more) if more and row == shown[-1] else problem

    def _meant(self, problem: Problem) -> bool:
        if self.wrong:
            return problem.wrong == self.wrong
        if len(problem.path) > 1:
            return problem.path[1] == self.column
        return f"`{self.column}` is missing" in problem.wrong or (self.column == "id" and " id" in problem.wrong)


def told(faulty: Iterable[Faulty], look: Look) -> list[Problem]:
    """All that is wrong, at most so many different problems for a column of a table."""
    found: list[Problem] = []
    columns: dict[tuple[str, str], list[Faulty]] = {}
    for each in faulty:
        if len(each.rows):
            columns.setdefault((each.grid.file, each.column), []).append(each)
    for same in columns.values():
        same.sort(key=lambda each: int(each.rows[0]))
        problems = [problem for each in same[:MOST] for problem in each.told(look)]
        left = sum(len(each.rows) for each in same[MOST:])
        if left and problems:
            problems[-1] = _counted(problems[-1], left, "rows with such a problem")
        found += problems
    return found


def _counted(problem: Problem, more: int, what: str = "") -> Problem:
    rows = what or ("row" if more == 1 else "rows")
    return replace(problem, hint=f"{problem.hint} (and {more:,} more {rows})".strip())
