"""Which transfers of a large map a promise speaks against: for each row the gravest finding about places that it meets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np

from datamap.assessment.estates import EstateScene
from datamap.findings import Finding, Level, Verdict
from datamap.flow.arcs import Whole

Key = Callable[[Finding], Hashable]


def meeting(
    count: int,
    told: Iterable[tuple[EstateScene, Iterable[Finding]]],
    findings: Sequence[Finding],
    key: Key,
) -> Whole:
    """For each of `count` rows the number, among `findings`, of the gravest that it meets; -1 where it meets none.

    `told` are the scenes of `places`, each with what was found in it; findings with one `key` were gathered as one.
    """
    numbers = {key(finding): number for number, finding in reversed(list(enumerate(findings)))}
    graves = np.array([_grave(finding) for finding in findings], np.int8)
    met = np.full(count, -1, np.int64)
    for there, found in told:
        of_class = np.full(len(there.first), -1, np.int64)
        for finding in found:
            number = numbers[key(finding)]
            for leg in finding.transfers:
                place = there.place_of.get(leg)
                if place is not None and graves[number] > _of(graves, of_class[place]):
                    of_class[place] = number
        rows, classes = there.gathered
        mine = of_class[classes]
        worse = _all(graves, mine) > _all(graves, met[rows])
        met[rows[worse]] = mine[worse]
    return met


def _grave(finding: Finding) -> int:
    """3 for a place where data must not be, 2 for another error, 1 for a doubt, 0 for what does not weigh."""
    if finding.verdict is Verdict.UNKNOWN:
        return 0 if finding.level is Level.NOTE else 1
    if finding.level is not Level.ERROR:
        return 0
    return 3 if finding.rule in ("reaches_forbidden_place", "outside_confinement") else 2


def _of(graves: np.ndarray, number: int) -> int:
    return int(graves[number]) if number >= 0 else 0


def _all(graves: np.ndarray, numbers: Whole) -> Whole:
    found: Whole = np.where(numbers >= 0, np.append(graves, 0)[numbers], 0).astype(np.int64)
    return found
