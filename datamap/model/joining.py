"""Columns of several pieces, such as two tables and some written records, as those of one estate."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.model.columns import FREE, NONE, OWN, Rows, Systems, grouped, moved


@dataclass(frozen=True)
class Own:
    """What records say for themselves, in pieces: the piece that begins at `starts[k]` is asked of `parts[k]`."""

    starts: tuple[int, ...]
    parts: tuple[Callable[[int], Mapping[str, Any]], ...]

    def __call__(self, number: int) -> Mapping[str, Any]:
        at = bisect_right(self.starts, number) - 1
        return self.parts[at](number - self.starts[at]) if at >= 0 else NONE

    @classmethod
    def of(cls, starts: Iterable[int], parts: Iterable[Callable[[int], Mapping[str, Any]]]) -> Own:
        """Pieces one after the other; those that are in pieces themselves are not nested."""
        found: list[tuple[int, Callable[[int], Mapping[str, Any]]]] = []
        for start, part in zip(starts, parts, strict=True):
            pieces = zip(part.starts, part.parts, strict=True) if isinstance(part, cls) else [(0, part)]
            found += [(start + at, one) for at, one in pieces]
        return cls(tuple(start for start, _ in found), tuple(part for _, part in found))


def systems(pieces: Sequence[Systems], names: Sequence[str]) -> Systems:
    """All systems, in this order; `names` are their ids."""
    sort, sorts = _sorts([(piece.sort, piece.sorts) for piece in pieces], OWN)
    starts = tuple(accumulate((len(piece) for piece in pieces), initial=0))[:-1]
    return Systems(names, sort, sorts, Own.of(starts, (piece.own for piece in pieces)))


def rows(pieces: Sequence[Rows], records: Sequence[int], ids: Sequence[str] | None) -> Rows:
    """All transfers, in this order; a piece stands for as many of the `records`, and `written` counts on from piece to piece."""
    starts = tuple(accumulate(records, initial=0))[:-1]
    sort, sorts = _sorts([(piece.sort, piece.sorts) for piece in pieces], FREE)
    keys = tuple(sorted({key for piece in pieces for key in piece.keys}))
    before = tuple(accumulate((len(piece.bits) for piece in pieces), initial=0))[:-1]
    empty = np.zeros((0, max(1, -(-len(keys) // 64))), np.uint64)
    return Rows(
        from_=_chained([piece.from_ for piece in pieces]),
        to=_chained([piece.to for piece in pieces]),
        sort=sort,
        sorts=sorts,
        sets=_chained([piece.sets + start if start else piece.sets for piece, start in zip(pieces, before, strict=True)]),
        keys=keys,
        bits=np.concatenate([empty, *(moved(piece, keys) for piece in pieces)]),
        written=_chained([piece.written + start if start else piece.written for piece, start in zip(pieces, starts, strict=True)]),
        ids=ids,
        own=Own.of(starts, (piece.own for piece in pieces)),
    )


def _chained(columns: Sequence[npt.NDArray[Any]]) -> npt.NDArray[np.int32]:
    if len(columns) == 1:
        return columns[0].astype(np.int32, copy=False)
    return np.concatenate([np.zeros(0, np.int32), *columns]).astype(np.int32, copy=False)


def _sorts(pieces: Sequence[tuple[npt.NDArray[np.int32], tuple[Any, ...]]], free: frozenset[str]) -> tuple[Any, tuple[Any, ...]]:
    """The sorts of all pieces, each once, and for each record which it is of."""
    number, sorts = grouped([sort for _, sorts in pieces for sort in sorts], free)
    starts = accumulate((len(sorts) for _, sorts in pieces), initial=0)
    return _chained([number[column + start] if len(column) else column for (column, _), start in zip(pieces, starts, strict=False)]), sorts
