"""Sets of labels: which of them the law tells apart, and how sets at nodes are joined."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from datamap.assessment.attributes import hr
from datamap.assessment.onward import handed_to
from datamap.flow import Carried, fast
from datamap.flow.arcs import WORD, Whole, Words, filled, packed, unpacked
from datamap.law import Adequacy, Barred, Regime

if TYPE_CHECKING:
    from datamap.assessment.estates.scene import EstateScene


def label_sorts(scene: EstateScene, regime: Regime) -> Whole:
    """A number for each key of the tags: keys with the same number are the same to a regime and to every agreement of the map."""
    covers, tags = scene.taxonomy.covers, scene.tide.tags
    asked: set[str] = set()
    for one in (regime, *handed_to(scene.law, regime)):
        conduct = one.conduct(scene.on)
        asked.update(conduct.sensitive if conduct else ())
        for law in one.of(Barred, scene.on):
            asked.update(key for threshold in law.thresholds for key in threshold.data_categories)
        for decision in one.of(Adequacy):
            asked.update(key for exclusion in decision.excludes for key in exclusion.data_categories)
    for agreement in scene.map.agreements.values():
        asked.update(agreement.data_categories)
    keys = sorted(asked)
    said = [
        (hr(scene, key, None), "." in key, tuple(covers(one, key) for one in keys), tuple(covers(key, one) for one in keys))
        for key in tags.keys
    ]
    known: dict[object, int] = {}
    return np.array([known.setdefault(one, len(known)) for one in said], np.int64)


class Portions:
    """Parts sets of labels into those of which a regime says the same."""

    def __init__(self, scene: EstateScene, regime: Regime) -> None:
        self._tags = scene.tide.tags
        self._alike: list[int] = []
        """For each group of people and sort of keys its labels, as a number of which they are the bits."""
        self._known: dict[bytes, list[tuple[Carried, Words]]] = {}
        sorts, size = label_sorts(scene, regime).tolist(), self._tags.wide * WORD
        for group in range(len(self._tags.groups)):
            for sort in range(max(sorts, default=-1) + 1):
                self._alike.append(sum(1 << group * size + at for at, mine in enumerate(sorts) if mine == sort))

    def of(self, bits: Words) -> list[tuple[Carried, Words]]:
        """The parts of a set, each with its first label, which stands for it; in the order of these, whatever keys there are besides."""
        key = bits.tobytes()
        if key not in self._known:
            every = unpacked(bits)
            some = sorted((part & -part, part) for alike in self._alike if (part := every & alike))
            masks = packed([part for _, part in some], self._tags.words * WORD)
            pairs = (self._tags.pair(first.bit_length() - 1) for first, _ in some)
            self._known[key] = [(Carried(*pair, explained=True), mask) for pair, mask in zip(pairs, masks, strict=True)]
        return self._known[key]


def merged(nodes: Whole, bits: Words, count: int) -> tuple[Whole, Words]:
    """Each node once, in ascending order, with all its bits; shape (nodes,), (nodes, words). There are `count` nodes in all."""
    if compiled := kernels(len(nodes)):
        found, sums = compiled.merged(nodes, bits, count)
        return found, sums
    if not len(nodes):
        return nodes.astype(np.int64), bits
    keys = nodes.astype(np.int64) << 32
    keys |= np.arange(len(nodes))
    keys.sort()  # one sort of both is faster than an argsort
    nodes = keys >> 32
    first = np.flatnonzero(np.concatenate(([True], nodes[1:] != nodes[:-1])))
    return nodes[first], np.bitwise_or.reduceat(bits.take(keys & 0xFFFFFFFF, axis=0), first, axis=0)


def kernels(rows: int) -> ModuleType | None:
    """Compiled ways of doing this, if they are to be used for so many rows."""
    return import_module("datamap.assessment.estates.compiled") if fast.kernels(rows) else None


def some(numbers: Whole, sets: Words) -> tuple[Whole, Words]:
    """Numbers and their sets of labels, but those whose set is empty."""
    kept = np.flatnonzero(filled(sets))
    return (numbers, sets) if len(kept) == len(numbers) else (numbers[kept], sets.take(kept, axis=0))


def present(numbers: Whole, count: int) -> Whole:
    """The numbers that occur, each once, in ascending order; all are below `count`."""
    met = np.zeros(count, bool)
    met[numbers] = True
    return np.flatnonzero(met)
