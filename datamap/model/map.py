"""The map: who holds which personal data where, where it goes, and what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol, cast

from pydantic import BeforeValidator, Field, PrivateAttr

from datamap.errors import MapError, Problem, QuestionError, Where
from datamap.late import room
from datamap.model.agreements import Agreement
from datamap.model.base import CategoryKey, Day, FrozenMap, Id, PlacesOrZones, Record, Source
from datamap.model.parties import DataSubjects, Entity
from datamap.model.policies import Defaults, Policy, Waiver
from datamap.model.references import problems
from datamap.model.systems import System
from datamap.model.taxonomy import Category
from datamap.model.transfers import Leg, Transfer, legs

if TYPE_CHECKING:
    import networkx

    from datamap.model.estate import Estate

Path = tuple[str | int, ...]

LARGE = 20_000
"""Transfers of a map from which on it is kept as columns, and judged by classes."""


class Origin(Protocol):
    """Where a map was read from: its file, the hash of its bytes, and the places of its parts."""

    @property
    def file(self) -> str:
        """The file, as it was asked for."""

    @property
    def sha256(self) -> str | None:
        """The SHA-256 of its bytes, in hexadecimal; None where the map was edited since."""

    def where(self, path: Path) -> Where | None:
        """The place in the file of the part at `path`, or of the nearest part that holds it."""

    def problem(self, problem: Problem) -> Problem:
        """The same problem with its place, line and caret."""
        ...


def _keyed(value: Any) -> Any:
    """A list of records, or a mapping of bare ones, as a mapping from id to record that knows its id."""
    if isinstance(value, Mapping):
        return {
            key: {**item, "id": key} if isinstance(item, Mapping) else ({"id": key} if item is None else item)
            for key, item in value.items()
        }
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        items = list(value)
        named = {getattr(item, "id", None) or (item.get("id") if isinstance(item, Mapping) else None): item for item in items}
        if len(named) != len(items):
            raise ValueError("an id is used twice")
        return named
    return value


Keyed = BeforeValidator(_keyed)


class DataMap(Record):
    """A map in format 1. Immutable; ask it questions with `check`, `flows`, `diagram`.

    >>> import datamap as dm
    >>> m = dm.DataMap(
    ...     data_subjects=[dm.DataSubjects(id="users", location="EEA")],
    ...     entities=[dm.Entity(id="shop", location="NL", role="controller"), dm.Entity(id="host", location="HK", role="processor")],
    ...     transfers=[
    ...         dm.Transfer(from_="users", to="shop", data_categories="user.contact"),
    ...         dm.Transfer(from_="shop", to="host", data_categories="user.contact"),
    ...     ],
    ... )
    >>> m.check(on="2020-11-20").verdict
    <Verdict.VIOLATED: 'violated'>
    """

    datamap: Literal[1] = Field(1, description="version of the format: 1")
    name: str | None = Field(None, description="what the map describes")
    on: Day | None = Field(None, description="the date to judge by when none is asked for")
    include: tuple[str, ...] = Field((), description="other map files that are merged into this one")
    override: tuple[str, ...] = Field((), description="ids that this file may replace in what it includes")
    zones: FrozenMap[Id, PlacesOrZones] = Field(FrozenMap(), description="named sets of places of your own")
    sources: Annotated[FrozenMap[Id, Source], Keyed] = Field(FrozenMap(), description="where claims come from")
    data_categories: Annotated[FrozenMap[CategoryKey, Category], BeforeValidator(lambda v: _categories(v))] = Field(
        FrozenMap(), description="dotted keys that extend the built-in taxonomy"
    )
    data_subjects: Annotated[FrozenMap[Id, DataSubjects], Keyed] = Field(FrozenMap(), description="people, by where they are")
    entities: Annotated[FrozenMap[Id, Entity], Keyed] = Field(FrozenMap(), description="legal persons")
    systems: Annotated[FrozenMap[Id, System], Keyed] = Field(FrozenMap(), description="where data is kept or handled")
    agreements: Annotated[FrozenMap[Id, Agreement], Keyed] = Field(FrozenMap(), description="transfer instruments")
    transfers: tuple[Transfer, ...] = Field((), description="what goes where")
    policies: tuple[Policy, ...] = Field((), description="promises")
    waivers: tuple[Waiver, ...] = Field((), description="accepted findings")
    defaults: Defaults = Field(Defaults(), description="what holds where the map says nothing")

    _origin: Origin | None = PrivateAttr(None)
    _estate: Any = PrivateAttr(None)
    _columns_of: tuple[Any, ...] = PrivateAttr(())

    def model_post_init(self, context: Any) -> None:
        """Refuse a map whose parts contradict one another, with all that is wrong."""
        found = problems(self)
        if found:
            raise MapError(found)

    @property
    def origin(self) -> Origin | None:
        """Where the map was read from; None for one built in code."""
        return self._origin

    def with_origin(self, origin: Origin) -> DataMap:
        """The same map, knowing the file that it came from."""
        copy = self.model_copy()
        copy._origin = origin
        return copy

    def with_transfers(self, *transfers: Transfer | Mapping[str, Any], without: str | Iterable[str] = ()) -> DataMap:
        """The same map with these transfers added, and without some; a report on it is brought up to date by `Report.update`.

        Args:
            transfers: they stand at the end, and in the place of those that have the same id; mappings are read as in a file.
            without: transfers to leave out, each by its id, or as `<from>..<to>` where it has none (`<from>..<to>..2` for the second).

        Raises:
            MapError: a transfer cannot be read, or leads to nothing in the map, with all that is wrong.
            QuestionError: there is no such transfer to leave out.

        >>> m.with_transfers(dm.Transfer(from_="shop", to="host", data_categories="user.contact"), without="users..shop")
        """
        changed: DataMap = room("model.amending").amended(self, transfers, without)
        return changed

    @property
    def estate(self) -> Estate:
        """The same map as columns: what a large map is judged by. A map of objects becomes columns when they are first asked for."""
        if self._estate is None or not all(one is other for one, other in zip(self._columns_of, self._values(), strict=True)):
            self._keep(room("model.estate").Estate.of_map(self))
        return cast("Estate", self._estate)

    def with_estate(self, estate: Estate) -> DataMap:
        """The same map, knowing its columns."""
        copy = self.model_copy()
        copy._keep(estate)
        return copy

    def _keep(self, estate: Estate) -> None:
        """Columns hold for these values: a copy with others makes its own."""
        self._estate, self._columns_of = estate, self._values()

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in type(self).model_fields)

    def __eq__(self, other: object) -> bool:
        """Whether both maps say the same, wherever they were read from."""
        if not isinstance(other, DataMap):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).model_fields)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))

    def where(self, path: Path) -> Where | None:
        """The place in the user's file of the part at `path`; None for a map built in code."""
        return self._origin.where(path) if self._origin else None

    def day(self, on: date | str | None = None) -> date:
        """The date to judge by: the argument, else the map's own `on`.

        Raises:
            QuestionError: neither is given, or the text is no ISO date.
        """
        if isinstance(on, str):
            try:
                return date.fromisoformat(on)
            except ValueError:
                raise QuestionError(f"{on!r} is no date; write it as 2020-11-20") from None
        chosen = self.on if on is None else on
        if chosen is None:
            raise QuestionError("no date to judge by; give `on`, or write `on: 2020-11-20` in the map")
        if not isinstance(chosen, date):
            raise QuestionError(f"{chosen!r} is no date; give a date, or text such as 2020-11-20")
        return chosen.date() if isinstance(chosen, datetime) else chosen

    @cached_property
    def legs(self) -> Sequence[Leg]:
        """Every single transfer between one node and one other, implied ones (operator to host) last."""
        if not isinstance(self.transfers, tuple):
            return cast(Sequence[Leg], room("model.views").Legs(self.estate))
        written = legs(self.transfers, frozenset(self.data_subjects))
        taken = {leg.id for leg in written}
        implied = []
        for system in self.systems.values():
            if system.host and system.operator and system.host != system.operator:
                name = f"{system.id}..{system.host}"
                if name not in taken:
                    hosting = Transfer(
                        from_=(system.id,),
                        to=(system.host,),
                        kind="storage",
                        data_categories=("user",),
                        purpose="hosting (implied by `host`)",
                    )
                    implied.append(Leg(name, system.id, system.host, "storage", hosting, None))
        return written + tuple(implied)

    def title(self, node: str) -> str:
        """The name of a node, or its id where it has none."""
        found = self.data_subjects.get(node) or self.entities.get(node) or self.systems.get(node)
        return (found.name if found else None) or node

    # Questions, answered by the rooms above.

    def check(self, on: date | str | None = None, **options: Any) -> Any:
        """Judge every transfer on a date and hold the map to its promises; returns a `Report`.

        See `datamap.checking.check` for the options.
        """
        return room("checking").check(self, on=on, **options)

    def suppose(self, without: str | Iterable[str], on: date | str | None = None, **options: Any) -> Any:
        """The report as if facts of the law did not exist from the day on; see `datamap.checking.suppose`."""
        return room("checking").suppose(self, without, on, **options)

    def timeline(self, start: date | str | None = None, end: date | str | None = None, **options: Any) -> Any:
        """The days on which an answer changes, past and scheduled, and why; see `datamap.checking.timeline`."""
        return room("checking").timeline(self, start, end, **options)

    def flows(self, **question: Any) -> Any:
        """The chains along which data travels; see `datamap.checking.flows`."""
        return room("checking").flows(self, **question)

    def graph(self, on: date | str | None = None) -> networkx.MultiDiGraph[str]:
        """The map as a networkx graph: nodes and transfers with all their attributes, to go on from here."""
        graph: networkx.MultiDiGraph[str] = room("flow").graph(self, on=on)
        return graph

    def diagram(self, on: date | str | None = None, **look: Any) -> Any:
        """The transfer diagram, which shows itself in a notebook and can be saved; see `datamap.rendering.diagram`."""
        return room("checking").diagram(self, on=on, **look)

    def world(self, on: date | str | None = None, **look: Any) -> Any:
        """The same transfers on a map of the world, which shows itself and can be saved; see `datamap.rendering.world`."""
        return room("checking").world(self, on=on, **look)

    def matrix(self, on: date | str | None = None, **look: Any) -> Any:
        """Exporters and importers with what covers their transfers, which shows itself; see `datamap.rendering.matrix`."""
        return room("checking").matrix(self, on=on, **look)

    def sankey(self, on: date | str | None = None, **look: Any) -> Any:
        """How much data of whom comes to rest where, which shows itself; see `datamap.rendering.sankey`."""
        return room("checking").sankey(self, on=on, **look)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        bundle: dict[str, str] = room("rendering").show(self)
        return bundle


def _categories(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {
        key: {**item, "key": key} if isinstance(item, Mapping) else ({"key": key} if item is None else item) for key, item in value.items()
    }
