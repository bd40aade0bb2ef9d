"""Columns that a machine wrote — Parquet, Arrow, a data frame — as the rows of text that a table of a map is.

One door: narwhals, which takes pandas, polars and pyarrow alike. A missing value is an empty cell, a list is joined by
`|`, a day is ISO text, and an empty list is `[]`. Places are counted as in a CSV file: the names of the columns are line 1,
the first row is line 2, and the column is where the cell would begin.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from datamap.documents.files import refuse
from datamap.formats import parquet_files

ENDINGS = (".parquet", ".arrow", ".feather")


def text_of(frame: Any, file: str) -> str:
    """A frame as the text of a CSV file with every text and list in quotes.

    Raises:
        MapError: it is no frame, or a cell holds what no cell of a table can hold.
        ImportError: narwhals is not installed.
    """
    taken = _taken(frame, file)
    return _text(taken.columns, (taken[name].to_list() for name in taken.columns), file)


def _text(names: Sequence[Any], columns: Iterable[list[Any]], file: str) -> str:
    cells = [[shown(value, name, row, file) for row, value in enumerate(column, 2)] for name, column in zip(names, columns, strict=True)]
    rows: Iterable[tuple[str, ...]] = zip(*cells, strict=True)
    return "\n".join([head(names), *(",".join(row) for row in rows)]) + "\n"


def table_of(frame: Any, file: str) -> Any:
    """A frame as an Arrow table; None where it holds what Arrow has no column for.

    Raises:
        MapError: it is no frame.
        ImportError: narwhals or pyarrow is not installed.
    """
    from pyarrow import ArrowException

    taken = _taken(frame, file)
    try:
        return taken.to_arrow().select(list(map(str, taken.columns)))
    except (ArrowException, KeyError):
        return None


def length(frame: Any, file: str) -> int:
    """The rows of a frame.

    Raises:
        MapError: it is no frame.
        ImportError: narwhals is not installed.
    """
    return len(_taken(frame, file))


def _taken(frame: Any, file: str) -> Any:
    import narwhals as nw

    try:
        return nw.from_native(frame, eager_only=True)
    except TypeError:
        raise refuse(file, f"{type(frame).__name__} is no data frame", "give one of pandas, polars or pyarrow") from None
    except nw.exceptions.DuplicateError:
        raise refuse(file, "two columns have the same name", "remove or rename one of them") from None


def text_in(path: str) -> str:
    """The text of a Parquet or Arrow file, as `text_of` gives it.

    Raises:
        MapError: there is no such file, it cannot be read, or what reads it is not installed.
    """
    table = table_in(path)
    return _text(table.column_names, (column.to_pylist() for column in table.columns), path)


def table_in(path: str, coded: Collection[str] = (), above: int = -1) -> Any:
    """The Arrow table in a Parquet or Arrow file, None where it has not more than `above` rows.

    Texts of the columns `coded` may come as numbers into a dictionary.

    Raises:
        MapError: there is no such file, it cannot be read, or what reads it is not installed.
    """
    with _readable(path):
        if path.lower().endswith(".parquet"):
            found = parquet_files.table(path, coded, above)
        else:
            from pyarrow import feather

            found = feather.read_table(path)
    return _timed(found) if found is not None and found.num_rows > above else None


@dataclass
class Rows:
    """The rows of a Parquet or Arrow file one by one, as Arrow tables of one row."""

    path: str
    coded: Collection[str] = ()

    def __call__(self, row: int) -> Any:
        """A row.

        Raises:
            MapError: as `table_in`, or the file has changed.
        """
        try:
            with _readable(self.path):
                return _timed(self._of(row))
        except IndexError:
            raise refuse(self.path, "the file has changed since the map was read", "read the map again") from None

    @cached_property
    def _of(self) -> Callable[[int], Any]:
        if self.path.lower().endswith(".parquet"):
            return parquet_files.Rows(self.path, self.coded)
        whole = table_in(self.path)
        return lambda row: whole.slice(range(len(whole))[row], 1)

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "coded": self.coded}


def _timed(table: Any) -> Any:
    """A table whose times are no finer than Python has them: a cell holds the day at most."""
    import pyarrow as pa

    for number, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            table = table.set_column(number, field.name, table.column(number).cast(pa.timestamp("us", field.type.tz), safe=False))
    return table


@contextmanager
def _readable(path: str) -> Iterator[None]:
    """Whatever keeps a Parquet or Arrow file from being read is a problem with the map."""
    try:
        from pyarrow import ArrowInvalid
    except ImportError:
        raise refuse(path, "reading this file needs pyarrow", "pip install 'datamap[tables]', or save the table as CSV") from None
    try:
        yield
    except FileNotFoundError:
        raise refuse(path, "there is no such file", "check the path") from None
    except (ArrowInvalid, OSError) as error:
        kind = os.path.splitext(path)[1].lower().lstrip(".").capitalize()
        raise refuse(path, f"this is no {kind} file that can be read: {str(error).splitlines()[0][:120]}", "write it again") from None


def head(names: Iterable[Any]) -> str:
    """The first line of a table, which names its columns."""
    return ",".join(map(quoted, names))


def shown(value: Any, name: Any, row: int, file: str) -> str:
    """A value as a line of a CSV file shows it: texts and lists in quotes.

    Raises:
        MapError: no cell of a table can hold it.
    """
    text = plain(value, name, row, file)
    return quoted(text) if isinstance(value, str) or (text and not isinstance(value, (bool, int, float, date))) else text


def plain(value: Any, name: Any, row: int, file: str) -> str:
    """What a cell says, as text; nothing for a missing value. `row` counts the names of the columns as 1.

    Raises:
        MapError: no cell of a table can hold it.
    """
    if isinstance(value, str):
        return value
    if value is None or type(value).__name__ == "NAType" or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value == value else ""  # a missing time is not equal to itself
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        parts = list(value if isinstance(value, (list, tuple)) else value.tolist())
        if any(not isinstance(part, (str, int)) or "|" in str(part) for part in parts):
            raise refuse(file, f"a list in column `{name}`, row {row} holds what is no plain text", "lists hold ids, keys or numbers")
        return "|".join(map(str, parts)) or "[]"
    raise refuse(file, f"column `{name}`, row {row} holds a {type(value).__name__}", "cells hold text, numbers, days, or lists of them")


def quoted(value: Any) -> str:
    """Text as a cell in quotes."""
    text = str(value)
    return '"' + text.replace('"', '""') + '"'
