"""The same map with other transfers. What does not change is neither copied nor validated again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING, Any, overload

from datamap.errors import MapError, Problem, QuestionError, Where
from datamap.late import room
from datamap.model.map import LARGE, DataMap, Origin, Path
from datamap.model.references import meant, of_transfer
from datamap.model.transfers import Transfer

if TYPE_CHECKING:
    from datamap.model.estate import Estate


def amended(m: DataMap, transfers: Iterable[Transfer | Mapping[str, Any]], without: str | Iterable[str]) -> DataMap:
    """A map with more transfers and without some; see `DataMap.with_transfers`."""
    new = tuple(one if isinstance(one, Transfer) else Transfer.model_validate(one) for one in transfers)
    gone = (without,) if isinstance(without, str) else tuple(without)
    if found := [*_twice(new), *(p for at, one in enumerate(new) for p in of_transfer(m, at, one, Nodes(m), frozenset()))]:
        raise MapError(found)
    if isinstance(m.transfers, tuple) and len(m.transfers) <= LARGE:
        return _small(m, new, gone)
    estate: Estate = room("model.altering").altered(m.estate, new, gone)
    found_map: DataMap = room("model.views").lazy(estate)
    return found_map.with_origin(m.origin) if m.origin else found_map


def _twice(new: Sequence[Transfer]) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for at, one in enumerate(new):
        if one.id in seen:
            found.append(Problem(("transfers", at, "id"), f"the id {one.id!r} is given twice", "give each transfer its own"))
        seen |= {one.id} if one.id else set()
    return found


def _small(m: DataMap, new: Sequence[Transfer], gone: Sequence[str]) -> DataMap:
    ids = {one.id for one in new if one.id}
    out = {at for at, one in enumerate(m.transfers) if one.id in ids}
    legs: dict[str, int] = {leg.id: leg.written for leg in m.legs if leg.written is not None}
    named = {one.id: at for at, one in enumerate(m.transfers) if one.id}
    for name in gone:
        at = named.get(name, legs.get(name))
        if at is None:
            raise missing(name, [*named, *legs])
        if name not in named and (m.transfers[at].id or len(m.transfers[at].from_) * len(m.transfers[at].to) > 1):
            raise one_of_several(name)
        out.add(at)
    kept = [at not in out for at in range(len(m.transfers))]
    found = m.model_copy(update={"transfers": (*compress(m.transfers, kept), *new)})
    found.__dict__.pop("legs", None)
    places = tuple(compress(range(len(m.transfers)), kept))
    return found.with_origin(Moved(m.origin, places)) if m.origin and len(places) < len(kept) else found


def missing(name: str, known: Sequence[str]) -> QuestionError:
    """Why a transfer cannot be taken out that is not there."""
    return QuestionError(f"there is no transfer {name!r} to leave out; {meant(name, known, 'name one by its id, or as <from>..<to>')}")


def one_of_several(name: str) -> QuestionError:
    """Why one pair of ends of a transfer cannot be taken out by itself."""
    return QuestionError(f"{name!r} is one of several pairs of ends of one transfer; give another in its place, under the same id")


@dataclass(frozen=True)
class Nodes(Sequence[str]):
    """The ids of all nodes of a map, of which none is looked for one by one."""

    m: DataMap

    def __contains__(self, name: object) -> bool:
        return name in self.m.data_subjects or name in self.m.entities or name in self.m.systems

    def __len__(self) -> int:
        return len(self.m.data_subjects) + len(self.m.entities) + len(self.m.systems)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        return (*self.m.data_subjects, *self.m.entities, *self.m.systems)[at]


@dataclass(frozen=True)
class Moved:
    """The origin of a map of which some transfers were taken out: `places` has for each that is left its index in the file."""

    origin: Origin
    places: tuple[int, ...]

    @property
    def file(self) -> str:
        """The file that the map was read from."""
        return self.origin.file

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return self.origin.sha256

    def where(self, path: Path) -> Where | None:
        """The place of a part in the file; of a transfer that is not there, that of the section."""
        return self.origin.where(self._there(path))

    def problem(self, problem: Problem) -> Problem:
        """A problem with its place in the file."""
        return replace(self.origin.problem(replace(problem, path=self._there(problem.path))), path=problem.path)

    def _there(self, path: Path) -> Path:
        if len(path) < 2 or path[0] != "transfers" or not isinstance(path[1], int):
            return path
        return ("transfers", self.places[path[1]], *path[2:]) if path[1] < len(self.places) else ("transfers",)
