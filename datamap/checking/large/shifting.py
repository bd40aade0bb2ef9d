"""What two reports on the same large map say differently, row by row, told once for all rows of which they say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from datamap.answers import gist
from datamap.assessment.estates import Answers
from datamap.checking.large.reporting import LargeReport, arrow
from datamap.findings import Arrow, Assessment, Shift
from datamap.flow.arcs import Whole


def shifts(now: LargeReport, then: LargeReport) -> tuple[tuple[Shift, ...], Mapping[str, Arrow]]:
    """The changes from one report to another on the same rows, the widest first, and the transfers that they name."""
    found: list[Shift] = []
    arrows: dict[str, Arrow] = {}
    was, will = ({one.regime.id: one for one in report.answers} for report in (now, then))
    for regime in {**was, **will}:
        for row, count, before, after in _changes(was.get(regime), will.get(regime)):
            leg = int(now.scene.tide.rows[row])
            name = now.scene.estate.id(leg)
            arrows[name] = arrow(now.scene, leg, None)
            told = [one and replace(one, transfer=name, count=count) for one in (before, after)]
            found.append(Shift(name, regime, told[0], told[1], count))
    return tuple(sorted(found, key=lambda shift: -shift.count)), arrows


def _changes(was: Answers | None, will: Answers | None) -> list[tuple[int, int, Assessment | None, Assessment | None]]:
    """For each pair of different answers the first row, how many rows there are, and the answers."""
    sides = [_coded(one) if one else None for one in (was, will)]
    size = max(len(side[0]) for side in sides if side)
    codes = [side[0] if side else np.full(size, -1, np.int64) for side in sides]
    answers = [side[1] if side else [] for side in sides]
    texts = [side[2] if side else [] for side in sides]
    pairs, first, counts = np.unique((codes[0] + 1) * (len(texts[1]) + 1) + codes[1] + 1, return_index=True, return_counts=True)
    found = []
    for pair, row, count in zip(pairs.tolist(), first.tolist(), counts.tolist(), strict=True):
        before, after = divmod(pair, len(texts[1]) + 1)
        said = [texts[at][code - 1] if code else None for at, code in enumerate((before, after))]
        if said[0] != said[1]:
            told = [answers[at][code - 1] if code else None for at, code in enumerate((before, after))]
            found.append((row, count, told[0], told[1]))
    return found


def _coded(answers: Answers) -> tuple[Whole, list[Assessment | None], list[object]]:
    """For each row a number for what is said of it, -1 for nothing; an assessment for each number, and what is said."""
    known: dict[object, int] = {}
    one: list[Assessment | None] = []
    numbers = []
    for found in answers.assessments:
        said = gist(found)
        if said is not None and said not in known:
            known[said] = len(one)
            one.append(found)
        numbers.append(-1 if said is None else known[said])
    return np.array(numbers, np.int64)[answers.of], one, list(known)
