"""What a large map leaves open is asked once for each kind of missing fact, with the transfers that it settles."""

import re

import pytest

from datamap.assessment.estates import EstateScene
from datamap.checking import large
from datamap.law import LawBook
from datamap.model import DataMap, DataSubjects, Entity, System, Transfer
from datamap.model.estate import Estate
from tests.checking.test_large_equals_small import both

LOOSE = ("how long does `…` keep",)
"""Systems of one sort are looked at together, so that what any of them keeps is asked."""


def kind(ask):
    bare = re.sub("`([^`]*)`", lambda name: name[0] if name[1].startswith("user") else "`…`", ask.partition(" Also asked of ")[0])
    return re.sub(r"(?<=the law of ).*(?= \()", "…", bare)


@pytest.mark.parametrize("start", [0, 30])
def test_they_settle_the_transfers_that_they_settle_one_by_one(start):
    asked = 0
    for seed in range(start, start + 30):
        _, small, big = both(seed)
        one: dict[str, set[str]] = {}
        for question in small.questions:
            one.setdefault(kind(question.ask), set()).update(question.settles)
        told = {kind(question.ask): question for question in big.questions}
        assert len(told) == len(big.questions), seed
        for what in set(one) | set(told):
            if not what.startswith(LOOSE):
                assert told[what].weight == len(one[what]), (seed, what)
                assert set(told[what].settles) <= one[what], (seed, what)
                asked += 1
    assert asked > 40


def estate(count, operators):
    """Transfers from the Netherlands to systems in Germany, of which every `operators`-th is run by somebody known."""
    m = DataMap(
        on="2024-06-01",
        data_subjects=[DataSubjects(id="people", location="EEA")],
        entities=[Entity(id="a", location="NL", role="controller"), Entity(id="b", location="IN", role="processor")],
        systems=[System(id=f"s{at}", location="DE", operator="b" if at % operators == 0 else None) for at in range(count)],
        transfers=[
            Transfer(id="in", from_="people", to="a", data_categories=["user.contact"]),
            *(Transfer(id=f"t{at}", from_="a", to=f"s{at}", data_categories=["user.contact"]) for at in range(count)),
        ],
    )
    return large.report(EstateScene(Estate.of_map(m), m.day(), LawBook.default()), "map", None, ("eu-gdpr",), ())


@pytest.mark.parametrize(
    ("count", "also"),
    [
        (2, ""),
        (3, " Also asked of `s2`."),
        (6, " Also asked of `s2`, `s3`, `s4`, `s5`."),
        (40, " Also asked of `s2`, `s3`, `s4` and 35 more."),
    ],
)
def test_one_of_those_of_whom_the_same_is_asked_stands_for_all(count, also):
    report = estate(count, count)
    question = next(q for q in report.questions if q.ask.startswith("who operates `s1`?"))
    assert question.ask == f"who operates `s1`?{also}"
    assert question.weight == count - 1
    assert question.settles == tuple(f"t{at}" for at in range(1, min(count, 11)))
