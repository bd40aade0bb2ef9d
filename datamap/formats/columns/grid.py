"""A large table in columns, which can show any of its rows as a document of its own, as a small table would."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from datamap.documents import Document, Lines
from datamap.documents.files import digest_of
from datamap.errors import Problem
from datamap.formats import grids, tables
from datamap.formats.columns import csv_text
from datamap.formats.columns.cells import coded, is_text
from datamap.formats.sections import Section

ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
"""What an id looks like."""

LARGE = 20_000
"""Rows from which a table is read by columns."""

PLAIN = frozenset({"id", "from", "to", "name", "purpose", "note"})
"""Columns in which nearly every row says something else."""


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


@dataclass
class Framed:
    """The rows of a frame or of a Parquet or Arrow file, as lines of a CSV file: the names of the columns are line 1."""

    table: Callable[[], Any]
    file: str
    rows: npt.NDArray[np.int64] | None = None
    comma: str = ","
    problems: list[Problem] = field(default_factory=list)

    def line(self, row: int) -> int:
        return (int(self.rows[row]) if self.rows is not None else row) + 2

    def text(self, row: int) -> str:
        at = self.line(row)
        taken = self.table().slice(at - 2, 1).to_pylist()[0]
        return ",".join(grids.shown(value, name, at, self.file) for name, value in taken.items())


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

    def release(self) -> None:
        """Let go of what is no longer needed to tell where rows stand."""
        self.columns = {}

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


def grid_in(path: str, section: Section) -> Grid | None:
    """A large table in a file; None where it is small, or where what reads it is not there.

    Raises:
        MapError: as `tables.read`.
    """
    ending = os.path.splitext(path)[1].lower()
    if section.model is None or not os.path.isfile(path) or not _large(path, ending):
        return None
    if ending == ".csv":
        lines = csv_text.head(path)
        if lines is None:
            return None  # what is wrong with it is told by whoever reads small tables
        comma = tables.separator(lines.text)
        table, written = csv_text.read(path, _names(lines, comma, section), comma, PLAIN)
        return _grid(table, path, digest_of(path), section, written, strip=True)
    coded = [name for name in tables.kinds(section.model) if name not in PLAIN]
    again = _Again(path, (*coded, *(f"{name}.list.{part}" for name in coded for part in ("element", "item"))))
    table = grids.table_in(path, again.coded)
    _names(Lines(grids.head(table.column_names), path), ",", section)
    return _grid(table, path, digest_of(path), section, Framed(again, path))


def grid_of(frame: Any, file: str, section: Section) -> Grid | None:
    """A large frame; None where it is small or holds what Arrow has no column for.

    Raises:
        MapError: it is no frame, or its columns are not those of the section.
        ImportError: narwhals is not installed.
    """
    if section.model is None or grids.length(frame, file) <= LARGE:
        return None
    try:
        table = grids.table_of(frame, file)
    except ImportError:
        return None
    if table is None:
        return None
    _names(Lines(grids.head(table.column_names), file), ",", section)
    return _grid(table, file, _digest(table), section, Framed(_Kept(table), file))


def _large(path: str, ending: str) -> bool:
    try:
        if ending == ".parquet":
            from pyarrow import parquet

            return bool(parquet.read_metadata(path).num_rows > LARGE)
        if ending in grids.ENDINGS:
            from pyarrow import feather

            return bool(feather.read_table(path, columns=[]).num_rows > LARGE)
        import pyarrow  # noqa: F401
    except (ImportError, OSError, ValueError):
        return False
    return ending == ".csv" and csv_text.rows(path) > LARGE


@dataclass(frozen=True)
class _Kept:
    """A frame."""

    table: Any

    def __call__(self) -> Any:
        return self.table


@dataclass
class _Again:
    """Reads a file, and later again for the places of its rows."""

    path: str
    coded: tuple[str, ...]
    table: Any = None

    def __call__(self) -> Any:
        if self.table is None:
            self.table = grids.table_in(self.path, self.coded)
        return self.table

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "table": None}


def _names(lines: Lines, comma: str, section: Section) -> list[str]:
    rows = list(tables.records(lines.text, lines, comma))
    return tables.columns_of(rows[0] if rows else [], section, lines)


def _grid(table: Any, file: str, digest: str, section: Section, records: Records, strip: bool = False) -> Grid:
    columns = {str(name).strip(): _plain(column) for name, column in zip(table.column_names, table.columns, strict=True)}
    keep = _said(list(columns.values()))
    if keep is not None:
        records.rows = keep
        columns = {name: column.take(keep) for name, column in columns.items()}
    return Grid(section, file, digest, columns, records, table.num_rows if keep is None else len(keep), strip)


def _said(columns: list[Any]) -> npt.NDArray[np.int64] | None:
    """The rows in which some cell is not empty; None where those are all."""
    import pyarrow.compute as pc

    if any(not column.null_count for column in columns):
        return None
    empty = np.logical_and.reduce([np.asarray(pc.is_null(column)) for column in columns])
    return np.flatnonzero(~empty) if empty.any() else None


def _plain(column: Any) -> Any:
    """A column of the plainest type that says the same."""
    import pyarrow as pa

    kind = str(column.type)
    if "string_view" in kind:
        return column.cast(pa.string() if kind == "string_view" else pa.list_(pa.string()))
    return column.cast(pa.string()) if kind == "large_string" and column.nbytes < 2**30 else column


def _digest(table: Any) -> str:
    """The SHA-256 of what a frame holds."""
    from hashlib import sha256

    import pyarrow as pa

    class Sink:
        closed = False

        def __init__(self) -> None:
            self.hash = sha256()

        def write(self, data: Any) -> None:
            self.hash.update(data)

        def flush(self) -> None:
            pass

    sink = Sink()
    with pa.ipc.new_stream(pa.PythonFile(sink, "w"), table.schema) as stream:
        stream.write_table(table)
    return sink.hash.hexdigest()
