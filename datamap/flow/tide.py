"""Where the data of an estate goes on a day: the same answers as `Network`, from columns to columns."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from datamap.flow.arcs import Arcs, Truth, Whole, Words, filled, grouped
from datamap.flow.engine import Reach, solve
from datamap.flow.tags import Tags
from datamap.flow.undertow import unfed
from datamap.model import Transfer
from datamap.model.columns import moved
from datamap.model.estate import Estate


@dataclass(frozen=True, eq=False)
class Naming:
    """What rows name: `masks[kind[row]]` is the set of labels that a row passes on of what its source holds.

    `stated` has the keys as they are written, one set for each kind, and `whom` the groups of people, so that what is
    claimed can be told; `free` kinds name nobody, and are about all whose data their source holds.
    """

    kind: Whole
    masks: Words
    stated: Words
    whom: Truth
    free: Truth


class Tide:
    """The rows of an estate that exist on a day, and what travels along them.

    `rows` are the numbers of the rows that exist; every other array has one entry for each of them, or for each node.
    """

    def __init__(self, estate: Estate, on: date) -> None:
        self.estate, self.on = estate, on
        rows = estate.rows
        there = np.array([sort.on(on) for sort in rows.sorts], bool)
        self.rows: Whole = np.flatnonzero(there[rows.sort]) if len(rows.sorts) else np.zeros(0, np.int64)
        self.from_, self.to = rows.from_[self.rows], rows.to[self.rows]
        self.sort = rows.sort[self.rows]
        people = tuple(estate.frame.data_subjects)
        drops = {key for sort in rows.sorts for key in sort.drops}
        self.tags = Tags({*rows.keys, *drops}, people)
        self.naming = _naming(estate, self.tags, self.rows, self.from_, self.sort)
        self.implied: Truth = self.rows >= estate.stated
        self.sure: Truth = np.array([sort.evidence != "inferred" for sort in rows.sorts], bool)[self.sort]
        self.operator = _operators(estate)
        self._settle()

    def moved(self, on: date) -> Tide:
        """The same on another day on which the same rows exist."""
        found = copy(self)
        found.on = on
        return found

    # the graph

    @cached_property
    def _lent(self) -> Whole:
        """The rows into systems whose operator passes data on itself: what they bring is at its disposal too."""
        sending = np.zeros(self.estate.nodes, bool)
        sending[self.from_] = True
        owner = self.operator[self.to]
        return np.flatnonzero((owner >= 0) & sending[owner] & (owner != self.from_))

    @cached_property
    def arcs(self) -> Arcs:
        """An arc for each row, in their order, then those into operators."""
        lent, kind = self._lent, self.naming.kind
        src = np.concatenate([self.from_, self.from_[lent]])
        dst = np.concatenate([self.to, self.operator[self.to[lent]]])
        return Arcs(self.estate.nodes, src, dst, np.concatenate([kind, kind[lent]]), self.naming.masks)

    @cached_property
    def leaving(self) -> tuple[Whole, Whole]:
        """The places of the rows by the node from which they start: where those of each node begin, and all in this order."""
        out = self.arcs.out
        if len(self.arcs) == len(self.rows):
            return out.starts, out.arcs
        return grouped(self.from_, self.estate.nodes)

    @cached_property
    def person(self) -> Whole:
        """For each node the one of the person there: the operator of a system, else the node itself."""
        return np.where(self.operator >= 0, self.operator, np.arange(self.estate.nodes, dtype=np.int32))

    @cached_property
    def holder(self) -> Whole:
        """For each row the node of the person where it starts."""
        found: Whole = self.person[self.from_]
        return found

    def row_of(self, arc: int) -> int:
        """The place, among `rows`, of the row of an arc."""
        return arc if arc < len(self.rows) else int(self._lent[arc - len(self.rows)])

    def _only(self, kept: Truth) -> Arcs:
        arcs, lent = self.arcs, self._lent
        of = np.flatnonzero(np.concatenate([kept, kept[lent]]))
        return Arcs(arcs.nodes, arcs.src[of], arcs.dst[of], arcs.rows[of], arcs.table)

    def disposed(self, start: Words) -> Words:
        """What starts where, with what operators have at their disposal."""
        given = start.copy()
        lenders = np.flatnonzero(self.operator >= 0)
        np.bitwise_or.at(given, self.operator[lenders], start[lenders])
        return given

    # what starts where

    def _settle(self) -> None:
        """Settle claims as `claims.settle` does, first without the rows that are only inferred."""
        start = self._own(self.sure)
        self.unexplained = np.zeros_like(start)
        """Shape (nodes, words): what is taken to be at a node because a row names it and nothing brings it there."""
        start, self._reach = self._explain(self.arcs if self.sure.all() else self._only(self.sure), start, self.sure)
        if not self.sure.all():
            every = np.ones(len(self.rows), bool)
            start, self._reach = self._explain(self.arcs, start | self._own(every), every)
        self.start = start
        """Shape (nodes, words): what each node has at the outset."""
        self.held: Words = self._reach.held
        """Shape (nodes, words): what each node holds in the end, with what is at its disposal."""

    def _own(self, which: Truth) -> Words:
        """What people hold of themselves: all that these rows take from them."""
        start = np.zeros((self.estate.nodes, self.tags.words), np.uint64)
        taking = np.flatnonzero(which & (self.from_ < len(self.tags.groups) - 1))
        full = self.tags.downward(self.naming.stated)
        for person in np.unique(self.from_[taking]).tolist():
            kinds = np.unique(self.naming.kind[taking[self.from_[taking] == person]])
            mine = kinds[self.naming.whom[kinds, person]]
            if len(mine):
                start[person, self.tags.run(person)] |= np.bitwise_or.reduce(full[mine], axis=0)
        return start

    def _claims(self, which: Truth) -> tuple[Words, Words]:
        """What the sources of rows are said to hold: keys of declared people, and keys of whomever it may be."""
        tags, naming = self.tags, self.naming
        made = np.flatnonzero(which & ~self.implied)
        sources, kinds = self.from_[made], naming.kind[made]
        claimed = np.zeros((self.estate.nodes, tags.words), np.uint64)
        free = np.zeros((self.estate.nodes, tags.wide), np.uint64)
        for word in range(tags.wide):
            said = naming.stated[kinds, word]
            loose = naming.free[kinds]
            np.bitwise_or.at(free[:, word], sources[loose], said[loose])
            for group in np.flatnonzero(naming.whom.any(axis=0)).tolist():
                mine = naming.whom[kinds, group] & (sources != group)
                np.bitwise_or.at(claimed[:, group * tags.wide + word], sources[mine], said[mine])
        return claimed, free

    def _explain(self, arcs: Arcs, start: Words, which: Truth) -> tuple[Words, Reach]:
        tags = self.tags
        claimed, free = self._claims(which)
        claimed &= ~self.unexplained
        reach, came = self._spread(arcs, start)
        while True:
            claimed, free = claimed & ~came, free & ~_anyone(came, tags)
            if not (claimed.any() or free.any()):
                return start, reach
            _, came = self._spread(arcs, start | self._given(claimed, free), reach)
            first, loose = claimed & ~came, free & ~_anyone(came, tags)
            if not (first.any() or loose.any()):
                first, loose = unfed(arcs, self.operator, tags, claimed, free)
            given = self._given(first, loose)
            start = start | given
            self.unexplained |= given
            claimed, free = claimed & ~first, free & ~loose
            reach, came = self._spread(arcs, start, reach)

    def _given(self, claimed: Words, free: Words) -> Words:
        """What is taken to be held where nothing explains a claim."""
        given = self.tags.each(claimed, "downward") if self.tags.nested else claimed.copy()
        given[:, self.tags.run(len(self.tags.groups) - 1)] |= self.tags.downward(free)
        return given

    def _spread(self, arcs: Arcs, start: Words, after: Reach | None = None) -> tuple[Reach, Words]:
        """What spreads, and the keys of which rows, or systems at its disposal, bring something to each node (more than before)."""
        reach = solve(arcs, self.disposed(start), kept=False, after=after)
        came = reach.arrivals()
        lenders = np.flatnonzero(self.operator >= 0)
        np.bitwise_or.at(came, self.operator[lenders], start[lenders])
        return reach, self.tags.each(came, "upward")

    # what travels

    @cached_property
    def carried(self) -> Words:
        """What each row really passes on, as narrow as what travels, shape (rows, words)."""
        found = self.held[self.from_]
        found &= self.naming.masks[self.naming.kind]
        return self.tags.each(found, "listed")

    @cached_property
    def gaps(self) -> Words:
        """Of what each row passes on, what nothing explains at its source, shape (rows, words)."""
        found: Words = self.unexplained[self.from_] & self.carried
        return found

    @cached_property
    def with_gaps(self) -> Whole:
        """The places of the rows that carry something that nothing explains."""
        return np.flatnonzero(filled(self.gaps))

    @cached_property
    def gap_of(self) -> Whole:
        """For each row its place among those `with_gaps`, -1 where it is none of them."""
        found = np.full(len(self.rows), -1, np.int32)
        found[self.with_gaps] = np.arange(len(self.with_gaps))
        return found

    def chain(self, node: int, label: int) -> tuple[int, ...]:
        """The places, among `rows`, of the shortest chain that brings a label to a node; empty where it starts there."""
        return tuple(self.row_of(arc) for arc in self._reach.witness(node, label) or ())


def _anyone(came: Words, tags: Tags) -> Words:
    """The keys of which something about anybody came, shape (nodes, wide)."""
    found: Words = np.bitwise_or.reduce(came.reshape(len(came), len(tags.groups), tags.wide), axis=1)
    return found


def _operators(estate: Estate) -> Whole:
    """For each node the number of the entity that operates it, -1 where none does."""
    before, systems = len(estate.outset), estate.systems
    number = {name: at for at, name in enumerate(estate.outset)}
    of_sort = np.array([number[sort.operator] if sort.operator else -1 for sort in systems.sorts], np.int32)
    found = np.full(estate.nodes, -1, np.int32)
    if len(systems):
        found[before:] = of_sort[systems.sort]
    return found


def _naming(estate: Estate, tags: Tags, rows: Whole, from_: Whole, sort: Whole) -> Naming:
    """What each row names, worked out once for each set of categories, sort and people that occur together."""
    people = len(tags.groups) - 1
    person = np.where(from_ < people, from_ + 1, 0)
    said: dict[tuple[object, ...], int] = {}
    of_sort = np.array([said.setdefault(_said(s), len(said)) for s in estate.rows.sorts], np.int64)
    sets = estate.rows.sets[rows].astype(np.int64)
    wide = max(1, len(estate.rows.bits))
    code = (of_sort[sort] * (people + 1) + person) * wide + sets if len(rows) else sets
    if len(said) * (people + 1) * wide <= 4 * len(rows):
        seen = np.zeros(len(said) * (people + 1) * wide, bool)
        seen[code] = True
        codes = np.flatnonzero(seen)
        place = np.zeros(len(seen), np.int32)
        place[codes] = np.arange(len(codes))
        kind: Whole = place[code]
    else:
        codes, kind = np.unique(code, return_inverse=True)
        kind = kind.astype(np.int32)
    written = moved(estate.rows, tags.keys)[codes % wide] if len(codes) else np.zeros((0, tags.wide), np.uint64)
    which, whose = codes // wide // (people + 1), codes // wide % (people + 1)
    masks = np.zeros((len(codes), tags.words), np.uint64)
    whom = np.zeros((len(codes), len(tags.groups)), bool)
    free = np.zeros(len(codes), bool)
    for (drops, anonymised, subjects), number in said.items():
        for group in np.unique(whose[which == number]).tolist():
            mine = np.flatnonzero((which == number) & (whose == group))
            about = [tags.groups.index(name) for name in subjects] or ([group - 1] if group else [])  # type: ignore[attr-defined]
            whom[np.ix_(mine, np.array(about, np.int64))] = True
            free[mine] = not about
            if not anonymised:
                passing = tags.downward(written[mine]) & ~tags.naming(drops)  # type: ignore[arg-type]
                for one in about or range(len(tags.groups)):
                    masks[mine, tags.run(one)] = passing
    return Naming(kind, masks if len(codes) else np.zeros((1, tags.words), np.uint64), written, whom, free)


def _said(sort: Transfer) -> tuple[object, ...]:
    return (sort.drops, sort.anonymised, sort.data_subjects)
