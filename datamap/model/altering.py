"""An estate with other transfers, which knows by which edits it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from datamap.model import joining
from datamap.model.amending import implied, missing, one_of_several
from datamap.model.columns import Numbers, Rows, Said, rows_of
from datamap.model.estate import Estate, Made
from datamap.model.transfers import Transfer


def altered(estate: Estate, new: Sequence[Transfer], gone: Sequence[str]) -> Estate:
    """An estate with transfers added at the end, in the place of those of the same id, and without those that are named."""
    rows, stated = estate.rows, estate.stated
    out = [*_of_ids(rows, {one.id for one in new if one.id}).values(), *_rows(estate, gone)]
    kept = np.flatnonzero(~np.isin(rows.written[:stated], rows.written[out]))
    ends = {end for one in new for end in (*one.from_, *one.to)}
    added = rows_of(new, {end: estate.number[end] for end in ends})
    records = estate.made[-1].records if estate.made else int(rows.written[:stated].max(initial=-1)) + 1
    joined = joining.rows([_picked(rows, kept), added], [records, len(new)], _ids(rows, kept, added))
    found = Estate.of(estate.frame, estate.systems, joined)
    return replace(found, made=(*estate.made, _made(estate, _lineage(estate, found, kept), records + len(new))))


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
        row = estate.unnamed(name)  # looking through all ids takes longer
        row = estate.row(name) if row is None else row
        if row is None:
            raise missing(name, {*filter(None, estate.rows.ids or ())}, _between(estate, name), estate.number)
        if row >= estate.stated:
            raise implied(name, estate.name(int(estate.rows.from_[row])))
        if estate.rows.named[row] or int((estate.rows.written == estate.rows.written[row]).sum()) > 1:
            raise one_of_several(name)
        found[name] = row
    return list(found.values())


def _between(estate: Estate, name: str) -> list[str]:
    """The ids of transfers between the two ends that a name says."""
    number, rows = estate.number, estate.rows
    cuts = [(name[:at], name[at + 2 :]) for at in range(1, len(name)) if name[at : at + 2] == ".."]
    pairs = [(number[start], number[end]) for start, end in cuts if start in number and end in number]
    there = [row for start, end in pairs for row in np.flatnonzero(rows.named & (rows.from_ == start) & (rows.to == end)).tolist()]
    return [str(rows.ids[row]) for row in there[:3]] if rows.ids is not None else []


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


def _made(before: Estate, lineage: Numbers, records: int) -> Made:
    gone = np.ones(len(before), bool)
    gone[lineage[lineage >= 0]] = False
    return Made(before.mark, len(before), np.flatnonzero(gone).astype(np.int32), np.flatnonzero(lineage < 0).astype(np.int32), records)


def _ids(rows: Rows, kept: npt.NDArray[np.int64], added: Rows) -> Ids | None:
    """The ids of some of the rows, then those of rows that were added; None where none has any."""
    if rows.ids is None and added.ids is None:
        return None
    after = tuple(added.ids) if added.ids is not None else ("",) * len(added)
    if not isinstance(rows.ids, Ids):
        return Ids(rows.ids, kept, after)
    old = len(rows.ids.kept)
    middle = tuple(rows.ids.after[at - old] for at in kept[kept >= old].tolist())
    return Ids(rows.ids.before, rows.ids.kept[kept[kept < old]], (*middle, *after))


@dataclass(frozen=True)
class Ids(Said):
    """The ids of the rows that were kept of some others (None: they have none), then those of rows that were added."""

    before: Sequence[str] | None
    kept: npt.NDArray[np.int64]
    after: tuple[str, ...]

    @cached_property
    def said(self) -> npt.NDArray[np.bool_]:  # type: ignore[override]
        """Which of them are not empty."""
        old = self.before.said if isinstance(self.before, Said) else np.array([bool(name) for name in self.before or ()], bool)
        known = old[self.kept] if self.before is not None else np.zeros(len(self.kept), bool)
        return np.concatenate([known, np.array([bool(name) for name in self.after], bool)])

    def __len__(self) -> int:
        return len(self.kept) + len(self.after)

    def text(self, number: int) -> str:
        """One of them; `number` counts from 0."""
        if number < len(self.kept):
            return self.before[int(self.kept[number])] if self.before is not None else ""
        return self.after[number - len(self.kept)]

    def __iter__(self) -> Iterator[str]:
        old = list(self.before) if self.before is not None else None
        yield from ("" if old is None else old[at] for at in self.kept.tolist())
        yield from self.after
