"""For whom processors hold data: the controllers from whom it came, behind other processors too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from datamap.flow.arcs import Truth, Whole, Words, grouped
from datamap.flow.spread import ranges

TOGETHER = 1 << 20
"""Legs, or so, that are looked at together."""


@dataclass(frozen=True, eq=False)
class Inflow:
    """What comes to the nodes of a map, and who sends it; `to` and all that follows have one entry a leg.

    `sender` is the number of the entity that sends, -1 for people and for parties that the map does not name; entities are
    nodes too, from number `people` on. `controls` tells whether it sends as a controller, `kind` what the leg names: `stated`
    has the keys of each kind as they are written, `below` with all keys below them, both of the shape (kinds, words).
    """

    nodes: int
    people: int
    from_: Whole
    to: Whole
    sender: Whole
    controls: Truth
    kind: Whole
    stated: Words
    below: Words

    @cached_property
    def _into(self) -> tuple[Whole, Whole]:
        return grouped(self.to, self.nodes)

    def controllers(self, legs: Whole, processors: Whole, limit: int | None = None) -> list[frozenset[int] | None]:
        """For each of some legs the controllers whose data a processor holds where it starts: such data as the leg names.

        None where more than `limit` legs would have to be looked at to tell.
        """
        limit = len(self.to) if limit is None else limit
        asked = np.stack([self.from_[legs].astype(np.int64), processors.astype(np.int64), self.kind[legs].astype(np.int64)])
        asked, of = np.unique(asked, axis=1, return_inverse=True)
        size = max(1, TOGETHER // max(1, limit))
        parts = (self._search(asked[:, at : at + size], limit) for at in range(0, asked.shape[1], size))
        found = [owners for part in parts for owners in part]
        return [found[number] for number in of.ravel().tolist()]

    def _search(self, asked: Whole, limit: int) -> list[frozenset[int] | None]:
        """All searches at once, a step back at a time; a spot is a search and a node that it comes to, as one number."""
        first, order = self._into
        starts, processors, kinds = asked
        searches = np.arange(len(starts))
        looked = np.zeros(len(starts), np.int64)
        seen = fresh = _distinct(np.concatenate([searches, searches]) * self.nodes + np.concatenate([starts, processors + self.people]))
        met = [np.zeros(0, np.int64)]
        while len(fresh):
            search, node = fresh // self.nodes, fresh % self.nodes
            np.add.at(looked, search, first[node + 1] - first[node])
            going = looked[search] <= limit
            search, node = search[going], node[going]
            at, times = ranges(first, node)
            search, legs = np.repeat(search, times), order[at]
            ours, theirs = kinds[search], self.kind[legs]
            shared = np.any(self.stated[theirs] & self.below[ours] | self.below[theirs] & self.stated[ours], axis=1)
            shared &= self.sender[legs] >= 0
            search, legs = search[shared], legs[shared]
            controls = self.controls[legs]
            spots = search * self.nodes + self.sender[legs] + self.people
            met.append(spots[controls])
            fresh = _distinct(np.concatenate([spots[~controls], (search * self.nodes + self.from_[legs])[~controls]]))
            fresh = fresh[seen[np.searchsorted(seen, fresh) % len(seen)] != fresh]
            seen = np.sort(np.concatenate([seen, fresh]), kind="stable")
        found: list[set[int]] = [set() for _ in starts]
        for spot in _distinct(np.concatenate(met)).tolist():
            found[spot // self.nodes].add(spot % self.nodes - self.people)
        return [frozenset(owners) if legs <= limit else None for owners, legs in zip(found, looked.tolist(), strict=True)]


def _distinct(numbers: Whole) -> Whole:
    """Each number once, in ascending order; none is below 0."""
    numbers = np.sort(numbers)
    found: Whole = numbers[np.diff(numbers, prepend=-1) > 0]
    return found
