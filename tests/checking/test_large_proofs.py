"""Assertions on large maps say what they say on small ones."""

import pytest

import datamap as dm
from datamap.checking import asserting, spine
from datamap.checking.proving import ProofError
from datamap.errors import QuestionError
from tests.assessment.estates import random_map

ASKED = (
    lambda m: dm.assert_no_flow(m, to="mainland-china", data_categories="user.content"),
    lambda m: dm.assert_no_flow(m, to="place:US", data_categories="user.financial", data_subjects="eu"),
    lambda m: dm.assert_no_flow(m, to="e1"),
    lambda m: dm.assert_no_flow(m, to="HK", by=["control", "access"]),
    lambda m: dm.assert_confined(m, data_categories="user.health_and_medical", within=["EEA", "CH"]),
    lambda m: dm.assert_covered(m, regime="eu-gdpr", mechanism=["scc", "adequacy"]),
    lambda m: dm.assert_covered(m, regime=["ch-fadp", "uk-gdpr"]),
)


def outcome(ask, m):
    """What became of an assertion: it held, was violated or unknown, or could not be put."""
    try:
        ask(m)
    except ProofError as error:
        return str(error.verdict)
    except QuestionError:
        return "empty"
    return "held"


def test_the_same_outcomes(monkeypatch):
    maps = [random_map(seed) for seed in range(60)]
    small = [[outcome(ask, m) for ask in ASKED] for m in maps]
    monkeypatch.setattr(asserting, "LARGE", -1)
    monkeypatch.setattr(spine, "LARGE", -1)
    found = [[outcome(ask, m) for ask in ASKED] for m in maps]
    assert {one for row in small for one in row} == {"held", "violated", "unknown", "empty"}
    pairs = [pair for ones, others in zip(small, found, strict=True) for pair in zip(ones, others, strict=True)]
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    assert all(set(pair) == {"violated", "unknown"} for pair in differing)
    assert len(differing) <= 6, differing


def test_a_message_shows_the_chain_and_how_many_there_are(monkeypatch):
    monkeypatch.setattr(asserting, "LARGE", -1)
    m = dm.load("examples/wechat/shenzhen-desk.yaml")
    with pytest.raises(ProofError, match=r"must not reach mainland-china on 2020-11-20: violated(.|\n)*3\. desk-reads-hong-kong"):
        dm.assert_no_flow(m, to="mainland-china")
