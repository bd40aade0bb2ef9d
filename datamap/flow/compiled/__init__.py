"""The engine in compiled code: what `arcs`, `spread`, `distances` and `chains` do in numpy, with the same answers.

Importing this needs numba. `datamap.flow.fast` decides whether it is used.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.flow.arcs import Arcs, Arriving, Whole, Words
from datamap.flow.compiled import grouping, rounds, settling, walking

Parts = tuple[Any, Any, Any]


def starts(ends: Whole, nodes: int) -> Whole:
    """Where the arcs of each node begin when arcs are grouped by one of their ends."""
    found: Whole = grouping.count(_plain(ends, np.int32), nodes)
    return found


def order(ends: Whole, starts: Whole) -> Whole:
    """The ids of all arcs, by one of their ends, then by id."""
    ids = np.empty(len(ends), np.int32)
    grouping.order(_plain(ends, np.int32), starts, ids)
    return ids


def group(ends: Whole, starts: Whole, others: Whole, rows: Whole) -> tuple[Whole, Whole]:
    """The other ends and the rows of all arcs, by one of their ends, then by id."""
    other, row = np.empty(len(ends), np.int32), np.empty_like(rows)
    grouping.group(_plain(ends, np.int32), starts, _plain(others, np.int32), _plain(rows, rows.dtype), other, row)
    return other, row


def tiled(arcs: Arcs) -> tuple[Whole, Whole, Whole]:
    """The arcs by tile, as `sweep` takes them."""
    passing = arcs.slim
    ends, rows = np.empty(len(arcs), np.uint32), np.empty_like(passing)
    arrays = _plain(arcs.src, np.int32), _plain(arcs.dst, np.int32), _plain(passing, passing.dtype)
    return grouping.tiled(*arrays, arcs.nodes, ends, rows), ends, rows


def fixpoint(arcs: Arcs, masks: Words, start: Words, settled: Words | np.uint64) -> Words:
    """What each node holds in the end, where all but what is `settled` has yet to spread."""
    held = np.array(start, np.uint64)
    masks, going = _plain(masks, np.uint64), (held & ~settled != 0).astype(np.uint8)
    while going.any():
        going = settling.sweep(*arcs.tiles, masks, held, going)
        if going.any():
            going = settling.push(*_leaving(arcs), masks, held, going)
    return held


def layered(arcs: Arcs, masks: Words, start: Words) -> tuple[Words, Whole, Words, Whole]:
    """What each node holds in the end, and nodes, bits and starts of the rounds in which it came."""
    held = np.array(start, np.uint64)
    nodes, bits, starts, count = rounds.rounds(*_leaving(arcs), *arcs.tiles, _plain(masks, np.uint64), held)
    starts = starts[:count].copy()
    return held, nodes[: starts[-1]].copy(), bits[: starts[-1]].copy(), starts


def brought(arcs: Arcs, masks: Words, held: Words) -> Words:
    """What comes to each node over its arcs when every node passes on all that it holds."""
    came = np.zeros_like(held)
    settling.passed(*arcs.tiles, _plain(masks, np.uint64), _plain(held, np.uint64), came)
    return came


def _leaving(arcs: Arcs) -> tuple[Whole, Whole, Whole, Whole]:
    """The arcs by source, and by themselves."""
    passing = arcs.slim
    return arcs.out.starts, arcs.out.arcs, _plain(arcs.dst, np.int32), _plain(passing, passing.dtype)


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
