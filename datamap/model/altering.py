"""An estate with other transfers, which knows from which it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt

from datamap.model import joining
from datamap.model.amending import missing, one_of_several
from datamap.model.estate import Estate, Made, Numbers, Rows, Said, rows_of
from datamap.model.transfers import Transfer


def altered(estate: Estate, new: Sequence[Transfer], gone: Sequence[str]) -> Estate:
    """An estate with transfers added at the end, in the place of those of the same id, and without those that are named."""
    rows, stated = estate.rows, estate.stated
    out = [*_of_ids(rows, {one.id for one in new if one.id}).values(), *_rows(estate, gone)]
    kept = np.flatnonzero(~np.isin(rows.written[:stated], rows.written[out]))
    ends = {end for one in new for end in (*one.from_, *one.to)}
    added = rows_of(new, {end: estate.number[end] for end in ends})
    ids = Ids(rows.ids, kept, added.ids, len(added)) if rows.ids is not None or added.ids is not None else None
    records = int(rows.written[:stated].max(initial=-1)) + 1
    found = Estate.of(estate.frame, estate.systems, joining.rows([_picked(rows, kept), added], [records, len(new)], ids))
    return replace(found, made=Made(estate, _lineage(estate, found, kept)))


def _of_ids(rows: Rows, ids: set[str]) -> dict[str, int]:
    """The first row of each transfer of some ids."""
    found: dict[str, int] = {}
    if ids and rows.ids is not None:
        for row, name in enumerate(rows.ids):
            if name in ids:
                found.setdefault(name, row)
    return found


def _rows(estate: Estate, names: Sequence[str]) -> list[int]:
    """The rows of transfers that are named by their ids, or by their ends.

    Raises:
        QuestionError: there is no such transfer, or the name is that of one of its rows only.
    """
    found = _of_ids(estate.rows, set(names))
    for name in names:
        if name in found:
            continue
        row = estate.row(name)
        if row is None or row >= estate.stated:
            raise missing(name, [estate.id(at) for at in range(min(3, estate.stated))])
        if estate.rows.named[row] or int((estate.rows.written == estate.rows.written[row]).sum()) > 1:
            raise one_of_several(name)
        found[name] = row
    return list(found.values())


def _picked(rows: Rows, kept: npt.NDArray[np.int64]) -> Rows:
    """Some of the rows; each keeps the index of the record that says it."""
    return replace(
        rows, from_=rows.from_[kept], to=rows.to[kept], sort=rows.sort[kept], sets=rows.sets[kept], written=rows.written[kept], ids=None
    )


def _lineage(before: Estate, after: Estate, kept: npt.NDArray[np.int64]) -> Numbers:
    """For each row the one from which it came, -1 where it is new; what a host implies comes from what it implied before."""
    found = np.full(len(after), -1, np.int32)
    found[: len(kept)] = kept
    implied = np.full(before.nodes, -1, np.int32)
    implied[before.rows.from_[before.stated :]] = np.arange(before.stated, len(before))
    found[after.stated :] = implied[after.rows.from_[after.stated :]]
    return found


@dataclass(frozen=True)
class Ids(Said):
    """The ids of the rows that were kept of some others, then those of `more` rows that were added."""

    before: Sequence[str] | None
    kept: npt.NDArray[np.int64]
    after: Sequence[str] | None
    more: int

    @cached_property
    def said(self) -> npt.NDArray[np.bool_]:  # type: ignore[override]
        """Which of them are not empty."""
        old = np.array([bool(name) for name in self.before or ()], bool)
        if isinstance(self.before, Said):
            old = self.before.said
        known = old[self.kept] if self.before is not None else np.zeros(len(self.kept), bool)
        return np.concatenate([known, np.array([bool(name) for name in self.after or [""] * self.more], bool)])

    def __len__(self) -> int:
        return len(self.kept) + self.more

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[at] for at in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(f"there are {len(self):,} ids, and number {number:,} is asked for")
        if number < len(self.kept):
            return self.before[int(self.kept[number])] if self.before is not None else ""
        return self.after[number - len(self.kept)] if self.after is not None else ""

    def __iter__(self) -> Iterator[str]:
        old = list(self.before) if self.before is not None else None
        yield from ("" if old is None else old[at] for at in self.kept.tolist())
        yield from self.after or [""] * self.more
