"""Columns of small numbers, put together into one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np

from datamap.flow.arcs import Truth, Whole

_NARROW = 2**16


def codes(values: Iterable[Hashable]) -> Whole:
    """A number for each value, the same for equal ones, counted from 0 in the order in which they are met."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], np.int64)


def whole(*columns: Whole | Truth) -> Whole:
    """One number for each combination that occurs in a row of the columns, counted from 0 without gaps.

    Combinations are counted in the order of their values in the first column, then in the second, and so on.
    """
    found: Whole = np.zeros(len(columns[0]), np.int64)
    size = 1
    for column in columns if len(found) else ():
        low = int(column.min())
        span = int(column.max()) - low + 1
        if span == 1:
            continue
        if size * span > _room(len(found)):
            found, size = _dense(found, size)
        if size * span >= 2**62:
            (column, span), low = _dense(column.astype(np.int64) - low, span), 0
        found *= span
        found += column
        if low:
            found -= low
        size *= span
    return _dense(found, size)[0]


def _room(count: int) -> int:
    """So many numbers are looked up in a table sooner than so many rows are sorted."""
    return 4 * count + 1024


def _dense(numbers: Whole, size: int) -> tuple[Whole, int]:
    """The same numbers, counted from 0 without gaps, and how many there are. All are below `size`."""
    if size == 1:
        return numbers, size
    if size > _room(len(numbers)):
        found, inverse = np.unique(numbers, return_inverse=True)
        return inverse.astype(np.int64), len(found)
    seen = np.zeros(size, bool)
    seen[numbers] = True
    place: Whole = np.cumsum(seen) - 1
    return place[numbers], int(place[-1]) + 1


def firsts(classes: Whole, count: int) -> Whole:
    """For each class the first row that is in it."""
    found = np.full(count, len(classes), np.int64)
    np.minimum.at(found, classes, np.arange(len(classes)))
    return found


def counted(numbers: Whole, size: int) -> tuple[Whole, Whole]:
    """The numbers that occur, all below `size`, in ascending order, and how often each does."""
    if size > _room(len(numbers)):
        return np.unique(numbers, return_counts=True)
    counts = np.bincount(numbers, minlength=size)
    found = np.flatnonzero(counts)
    return found, counts[found]


def sorted_by(classes: Whole, count: int) -> tuple[Whole, Whole]:
    """The rows by class, those of one class in their own order, and where each of the `count` classes begins, shape (count + 1,)."""
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(classes, minlength=count), out=starts[1:])
    if count <= _NARROW:
        return np.argsort(classes.astype(np.uint16), kind="stable"), starts
    return np.argsort(classes, kind="stable"), starts
