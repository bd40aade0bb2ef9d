"""The same map with other transfers. What does not change is neither copied nor validated again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING, Any, overload

from pydantic import ValidationError

from datamap.errors import MapError, Problem, QuestionError, Where
from datamap.late import room
from datamap.model.map import LARGE, DataMap, Origin, Path
from datamap.model.references import meant, of_transfer
from datamap.model.transfers import Transfer

if TYPE_CHECKING:
    from datamap.model.estate import Estate

WRITTEN = "give a Transfer, or a mapping such as {'from': …, 'to': …, 'data_categories': …}"
NAMED = "name one by its id, or as <from>..<to> where it has none"


def amended(m: DataMap, transfers: Iterable[Transfer | Mapping[str, Any]], without: str | Iterable[str]) -> DataMap:
    """A map with more transfers and without some; see `DataMap.with_transfers`."""
    new, gone = _read(transfers), _names(without)
    if found := [*_twice(new), *(p for at, one in enumerate(new) for p in of_transfer(m, at, one, Nodes(m), frozenset()))]:
        raise MapError(found)
    if not new and not gone:
        return m
    if isinstance(m.transfers, tuple) and len(m.transfers) <= LARGE:
        return _small(m, new, gone)
    return _large(m, new, gone)


def _large(m: DataMap, new: Sequence[Transfer], gone: Sequence[str]) -> DataMap:
    """The same among columns, in which a transfer keeps its index in the file; few that are left are objects again."""
    estate: Estate = room("model.altering").altered(m.estate, new, gone)
    found: DataMap = room("model.views").lazy(estate)
    origin = m.origin
    if origin and not isinstance(origin, Moved):
        origin = Moved(origin, range(estate.made[-1].records - len(new)))
    if len(found.transfers) <= LARGE:
        written = dict.fromkeys(estate.rows.written[: estate.stated].tolist())
        origin = Moved.of(origin, [*written]) if origin else None
        found = found.model_copy(update={"transfers": tuple(found.transfers)})
        found.__dict__.pop("legs", None)
    return found.with_origin(origin) if origin else found


def _read(transfers: Iterable[Transfer | Mapping[str, Any]]) -> tuple[Transfer, ...]:
    """Transfers, those that are written as mappings read.

    Raises:
        MapError: with all that is wrong with those that cannot be read.
    """
    found: list[Transfer] = []
    wrong: list[Problem] = []
    for at, one in enumerate(transfers):
        if isinstance(one, Transfer):
            found.append(one)
        elif isinstance(one, Mapping):
            try:
                found.append(Transfer.model_validate(dict(one)))
            except ValidationError as error:
                faults = room("formats.explaining").faults(error, dict(one), Transfer, "a transfer", None)
                wrong += [Problem(("transfers", at, *fault.path), fault.wrong, fault.hint) for fault in faults]
        else:
            wrong.append(Problem(("transfers", at), f"expected a transfer, got {_called(one)}", _instead(one)))
    if wrong:
        raise MapError(wrong)
    return tuple(found)


def _instead(given: object) -> str:
    """What to give where something else than a transfer was given."""
    if isinstance(given, str):
        return f"{WRITTEN}; to leave one out, name it in `without`"
    return "give its parts one by one, with a `*` before it" if isinstance(given, Iterable) else WRITTEN


def _called(given: object) -> str:
    return f"the text {given!r}" if isinstance(given, str) else "nothing" if given is None else f"a value of type {type(given).__name__}"


def _names(without: str | Iterable[str]) -> tuple[str, ...]:
    """The names of transfers to leave out.

    Raises:
        QuestionError: what is given are no names.
    """
    found = (without,) if isinstance(without, (str, Transfer)) or not isinstance(without, Iterable) else tuple(without)
    for one in found:
        if not isinstance(one, str):
            raise QuestionError(f"expected names of transfers to leave out, got {_called(one)}; {NAMED}")
    return found


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
    legs = {leg.id: leg for leg in m.legs}
    named = {one.id: at for at, one in enumerate(m.transfers) if one.id}
    for name in gone:
        at = named.get(name, legs[name].written if name in legs else None)
        if at is None:
            between = [one.id for one in m.transfers if one.id and name in {f"{start}..{end}" for start in one.from_ for end in one.to}]
            raise implied(name, legs[name].from_) if name in legs else missing(name, [*named, *legs], between, Nodes(m))
        if name not in named and (m.transfers[at].id or len(m.transfers[at].from_) * len(m.transfers[at].to) > 1):
            raise one_of_several(name)
        out.add(at)
    kept = [at not in out for at in range(len(m.transfers))]
    found = m.model_copy(update={"transfers": (*compress(m.transfers, kept), *new)})
    found.__dict__.pop("legs", None)
    return found.with_origin(Moved.of(m.origin, tuple(compress(range(len(kept)), kept)))) if m.origin else found


def missing(name: str, known: Collection[str], between: Sequence[str], nodes: Collection[str]) -> QuestionError:
    """Why a transfer cannot be taken out that is not there; `between` are the ids of those between the two ends that the name says."""
    strange = [end for end in name.split("..")[:2] if end not in nodes] if ".." in name else []
    if between:
        hint = f"what goes there has an id: name it as {' or '.join(map(repr, between[:3]))}"
    elif not (hint := meant(name, known, "")):
        hint = f"there is no node {strange[0]!r}; {meant(strange[0], nodes, NAMED)}" if strange else NAMED
    return QuestionError(f"there is no transfer {name!r} to leave out; {hint}")


def implied(name: str, system: str) -> QuestionError:
    """Why a transfer cannot be taken out that nobody wrote."""
    return QuestionError(f"{name!r} follows from the `host` of {system!r}, and is not written; change the host instead")


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
    """The origin of a map whose transfers are others than those in the file.

    `places` has for each transfer its index in the file, None for one that is not there, as are all after them.
    """

    origin: Origin
    places: Sequence[int | None]

    @classmethod
    def of(cls, origin: Origin, places: Sequence[int]) -> Moved:
        """An origin of which some transfers are left: `places` has for each its index before."""
        if not isinstance(origin, cls):
            return cls(origin, places)
        known = len(origin.places)
        return cls(origin.origin, [origin.places[at] if at < known else None for at in places])

    @property
    def file(self) -> str:
        """The file that the map was read from."""
        return self.origin.file

    @property
    def sha256(self) -> None:
        """None: what the file says is no longer what the map says."""
        return None

    def where(self, path: Path) -> Where | None:
        """The place of a part in the file; of a transfer that is not there, that of the section."""
        return self.origin.where(self._there(path))

    def problem(self, problem: Problem) -> Problem:
        """A problem with its place in the file."""
        return replace(self.origin.problem(replace(problem, path=self._there(problem.path))), path=problem.path)

    def _there(self, path: Path) -> Path:
        if len(path) < 2 or path[0] != "transfers" or not isinstance(path[1], int):
            return path
        place = self.places[path[1]] if path[1] < len(self.places) else None
        return path[:1] if place is None else ("transfers", place, *path[2:])
