"""Legs as arcs: names become integers, and what each leg passes on becomes a mask.

What a system holds is at its operator's disposal. So a leg into a system has a second arc, into the operator, and what
starts at a system starts at its operator too; a step from a system to its operator thus costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from datamap.flow.arcs import Arcs, Truth, Whole, Words, packed
from datamap.flow.labels import Labels, about
from datamap.model import DataMap, Leg


@dataclass(frozen=True, eq=False)
class Wiring:
    """The legs of a day as a graph.

    `leg` and `lent` have one entry an arc: the number of its leg, and whether it goes on to the operator of the system
    where the leg ends. `masks` has one entry a leg. `lenders` and `borrowers` pair systems with their operators.
    """

    names: tuple[str, ...]
    number: dict[str, int]
    legs: tuple[Leg, ...]
    labels: Labels
    masks: tuple[int, ...]
    arcs: Arcs
    leg: Whole
    lent: Truth
    lenders: Whole
    borrowers: Whole

    def only(self, legs: Truth) -> Arcs:
        """The arcs of some legs. Their numbers count within what is left."""
        kept = np.flatnonzero(legs[self.leg])
        return Arcs(self.arcs.nodes, self.arcs.src[kept], self.arcs.dst[kept], self.arcs.rows[kept], self.arcs.table)

    @property
    def operator(self) -> Whole:
        """For each node the number of its operator, -1 for none."""
        found = np.full(len(self.names), -1, np.int64)
        found[self.lenders] = self.borrowers
        return found

    def disposed(self, start: Words) -> Words:
        """What starts where, with what is at the disposal of operators."""
        given = start.copy()
        np.bitwise_or.at(given, self.borrowers, start[self.lenders])
        return given


def wire(m: DataMap, legs: tuple[Leg, ...]) -> Wiring:
    """The graph of some legs of a map."""
    people = tuple(m.data_subjects)
    names = (*people, *m.entities, *m.systems)
    number = {name: place for place, name in enumerate(names)}
    labels = Labels(legs, people)
    operator = {system.id: system.operator for system in m.systems.values() if system.operator}
    rows, table = masks(legs, labels, people)
    src, dst, which, lent = [], [], [], []
    for index, leg in enumerate(legs):
        ends = [leg.to]
        if leg.to in operator and operator[leg.to] != leg.from_:
            ends.append(operator[leg.to])
        for end in ends:
            src.append(number[leg.from_])
            dst.append(number[end])
            which.append(index)
            lent.append(end is not leg.to)
    leg_of = np.array(which, np.int64)
    arcs = Arcs(len(names), np.array(src, np.int32), np.array(dst, np.int32), np.array(rows, np.int32)[leg_of], packed(table, len(labels)))
    lenders, borrowers = _numbered(number, tuple(operator)), _numbered(number, tuple(operator.values()))
    return Wiring(names, number, legs, labels, tuple(table[row] for row in rows), arcs, leg_of, np.array(lent, bool), lenders, borrowers)


def _numbered(number: dict[str, int], names: Sequence[str]) -> Whole:
    return np.array([number[name] for name in names], np.int64)


def masks(legs: tuple[Leg, ...], labels: Labels, people: tuple[str, ...]) -> tuple[list[int], list[int]]:
    """For each leg the row of its mask, and the distinct masks."""
    everyone = (1 << len(labels)) - 1
    rows: list[int] = []
    table: dict[int, int] = {}
    known: dict[object, int] = {}
    for leg in legs:
        transfer, whom = leg.transfer, about(leg, people)
        key = (transfer.data_categories, transfer.drops, transfer.anonymised, whom)
        if key not in known:
            bits = labels.naming(transfer.data_categories) & ~labels.naming(transfer.drops)
            bits &= labels.about(whom) if whom else everyone
            known[key] = table.setdefault(0 if transfer.anonymised else bits, len(table))
        rows.append(known[key])
    return rows, list(table) or [0]
