"""A large map on a day, as a judge sees it: one leg for each class of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from datamap import geo
from datamap.assessment.estates.coding import firsts, whole
from datamap.assessment.estates.currents import Currents
from datamap.assessment.estates.ends import Ends
from datamap.assessment.estates.folding import Fold, Ground
from datamap.assessment.estates.resting import kept
from datamap.assessment.parties import Party, at, of_entity
from datamap.assessment.scene import Movement, Scene
from datamap.flow.arcs import Whole, Words
from datamap.flow.tide import Tide
from datamap.law import LawBook, Regime
from datamap.model import DataMap, FrozenMap, Leg, System, Transfer
from datamap.model.estate import Estate
from datamap.model.map import Origin
from datamap.model.transfers import Kind
from datamap.model.views import Systems

if TYPE_CHECKING:
    from datamap.assessment.estates.touching import Edit

_OF_CLASSES = ("legs", "movements", "inbound", "place_of", "map", "_met")


class EstateScene(Scene):
    """A scene whose legs stand for classes of rows; each has the id and the ends of the first row of its class.

    Rows are counted by their place among those that exist on the day. What is worked out for all rows (`tide`, `ends`,
    `ground`) is shared by the scenes that `folded` and `split` give. Class `c` begins with row `first[c]` and has `sizes[c]`
    rows; `sums` are what its rows carry, and what of it nothing explains in some row, both of the shape (classes, words).
    """

    ground: Ground
    fold: Fold
    first: Whole
    sizes: Whole
    sums: tuple[Words, Words]
    gathered: tuple[Whole, Whole]
    """In a scene of `places`: the rows that it is about, and for each the number of its class."""

    def __init__(self, estate: Estate, on: date, law: LawBook, origin: Origin | None = None, like: EstateScene | None = None) -> None:
        """An estate on a day, read from `origin`; `like` is a scene of it on another day with the same rows, to go on from."""
        self.estate, self.origin = estate, origin
        self.tide: Tide = like.tide.moved(on) if like else Tide(estate, on)
        self.ends: Ends = like.ends if like else Ends(self.tide)
        self._transfers: dict[tuple[int, int], Transfer] = {}
        self._legs: dict[int, Leg] = {}
        self._moves: dict[int, Movement] = {}
        self._sites: dict[int, tuple[str | None, ...]] = {}
        self.told: dict[str, int] = {}
        """The rows that were named in an answer, by their ids."""
        super().__init__(_census(estate), on, law, network=Currents(self))  # type: ignore[arg-type]

    def later(self, day: date) -> EstateScene:
        """The same estate on another day."""
        same = all(sort.on(day) == sort.on(self.on) for sort in self.ends.sorts)
        return EstateScene(self.estate, day, self.law, self.origin, self if same else None)

    def settle(self, regimes: Iterable[Regime]) -> None:
        """Fold the rows by what some regimes read of them."""
        self.ground = Ground(self.tide, self.ends, regimes, self)

    def remember(self, edit: Edit) -> None:
        """Go on from what was built before an edit: the legs and the parties of rows that it does not touch."""
        estate_row, kept = self.tide.rows, np.flatnonzero(~edit.touched)
        old = edit.old[kept]
        now = dict(zip(old.tolist(), kept.tolist(), strict=True))
        before = edit.before
        self._moves = {now[place]: movement for place, movement in before._moves.items() if place in now}
        self._legs = {int(estate_row[place]): movement.leg for place, movement in self._moves.items()}

    # classes

    def folded(self, of: Whole) -> EstateScene:
        """The scene whose legs are the classes of a fold of the ground: `of` has a number for each of its classes."""
        found, fold = self._twin(), Fold(self.ground, of)
        found.fold = fold
        found.first = np.full(len(fold), len(self.tide.rows), np.int64)
        np.minimum.at(found.first, of, self.ground.first)
        carried, gaps = self.ground.sums
        found.sums = (fold.joined(carried), fold.joined(gaps))
        found.sizes = np.bincount(of, np.diff(self.ground.starts), len(fold)).astype(np.int64)
        found._stand()
        return found

    def split(self, first: Whole, sizes: Whole, sums: tuple[Words, Words]) -> EstateScene:
        """The scene whose legs are other classes, each told by its first row, its size, and what its rows carry."""
        found = self._twin()
        found.first, found.sizes, found.sums = first, sizes, sums
        found._stand()
        return found

    def alone(self) -> EstateScene:
        """The same legs, each with the data of unknown origin of its first row alone."""
        gaps = self.tide.gaps[self.first]
        found = self.split(self.first, self.sizes, (gaps, gaps))
        found.side, found.brief = self.side, self.brief
        return found

    def _twin(self) -> EstateScene:
        found = copy(self)
        for name in _OF_CLASSES:
            found.__dict__.pop(name, None)
        found._groups, found._stocks, found._starts, found._start_sorts = {}, {}, {}, {}
        found.network = Currents(found)  # type: ignore[assignment]
        return found

    def _stand(self) -> None:
        self.map = self._sample()

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """The first row of each class."""
        found = tuple(self._leg(int(self.tide.rows[place])) for place in self.first.tolist())
        self.told |= {leg.id: int(self.tide.rows[place]) for leg, place in zip(found, self.first.tolist(), strict=True)}
        return found

    def _leg(self, row: int) -> Leg:
        found = self._legs.get(row)
        if found is None:
            found = self._legs[row] = self._built(row)
        return found

    def _built(self, row: int) -> Leg:
        """A row as a leg whose transfer says what a judge reads: nothing of purposes and sources, and its ends are those of the leg."""
        rows, estate = self.estate.rows, self.estate
        key = (int(rows.sort[row]), int(rows.sets[row]))
        transfer = self._transfers.get(key)
        if transfer is None:
            says = {"data_categories": rows.categories(row), "purpose": None, "source": None, "note": None}
            transfer = self._transfers[key] = rows.sorts[key[0]].model_copy(update=says)
        start, end = estate.name(int(rows.from_[row])), estate.name(int(rows.to[row]))
        kind: Kind = transfer.kind or ("collection" if start in estate.frame.data_subjects else "disclosure")
        return Leg(estate.id(row), start, end, kind, transfer, None if row >= estate.stated else int(rows.written[row]))

    def groups(self, leg: str) -> tuple[str | None, ...]:
        """The groups of people whose data a leg carries, each once."""
        number, names = self._met
        return names[number[self.place_of[leg]]]

    @cached_property
    def _met(self) -> tuple[list[int], list[tuple[str | None, ...]]]:
        """For each class a number for the groups of people whose data it carries, and these groups by number."""
        groups = self.tide.tags.groups
        some = [np.any(self.sums[0][:, self.tide.tags.run(at)], axis=1) for at in range(len(groups))]
        numbers = whole(*some)
        lists = [
            tuple(group for group, there in zip(groups, some, strict=True) if there[at])
            for at in firsts(numbers, int(numbers.max(initial=-1)) + 1)
        ]
        return numbers.tolist(), lists

    def named(self, places: Iterable[int]) -> tuple[str, ...]:
        """The ids of rows."""
        found = {int(self.tide.rows[place]): place for place in places}
        names = {self.estate.id(row): row for row in found}
        self.told |= names
        return tuple(names)

    @cached_property
    def place_of(self) -> dict[str, int]:
        """For each leg the number of its class."""
        return {leg.id: number for number, leg in enumerate(self.legs)}

    def sized(self, leg: str) -> int:
        """How many rows a leg stands for."""
        return int(self.sizes[self.place_of[leg]])

    def _sample(self) -> DataMap:
        """The map with the systems at which the legs start and end."""
        before = len(self.estate.outset)
        nodes = np.unique(np.concatenate([self.tide.from_[self.first], self.tide.to[self.first]]))
        if any(policy.retain for policy in self.estate.frame.policies):
            keeping = [self.estate.number[name] for name in self.keeping if name in self.estate.number]
            nodes = np.unique(np.concatenate([nodes, np.array(keeping, np.int64)]))
        systems = Systems(self.estate, nodes[nodes >= before].tolist())
        found = self.estate.frame.model_copy(update={"systems": systems})
        return found.with_origin(self.origin) if self.origin else found

    def _where(self, node: str) -> tuple[str | None, ...]:
        at, systems = self.estate.number.get(node, -1) - len(self.estate.outset), self.estate.systems
        if at < 0:
            return super()._where(node)
        sort = int(systems.sort[at])
        if sort not in self._sites:
            self._sites[sort] = tuple(dict.fromkeys(geo.iso(place) for place in systems.sorts[sort].places))
        return self._sites[sort]

    def name(self, node: str | None) -> str:
        """The name of a node."""
        if node and node not in self._names:
            at = self.estate.number.get(node, -1) - len(self.estate.outset)
            if at >= 0:
                self._names[node] = self.estate.systems.own(at).get("name") or node
        return super().name(node)

    # parties

    @cached_property
    def movements(self) -> dict[str, Movement]:
        """Every leg with its parties, by id."""
        return {leg.id: self._at(place) for leg, place in zip(self.legs, self.first.tolist(), strict=True)}

    def movement(self, number: int) -> Movement:
        """The movement of a class."""
        return self._at(int(self.first[number]))

    def _at(self, place: int) -> Movement:
        found = self._moves.get(place)
        if found is None:
            found = self._moves[place] = self._moving(self._leg(int(self.tide.rows[place])), place)
        return found

    def _moving(self, leg: Leg, place: int) -> Movement:
        sender, receiver = self._exporter(leg, place), self._importer(leg, place)
        declared = leg.transfer.agreements
        offered = self.instruments.offered(declared, sender.id, receiver.id)
        return Movement(leg, sender, receiver, offered, declared is None and not offered, declared == "unknown")

    def _exporter(self, leg: Leg, place: int) -> Party:
        owners = self.ends.candidates(place)
        if owners:
            return Party(leg.from_, None, None, None, candidates=tuple(self.ends.entities[number] for number in owners))
        number, role = int(self.ends.exporter[place]), leg.transfer.exporter_role
        return of_entity(self.ends.entities[number], role) if number >= 0 else at(self.map, leg.from_, role)

    def _importer(self, leg: Leg, place: int) -> Party:
        number = int(self.ends.importer[place])
        role = leg.transfer.importer_role or ("processor" if leg.written is None else None)
        return of_entity(self.ends.entities[number], role) if number >= 0 else at(self.map, leg.to, role)

    def others(self, movement: Movement) -> Iterator[Movement]:
        """Every other row from the same exporter, those that say the same once."""
        place = int(self.first[self.place_of[movement.leg.id]])
        mine = np.flatnonzero((self.ends.exporter == self.ends.exporter[place]) & (self.ends.exporter >= 0))
        tide, sets = self.tide, self.estate.rows.sets[self.tide.rows[mine]]
        alike = whole(tide.sort[mine], self.ends.importer[mine], self.ground.site[tide.to[mine]], tide.from_[mine], sets)
        for row in mine[firsts(alike, int(alike.max(initial=-1)) + 1)].tolist():
            if row != place:
                yield self._moving(self.estate.leg(int(self.tide.rows[row])), row)

    @cached_property
    def parties(self) -> frozenset[str]:
        """Ids of all entities that export or import something."""
        return self._ids(self.ends.exporter, self.ends.importer)

    @cached_property
    def senders(self) -> frozenset[str]:
        """Ids of the entities that send something to another person."""
        return self._ids(self.ends.exporter[self.ends.exporter != self.ends.importer])

    def _ids(self, *parties: Whole) -> frozenset[str]:
        """The ids of the entities among some parties."""
        met = np.zeros(len(self.ends.entities) + 2, bool)
        for numbers in parties:
            met[numbers] = True  # SEVERAL and nobody come to stand behind all entities
        return frozenset(entity.id for entity, there in zip(self.ends.entities, met.tolist(), strict=False) if there)

    @cached_property
    def collects_from(self) -> dict[str, frozenset[str]]:
        """For each entity, the groups of people from whom it collects directly."""
        found: dict[str, set[str]] = {}
        direct = np.flatnonzero((self.tide.from_ < self.ends.people) & (self.ends.importer >= 0))
        size = max(1, self.ends.people)
        for pair in np.unique(self.ends.importer[direct].astype(np.int64) * size + self.tide.from_[direct]).tolist():
            found.setdefault(self.ends.entities[pair // size].id, set()).add(self.estate.outset[pair % size])
        return {entity: frozenset(groups) for entity, groups in found.items()}

    def only_for_others(self, regime: Regime, movement: Movement) -> bool:
        """Whether all controllers from whom the person at the start of a leg has data are outside the zone."""
        place = int(self.first[self.place_of[movement.leg.id]])
        return bool(self.ground.only_for_others[regime.id][self.tide.holder[place]])

    # rows

    @cached_property
    def sales(self) -> tuple[Leg, ...]:
        """Sales, those that have ended too, the same between the same parties once: a promise may speak of them."""
        rows = self.estate.rows
        sold = np.array([sort.sale and not sort.on(self.on) for sort in rows.sorts], bool)
        gone: Whole = np.flatnonzero(sold[rows.sort]) if len(rows.sorts) else np.zeros(0, np.int64)
        alike = whole(rows.sort[gone], rows.from_[gone], rows.to[gone])
        ended = [self.estate.leg(int(gone[at])) for at in firsts(alike, int(alike.max(initial=-1)) + 1).tolist()]
        return tuple(leg for leg in (*self.legs, *ended) if leg.transfer.sale)

    @cached_property
    def keeping(self) -> dict[str, frozenset[tuple[str, str | None]]]:
        """For each sort of systems one, then each entity, with what any of its kind keeps."""
        return kept(self.tide, self.ends)


def _census(estate: Estate) -> DataMap:
    """The map with one system for each place where there is one: enough to tell which regimes it meets."""
    sites: dict[tuple[str, ...], System] = {}
    for sort in estate.systems.sorts:
        sites.setdefault(sort.places, sort)
    systems = {f"site.{number}": sort for number, sort in enumerate(sites.values())}
    return estate.frame.model_copy(update={"systems": FrozenMap(systems)})
