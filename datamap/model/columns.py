"""Systems and transfers as columns.

Names become numbers. What many rows share is kept once: a *sort* is all that a record says but its names, sources and
notes; a set of categories is one row of bits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from datamap.model.base import FrozenMap
from datamap.model.systems import System
from datamap.model.transfers import Transfer

Numbers = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]

FREE = frozenset({"id", "from_", "to", "data_categories", "purpose", "source", "note"})
"""What a transfer says for itself: these are no part of its sort."""

OWN = frozenset({"id", "name", "source", "note"})
"""What a system says for itself: these are no part of its sort."""

HOSTING = Transfer(from_=("system",), to=("host",), kind="storage", data_categories=("user",), purpose="hosting (implied by `host`)")
"""The sort of the transfers that `host` implies."""

IMPLIED: Mapping[str, Any] = FrozenMap({"purpose": HOSTING.purpose})

NONE: Mapping[str, Any] = FrozenMap()


def nothing(number: int) -> Mapping[str, Any]:
    """What a record says for itself that says nothing."""
    return NONE


class Said(Sequence[str], ABC):
    """Texts that know which of them are not empty, without a look at each."""

    said: npt.NDArray[np.bool_]

    @abstractmethod
    def text(self, number: int) -> str:
        """One of them; `number` counts from 0."""

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self.text(at) for at in range(*number.indices(len(self)))]
        return self.text(range(len(self))[number])


@dataclass(frozen=True, eq=False)
class Systems:
    """Systems as columns, in the order of the map: `sort[i]` is the row of `sorts` that system `names[i]` shares.

    `own` gives what a system says for itself (`name`, `source`, `note`), by its number.
    """

    names: Sequence[str]
    sort: Numbers
    sorts: tuple[System, ...]
    own: Callable[[int], Mapping[str, Any]] = nothing

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The number of each system, by its name."""
        return dict(zip(self.names, range(len(self)), strict=True))

    def __len__(self) -> int:
        return len(self.sort)

    def __getitem__(self, number: int) -> System:
        said = {"id": self.names[number], **self.own(number)}
        found: System = self.sorts[self.sort[number]].model_copy(update=said)
        return found


@dataclass(frozen=True, eq=False)
class Rows:
    """Transfers as columns, one row a pair of ends; every array has one entry a row.

    Args:
        from_, to: numbers of nodes: people, entities and systems, in this order and the order of the map.
        sort: the row of `sorts`, transfers that stand for all that have the same sort.
        sets: the row of `bits`.
        keys: the data categories that are named, sorted.
        bits: shape (sets, words): which `keys` a set names, key `k` being bit `k % 64` of word `k // 64`.
        written: the index under `transfers` of the record that says it.
        ids: the id of the transfer, empty where it has none; None where none has.
        own: what the record at an index says for itself (`purpose`, `source`, `note`).
    """

    from_: Numbers
    to: Numbers
    sort: Numbers
    sorts: tuple[Transfer, ...]
    sets: Numbers
    keys: tuple[str, ...]
    bits: Words
    written: Numbers
    ids: Sequence[str] | None = None
    own: Callable[[int], Mapping[str, Any]] = nothing

    def __len__(self) -> int:
        return len(self.from_)

    @cached_property
    def named(self) -> npt.NDArray[np.bool_]:
        """For each row whether its transfer has an id."""
        found = np.zeros(len(self), bool)
        if isinstance(self.ids, Said):
            found[: len(self.ids)] = self.ids.said
        elif self.ids is not None:
            ids = np.asarray(self.ids, object)
            found[: len(ids)] = (ids != "") & (ids != None)  # noqa: E711
        return found

    def categories(self, row: int) -> tuple[str, ...]:
        """The data categories that a row names, sorted."""
        words = self.bits[self.sets[row]].tolist()
        return tuple(key for at, key in enumerate(self.keys) if words[at // 64] >> at % 64 & 1)


def moved(rows: Rows, keys: tuple[str, ...]) -> Words:
    """The bits of the sets among other keys."""
    if keys == rows.keys:
        return rows.bits
    found = np.zeros((len(rows.bits), max(1, -(-len(keys) // 64))), np.uint64)
    place = {key: at for at, key in enumerate(keys)}
    for at, key in enumerate(rows.keys):
        to = place[key]
        found[:, to // 64] |= (rows.bits[:, at // 64] >> np.uint64(at % 64) & np.uint64(1)) << np.uint64(to % 64)
    return found


@dataclass(frozen=True)
class Says:
    """What each of some records says for itself."""

    records: Sequence[Any]
    names: frozenset[str]

    def __call__(self, number: int) -> Mapping[str, Any]:
        record = self.records[number]
        return {name: getattr(record, name) for name in self.names if name in type(record).model_fields}


def grouped(records: Sequence[Any], free: frozenset[str]) -> tuple[Numbers, tuple[Any, ...]]:
    """For each record the number of its sort, and the sorts, each told by its first record."""
    if not records:
        return np.zeros(0, np.int32), ()
    says = attrgetter(*(name for name in type(records[0]).model_fields if name not in free))
    numbers: dict[Any, int] = {}
    found: list[int] = []
    sorts: list[Any] = []
    for record in records:
        number = numbers.setdefault(says(record), len(numbers))
        if number == len(sorts):
            sorts.append(record)
        found.append(number)
    return np.array(found, np.int32), tuple(sorts)


def rows_of(transfers: Sequence[Transfer], number: Mapping[str, int]) -> Rows:
    """Transfers as columns, a row for each pair of ends; `number` has the numbers of their nodes."""
    numbered, sorts = grouped(transfers, FREE)
    keys = tuple(sorted({key for transfer in transfers for key in transfer.data_categories}))
    place = {key: at for at, key in enumerate(keys)}
    sets: dict[int, int] = {}
    start, end, written, of_set = [], [], [], []
    for index, transfer in enumerate(transfers):
        bits = sum(1 << place[key] for key in dict.fromkeys(transfer.data_categories))
        number_of_set = sets.setdefault(bits, len(sets))
        for one in transfer.from_:
            for other in transfer.to:
                start.append(number[one])
                end.append(number[other])
                written.append(index)
                of_set.append(number_of_set)
    which = np.array(written, np.int32)
    words = max(1, -(-len(keys) // 64))
    packed = b"".join(bits.to_bytes(words * 8, "little") for bits in sets)
    ids = [transfers[index].id or "" for index in written]
    return Rows(
        from_=np.array(start, np.int32),
        to=np.array(end, np.int32),
        sort=numbered[which] if len(which) else which,
        sorts=sorts,
        sets=np.array(of_set, np.int32),
        keys=keys,
        bits=np.frombuffer(packed, "<u8").astype(np.uint64).reshape(len(sets), words),
        written=which,
        ids=ids if any(ids) else None,
        own=Says(transfers, FREE - {"id"}),
    )
