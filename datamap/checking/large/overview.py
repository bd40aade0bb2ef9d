"""A large report in a few lines: how its transfers stand under each regime, and between whom nothing covers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from datamap.answers import Overview, Pair, Standing, Status
from datamap.assessment.estates import Answers, EstateScene
from datamap.assessment.estates.coding import counted
from datamap.flow.arcs import Whole

PAIRS = 10
"""Pairs of parties that are named; the rest are counted."""

_NONE = -1


def overview(scene: EstateScene, answers: Sequence[Answers]) -> Overview:
    """How the rows of a scene stand under the regimes that judged them."""
    worst = np.full(len(scene.tide.rows), _NONE, np.int8)
    standings, bare = list[Standing](), list[Whole]()
    for one in answers:
        ranks = np.array([_NONE if a is None else a.verdict.rank for a in one.assessments], np.int8)[one.of]
        worst = np.maximum(worst, ranks)
        count = np.bincount(ranks + 1, minlength=len(Status) + 1)[1:].tolist()
        if any(count):
            standings.append(Standing(one.regime.id, **{status.value: count[status.rank] for status in Status}))
        bare.append(np.flatnonzero(ranks == Status.UNCOVERED.rank))
    many = np.bincount(worst + 1, minlength=len(Status) + 1)[1:].tolist()
    pairs = _pairs(scene, [one.regime.id for one in answers], bare)
    return Overview(
        transfers=len(worst),
        uncovered=many[Status.UNCOVERED.rank],
        unknown=many[Status.UNKNOWN.rank],
        covered=many[Status.COVERED.rank] + many[Status.EXCEPTION.rank],
        standings=tuple(sorted(standings, key=lambda one: (-one.uncovered, -one.unknown, -one.restricted, one.regime))),
        pairs=pairs[:PAIRS],
        more_pairs=len(pairs[PAIRS:]),
    )


def _pairs(scene: EstateScene, regimes: Sequence[str], bare: Sequence[Whole]) -> tuple[Pair, ...]:
    """Who sends to whom what some regime finds uncovered, the most transfers first; `bare` has the rows for each regime."""
    ends = scene.ends
    size = len(ends.entities) + 1
    key = (np.maximum(ends.exporter, -1) + 1) * size + ends.importer + 1  # one of several is nobody that can be named
    laws: dict[int, list[tuple[int, str]]] = {}
    some = np.zeros(len(key), bool)
    for regime, rows in zip(regimes, bare, strict=True):
        some[rows] = True
        for pair, count in _counts(key[rows], size):
            laws.setdefault(pair, []).append((-count, regime))
    names = (None, *(entity.id for entity in ends.entities))
    pairs = [
        Pair(names[pair // size], names[pair % size], count, tuple(regime for _, regime in sorted(laws[pair])))
        for pair, count in _counts(key[some], size)
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.count, pair.exporter or "", pair.importer or "")))


def _counts(pairs: Whole, size: int) -> Iterator[tuple[int, int]]:
    found, counts = counted(pairs, size * size)
    return zip(found.tolist(), counts.tolist(), strict=True)
