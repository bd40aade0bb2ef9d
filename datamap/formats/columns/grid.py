"""A large table in columns, which can show any of its rows as a document of its own, as a small table would."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from datamap.documents import Document, Lines
from datamap.errors import Problem
from datamap.formats import grids, tables
from datamap.formats.columns.cells import coded, is_text
from datamap.formats.sections import Section

ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
"""What an id looks like."""


class Records(Protocol):
    """The rows of a table as text."""

    comma: str
    rows: npt.NDArray[np.int64] | None
    problems: list[Problem]

    def line(self, row: int) -> int:
        """The line in which a row begins."""
        ...

    def text(self, row: int) -> str:
        """The text of a row."""
        ...

    def release(self) -> None:
        """Let go of what can be read again."""
        ...


@dataclass
class Framed:
    """The rows of a frame or of a Parquet or Arrow file, as lines of a CSV file: the names of the columns are line 1."""

    table: Any
    file: str
    again: Callable[[int], Any] | None = None
    """Reads a row as a table of its own, once the table has been let go; without it the table stays."""
    rows: npt.NDArray[np.int64] | None = None
    comma: str = ","
    problems: list[Problem] = field(default_factory=list)

    def line(self, row: int) -> int:
        return (int(self.rows[row]) if self.rows is not None else row) + 2

    def text(self, row: int) -> str:
        at = self.line(row)
        found = self.again(at - 2) if self.again and self.table is None else self.table.slice(at - 2, 1)
        (taken,) = found.to_pylist()
        return ",".join(grids.shown(value, name, at, self.file) for name, value in taken.items())

    def release(self) -> None:
        self.table = None if self.again else self.table


@dataclass
class Grid:
    """The rows of a large table that say something. `columns` are Arrow columns by name.

    `strip` tells that spaces around a cell do not count.
    """

    section: Section
    file: str
    sha256: str
    columns: dict[str, Any]
    records: Records = field(repr=False)
    length: int
    strip: bool = False
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = list(self.columns)

    def __len__(self) -> int:
        return self.length

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with rows that were left out."""
        return self.records.problems

    def has(self, ids: Collection[str]) -> bool:
        """Whether a row has one of the ids."""
        import pyarrow as pa
        import pyarrow.compute as pc

        column = self.texts("id") if "id" in self.columns else None
        return column is not None and bool(pc.any(pc.is_in(column, value_set=pa.array(sorted(ids), column.type))).as_py())

    def says(self, key: str) -> bool:
        """Whether a column holds a key of a record, or a part of what stands there."""
        return any(name.split(".")[0] == key for name in self.names)

    def release(self) -> None:
        """Let go of what is no longer needed to tell where rows stand."""
        self.columns = {}
        self.records.release()

    def line(self, row: int) -> int:
        """The line in which a row begins."""
        return self.records.line(row)

    def texts(self, name: str) -> Any:
        """A column as Arrow texts, missing where nothing is said.

        Raises:
            MapError: a cell holds what no cell of a table can hold.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        column = self.columns[name]
        if not is_text(column.type):
            cells = coded(column, name, self.file, self.line, self.strip)
            return pa.chunked_array([cells.values.take(pa.array(cells.codes, mask=cells.codes < 0))])
        if self.strip and pc.any(pc.match_substring_regex(column, r"^\s|\s$")).as_py():
            column = pc.utf8_trim_whitespace(column)
        empty = pc.equal(column, pa.scalar("", column.type))
        return pc.if_else(empty, pa.scalar(None, column.type), column) if pc.any(empty).as_py() else column

    def document(self, row: int) -> Document:
        """A row as a document: a list that has it alone."""
        text = self.records.text(row)
        lines = Lines(text, self.file, self.records.line(row))
        return tables.record_document(text, lines, self.sha256, self.names, self.section, self.records.comma)
