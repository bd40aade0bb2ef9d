"""Who exports and who imports in each row of an estate, as numbers of entities."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from datamap.assessment.parties import role_group
from datamap.flow.arcs import Arcs, Truth, Whole, Words, unpacked
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
        """The controllers whose data processors hold that give access: for each row a number, and by number the controllers."""
        numbers: dict[tuple[int, ...], int] = {}
        if len(self.tide.rows) <= self.exact or not len(rows):
            told = [self._controllers(row, here) or () for row, here in zip(rows.tolist(), processors.tolist(), strict=True)]
            return np.array([numbers.setdefault(owners, len(numbers)) for owners in told], np.int64), list(numbers)
        start = self.tide.from_[rows]
        reach, given = self._behind
        behind = reach[processors + self.people] | reach[start]
        ours = self.tide.naming.stated[self.tide.naming.kind[rows]]
        shared: Truth = np.any(self.tide.tags.downward(ours) & (given[processors + self.people] | given[start]), axis=1)
        sets, of = np.unique(behind, axis=0, return_inverse=True)
        lists = [tuple(sorted(np.flatnonzero(_unpacked(one)).tolist(), key=lambda n: self.entities[n].id)) for one in sets]
        number_of = np.array([numbers.setdefault(owners, len(numbers)) for owners in lists], np.int64)
        which: Whole = number_of[of.ravel()]
        for at in np.flatnonzero(~shared & np.array([bool(owners) for owners in lists], bool)[of.ravel()]).tolist():
            row, here = int(rows[at]), int(processors[at])
            owners = self._controllers(row, here)
            if owners is None:
                owners = tuple(sorted({*lists[of.ravel()[at]], here}))
            which[at] = numbers.setdefault(owners, len(numbers))
        return which, list(numbers)

    @cached_property
    def _behind(self) -> tuple[Words, Words]:
        """For each node the controllers whose data may be there, and the keys (with those above) that controllers gave straight to it."""
        tide, tags = self.tide, self.tide.tags
        behalf = np.array(self._behalf, np.int64)[tide.sort]
        sender = np.where(behalf >= 0, behalf, self.person[tide.from_])
        known = sender >= 0
        silent = np.zeros(len(sender), bool)
        silent[known] = self.unknown_role[sender[known]]
        spoken = np.array([sort.exporter_role is not None and not sort.on_behalf_of for sort in self.sorts], bool)[tide.sort]
        processes = self.sends_as_processor & (behalf < 0)
        processes[behalf >= 0] = self.processor[behalf[behalf >= 0]]
        controls = known & ~processes & (~silent | spoken)
        passing = known & ~controls
        start = np.zeros((self.estate.nodes, max(1, -(-len(self.entities) // 64))), np.uint64)
        bits = np.uint64(1) << (sender % 64).astype(np.uint64)
        np.bitwise_or.at(start, (tide.to[controls], sender[controls] // 64), bits[controls])
        given = np.zeros((self.estate.nodes, tags.wide), np.uint64)
        stated = tags.downward(tags.upward(tide.naming.stated))
        for word in range(tags.wide):
            np.bitwise_or.at(given[:, word], tide.to[controls], stated[tide.naming.kind[controls], word])
        src = np.concatenate([tide.from_[passing], sender[passing] + self.people]).astype(np.int32)
        dst = np.concatenate([tide.to[passing], tide.to[passing]])
        pairs = np.unique(src.astype(np.int64) * self.estate.nodes + dst)
        src, dst = (pairs // self.estate.nodes).astype(np.int32), (pairs % self.estate.nodes).astype(np.int32)
        every = np.full((1, start.shape[1]), ~np.uint64(0))
        arcs = Arcs(self.estate.nodes, src, dst, np.zeros(len(src), np.int32), every)
        return solve(arcs, start, kept=False).held, given

    @cached_property
    def _into(self) -> tuple[Whole, Whole]:
        """The rows by the node where they end."""
        order = np.argsort(self.tide.to, kind="stable")
        starts = np.zeros(self.estate.nodes + 1, np.int64)
        np.cumsum(np.bincount(self.tide.to, minlength=self.estate.nodes), out=starts[1:])
        return starts, order

    @cached_property
    def _behalf(self) -> list[int]:
        return [self.number[sort.on_behalf_of] if sort.on_behalf_of else -1 for sort in self.sorts]

    @cached_property
    def _known(self) -> dict[tuple[int, int, int], tuple[int, ...] | None]:
        return {}

    def _controllers(self, row: int, processor: int) -> tuple[int, ...] | None:
        """The controllers whose data a processor holds where a row starts, behind other processors too, sorted by id.

        None where it takes too long to tell.
        """
        start, kind = int(self.tide.from_[row]), int(self.tide.naming.kind[row])
        key = (start, processor, kind)
        if key not in self._known:
            found = self._search([processor + self.people, start], kind)
            self._known[key] = None if found is None else tuple(sorted(found, key=lambda number: self.entities[number].id))
        return self._known[key]

    @cached_property
    def _below(self) -> Words:
        """What kinds of rows name, with all below."""
        return self.tide.tags.downward(self.tide.naming.stated)

    @cached_property
    def _named(self) -> dict[int, tuple[int, int]]:
        return {}

    def _names(self, kind: int) -> tuple[int, int]:
        """What a kind of rows names, and that with all below, each as the bits of a number."""
        found = self._named.get(kind)
        if found is None:
            found = self._named[kind] = (unpacked(self.tide.naming.stated[kind]), unpacked(self._below[kind]))
        return found

    def _search(self, waiting: list[int], kind: int) -> set[int] | None:
        tide, (starts, order), kinds = self.tide, self._into, self.tide.naming.kind
        ours, ours_below = self._names(kind)
        found: set[int] = set()
        seen: set[int] = set()
        looked = 0
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            before = order[starts[node] : starts[node + 1]]
            looked += len(before)
            if looked > LIMIT and len(tide.rows) > self.exact:
                return None
            for one, named in zip(before.tolist(), kinds[before].tolist(), strict=True):
                theirs, below = self._names(named)
                if not (theirs & ours_below or below & ours):
                    continue
                behalf = self._behalf[tide.sort[one]]
                if behalf >= 0:
                    sender, processes = behalf, bool(self.processor[behalf])
                    silent = bool(self.unknown_role[behalf])
                else:
                    sender, processes = int(self.person[tide.from_[one]]), bool(self.sends_as_processor[one])
                    silent = sender >= 0 and bool(self.unknown_role[sender]) and self.sorts[tide.sort[one]].exporter_role is None
                if sender >= 0 and not processes and not silent:
                    found.add(sender)
                elif sender >= 0:
                    waiting += [sender + self.people, int(tide.from_[one])]
        return found


def _unpacked(words: Words) -> Truth:
    return np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little").astype(bool)
