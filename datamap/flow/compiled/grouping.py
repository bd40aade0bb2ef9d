"""Arcs grouped by one of their ends: counting, where numpy sorts."""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.jit import jit


@jit
def count(ends: Any, nodes: int) -> Any:
    """Where the arcs of each node begin."""
    starts = np.zeros(nodes + 1, np.int32)
    for end in ends:
        starts[end + 1] += 1
    for node in range(nodes):
        starts[node + 1] += starts[node]
    return starts


@jit
def order(ends: Any, starts: Any) -> Any:
    """The ids of all arcs by one of their ends, then by id."""
    at = starts.copy()
    ids = np.empty(len(ends), np.int32)
    for arc in range(len(ends)):
        end = ends[arc]
        ids[at[end]] = arc
        at[end] += 1
    return ids


@jit
def group(ends: Any, starts: Any, others: Any, rows: Any) -> Any:
    """The other ends and the rows of all arcs, by one of their ends, then by id."""
    at = starts.copy()
    other, row = np.empty(len(ends), np.int32), np.empty(len(ends), rows.dtype)
    for arc in range(len(ends)):
        end = ends[arc]
        place = at[end]
        other[place], row[place] = others[arc], rows[arc]
        at[end] = place + 1
    return other, row
