"""Columns of small numbers, put together into one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from datamap.flow.arcs import Truth, Whole


def codes(values: Iterable[Hashable]) -> Whole:
    """A number for each value, the same for equal ones, counted from 0 in the order in which they are met."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], np.int64)


def together(columns: Sequence[Whole]) -> Whole:
    """One number for each combination that occurs in a row of the columns; each column holds numbers from -1."""
    found: Whole = columns[0].astype(np.int64) + 1
    size = int(found.max(initial=0)) + 1
    for column in columns[1:]:
        more = int(column.max(initial=-1)) + 2
        if size * more >= 2**62:
            found, size = _dense(found, size)
        found = found * more + (column + 1)
        size *= more
    return _dense(found, size)[0]


def whole(*columns: Whole | Truth) -> Whole:
    """One number for each combination that occurs in a row, counted from 0 without gaps."""
    return together([np.asarray(column).astype(np.int64) for column in columns]) if len(columns[0]) else np.zeros(0, np.int64)


def _dense(numbers: Whole, size: int) -> tuple[Whole, int]:
    """The same numbers, counted from 0 without gaps, and how many there are."""
    if size <= 4 * len(numbers) + 1024:
        seen = np.zeros(size, bool)
        seen[numbers] = True
        place: Whole = np.cumsum(seen) - 1
        return place[numbers], int(seen.sum())
    found, inverse = np.unique(numbers, return_inverse=True)
    return inverse.astype(np.int64), len(found)


def firsts(classes: Whole, count: int) -> Whole:
    """For each class the first row that is in it."""
    found = np.full(count, len(classes), np.int64)
    np.minimum.at(found, classes, np.arange(len(classes)))
    return found
