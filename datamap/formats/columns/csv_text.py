"""Large CSV files → Arrow columns of text, and the places of their rows."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.documents import Lines, content
from datamap.errors import Problem
from datamap.formats import tables

PIECE = 2**26
"""Bytes that are read at a time."""


@dataclass
class Written:
    """The rows of a CSV file. `simple`: each row is one line and no line is empty; `rows` are then those that say something.

    `problems` are those of rows that were left out.
    """

    file: str
    comma: str
    simple: bool
    rows: npt.NDArray[np.int64] | None = None
    problems: list[Problem] = field(default_factory=list)

    def line(self, row: int) -> int:
        """The line in which a row begins."""
        if self.simple:
            return (int(self.rows[row]) if self.rows is not None else row) + 2
        lines, starts = self._scanned
        return lines.where(int(starts[row])).line

    def text(self, row: int) -> str:
        """The text of a row."""
        if not self.simple:
            lines, starts = self._scanned
            end = int(starts[row + 1]) if row + 1 < len(starts) else None
            return lines.text[int(starts[row]) : end].rstrip("\r\n")
        with open(self.file, "rb") as stream:
            stream.seek(int(self._ends[self.line(row) - 2]) + 1)
            return stream.readline().decode().rstrip("\r\n")

    def release(self) -> None:
        """Nothing is held but the file's name."""

    @cached_property
    def _ends(self) -> npt.NDArray[np.int64]:
        return _line_ends(self.file)

    @cached_property
    def _scanned(self) -> tuple[Lines, npt.NDArray[np.int64]]:
        """The text, and where in it each row begins that has as many cells as there are columns."""
        text, _ = content(self.file, tables.LIMIT)
        lines = Lines(text, self.file)
        records = tables.records(text, lines)
        width = len(next(records))
        return lines, np.array([row[0][1] for row in records if len(row) == width], np.int64)


def head(path: str) -> Lines | None:
    """The first line of a file, which names the columns; None where it is empty or no text."""
    with open(path, "rb") as stream:
        data = stream.readline(PIECE)
    try:
        text = data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        return None
    return Lines(text, path) if text.strip() and "\0" not in text and "\r" not in text else None


def read(path: str, names: list[str], comma: str, plain: frozenset[str]) -> tuple[Any, Written]:
    """The columns, and the places of their rows; all but `plain` ones may come as numbers into a dictionary.

    Raises:
        MapError: it is no table of text.
    """
    with open(path, "rb") as stream:
        data = stream.read()
    quotes = data.count(b'"')
    strange = b"\0" in data or data.count(b"\r") != data.count(b"\r\n") or quotes % 2 or (quotes and not _paired(data, comma))
    table = None if strange else _parsed(data, names, comma, bool(quotes), plain)
    if table is None:
        del data
        return _slowly(path, names, comma)
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    return table, Written(path, comma, lines == table.num_rows + 1)


def _paired(data: bytes, comma: str) -> bool:
    """Whether every quote begins or ends a cell, or stands twice within one."""
    text = np.frombuffer(data, np.uint8)
    beside = np.zeros(256, bool)
    beside[np.frombuffer(f'{comma}\r\n"'.encode(), np.uint8)] = True
    opening = 0
    for at in range(0, len(text), PIECE):
        quotes = np.flatnonzero(text[at : at + PIECE] == ord('"')) + at
        begin, end = quotes[opening::2], quotes[1 - opening :: 2]
        first = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        if not (beside[text[np.maximum(begin, first + 1) - 1]] | (begin == first)).all():
            return False
        if not (beside[text[np.minimum(end, len(text) - 2) + 1]] | (end == len(text) - 1)).all():
            return False
        opening = (opening + len(quotes)) % 2
    return True


def _parsed(data: bytes, names: list[str], comma: str, quotes: bool, plain: frozenset[str]) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    texts, numbered = pa.string(), pa.dictionary(pa.int32(), pa.string())
    try:
        return csv.read_csv(
            pa.BufferReader(data),
            csv.ReadOptions(column_names=names, skip_rows=1, block_size=2**24),
            csv.ParseOptions(delimiter=comma, newlines_in_values=quotes),
            csv.ConvertOptions(
                column_types={name: texts if name in plain else numbered for name in names}, null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None


def _slowly(path: str, names: list[str], comma: str) -> tuple[Any, Written]:
    """The same, cell by cell: for files that Arrow refuses, or would read otherwise."""
    import pyarrow as pa

    text, _ = content(path, tables.LIMIT)
    lines = Lines(text, path)
    written = Written(path, comma, simple=False)
    columns: list[list[str | None]] = [[] for _ in names]
    for number, row in enumerate(tables.records(text, lines)):
        if len(row) != len(names):
            written.problems.append(tables.ragged(row, len(names), lines))
        elif number:
            for cells, (cell, _) in zip(columns, row, strict=True):
                cells.append(cell or None)
    return pa.table([pa.array(cells, pa.string()) for cells in columns], names=names), written


def rows(path: str) -> int:
    """About how many rows a file has: its line ends."""
    return len(_line_ends(path)) if os.path.getsize(path) else 0


def _line_ends(path: str) -> npt.NDArray[np.int64]:
    found = [np.zeros(0, np.int64)]
    at = 0
    with open(path, "rb") as stream:
        while piece := stream.read(PIECE):
            found.append(np.flatnonzero(np.frombuffer(piece, np.uint8) == 10) + at)
            at += len(piece)
    return np.concatenate(found)
