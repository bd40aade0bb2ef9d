"""Columns that a machine wrote — Parquet, Arrow, a data frame — as the rows of text that a table of a map is.

One door: narwhals, which takes pandas, polars and pyarrow alike. A missing value is an empty cell, a list is joined by
`|`, a day is ISO text, and an empty list is `[]`. Places are counted as in a CSV file: the names of the columns are line 1,
the first row is line 2, and the column is where the cell would begin.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from datamap.documents.files import refuse

ENDINGS = (".parquet", ".arrow", ".feather")


def text_of(frame: Any, file: str) -> str:
    """A frame as the text of a CSV file with every text and list in quotes.

    Raises:
        MapError: it is no frame, or a cell holds what no cell of a table can hold.
        ImportError: narwhals is not installed.
    """
    taken = _taken(frame, file)
    columns = [[shown(value, name, row, file) for row, value in enumerate(taken[name].to_list(), 2)] for name in taken.columns]
    rows: Iterable[tuple[str, ...]] = zip(*columns, strict=True)
    return "\n".join([head(taken.columns), *(",".join(row) for row in rows)]) + "\n"


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


def text_in(path: str) -> str:
    """The text of a Parquet or Arrow file, as `text_of` gives it.

    Raises:
        MapError: there is no such file, it cannot be read, or what reads it is not installed.
    """
    return text_of(table_in(path), path)


def table_in(path: str, coded: Collection[str] = ()) -> Any:
    """The Arrow table in a Parquet or Arrow file; texts of the columns `coded` may come as numbers into a dictionary.

    Raises:
        MapError: there is no such file, it cannot be read, or what reads it is not installed.
    """
    try:
        from pyarrow import ArrowInvalid, feather, parquet
    except ImportError:
        raise refuse(path, "reading this file needs pyarrow", "pip install 'datamap[tables]', or save the table as CSV") from None
    try:
        if not path.lower().endswith(".parquet"):
            return feather.read_table(path)
        return parquet.read_table(path, partitioning=None, read_dictionary=list(coded) or None)
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
