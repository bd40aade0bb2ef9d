"""The map on a day, as a judge sees it: legs with their parties, the instruments at hand, and what travels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from datamap import geo
from datamap.assessment import parties
from datamap.assessment.instruments import Instrument, Instruments
from datamap.assessment.parties import Party
from datamap.flow import Carried, Network
from datamap.law import LawBook, Regime
from datamap.model import DataMap, Leg, Taxonomy

READING = frozenset({"remote_access", "transit"})
"""Kinds of transfer that bring nothing to stay."""

Side = Literal["both", "start", "end"]

End = tuple[str, str | None, str]
"""An exporter, its role, and where the leg starts."""


@dataclass(frozen=True)
class Movement:
    """One leg with its two parties and the instruments offered for it.

    `undeclared` tells that nobody said which instruments there are; `unknown` that the map says nobody knows.
    """

    leg: Leg
    exporter: Party
    importer: Party
    instruments: tuple[Instrument, ...]
    undeclared: bool
    unknown: bool


class Scene:
    """A map, a day and a law book, with what follows from them once and for all.

    `side` tells at which end of its legs data is looked for. In a `brief` scene one chain stands for all data of a leg.
    """

    side: Side = "both"
    brief = False

    def __init__(self, m: DataMap, on: date, law: LawBook, network: Network | None = None) -> None:
        self.map, self.on, self.law = m, on, law
        self.network = network or Network.of(m, on)
        self.taxonomy = Taxonomy.of(m.data_categories)
        self.instruments = Instruments(m, on)
        self._stocks: dict[str, tuple[str, ...]] = {}
        self._places: dict[str, tuple[str | None, ...]] = {}
        self._inside: dict[tuple[str | None, str], bool | None] = {}
        self._names: dict[str, str] = {}
        self._starts: dict[str, tuple[End | None, int]] = {}
        self._start_sorts: dict[tuple[End | None, tuple[str | None, ...]], int] = {}
        self._zoned: dict[tuple[str, str], bool | None] = {}
        self.sorts: dict[object, int] = {}
        self._groups: dict[tuple[Carried, ...], tuple[str | None, ...]] = {}
        self.hr: dict[tuple[str, str | None], bool] = {}

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """The legs that exist on the day."""
        return tuple(leg for leg in self.map.legs if leg.transfer.on(self.on))

    @cached_property
    def inbound(self) -> dict[str, list[Leg]]:
        """The legs that end at each node."""
        found: dict[str, list[Leg]] = {}
        for leg in self.legs:
            found.setdefault(leg.to, []).append(leg)
        return found

    @cached_property
    def movements(self) -> dict[str, Movement]:
        """Every leg of the day with its parties, by id."""
        senders = parties.exporters(self.map, self.legs)
        return {leg.id: self._movement(leg, sender) for leg, sender in zip(self.legs, senders, strict=True)}

    def _movement(self, leg: Leg, sender: Party) -> Movement:
        receiver = parties.importer(self.map, leg)
        declared = leg.transfer.agreements
        offered = self.instruments.offered(declared, sender.id, receiver.id)
        return Movement(leg, sender, receiver, offered, declared is None and not offered, declared == "unknown")

    @cached_property
    def _run(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for system in self.map.systems.values():
            if system.operator:
                found.setdefault(system.operator, []).append(system.id)
        return found

    def stock(self, node: str) -> tuple[str, ...]:
        """A node and every other at which the same legal person holds data."""
        found = self._stocks.get(node)
        if found is None:
            system = self.map.systems.get(node)
            person = (system.operator if system else None) or node
            found = self._stocks[node] = tuple(dict.fromkeys((node, person, *self._run.get(person, ()))))
        return found

    def places(self, node: str) -> tuple[str | None, ...]:
        """The ISO codes where a node may be, None for an unknown one."""
        found = self._places.get(node)
        if found is None:
            found = self._places[node] = self._where(node)
        return found

    def _where(self, node: str) -> tuple[str | None, ...]:
        system = self.map.systems.get(node)
        if system:
            return tuple(dict.fromkeys(geo.iso(place) for place in system.places))
        entity = self.map.entities.get(node)
        return (geo.iso(entity.location),) if entity else ()

    def people_inside(self, people: str | None, regime: Regime) -> bool | None:
        """Whether a group of people is in a regime's zone; None where nobody knows."""
        key = (people, regime.id)
        if key not in self._inside:
            self._inside[key] = self._people_inside(people, regime)
        return self._inside[key]

    def _people_inside(self, people: str | None, regime: Regime) -> bool | None:
        group = self.map.data_subjects.get(people or "")
        if group is None or group.location == "unknown":
            return None
        if group.location in (regime.zone, *self.law.zones) or group.location in self.map.zones:
            return self._zone_inside(group.location, regime)
        return self.law.inside(regime, geo.iso(group.location), self.on)

    def _zone_inside(self, zone: str, regime: Regime) -> bool:
        if zone == regime.zone:
            return True
        own = self.map.zones.get(zone)
        members = own if own else tuple(self.law.zones[zone].places(self.on, self.law))
        return any(
            self._zone_inside(m, regime) if m in self.map.zones else bool(self.law.inside(regime, geo.iso(m), self.on))
            for m in members
            if m not in self.law.zones or m == regime.zone
        )

    def groups(self, leg: str) -> tuple[str | None, ...]:
        """The groups of people whose data a leg carries, each once."""
        carried = self.network.carried(leg)
        found = self._groups.get(carried)
        if found is None:
            found = self._groups[carried] = tuple(dict.fromkeys(data.people for data in carried))
        return found

    def start(self, movement: Movement) -> tuple[End | None, int]:
        """What says who exports in a leg, None where the leg itself has a say, and a number for that with whose data it carries."""
        exporter, leg = movement.exporter, movement.leg
        found = self._starts.get(leg.id)
        if found is None:
            branched = exporter.entity.branches if exporter.entity else exporter.candidates
            end = None if branched or leg.transfer.branch is not None else (exporter.node, exporter.role, leg.from_)
            sort = (end, self.groups(leg.id))
            found = self._starts[leg.id] = end, self._start_sorts.setdefault(sort, len(self._start_sorts))
        return found

    @cached_property
    def starts(self) -> tuple[tuple[Movement, tuple[str, ...]], ...]:
        """The legs by what says who exports in them and with whose data they carry: the first of each sort, and the ids of all."""
        sorts: dict[int, list[str]] = {}
        for name, movement in self.movements.items():
            sorts.setdefault(self.start(movement)[1], []).append(name)
        return tuple((self.movements[names[0]], tuple(names)) for names in sorts.values())

    @cached_property
    def parties(self) -> frozenset[str]:
        """Ids of all entities that export or import something."""
        return frozenset(party for m in self.movements.values() for party in (m.exporter.id, m.importer.id) if party)

    @cached_property
    def senders(self) -> frozenset[str]:
        """Ids of the entities that send something to another person."""
        return frozenset(m.exporter.id for m in self.movements.values() if m.exporter.id and not m.exporter.same(m.importer))

    @cached_property
    def sales(self) -> tuple[Leg, ...]:
        """Sales, those that have ended too: a promise may speak of them."""
        return tuple(leg for leg in self.map.legs if leg.transfer.sale)

    @cached_property
    def keeping(self) -> dict[str, frozenset[tuple[str, str | None]]]:
        """For each system, then each entity, what it keeps. A node that only reads from afar, or carries, keeps nothing."""
        touching: dict[str, set[str]] = {}
        for leg in self.legs:
            touching.setdefault(leg.to, set()).add(leg.kind)
        nodes = (*self.map.systems, *self.map.entities)
        return {node: self.network.held(node) for node in nodes if node not in touching or not touching[node] <= READING}

    def others(self, movement: Movement) -> Iterator[Movement]:
        """Every other leg of the day."""
        return (other for other in self.movements.values() if other.leg.id != movement.leg.id)

    def sized(self, leg: str) -> int:
        """How many transfers a leg stands for."""
        return 1

    @cached_property
    def passing_on(self) -> dict[str, list[str]]:
        """The legs that may pass on what arrives at a node: its own, and those of the same legal person."""
        found: dict[str, list[str]] = {}
        for leg in self.legs:
            for node in self.stock(leg.from_):
                found.setdefault(node, []).append(leg.id)
        return found

    @cached_property
    def collects_from(self) -> dict[str, frozenset[str]]:
        """For each entity, the groups of people from whom it collects directly."""
        found: dict[str, set[str]] = {}
        for movement in self.movements.values():
            if movement.leg.from_ in self.map.data_subjects and movement.importer.id:
                found.setdefault(movement.importer.id, set()).add(movement.leg.from_)
        return {entity: frozenset(groups) for entity, groups in found.items()}

    def zone_holds(self, place: str | None, zone: str) -> bool | None:
        """Whether a place lies in a zone of the map, of the law book or of geography; None where it is unknown."""
        if place is None:
            return None
        if (place, zone) not in self._zoned:
            own = self.map.zones.get(zone)
            if own is None:
                self._zoned[place, zone] = self.law.place_in_zone(place, zone, self.on)
            else:
                self._zoned[place, zone] = any(self.zone_holds(place, member) for member in own)
        return self._zoned[place, zone]

    def name(self, node: str | None) -> str:
        """The name of a node."""
        if not node:
            return "nobody"
        found = self._names.get(node)
        if found is None:
            found = self._names[node] = self.map.title(node)
        return found

    def only_for_others(self, regime: Regime, movement: Movement) -> bool:
        """Whether all controllers from whom the person at the start of a leg is known to have data are outside the regime's zone."""
        legs = [leg for node in self.stock(movement.leg.from_) for leg in self.inbound.get(node, ())]
        senders = [self.movements[leg.id].exporter for leg in legs]
        controllers = [sender for sender in senders if sender.people or sender.group != "processor"]
        return bool(controllers) and all(self._elsewhere(regime, controller) for controller in controllers)

    def _elsewhere(self, regime: Regime, party: Party) -> bool:
        if party.people or party.entity is None or regime.id in party.entity.subject_to:
            return False
        return self.law.inside(regime, party.place, self.on) is False
