"""Who exports and who imports in each row of an estate, as numbers of entities."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from datamap.assessment.controllers import Inflow
from datamap.assessment.estates.coding import firsts, whole
from datamap.assessment.parties import role_group
from datamap.flow.arcs import Arcs, Truth, Whole, Words
from datamap.flow.engine import solve
from datamap.flow.tide import Tide
from datamap.model import Transfer

SEVERAL = -2
"""Stands for an exporter that is one of several entities."""

EXACT = 20_000
"""Rows up to which the controllers behind a processor are told apart by the data that they gave it."""

LIMIT = 100
"""Rows that are looked at in search of one processor's controllers."""


class Ends:
    """The parties of the rows of a day. Entities are counted in the order of the map; -1 is no entity that the map names.

    Where a processor gives access, the controller whose data it holds exports. In an estate of more than `exact` rows the
    controllers behind a processor are not told apart by data: where there are several, one of them exports.
    """

    def __init__(self, tide: Tide, exact: int = EXACT) -> None:
        self.exact = exact
        self.tide, self.estate = tide, tide.estate
        frame = self.estate.frame
        self.entities = tuple(frame.entities.values())
        self.number = {entity.id: at for at, entity in enumerate(self.entities)}
        self.people = len(frame.data_subjects)
        self.sorts: tuple[Transfer, ...] = self.estate.rows.sorts
        nodes = np.arange(self.estate.nodes)
        direct = np.where((nodes >= self.people) & (nodes < self.people + len(self.entities)), nodes - self.people, -1)
        self.person: Whole = np.where(tide.operator >= 0, tide.operator - self.people, direct)
        """For each node the entity behind it."""
        self.importer: Whole = self.person[tide.to]
        self.several: tuple[tuple[int, ...], ...] = ()
        """Sets of entities of which one exports."""
        self.one_of: Whole = np.full(len(tide.rows), -1, np.int64)
        """For each row the set of entities of which one exports, -1 where the map says who does."""
        self.exporter: Whole = self._exporters()

    def candidates(self, row: int) -> tuple[int, ...]:
        """The entities of which one exports in a row; none where the map says who does."""
        return self.several[self.one_of[row]] if self.one_of[row] >= 0 else ()

    @cached_property
    def processor(self) -> Truth:
        """For each entity whether it is a processor of its own."""
        return np.array([role_group(entity.role) == "processor" for entity in self.entities], bool)

    @cached_property
    def sends_as_processor(self) -> Truth:
        """For each row whether the entity where it starts acts as a processor."""
        kinds = {None: 0, "controller": 1, "processor": 2}
        roles = np.array([kinds[role_group(sort.exporter_role)] for sort in self.sorts], np.int8)[self.tide.sort]
        entity = self.person[self.tide.from_]
        known = entity >= 0
        own = np.zeros(len(entity), bool)
        own[known] = self.processor[entity[known]]
        found: Truth = (roles == 2) | (roles == 0) & own
        return found

    @cached_property
    def unknown_role(self) -> Truth:
        """For each entity whether nobody says its role."""
        return np.array([entity.role is None for entity in self.entities], bool)

    def _exporters(self) -> Whole:
        found = self.person[self.tide.from_].copy()
        behalf = np.array([self.number[sort.on_behalf_of] if sort.on_behalf_of else -1 for sort in self.sorts], np.int64)
        given = behalf[self.tide.sort] if len(self.sorts) else found
        found = np.where(given >= 0, given, found)
        reads = np.array([sort.kind == "remote_access" for sort in self.sorts], bool)[self.tide.sort]
        own_reader = np.array([sort.importer_role for sort in self.sorts], object)
        subs = np.array([role == "sub_processor" for role in own_reader], bool)[self.tide.sort]
        silent = np.array([role is None for role in own_reader], bool)[self.tide.sort]
        below = np.array([entity.role == "sub_processor" for entity in self.entities], bool)
        known = self.importer >= 0
        sub = subs.copy()
        sub[known] |= silent[known] & below[self.importer[known]]
        asked = np.flatnonzero(reads & (given < 0) & (found >= 0) & self.sends_as_processor & ~sub & (found != self.importer))
        which, lists = self._owners(asked, found[asked])
        some = np.array([len(owners) for owners in lists], np.int64)[which]
        several = [number for number, owners in enumerate(lists) if len(owners) > 1]
        self.several = tuple(lists[number] for number in several)
        self.one_of[asked[some > 1]] = np.searchsorted(several, which[some > 1])
        found[asked[some > 1]] = SEVERAL
        alone = some == 1
        only = np.array([owners[0] if owners else -1 for owners in lists], np.int64)[which]
        alone &= only != self.importer[asked]
        found[asked[alone]] = only[alone]
        return found

    def _owners(self, rows: Whole, processors: Whole) -> tuple[Whole, list[tuple[int, ...]]]:
        """The controllers whose data processors hold that give access: for each row a number, and by number the controllers, by id."""
        numbers: dict[tuple[int, ...], int] = {}
        if len(self.tide.rows) <= self.exact or not len(rows):
            told = [self._sorted(owners or ()) for owners in self._inflow.controllers(rows, processors)]
            return np.array([numbers.setdefault(owners, len(numbers)) for owners in told], np.int64), list(numbers)
        start = self.tide.from_[rows]
        reach, given = self._behind
        behind = reach[processors + self.people] | reach[start]
        of = whole(*(np.unique(word, return_inverse=True)[1] for word in behind.T))
        sets = behind[firsts(of, int(of.max()) + 1)]
        lists = [self._sorted(np.flatnonzero(_unpacked(one)).tolist()) for one in sets]
        number_of = np.array([numbers.setdefault(owners, len(numbers)) for owners in lists], np.int64)
        which: Whole = number_of[of]
        ours = self._inflow.below[self.tide.naming.kind[rows]]
        shared: Truth = np.any(ours & (given[processors + self.people] | given[start]), axis=1)
        doubtful = np.flatnonzero(~shared & np.array([bool(owners) for owners in lists], bool)[of])
        told_apart = self._inflow.controllers(rows[doubtful], processors[doubtful], LIMIT)
        for at, found in zip(doubtful.tolist(), told_apart, strict=True):
            owners = self._sorted({*lists[of[at]], int(processors[at])} if found is None else found)
            which[at] = numbers.setdefault(owners, len(numbers))
        return which, list(numbers)

    def _sorted(self, owners: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(owners, key=lambda number: self.entities[number].id))

    @cached_property
    def _inflow(self) -> Inflow:
        tide, tags = self.tide, self.tide.tags
        behalf = np.array([self.number[sort.on_behalf_of] if sort.on_behalf_of else -1 for sort in self.sorts], np.int64)[tide.sort]
        sender = np.where(behalf >= 0, behalf, self.person[tide.from_])
        silent = np.append(self.unknown_role, True)[sender]
        silent &= (behalf >= 0) | np.array([sort.exporter_role is None for sort in self.sorts], bool)[tide.sort]
        processes = np.where(behalf >= 0, np.append(self.processor, False)[behalf], self.sends_as_processor)
        controls = (sender >= 0) & ~silent & ~processes
        stated, below = tide.naming.stated, tags.downward(tide.naming.stated)
        return Inflow(self.estate.nodes, self.people, tide.from_, tide.to, sender, controls, tide.naming.kind, stated, below)

    @cached_property
    def _behind(self) -> tuple[Words, Words]:
        """For each node the controllers whose data may be there, and the keys (with those above) that controllers gave straight to it."""
        inflow, tags, nodes = self._inflow, self.tide.tags, self.estate.nodes
        controls, passing = inflow.controls, ~inflow.controls & (inflow.sender >= 0)
        sender, given_by = inflow.sender[passing] + self.people, inflow.sender[controls]
        start = np.zeros((nodes, max(1, -(-len(self.entities) // 64))), np.uint64)
        np.bitwise_or.at(start, (inflow.to[controls], given_by // 64), np.uint64(1) << (given_by % 64).astype(np.uint64))
        given = np.zeros((nodes, tags.wide), np.uint64)
        stated = tags.downward(tags.upward(inflow.stated))
        for word in range(tags.wide):
            np.bitwise_or.at(given[:, word], inflow.to[controls], stated[inflow.kind[controls], word])
        apart = sender != inflow.from_[passing]
        src = np.concatenate([inflow.from_[passing], sender[apart]]).astype(np.int32)
        dst = np.concatenate([inflow.to[passing], inflow.to[passing][apart]])
        every = np.full((1, start.shape[1]), ~np.uint64(0))
        return solve(Arcs(nodes, src, dst, np.zeros(len(src), np.uint16), every), start, kept=False).held, given


def _unpacked(words: Words) -> Truth:
    return np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little").astype(bool)
