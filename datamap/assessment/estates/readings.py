"""What is read of the rows of an estate but their data, as numbers: equal numbers say the same.

Arrays have one entry for each of the `rows` asked about (by their places among those of the day), or for each node, entity or
sort of systems, as each says.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from operator import attrgetter

import numpy as np

from datamap import geo
from datamap.assessment.estates.coding import codes, whole
from datamap.assessment.estates.ends import Ends
from datamap.assessment.estates.naming import waived
from datamap.assessment.instruments import EXPORTERS, IMPORTERS, Instruments
from datamap.assessment.onward import handed_to
from datamap.assessment.parties import role_group
from datamap.assessment.scene import Scene
from datamap.flow.arcs import Truth, Whole
from datamap.flow.tide import Tide
from datamap.law import Barred, LawBook, Mechanism, Regime
from datamap.model import Entity, Transfer
from datamap.model.columns import OWN

_SAID = attrgetter(*(name for name in Entity.model_fields if name not in OWN))


class Readings:
    """What any of some regimes may read of the rows of a day."""

    def __init__(self, tide: Tide, ends: Ends, regimes: Iterable[Regime], scene: Scene) -> None:
        self.tide, self.ends, self.law, self.people_inside = tide, ends, scene.law, scene.people_inside
        self.regimes = tuple(regimes)
        self._offered = codes([None, *(s.agreements if s.agreements not in ((), "unknown") else None for s in ends.sorts)])[1:]
        self._pairs = np.array(sorted(_pairs(ends, scene.instruments)), np.int64)

    def says(self, said: Callable[[Transfer], bool], rows: Whole) -> Truth:
        """For each row what is said of its sort."""
        found: Truth = np.array([said(sort) for sort in self.ends.sorts], bool)[self.tide.sort[rows]]
        return found

    def named(self, rows: Whole) -> Whole:
        """A number for the agreements at hand in a row: 0 for none that anybody named, more for each set of them."""
        ends = self.ends
        found: Whole = self._offered[self.tide.sort[rows]]
        if len(self._pairs):
            sender, receiver = ends.exporter[rows], ends.importer[rows]
            silent = self.says(lambda sort: sort.agreements is None, rows) & (sender >= 0) & (receiver >= 0)
            asked = sender[silent] * len(ends.entities) + receiver[silent]
            at = np.minimum(np.searchsorted(self._pairs, asked), len(self._pairs) - 1)
            found[silent] = np.where(self._pairs[at] == asked, int(self._offered.max(initial=0)) + 1 + at, 0)
        return found

    def apart(self, rows: Whole) -> Truth:
        """For each row whether an answer names the two parties themselves."""
        return (self.named(rows) > 0) | self.says(lambda sort: sort.volume is not None, rows)

    @cached_property
    def asked(self) -> tuple[Regime, ...]:
        """The regimes, and those to which their decisions hand data on, where these may bind anybody in the map."""
        places = {geo.iso(entity.location) for entity in self.ends.entities}
        named = {one.id: one for regime in self.regimes for one in handed_to(self.law, regime)}
        near = (one for _, one in sorted(named.items()) if any(self.law.inside(one, place, self.tide.on) is not False for place in places))
        return tuple(dict.fromkeys((*self.regimes, *near)))

    def for_others(self, regime: Regime, rows: Whole) -> Truth:
        """For each row whether its exporter processes data for controllers elsewhere only."""
        found: Truth = self.only_for_others[regime.id][self.tide.from_[rows]] & self.processes(rows)
        return found

    def whom(self, said: Whole, entity: Whole, node: Whole, where: Whole | None = None) -> Whole:
        """A party by what is said of it: an entity by its number in `said`, people by who they are, others by where they are.

        `where` has for each site what is read of it; without it, all is.
        """
        people, rest = self.ends.people, int(said.max(initial=0)) + 1
        site = self.site[node] if where is None else where[self.site[node]]
        found = rest + np.where(node < people, node, people + site)
        known = entity >= 0
        found[known] = said[entity[known]]
        return found

    def spoken(self, rows: Whole) -> Whole:
        """For each row a number for what its sort says, as far as anything reads it."""
        return self._of_sort(self._spoken, rows)

    def judged(self, rows: Whole) -> Whole:
        """For each row a number for what its sort says, as far as a regime reads it."""
        return self._of_sort(self._judged, rows)

    def _of_sort(self, heard: Whole, rows: Whole) -> Whole:
        found: Whole = heard[self.tide.sort[rows] + len(self.ends.sorts) * self.apart(rows).astype(np.int64)]
        return found

    @cached_property
    def _spoken(self) -> Whole:
        return self._heard(lambda sort, apart: (self._handling(sort, apart), sort.kind == "remote_access", *self._terms(sort, apart)))

    @cached_property
    def _judged(self) -> Whole:
        return self._heard(lambda sort, apart: (self._handling(sort, apart), *self._terms(sort, apart)))

    def _heard(self, said: Callable[[Transfer, bool], Hashable]) -> Whole:
        """For each sort a number for what is said of it, and again where an answer names the two parties."""
        return codes(said(sort, apart) for apart in (False, True) for sort in self.ends.sorts)

    def _terms(self, sort: Transfer, apart: bool) -> tuple[Hashable, ...]:
        """What is read of a sort but how the data is handled; of days and frequency only where an instrument hangs on them."""
        named = sort.agreements if apart else (isinstance(sort.agreements, str), sort.agreements == ())
        frequency = sort.frequency if apart and self._derogations else None
        starts = sort.starts if apart or self._dated else None
        roles = (standing(sort.exporter_role), standing(sort.importer_role))
        tools = (sort.branch, sort.measures, sort.impact_assessment, sort.volume, sort.data_subjects if sort.volume else ())
        return (named, frequency, starts, roles, tools, sort.anonymised, sort.sale, sort.evidence == "inferred")

    def _handling(self, sort: Transfer, apart: bool) -> Hashable:
        """How data is handled, as far as it matters: a carrier may be unable to read it, and some measures work only for what is kept."""
        kind = sort.kind or "disclosure"
        return kind if kind == "transit" or sort.measures or (apart and self.measured) else "other"

    @cached_property
    def measured(self) -> bool:
        return any(agreement.measures for agreement in self.tide.estate.frame.agreements.values())

    @cached_property
    def _derogations(self) -> bool:
        return any(agreement.kind == "derogation" or agreement.ground for agreement in self.tide.estate.frame.agreements.values())

    @cached_property
    def _dated(self) -> bool:
        """Whether an exemption asks since when a transfer takes place."""
        return any(law.started_until for regime in self.regimes for law in regime.of(Mechanism, self.tide.on) if law.agreement is None)

    def same(self, rows: Whole) -> Truth:
        """For each row whether one legal person sends and receives."""
        sender, receiver = self.ends.exporter[rows], self.ends.importer[rows]
        found: Truth = np.where(sender >= 0, sender == receiver, self.tide.from_[rows] == self.tide.to[rows])
        return found

    def stays(self, rows: Whole) -> Truth:
        """For each row whether data stays with one legal person, or comes straight from people: then it matters where it is kept."""
        found: Truth = self.same(rows) | (self.ends.exporter[rows] < 0) & (self.tide.from_[rows] < self.ends.people)
        return found

    @cached_property
    def waived(self) -> Whole:
        """For each row a number for the waivers that may name it, by its own id or by an end."""
        return waived(self.tide)

    @cached_property
    def said(self) -> Whole:
        """For each entity a number for all that is said of it but its name."""
        return codes(_SAID(entity) for entity in self.ends.entities)

    @cached_property
    def groups(self) -> tuple[frozenset[int], ...]:
        """For each entity the groups of people from whom it collects directly; the last is for nobody."""
        ends, size = self.ends, max(1, self.ends.people)
        found: list[set[int]] = [set() for _ in (*ends.entities, None)]
        direct = np.flatnonzero((self.tide.from_ < ends.people) & (ends.importer >= 0))
        for pair in np.unique(ends.importer[direct].astype(np.int64) * size + self.tide.from_[direct]).tolist():
            found[pair // size].add(pair % size)
        return tuple(map(frozenset, found))

    @cached_property
    def collects(self) -> Whole:
        """For each entity a number for the groups of people from whom it collects directly; the last is for nobody."""
        return codes(self.groups)

    @cached_property
    def site(self) -> Whole:
        """For each node a number for where it is and whether anybody hosts or runs it; 0 for entities and people."""
        systems, before = self.tide.estate.systems, len(self.tide.estate.outset)
        found = np.zeros(self.tide.estate.nodes, np.int64)
        if len(systems):
            found[before:] = self.sites[systems.sort] + 1
        return found

    @cached_property
    def several(self) -> Truth:
        """For each node whether it is a system that may be in several places."""
        systems, found = self.tide.estate.systems, np.zeros(self.tide.estate.nodes, bool)
        if len(systems):
            found[len(self.tide.estate.outset) :] = np.array([len(s.places) > 1 for s in systems.sorts], bool)[systems.sort]
        return found

    def processes(self, rows: Whole) -> Truth:
        """For each row whether its exporter is a processor. One that gives access for its controller is that controller."""
        sender = self.ends.exporter[rows]
        own = np.append(self.ends.processor, False)[np.maximum(sender, -1)]
        processor = self.says(lambda sort: sort.exporter_role in ("processor", "sub_processor"), rows)
        silent = self.says(lambda sort: sort.exporter_role is None, rows)
        found: Truth = (sender >= 0) & (processor | silent & own)
        return found

    @cached_property
    def only_for_others(self) -> dict[str, Truth]:
        """For each regime that speaks to controllers: whether all controllers that give data to the person at a node are elsewhere."""
        tide, ends, found = self.tide, self.ends, {}
        chosen = [regime for regime in self.asked if (conduct := regime.conduct(tide.on)) and conduct.controllers_only]
        if chosen:
            controlled = np.flatnonzero(~self.processes(np.arange(len(tide.sort))))
            receiver, sender = tide.person[tide.to[controlled]], np.maximum(ends.exporter[controlled], -1)
        for regime in chosen:
            away = np.array([*(_elsewhere(entity, regime, self.law, tide) for entity in ends.entities), False], bool)
            some, inside = np.zeros(tide.estate.nodes, bool), np.zeros(tide.estate.nodes, bool)
            some[receiver] = True
            inside[receiver[~away[sender]]] = True
            found[regime.id] = (some & ~inside)[tide.person]
        return found

    def origin(self, regimes: Iterable[Regime], rows: Whole) -> Whole:
        """What is read of the place where a row starts: all of it where a branch or nobody runs the system, else what some laws ask."""
        tide, ends, systems = self.tide, self.ends, self.tide.estate.systems
        before, start = len(tide.estate.outset), tide.from_[rows]
        branched = np.array([*(bool(entity.branches) for entity in ends.entities), True], bool)
        whole = branched[np.maximum(ends.exporter[rows], -1)] | self.says(lambda sort: sort.branch is not None, rows)
        asking = [regime for regime in regimes if (conduct := regime.conduct(tide.on)) and conduct.own_systems]
        flags = np.zeros(tide.estate.nodes, np.int64)
        if len(systems) and asking:
            told = codes(
                tuple(all(self.law.inside(regime, geo.iso(p), tide.on) is False for p in s.places) for regime in asking)
                for s in systems.sorts
            )
            flags[before:] = told[systems.sort] + 1
        return np.where(whole, self.site[start] + int(flags.max(initial=0)) + 1, flags[start])

    @cached_property
    def allowed(self) -> Whole:
        """For each node a number for the promises of limited access that name it, or who is there."""
        estate, found = self.tide.estate, [np.zeros(self.tide.estate.nodes, bool)]
        for policy in estate.frame.policies:
            if policy.limit_access:
                nodes = [estate.number[name] for name in policy.limit_access.to if name in estate.number]
                entities = [self.ends.number[name] for name in policy.limit_access.to if name in self.ends.number]
                found.append(np.isin(np.arange(estate.nodes), nodes) | np.isin(self.ends.person, entities))
        return whole(*found)

    def reached(self, regime: Regime) -> Whole:
        """For each entity a number for the people inside from whom it collects directly; the last is for nobody."""
        conduct = regime.conduct(self.tide.on)
        people = tuple(self.tide.estate.frame.data_subjects)
        reached = conduct is not None and conduct.reaches_abroad
        near = frozenset(at for at, name in enumerate(people) if reached and self.people_inside(name, regime) is not False)
        return codes(groups & near for groups in self.groups)

    def within(self, regime: Regime) -> Whole:
        """For each entity 1 where it is inside for certain, 0 where it is outside, 2 where nobody knows."""
        places = [self.law.inside(regime, geo.iso(entity.location), self.tide.on) for entity in self.ends.entities]
        return np.array([2 if place is None else int(place) for place in places], np.int64)

    def inside(self, regime: Regime) -> Whole:
        """For each site a number for whether its places are inside."""
        read: dict[int, Hashable] = {0: None}
        for number, sort in zip(self.sites.tolist(), self.tide.estate.systems.sorts, strict=True):
            read[number + 1] = tuple(self.law.inside(regime, geo.iso(place), self.tide.on) for place in sort.places)
        return codes(read[number] for number in range(len(read)))

    def any_of(self, said: Whole, rows: Whole) -> Whole:
        """For each row a number for what is said of the entities of which one exports."""
        sets, one_of = codes([frozenset(said[list(owners)].tolist()) for owners in self.ends.several] + [None]), self.ends.one_of[rows]
        found: Whole = np.where(one_of >= 0, sets[one_of], -1)
        return found

    def where(self, regime: Regime) -> Whole:
        """For each number of a site one for what a regime reads of it: of a place inside not where, unless it closes places."""
        closes = bool(regime.of(Barred, self.tide.on))
        read: dict[int, Hashable] = {0: None}
        for number, sort in zip(self.sites.tolist(), self.tide.estate.systems.sorts, strict=True):
            within = [not closes and (place := geo.iso(p)) and self.law.membership(regime, place, self.tide.on) for p in sort.places]
            places = tuple(None if near else place for near, place in zip(within, sort.places, strict=True))
            read[number + 1] = (places, bool(sort.host), sort.operator is None)
        return codes(read[number] for number in range(len(read)))

    @cached_property
    def sites(self) -> Whole:
        """For each sort of systems a number for where it is and whether anybody hosts or runs it."""
        return codes((s.places, bool(s.host), s.operator is None) for s in self.tide.estate.systems.sorts)

    def as_exporter(self, entity: Entity, inside: int, wide: bool, near: Iterable[Regime]) -> tuple[Hashable, ...]:
        """What a regime reads of an exporter: where it is only if a law asks (`wide`), and whether a law `near` may bind it."""
        place = geo.iso(entity.location)
        where = entity.location if wide or inside == 2 or entity.branches else None
        laws = tuple(self.law.inside(other, place, self.tide.on) for other in near) if inside != 1 else ()
        bound = (entity.subject_to, entity.not_subject_to)
        return (where, laws, inside, standing(entity.role), entity.kind, entity.branches, entity.attributes, *bound)


def standing(role: str | None) -> str | None:
    """A role as far as a law tells it from others."""
    return role if role == "public_authority" else role_group(role)


def _elsewhere(entity: Entity, regime: Regime, law: LawBook, tide: Tide) -> bool:
    return regime.id not in entity.subject_to and law.inside(regime, geo.iso(entity.location), tide.on) is False


def _pairs(ends: Ends, instruments: Instruments) -> set[int]:
    """The pairs of different entities that have an agreement, each as `exporter * entities + importer`."""
    size, found = len(ends.entities), set[int]()
    for agreement in instruments.map.agreements.values():
        sides = [[*agreement.parties, *getattr(agreement, side)] for side in (EXPORTERS, IMPORTERS)]
        senders, receivers = ({ends.number[party.entity] for party in side} for side in sides)
        found.update(one * size + other for one in senders for other in receivers if one != other)
    return found
