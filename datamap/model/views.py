"""The systems and transfers of a large map: records that are built from its columns when somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from operator import index
from typing import Any, Generic, TypeVar, overload

import numpy as np

from datamap.model.columns import Numbers
from datamap.model.estate import Estate
from datamap.model.map import DataMap
from datamap.model.systems import System
from datamap.model.transfers import Leg, Transfer

T = TypeVar("T")
SHOWN = 3
"""Records that the text of a large section shows."""


class Lazy(Sequence[T], Generic[T]):
    """A sequence whose parts are built when they are asked for; equal to the tuple of the same parts."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def _at(self, number: int) -> T:
        raise NotImplementedError

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[T, ...]: ...
    def __getitem__(self, number: int | slice) -> T | tuple[T, ...]:
        if isinstance(number, slice):
            return tuple(self._at(at) for at in range(*number.indices(len(self))))
        at = index(number)
        if not -len(self) <= at < len(self):
            raise IndexError(f"there are {len(self):,}, and number {at:,} is asked for")
        return self._at(at % len(self))

    def __iter__(self) -> Iterator[T]:
        return (self._at(at) for at in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Lazy) and type(other) is type(self) and other.estate is self.estate:
            return True
        if not isinstance(other, (tuple, Lazy)):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return _shown(map(repr, islice(self, SHOWN)), len(self), "(", ")")


class Transfers(Lazy[Transfer]):
    """The transfers as they are written, each with all its ends."""

    @cached_property
    def _first(self) -> Numbers | range:
        """The first row of every transfer."""
        written = self.estate.rows.written[: self.estate.stated]
        found = np.flatnonzero(np.concatenate(([True], written[1:] != written[:-1]))[: len(written)]).astype(np.int32)
        return range(len(found)) if len(found) == len(written) else found

    def __len__(self) -> int:
        return len(self._first)

    def _at(self, number: int) -> Transfer:
        rows, estate, row = self.estate.rows, self.estate, int(self._first[number])
        said: dict[str, Any] = {
            "from_": (estate.name(int(rows.from_[row])),),
            "to": (estate.name(int(rows.to[row])),),
            "data_categories": rows.categories(row),
            "id": (rows.ids[row] or None) if rows.ids is not None else None,
            **rows.own(int(rows.written[row])),
        }
        found: Transfer = rows.sorts[rows.sort[row]].model_copy(update=said)
        return found


class Legs(Lazy[Leg]):
    """Every single transfer between one node and one other, implied ones last."""

    def __len__(self) -> int:
        return len(self.estate)

    def _at(self, number: int) -> Leg:
        return self.estate.leg(number)


class Systems(Mapping[str, System]):
    """The systems of an estate by their ids, or those with some numbers of nodes (`only`, ascending)."""

    def __init__(self, estate: Estate, only: Sequence[int] | None = None) -> None:
        self.estate = estate
        self._only = range(len(estate.outset), estate.nodes) if only is None else only
        self._there = self._only if only is None else frozenset(only)
        self._built: dict[str, System] | None = None if only is None else {}
        """Those that were asked for of some: all would be too many to keep."""

    def __getitem__(self, name: str) -> System:
        found = self._built.get(name) if self._built else None
        if found is None:
            if name not in self:
                raise KeyError(name)
            found = self.estate.systems[self.estate.number[name] - len(self.estate.outset)]
            if self._built is not None:
                self._built[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.estate.number.get(name, -1) in self._there

    def __iter__(self) -> Iterator[str]:
        return map(self.estate.name, self._only)

    def __len__(self) -> int:
        return len(self._only)

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Systems) and other.estate is self.estate and other._only == self._only
        return same or super().__eq__(other)

    def __hash__(self) -> int:
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        some = (f"{name!r}: {self[name]!r}" for name in islice(self, SHOWN))
        return _shown(some, len(self), "{", "}")


def _shown(some: Iterator[str], count: int, start: str, end: str) -> str:
    more = [f"… {count:,} in all"] if count > SHOWN else []
    return f"{start}{', '.join([*some, *more])}{end}"


def lazy(estate: Estate) -> DataMap:
    """The map that an estate is, its systems and transfers built when they are asked for. Nothing is validated again."""
    m = estate.frame.model_copy(update={"systems": Systems(estate), "transfers": Transfers(estate)})
    return m.with_estate(estate)
