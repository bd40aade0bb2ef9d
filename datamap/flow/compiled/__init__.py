"""The engine in compiled code: what `arcs`, `spread`, `distances` and `chains` do in numpy, with the same answers.

Importing this needs numba. `datamap.flow.fast` decides whether it is used.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from datamap.flow.arcs import Arcs, Arriving, Whole, Words
from datamap.flow.compiled import grouping, rounds, sweeping, walking

Parts = tuple[Any, Any, Any]


class Ordered(NamedTuple):
    """The arcs by source, with nodes called by their places in reverse postorder. `place` has one entry a node."""

    place: Whole
    starts: Whole
    ends: Whole
    rows: Whole


_ORDERED: WeakKeyDictionary[Arcs, Ordered] = WeakKeyDictionary()


def order(ends: Whole, starts: Whole) -> Whole:
    """The ids of all arcs, by one of their ends, then by id."""
    found: Whole = grouping.order(_plain(ends, np.int32), starts)
    return found


def group(ends: Whole, starts: Whole, others: Whole, rows: Whole) -> tuple[Whole, Whole]:
    """The other ends and the rows of all arcs, by one of their ends, then by id."""
    other, row = grouping.group(_plain(ends, np.int32), starts, _plain(others, np.int32), _plain(rows, rows.dtype))
    return other, row


def fixpoint(arcs: Arcs, masks: Words, start: Words) -> Words:
    """What each node holds in the end."""
    place, starts, ends, rows = _ordered(arcs)
    held = np.empty(arcs.nodes, np.uint64)
    held[place] = start
    sweeping.sweep(starts, ends, rows, _plain(masks, np.uint64), held)
    return held[place]


def brought(arcs: Arcs, masks: Words, held: Words) -> Words:
    """What comes to each node over its arcs when every node passes on all that it holds."""
    place, starts, ends, rows = _ordered(arcs)
    ordered = np.empty(arcs.nodes, np.uint64)
    ordered[place] = held
    came: Words = sweeping.push(starts, ends, rows, _plain(masks, np.uint64), ordered)
    return came[place]


def _ordered(arcs: Arcs) -> Ordered:
    """The arcs in reverse postorder, worked out once for each graph."""
    found = _ORDERED.get(arcs)
    if found is None:
        starts = arcs.leaving
        ends, rows = group(arcs.src, starts, arcs.dst, arcs.slim)
        place = sweeping.postorder(starts, ends)
        found = _ORDERED[arcs] = Ordered(place, *sweeping.renamed(starts, ends, rows, place))
    return found


def layered(arcs: Arcs, masks: Words, start: Words) -> tuple[Words, Whole, Words, Whole]:
    """What each node holds in the end, and nodes, bits and starts of the rounds in which it came."""
    held = np.array(start, np.uint64)
    into, out = arcs.into, arcs.out
    index = (out.starts, out.arcs, _plain(arcs.dst, np.int32), _plain(arcs.slim, arcs.slim.dtype), into.starts, into.other, into.rows)
    nodes, bits, starts, count = rounds.rounds(*index, _plain(masks, np.uint64), held)
    starts = starts[:count].copy()
    return held, nodes[: starts[-1]].copy(), bits[: starts[-1]].copy(), starts


def regrouped(nodes: Whole, bits: Words, starts: Whole, count: int) -> Parts:
    """The rounds by node: where each node's entries begin, and the bits and the round of each."""
    parts: Parts = walking.regrouped(_plain(nodes, np.int32), _plain(bits, np.uint64), _plain(starts, np.int64), count)
    return parts


def walked(into: Arriving, masks: Words, far: Parts, nodes: Whole, bits: Whole, arriving: bool) -> tuple[Whole, Whole]:
    """One shortest chain for each pair of node and bit: where each begins, and its arcs in the order of travel."""
    pairs = _plain(nodes, np.int64), _plain(bits, np.int64)
    starts, arcs = walking.walked(into.starts, into.other, into.rows, into.arcs, _plain(masks, np.uint64), *far, *pairs, arriving)
    return starts, arcs


def _plain(array: npt.NDArray[Any], kind: npt.DTypeLike) -> npt.NDArray[Any]:
    """The same values as kernels take them, so that each is compiled once: of one kind, contiguous, not read-only."""
    return np.require(array, kind, ["C", "W"])
