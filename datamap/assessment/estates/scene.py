"""A large map on a day, as a judge sees it: one leg for each class of rows."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from datamap.assessment.estates.ends import Ends
from datamap.assessment.estates.folding import Fold, fold, holders, only_for_others
from datamap.assessment.parties import Party, at, of_entity
from datamap.assessment.parties import importer as importer_of
from datamap.assessment.scene import Movement, Scene
from datamap.flow import Carried, Flow
from datamap.flow.arcs import Truth, Whole, Words
from datamap.flow.tide import Tide
from datamap.law import LawBook, Regime
from datamap.model import DataMap, FrozenMap, Leg, System
from datamap.model.estate import Estate


class EstateScene(Scene):
    """A scene whose legs stand for classes of rows; each has the id and the ends of the first row of its class."""

    def __init__(self, estate: Estate, on: date, law: LawBook, tide: Tide | None = None) -> None:
        self.estate = estate
        self.tide = tide or Tide(estate, on)
        self.ends = Ends(self.tide)
        super().__init__(_census(estate), on, law, network=Currents(self))  # type: ignore[arg-type]

    def take(self, regimes: list[Regime]) -> Fold:
        """Fold the rows for some regimes; from here on `legs` and `movements` are those of the classes."""
        self._others = only_for_others(self.tide, self.ends, regimes, self.law)
        self.fold = fold(self.tide, self.ends, regimes, self.law, self.instruments)
        self.stand_for(self.fold.of, self.fold.first)
        return self.fold

    def stand_for(self, of: Whole, first: Whole) -> None:
        """Let the legs be the first rows of other classes."""
        self.of, self.first = of, first
        for name in ("legs", "movements", "inbound", "starts", "place_of", "by_class"):
            self.__dict__.pop(name, None)
        self._groups.clear()
        self._stocks.clear()
        self._places.clear()
        self.map = self._sample()
        self.network.turn()  # type: ignore[attr-defined]

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """The first row of each class, in the order of the map."""
        return tuple(self.estate.leg(int(self.tide.rows[place])) for place in self.first.tolist())

    @cached_property
    def place_of(self) -> dict[str, int]:
        """For each leg the place of its row among the rows of the day."""
        return {leg.id: place for leg, place in zip(self.legs, self.first.tolist(), strict=True)}

    def _sample(self) -> DataMap:
        """The map with the systems at which the legs start and end."""
        before = len(self.estate.outset)
        ends = np.unique(np.concatenate([self.tide.from_[self.first], self.tide.to[self.first]]))
        systems = {(system := self.estate.systems[int(node) - before]).id: system for node in ends.tolist() if node >= before}
        self.__dict__.pop("legs", None)
        legs = self.legs
        found = self.estate.frame.model_copy(update={"systems": FrozenMap(systems)})
        found.__dict__["legs"] = legs + self._gone()
        return found

    def _gone(self) -> tuple[Leg, ...]:
        """Sales that are not there on the day: a promise may speak of them."""
        rows = self.estate.rows
        sold = np.array([sort.sale and not sort.on(self.on) for sort in rows.sorts], bool)
        return tuple(self.estate.leg(int(row)) for row in np.flatnonzero(sold[rows.sort])) if len(rows.sorts) else ()

    def _movement(self, leg: Leg) -> Movement:
        place = self.place_of[leg.id]
        sender, receiver = self._exporter(leg, place), importer_of(self.map, leg)
        declared = leg.transfer.agreements
        offered = self.instruments.offered(declared, sender.id, receiver.id)
        return Movement(leg, sender, receiver, offered, declared is None and not offered, declared == "unknown")

    def _exporter(self, leg: Leg, place: int) -> Party:
        owners = self.ends.candidates.get(place)
        if owners:
            return Party(leg.from_, None, None, None, candidates=tuple(self.ends.entities[number] for number in owners))
        number, role = int(self.ends.exporter[place]), leg.transfer.exporter_role
        return of_entity(self.ends.entities[number], role) if number >= 0 else at(self.map, leg.from_, role)

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
        return bool(self._others[regime.id][self.holder[self.place_of[movement.leg.id]]])

    def sized(self, leg: str) -> int:
        """How many rows a leg stands for."""
        return int(self._sizes[self.of[self.place_of[leg]]])

    @property
    def _sizes(self) -> Whole:
        return np.bincount(self.of, minlength=len(self.first))

    @cached_property
    def by_class(self) -> tuple[Whole, Whole]:
        """The rows by class: those of class `c` are `order[starts[c]:starts[c + 1]]`; order, starts."""
        order = np.argsort(self.of, kind="stable")
        starts = np.zeros(len(self.first) + 1, np.int64)
        np.cumsum(np.bincount(self.of, minlength=len(self.first)), out=starts[1:])
        return order, starts

    @cached_property
    def leaving(self) -> tuple[Whole, Whole]:
        """The rows by the node from which they start; starts, order."""
        out = self.tide.arcs.out
        if len(self.tide.arcs) == len(self.tide.rows):
            return out.starts, out.arcs
        order = np.argsort(self.tide.from_, kind="stable")
        starts = np.zeros(self.estate.nodes + 1, np.int64)
        np.cumsum(np.bincount(self.tide.from_, minlength=self.estate.nodes), out=starts[1:])
        return starts, order

    @cached_property
    def with_gaps(self) -> Whole:
        """The rows that carry something that nothing explains."""
        return np.flatnonzero(self.tide.gaps.any(axis=1))

    @cached_property
    def holder(self) -> Whole:
        """For each row the node of the person where it starts: the operator of a system, else the node itself."""
        found: Whole = holders(self.tide)[self.tide.from_]
        return found

    @cached_property
    def read_only(self) -> Truth:
        """For each node whether data only comes to it to be read from afar or carried on, so that it keeps nothing."""
        reading = np.array([sort.kind in ("remote_access", "transit") for sort in self.ends.sorts], bool)[self.tide.sort]
        some, keeping = np.zeros(self.estate.nodes, bool), np.zeros(self.estate.nodes, bool)
        some[self.tide.to] = True
        keeping[self.tide.to[~reading]] = True
        found: Truth = some & ~keeping
        return found


def _census(estate: Estate) -> DataMap:
    """The map with one system for each place where there is one: enough to tell which regimes it meets."""
    sites: dict[tuple[str, ...], System] = {}
    for sort in estate.systems.sorts:
        sites.setdefault(sort.places, sort)
    systems = {f"site.{at}": sort for at, sort in enumerate(sites.values())}
    return estate.frame.model_copy(update={"systems": FrozenMap(systems)})


class Currents:
    """What travels, for legs that stand for classes: what any of their rows carries."""

    def __init__(self, scene: EstateScene) -> None:
        self._scene, self._tide = scene, scene.tide
        self._carried: dict[str, tuple[Carried, ...]] = {}
        self._sums: tuple[Words, Words] | None = None

    def turn(self) -> None:
        """Forget what the classes carried: there are new ones."""
        self._carried.clear()
        self._sums = None

    @property
    def sums(self) -> tuple[Words, Words]:
        """For each class what its rows carry, and what of it nothing explains in some row; shape (classes, words)."""
        if self._sums is None:
            order, starts = self._scene.by_class
            starts = starts[:-1]
            both = (self._tide.carried, self._tide.gaps)
            empty = np.zeros((0, self._tide.tags.words), np.uint64)
            carried, gaps = (np.bitwise_or.reduceat(bits[order], starts, axis=0) if len(order) else empty for bits in both)
            self._sums = (carried, gaps)
        return self._sums

    def carried(self, leg: str) -> tuple[Carried, ...]:
        """What any row of a class passes on; unexplained where that is so in some row."""
        found = self._carried.get(leg)
        if found is None:
            tags, of = self._tide.tags, int(self._scene.of[self._scene.place_of[leg]])
            carried, gaps = (bits[of] for bits in self.sums)
            lost = set(tags.ones(gaps))
            found = tuple(Carried(*tags.pair(label), explained=label not in lost) for label in tags.ones(carried))
            self._carried[leg] = found
        return found

    def along(self, leg: str, category: str, people: str | None) -> tuple[tuple[str, ...], bool]:
        """The shortest chain by which data comes to the first row of a class that carries it, the row included; and whether it is certain."""
        tide = self._tide
        row = self._row(leg, category, people)
        label = tide.tags.label(category, people) if category in tide.tags.place else None
        chain = tide.chain(int(tide.from_[row]), label) if label is not None and self._holds(row, label) else ()
        estate = self._scene.estate
        places = (*chain, row)
        return tuple(estate.id(int(tide.rows[place])) for place in places), bool(tide.sure[list(places)].all())

    def _holds(self, row: int, label: int) -> bool:
        node = int(self._tide.from_[row])
        return bool(int(self._tide.held[node, label // 64]) >> label % 64 & 1)

    def _row(self, leg: str, category: str, people: str | None) -> int:
        tide, of = self._tide, self._scene.of
        first = self._scene.place_of[leg]
        if category not in tide.tags.place:
            return first
        label = tide.tags.label(category, people)
        if int(tide.carried[first, label // 64]) >> label % 64 & 1:
            return first
        mine = np.flatnonzero(of == of[first])
        has = np.flatnonzero(tide.carried[mine, label // 64] >> np.uint64(label % 64) & np.uint64(1))
        return int(mine[has[0]]) if len(has) else first

    def witness(self, node: str, category: str, people: str | None) -> Flow | None:
        """The shortest chain by which data comes to a node; see `Network.witness`."""
        tide, estate = self._tide, self._scene.estate
        if category not in tide.tags.place:
            return None
        at, label = estate.number[node], tide.tags.label(category, people)
        if not int(tide.held[at, label // 64]) >> label % 64 & 1:
            return None
        chain = tide.chain(at, label)
        nodes = [estate.name(int(tide.from_[place])) for place in chain[:1]] + [estate.name(int(tide.to[place])) for place in chain]
        path = tuple(estate.id(int(tide.rows[place])) for place in chain)
        return Flow(category, people, path, tuple(nodes or [node]), certain=bool(tide.sure[list(chain)].all()))
