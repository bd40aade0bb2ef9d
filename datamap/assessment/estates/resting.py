"""What is kept where in an estate: what promises about retention look at."""

from __future__ import annotations

import numpy as np

from datamap.assessment.estates.ends import Ends
from datamap.flow.arcs import Truth
from datamap.flow.tide import Tide


def kept(tide: Tide, ends: Ends) -> dict[str, frozenset[tuple[str, str | None]]]:
    """For each sort of systems one, then each entity, with the category and people of what any of its kind keeps."""
    tags, estate, systems = tide.tags, tide.estate, tide.estate.systems
    before = len(estate.outset)
    held = np.where(_read_only(tide, ends)[:, None], np.uint64(0), tags.each(tide.held, "listed"))
    found: dict[str, frozenset[tuple[str, str | None]]] = {}
    if len(systems):
        order = np.argsort(systems.sort, kind="stable")
        starts = np.flatnonzero(np.concatenate(([True], np.diff(systems.sort[order]) > 0)))
        sums = np.bitwise_or.reduceat(held[before:][order], starts, axis=0)
        full: Truth = np.any(held[before:], axis=1)[order]
        for at, words in zip(starts.tolist(), sums, strict=True):
            if words.any():
                number = int(order[at + int(np.argmax(full[at:]))])
                found[systems.names[number]] = frozenset(map(tags.pair, tags.ones(words)))
    for at, entity in enumerate(ends.entities):
        if (words := held[ends.people + at]).any():
            found[entity.id] = frozenset(map(tags.pair, tags.ones(words)))
    return found


def _read_only(tide: Tide, ends: Ends) -> Truth:
    """For each node whether data only comes to it to be read from afar or carried on, so that it keeps nothing."""
    reading = np.array([sort.kind in ("remote_access", "transit") for sort in ends.sorts], bool)[tide.sort]
    some, keeping = np.zeros(tide.estate.nodes, bool), np.zeros(tide.estate.nodes, bool)
    some[tide.to] = True
    keeping[tide.to[~reading]] = True
    found: Truth = some & ~keeping
    return found
