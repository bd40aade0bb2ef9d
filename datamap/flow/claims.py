"""What transfers claim: a transfer that names a category claims that its source holds it.

Where something upstream brings such data, the claim is explained and nothing is added. Where nothing does, the source
is taken to hold what is named, and the claim is kept as unexplained. An explanation must have a beginning: transfers in
a circle that nothing feeds do not explain one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from datamap.flow.arcs import Arcs, Truth, Whole, Words, packed
from datamap.flow.circles import Open, pairs, unfed
from datamap.flow.engine import solve
from datamap.flow.labels import about
from datamap.flow.wiring import Wiring
from datamap.model import Leg

Claim = tuple[str, str | None, bool]
"""A key, the people whom the data is about, and whether data about anybody explains it."""


@dataclass(frozen=True, eq=False)
class Claims:
    """The claims of some legs, each once for a source, a key and a group of people.

    `nodes` and `sorts` have one entry a claim: its source and the row of `wanted` (bits of which any explains it) and of
    `given` (bits taken to be held where nothing does). `made` has one entry a leg: key, people and number of its claims.
    """

    nodes: Whole
    sorts: Whole
    wanted: Words
    given: Words
    made: tuple[tuple[tuple[str, str | None, int], ...], ...]

    def of(self, legs: Truth) -> Truth:
        """For every claim whether one of these legs makes it."""
        found = np.zeros(len(self.nodes), bool)
        found[[number for leg in np.flatnonzero(legs).tolist() for _, _, number in self.made[leg]]] = True
        return found

    def unfed(self, left: Truth, arcs: Arcs, operator: Whole) -> Truth:
        """The claims, of those `left`, in circles that no other claim feeds; `operator` has for each node that of its operator, or -1."""
        numbers = np.flatnonzero(left)
        sorts = self.sorts[numbers]
        found = np.zeros_like(left)
        found[numbers[unfed(arcs, operator, Open(self.nodes[numbers], pairs(self.given[sorts]), pairs(self.wanted[sorts])))]] = True
        return found


def claims(wiring: Wiring, people: tuple[str, ...]) -> Claims:
    """Everything that the legs claim. People claim nothing about themselves, nor does a leg that is only implied."""
    labels = wiring.labels
    numbers: dict[tuple[str, str, str | None, bool], int] = {}
    sorts: dict[Claim, int] = {}
    made = []
    for leg in wiring.legs:
        mine = [(key, who, numbers.setdefault((leg.from_, key, who, free), len(numbers))) for key, who, free in claimed(leg, people)]
        made.append(tuple(mine))
    of_sort = [sorts.setdefault(key[1:], len(sorts)) for key in numbers]
    given = [labels.below(key) & labels.about((who,)) for key, who, _ in sorts]
    wanted = [labels.below(key) if free else bits for (key, _, free), bits in zip(sorts, given, strict=True)]
    nodes = np.array([wiring.number[node] for node, *_ in numbers], np.int64)
    return Claims(nodes, np.array(of_sort, np.int64), packed(wanted, len(labels)), packed(given, len(labels)), tuple(made))


def claimed(leg: Leg, people: tuple[str, ...]) -> Iterator[Claim]:
    """Key, people, and whether data about anybody explains it, for each claim of a leg."""
    if leg.written is None:
        return
    whom = about(leg, people)
    for key in leg.transfer.data_categories:
        for who in whom:
            if who != leg.from_:
                yield key, who, False
        if not whom:
            yield key, None, True


def own_data(wiring: Wiring, legs: Truth, people: tuple[str, ...]) -> Words:
    """What people hold of themselves: all that these legs take from them. Shape (nodes, words)."""
    labels = wiring.labels
    found: dict[int, int] = {}
    for index in np.flatnonzero(legs).tolist():
        leg = wiring.legs[index]
        if leg.from_ in about(leg, people):
            node = wiring.number[leg.from_]
            found[node] = found.get(node, 0) | labels.naming(leg.transfer.data_categories) & labels.about((leg.from_,))
    start = np.zeros((len(wiring.names), wiring.arcs.words), np.uint64)
    if found:
        start[list(found)] = packed(list(found.values()), len(labels))
    return start


def settle(wiring: Wiring, arcs: Arcs, start: Words, made: Claims, open_: Truth) -> tuple[Words, Truth]:
    """What starts where once every open claim is settled, and for each claim whether it is unexplained.

    Of the claims that nothing explains so far, those that could not be explained by any of the others come first; then it
    is seen anew what they explain. Where each of those left could be explained by another, they go round in circles, and
    the circles that nothing feeds are unexplained.
    """
    start, left = start.copy(), open_.copy()
    unexplained = np.zeros_like(left)
    while True:
        left &= ~_explained(wiring, arcs, start, made)
        if not left.any():
            return start, unexplained
        first = left & ~_explained(wiring, arcs, _granted(start, made, left), made)
        if not first.any():
            first = made.unfed(left, arcs, wiring.operator)
        start = _granted(start, made, first)
        unexplained |= first
        left &= ~first


def _granted(start: Words, made: Claims, which: Truth) -> Words:
    """What starts where when the sources of some claims hold what is claimed."""
    given = start.copy()
    np.bitwise_or.at(given, made.nodes[which], made.given[made.sorts[which]])
    return given


def _explained(wiring: Wiring, arcs: Arcs, start: Words, made: Claims) -> Truth:
    """For each claim whether transfers, or systems at its source's disposal, bring any of what it wants."""
    came = solve(arcs, wiring.disposed(start), kept=False).arrivals()
    np.bitwise_or.at(came, wiring.borrowers, start[wiring.lenders])
    explained: Truth = np.any(came[made.nodes] & made.wanted[made.sorts], axis=1)
    return explained
