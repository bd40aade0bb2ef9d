"""Rows of an estate of which a regime reads the same, as one class.

What is read of a row but its data: its sort, who exports and who imports (by what is said of an entity, not by its name),
whether both are one person, where the system is at which it ends, and the instruments at hand. Where an answer names the
two parties themselves (an instrument, a number of people, a waiver), they are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from operator import attrgetter

import numpy as np

from datamap import geo
from datamap.assessment.estates.coding import codes, firsts, together
from datamap.assessment.estates.ends import Ends
from datamap.assessment.instruments import EXPORTERS, IMPORTERS, Instruments
from datamap.flow.arcs import Truth, Whole
from datamap.flow.tide import Tide
from datamap.law import LawBook, Regime
from datamap.model import Entity
from datamap.model.estate import OWN

_SAID = attrgetter(*(name for name in Entity.model_fields if name not in OWN))


@dataclass(frozen=True, eq=False)
class Fold:
    """Classes of rows: `of[row]` is the class of a row, `first[c]` the first row of a class (places among the rows of the day)."""

    of: Whole
    first: Whole

    def __len__(self) -> int:
        return len(self.first)


def fold(tide: Tide, ends: Ends, regimes: Iterable[Regime], law: LawBook, instruments: Instruments) -> Fold:
    """The classes of the rows of a day under some regimes."""
    estate, frame, sort = tide.estate, tide.estate.frame, tide.sort
    chosen = list(regimes)
    said = codes(_SAID(entity) for entity in ends.entities)
    collects = _collects(tide, ends)
    others = only_for_others(tide, ends, chosen, law)
    sender = together([said, collects]) if len(said) else said
    named = _offered(ends, sort, instruments)
    counted = np.array([s.volume is not None for s in ends.sorts], bool)[sort]
    apart = (named > 0) | counted
    columns = [
        sort,
        _of(sender, ends.exporter, tide.from_ < ends.people, tide.from_),
        _of(said, ends.importer, tide.to < ends.people, tide.to),
        np.where(ends.exporter < 0, ends.exporter, -1) + 2,
        _several(ends),
        (ends.exporter == ends.importer) & (ends.exporter >= 0) | (ends.exporter < 0) & (tide.from_ == tide.to),
        _site(tide)[tide.to],
        _origin(tide, ends, chosen, law),
        named,
        np.where(apart, ends.exporter, -1),
        np.where(apart, ends.importer, -1),
        _single(tide, frame.waivers),
        _allowed(tide, ends),
        tide.implied,
        *(column[holders(tide)[tide.from_]] for column in others.values()),
    ]
    of = together([np.asarray(column).astype(np.int64) for column in columns]) if len(sort) else np.zeros(0, np.int64)
    return Fold(of, firsts(of, int(of.max(initial=-1)) + 1))


def _of(said: Whole, entity: Whole, people: Truth, node: Whole) -> Whole:
    """A party by what is said of it: an entity by its sort, people by who they are, and others together."""
    found = np.full(len(entity), -1, np.int64)
    known = entity >= 0
    found[known] = said[entity[known]]
    persons = people & ~known
    found[persons] = node[persons] + int(said.max(initial=0)) + 1
    return found


def _several(ends: Ends) -> Whole:
    """A number for the entities of which one exports, where the map does not say which."""
    found = np.full(len(ends.exporter), -1, np.int64)
    known: dict[tuple[int, ...], int] = {}
    for row, owners in ends.candidates.items():
        found[row] = known.setdefault(owners, len(known))
    return found


def _collects(tide: Tide, ends: Ends) -> Whole:
    """A number for the groups of people from whom an entity collects directly."""
    found: list[set[int]] = [set() for _ in ends.entities]
    direct = np.flatnonzero((tide.from_ < ends.people) & (ends.importer >= 0))
    pairs = np.unique(ends.importer[direct].astype(np.int64) * max(1, ends.people) + tide.from_[direct])
    for pair in pairs.tolist():
        found[pair // max(1, ends.people)].add(pair % max(1, ends.people))
    return codes(frozenset(groups) for groups in found)


def only_for_others(tide: Tide, ends: Ends, regimes: Iterable[Regime], law: LawBook) -> dict[str, Truth]:
    """For each regime that speaks to controllers, and each node: whether all controllers that give data to the person there are elsewhere."""
    found: dict[str, Truth] = {}
    chosen = [regime for regime in regimes if (conduct := regime.conduct(tide.on)) and conduct.controllers_only]
    if not chosen:
        return found
    receiver = holders(tide)[tide.to]
    controls = ~_exports_as_processor(tide, ends)
    for regime in chosen:
        away = np.array([_elsewhere(entity, regime, law, tide) for entity in ends.entities], bool)
        outside = np.zeros(len(receiver), bool)
        known = ends.exporter >= 0
        outside[known] = away[ends.exporter[known]]
        some, inside = np.zeros(tide.estate.nodes, bool), np.zeros(tide.estate.nodes, bool)
        some[receiver[controls]] = True
        inside[receiver[controls & ~outside]] = True
        found[regime.id] = some & ~inside
    return found


def holders(tide: Tide) -> Whole:
    """For each node the one of the person there: the operator of a system, else the node itself."""
    return np.where(tide.operator >= 0, tide.operator, np.arange(tide.estate.nodes))


def _exports_as_processor(tide: Tide, ends: Ends) -> Truth:
    """For each row whether its exporter is a processor. One that gives access for its controller is that controller."""
    own = np.zeros(len(ends.exporter), bool)
    known = ends.exporter >= 0
    own[known] = ends.processor[ends.exporter[known]]
    roles = np.array([{None: 0, "processor": 2, "sub_processor": 2}.get(s.exporter_role, 1) for s in ends.sorts], np.int8)[tide.sort]
    found: Truth = known & ((roles == 2) | (roles == 0) & own)
    return found


def _elsewhere(entity: Entity, regime: Regime, law: LawBook, tide: Tide) -> bool:
    return regime.id not in entity.subject_to and law.inside(regime, geo.iso(entity.location), tide.on) is False


def _offered(ends: Ends, sort: Whole, instruments: Instruments) -> Whole:
    """A number for the agreements at hand in a row: 0 for none that anybody named, more for each set of them."""
    said = codes([None, *(s.agreements if s.agreements not in ((), "unknown") else None for s in ends.sorts)])[1:]
    found: Whole = said[sort].copy()
    pairs = _pairs(ends, instruments)
    silent = np.array([s.agreements is None for s in ends.sorts], bool)[sort] & (ends.exporter >= 0) & (ends.importer >= 0)
    if pairs and silent.any():
        size = len(ends.entities)
        keys = np.array(sorted(pairs), np.int64)
        asked = ends.exporter[silent] * size + ends.importer[silent]
        at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        found[silent] = np.where(keys[at] == asked, int(said.max(initial=0)) + 1 + at, 0)
    return found


def _pairs(ends: Ends, instruments: Instruments) -> set[int]:
    """The pairs of different entities that have an agreement, each as `exporter * entities + importer`."""
    size, found = len(ends.entities), set[int]()
    for agreement in instruments.map.agreements.values():
        sides = [[*agreement.parties, *getattr(agreement, side)] for side in (EXPORTERS, IMPORTERS)]
        senders, receivers = ({ends.number[party.entity] for party in side} for side in sides)
        found.update(one * size + other for one in senders for other in receivers if one != other)
    return found


def _site(tide: Tide) -> Whole:
    """For each node a number for where it is and whether anybody hosts it; 0 for entities and people."""
    sorts = tide.estate.systems.sorts
    before = len(tide.estate.outset)
    found = np.zeros(tide.estate.nodes, np.int64)
    if len(tide.estate.systems):
        found[before:] = codes((s.places, bool(s.host), s.operator is None) for s in sorts)[tide.estate.systems.sort] + 1
    return found


def _origin(tide: Tide, ends: Ends, regimes: list[Regime], law: LawBook) -> Whole:
    """What is read of the place where a row starts: all of it where a branch or nobody runs the system, else what some laws ask."""
    site, systems = _site(tide)[tide.from_], tide.estate.systems
    before = len(tide.estate.outset)
    branched = np.array([bool(entity.branches) for entity in ends.entities], bool)
    whole = ends.exporter < 0
    whole |= np.array([s.branch is not None for s in ends.sorts], bool)[tide.sort]
    known = ~whole
    whole[known] = branched[ends.exporter[known]]
    asking = [regime for regime in regimes if (conduct := regime.conduct(tide.on)) and conduct.own_systems]
    flags = np.zeros(tide.estate.nodes, np.int64)
    if len(systems):
        told = codes(
            (True, *(all(law.inside(regime, geo.iso(p), tide.on) is False for p in s.places) for regime in asking)) for s in systems.sorts
        )
        flags[before:] = told[systems.sort] + 1
    return np.where(whole, site + int(flags.max(initial=0)) + 1, flags[tide.from_])


def _single(tide: Tide, waivers: Iterable[object]) -> Whole:
    """A number of its own for each row that a waiver may name, by its own id or by an end; -1 for all others."""
    names = {getattr(waiver, "finding", "").partition("@")[2].partition("/")[0] for waiver in waivers} - {""}
    found = np.full(len(tide.rows), -1, np.int64)
    if not names:
        return found
    estate = tide.estate
    nodes = np.array([any(fnmatchcase(estate.name(node), name) for name in names) for node in range(estate.nodes)], bool)
    met = np.flatnonzero(nodes[tide.to] | nodes[tide.from_])
    found[met] = met
    if estate.rows.ids is None and not any(".." in name or "*" in name for name in names):
        return found
    for place, row in enumerate(tide.rows.tolist()):
        if any(fnmatchcase(estate.id(row), name) for name in names):
            found[place] = place
    return found


def _allowed(tide: Tide, ends: Ends) -> Whole:
    """A number for the promises of limited access that name the end of a row, or who reads there."""
    frame, found = tide.estate.frame, np.zeros(len(tide.rows), np.int64)
    for at, policy in enumerate(p for p in frame.policies if p.limit_access):
        assert policy.limit_access is not None
        nodes = [tide.estate.number[name] for name in policy.limit_access.to if name in tide.estate.number]
        entities = [ends.number[name] for name in policy.limit_access.to if name in ends.number]
        met = np.isin(tide.to, nodes) | np.isin(ends.importer, entities)
        found |= met.astype(np.int64) << min(at, 60)
    return found
