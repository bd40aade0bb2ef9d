"""Classes of rows get the answers that each of their legs gets by itself."""

from collections import defaultdict

import pytest
from tests.assessment.estates import random_map

from datamap.assessment import Scene, assess
from datamap.assessment.estates import EstateScene, judge_estate
from datamap.findings import Status
from datamap.law import LawBook
from datamap.model.estate import Estate


def answers(parts, carried):
    """What is said of which of the data that a leg carries; people whom nobody declared go unnamed beside others."""
    found = defaultdict(set)
    for part in parts:
        labels = {(key, who) for key in part.data_categories for who in part.data_subjects} & carried
        if labels:
            faults = frozenset((fault.rule, fault.place) for fault in part.faults)
            found[part.verdict, part.restricted, part.mechanism, part.agreement, part.module, part.place, part.onward, faults] |= labels
    return dict(found)


def compare(m):
    """Every leg has the same answers; where data of unknown origin goes round in circles the classes may differ, but nothing passes."""
    law, day = LawBook.default(), m.day()
    plain = Scene(m, day, law)
    one = {(a.transfer, a.regime): a for a in assess(plain)}
    scene = EstateScene(Estate.of_map(m), day, law)
    seen = set()
    for found in judge_estate(scene):
        for place, row in enumerate(scene.tide.rows.tolist()):
            leg = scene.estate.id(row)
            assessment = found.assessments[found.of[place]]
            if assessment is None:
                continue
            seen.add((leg, assessment.regime))
            alone = one[leg, assessment.regime]
            carried = {(c.category, c.people) for c in plain.network.carried(leg)}
            same = answers(assessment.parts, carried) == answers(alone.parts, carried)
            same &= (assessment.verdict, assessment.restricted) == (alone.verdict, alone.restricted)
            assert same or (plain.network.unexplained and assessment.verdict.rank >= min(alone.verdict.rank, Status.UNKNOWN.rank)), (leg, assessment.regime)
    assert seen == set(one)
    return scene


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_random_maps(start):
    for seed in range(start, start + 50):
        compare(random_map(seed))
