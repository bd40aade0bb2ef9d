"""Columns that a machine wrote — Parquet, Arrow, a data frame — as the rows of text that a table of a map is.

One door: narwhals, which takes pandas, polars and pyarrow alike. A missing value is an empty cell, a list is joined by
`|`, a day is ISO text, and an empty list is `[]`. Places are counted as in a CSV file: the names of the columns are line 1,
the first row is line 2, and the column is where the cell would begin.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from datamap.documents.files import refuse

ENDINGS = (".parquet", ".arrow", ".feather")


def text_of(frame: Any, file: str) -> str:
    """A frame as the text of a CSV file with every cell in quotes.

    Raises:
        MapError: it is no frame, or a cell holds what no cell of a table can hold.
        ImportError: narwhals is not installed.
    """
    import narwhals as nw

    try:
        taken = nw.from_native(frame, eager_only=True)
    except TypeError:
        raise refuse(file, f"{type(frame).__name__} is no data frame", "give one of pandas, polars or pyarrow") from None
    columns = [[_cell(value, name, row, file) for row, value in enumerate(taken[name].to_list(), 2)] for name in taken.columns]
    rows: Iterable[tuple[str, ...]] = zip(*columns, strict=True)
    head = ",".join(_quoted(name) for name in taken.columns)
    return "\n".join([head, *(",".join(row) for row in rows)]) + "\n"


def text_in(path: str) -> str:
    """The text of a Parquet or Arrow file, as `text_of` gives it.

    Raises:
        MapError: there is no such file, it cannot be read, or what reads it is not installed.
    """
    try:
        from pyarrow import ArrowInvalid, feather, parquet
    except ImportError:
        raise refuse(path, "reading this file needs pyarrow", "pip install 'datamap[tables]', or save the table as CSV") from None
    try:
        read = parquet.read_table if path.lower().endswith(".parquet") else feather.read_table
        return text_of(read(path, partitioning=None) if read is parquet.read_table else read(path), path)
    except FileNotFoundError:
        raise refuse(path, "there is no such file", "check the path") from None
    except (ArrowInvalid, OSError) as error:
        kind = os.path.splitext(path)[1].lower().lstrip(".").capitalize()
        raise refuse(path, f"this is no {kind} file that can be read: {str(error).splitlines()[0][:120]}", "write it again") from None


def _cell(value: Any, name: Any, row: int, file: str) -> str:
    if isinstance(value, str):
        return _quoted(value)
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
        return _quoted("|".join(map(str, parts)) or "[]")
    raise refuse(file, f"column `{name}`, row {row} holds a {type(value).__name__}", "cells hold text, numbers, days, or lists of them")


def _quoted(value: Any) -> str:
    text = str(value)
    return '"' + text.replace('"', '""') + '"'
