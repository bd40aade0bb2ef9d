"""Where the parts of a map stand: in which of its files, and in which line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from datamap.documents import Document, Path
from datamap.errors import Problem, Where
from datamap.formats.columns.grid import Grid

Source = tuple[Document, Path]
"""A file, and the way to a part in it."""


@dataclass(frozen=True)
class Large:
    """A large table: its rows are those of a section from `start` on, in the order of the map."""

    section: str
    start: int
    grid: Grid = field(repr=False)


@dataclass(frozen=True)
class MapOrigin:
    """The files that a map was read from.

    `file` and `sha256` are those of the file that was asked for; `files` has every file with the SHA-256 of its bytes,
    included ones and tables too. `parts` leads from a section and a key (an id, or an index in the whole map) to the
    file that has the item; the rows of `large` tables are none of them, and `number` gives the place of a system among all.
    """

    root: Document = field(repr=False)
    files: tuple[tuple[str, str], ...]
    parts: Mapping[tuple[str, str | int], Source] = field(repr=False)
    large: tuple[Large, ...] = field(repr=False, default=())
    number: Callable[[str], int] = field(repr=False, default=int)

    @property
    def file(self) -> str:
        """The file that was asked for."""
        return self.root.file

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return self.root.sha256

    def source(self, path: Path) -> Source:
        """The file that has the part at `path`, and the way to it there."""
        return self._source(path)

    def where(self, path: Path) -> Where:
        """The place of the part at `path`, or of the nearest part that holds it."""
        row = self._row(path) if self.large and len(path) > 1 and (str(path[0]), path[1]) not in self.parts else None
        if row is not None and (len(path) == 2 or not row[0].grid.says(str(path[2]))):
            return Where(row[0].grid.file, row[0].grid.line(row[1]), 1)
        document, inner = self._source(path)
        return document.where(inner)

    def problem(self, problem: Problem) -> Problem:
        """A problem with a part of the whole map, with its place, line and caret."""
        document, inner = self._source(problem.path)
        where = document.where(inner, value=True) if len(inner) > 2 else document.where(inner)
        return Problem(problem.path, problem.wrong, problem.hint, where, document.excerpt(where))

    def _source(self, path: Path) -> Source:
        for length in (2, 1):
            found = self.parts.get((str(path[0]), path[1] if length == 2 else "")) if len(path) >= length else None
            if found:
                return found[0], (*found[1], *path[length:])
        found_row = self._row(path) if self.large and len(path) > 1 else None
        if found_row is not None:
            large, row = found_row
            return large.grid.document(row), (0, *path[2:])
        return self.root, path

    def _row(self, path: Path) -> tuple[Large, int] | None:
        """The table and the row in it that a part of a large section is."""
        section, key = path[:2]
        if section not in {large.section for large in self.large}:
            return None
        at = key if isinstance(key, int) else self.number(key)
        return next(((one, at - one.start) for one in self.large if one.section == section and 0 <= at - one.start < len(one.grid)), None)
