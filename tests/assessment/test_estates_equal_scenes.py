"""Classes of rows get the answers that each of their legs gets by itself."""

from collections import defaultdict

import pytest

from datamap.assessment import Scene, assess
from datamap.assessment.estates import EstateScene, judge_estate
from datamap.checking.large.tabling import table
from datamap.findings import Status
from datamap.law import LawBook
from datamap.model.estate import Estate
from tests.assessment.estates import random_map


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
            loose = plain.network.unexplained and assessment.verdict.rank >= min(alone.verdict.rank, Status.UNKNOWN.rank)
            assert same or loose, (leg, assessment.regime)
    assert seen == set(one)
    return scene


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_random_maps(start):
    for seed in range(start, start + 50):
        compare(random_map(seed))


def test_an_answer_names_the_parties_of_the_transfer_that_it_names():
    law = LawBook.default()
    looked_at = 0
    for seed in range(300, 360):
        m = random_map(seed)
        plain = Scene(m, m.day(), law)
        alone = {(a.transfer, a.regime): a for a in assess(plain)}
        for answers in judge_estate(EstateScene(Estate.of_map(m), m.day(), law)):
            for found in answers.said:
                one = alone[found.transfer, found.regime]
                assert (found.exporter, found.importer) == (one.exporter, one.importer)
                told = {reason.says for part in one.parts for reason in part.reasons} | {reason.says for reason in one.reasons}
                if not found.onward:
                    assert {reason.says for reason in found.reasons} <= told
                    looked_at += len(found.reasons)
    assert looked_at > 50


def test_the_table_has_a_row_for_every_transfer_and_regime():
    pytest.importorskip("pyarrow")
    law = LawBook.default()
    for seed in range(200, 230):
        m = random_map(seed)
        scene = EstateScene(Estate.of_map(m), m.day(), law)
        found = table(scene, judge_estate(scene)).to_pylist()
        plain = {(a.transfer, a.regime): a for a in assess(Scene(m, m.day(), law))}
        assert {(row["transfer"], row["regime"]) for row in found} == set(plain)
        assert len(found) == len(plain)
        assert all(row["exporter"] == plain[row["transfer"], row["regime"]].exporter for row in found)
