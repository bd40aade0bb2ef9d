"""Files and frames → large tables, where they are large."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.documents import Lines
from datamap.documents.files import digest_of
from datamap.formats import grids, tables
from datamap.formats.columns import csv_text
from datamap.formats.columns.grid import Framed, Grid, Records
from datamap.formats.sections import Section

LARGE = 20_000
"""Rows from which a table is read by columns."""

PLAIN = frozenset({"id", "from", "to", "name", "purpose", "note"})
"""Columns in which nearly every row says something else."""


def grid_in(path: str, section: Section) -> Grid | None:
    """A large table in a file; None where it is small, or where what reads it is not there.

    Raises:
        MapError: as `tables.read`.
    """
    if section.model is None or not os.path.isfile(path):
        return None
    if path.lower().endswith(".csv"):
        return _of_text(path, section)
    if not path.lower().endswith(grids.ENDINGS):
        return None
    coded = [name for name in tables.kinds(section.model) if name not in PLAIN]
    table = grids.table_in(path, coded, LARGE)
    if table is None:
        return None
    _names(Lines(grids.head(table.column_names), path), ",", section)
    return _grid(table, path, digest_of(path), section, Framed(table, path, grids.Rows(path, coded)))


def _of_text(path: str, section: Section) -> Grid | None:
    try:
        import pyarrow  # noqa: F401

        lines = csv_text.head(path) if csv_text.rows(path) > LARGE else None
    except (ImportError, OSError):
        return None
    if lines is None:
        return None  # what is wrong with it is told by whoever reads small tables
    comma = tables.separator(lines.text)
    table, written = csv_text.read(path, _names(lines, comma, section), comma, PLAIN)
    return _grid(table, path, digest_of(path), section, written, strip=True)


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
    return _grid(table, file, _digest(table), section, Framed(table, file))


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
