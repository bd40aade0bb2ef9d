"""A map judged by classes gets the verdict and the findings that it gets transfer by transfer.

Findings about nodes (`reaches_forbidden_place`, `outside_confinement`, `offshore_storage`) are counted by transfer in a large
map and by node in a small one. Where a node is reached in several ways the large map tells each, so `by` and an unknown
finding beside a certain one may be more there. Where a regime reads only who receives, the place is the recipient's.
"""

from collections import Counter

import pytest

from datamap import geo
from datamap.assessment.estates import EstateScene
from datamap.checking import check, explain, fix, large, timeline
from datamap.errors import QuestionError
from datamap.findings import Verdict
from datamap.law import LawBook
from datamap.model import DataMap, Entity, LimitAccess, Policy, System, Transfer, Waiver
from datamap.model.estate import Estate
from datamap.rules import RULES
from tests.checking.rich_maps import forbidden, rich_map

LAW = LawBook.default()
NODES = {"reaches_forbidden_place", "outside_confinement", "offshore_storage"}
FAULTS = {rule.name for rule in RULES if rule.by_regime} - {"offshore_storage", "first_copy_abroad"}
OF_PROMISES = ("reaches_forbidden_place", "outside_confinement")


def place(m, ends, finding):
    """The place of a finding, for faults that of the recipient where one is named."""
    if finding.rule not in FAULTS or not finding.transfers or finding.place is None:
        return finding.place
    end = ends[finding.transfers[0]]
    entity = m.entities.get(m.systems[end].operator or "" if end in m.systems else end)
    return geo.iso(entity.location) if entity else finding.place


def tally(m, report):
    """The number of transfers for each kind of finding."""
    ends, found = {leg.id: leg.to for leg in m.legs}, Counter()
    for f in report.findings:
        by = None if f.rule in OF_PROMISES else f.by
        found[f.rule, f.level, f.verdict, f.regime, f.policy, place(m, ends, f), by, bool(f.waived)] += f.count
    return found


def both(seed):
    m, forbid = rich_map(seed), forbidden(seed)
    scene = EstateScene(Estate.of_map(m), m.day(), LAW, m.origin)
    return m, check(m, forbid=forbid), large.report(scene, "map", m.origin, None, forbid)


@pytest.mark.parametrize("start", range(0, 120, 40))
def test_random_maps(start):
    for seed in range(start, start + 40):
        m, small, big = both(seed)
        assert small.verdict is big.verdict, seed
        one, other = tally(m, small), tally(m, big)
        certain = {(key[0], *key[3:6]) for key in one if key[2] is Verdict.VIOLATED}
        more = {key for key in set(other) - set(one) if not (key[0] in OF_PROMISES and (key[0], *key[3:6]) in certain)}
        assert not more, seed
        assert not set(one) - set(other), seed
        counts = {key: (one[key], other[key]) for key in one if key[0] not in NODES and one[key] != other[key]}
        assert not counts, seed


def test_messages_are_true_of_the_transfer_that_they_name():
    """What a regime finds in the example of a class is what it finds in that transfer by itself."""
    for seed in range(40):
        _, small, big = both(seed)
        known = {f.id: f.message for f in small.findings}
        for f in big.findings:
            if f.rule in FAULTS - {"unknown_transfer_status"}:
                assert f.message.startswith(known[f.id]), (seed, f.id)


def rows(count, *waived):
    """Transfers from the Netherlands to India that nothing covers."""
    return DataMap(
        on="2024-06-01",
        entities=[Entity(id="a", location="NL", role="controller"), Entity(id="b", location="IN", role="processor")],
        transfers=[Transfer(id=f"t{at}", from_="a", to="b", data_categories=["user.contact"]) for at in range(count)],
        waivers=[Waiver(finding=name, reason="accepted", by="board", until="2030-01-01") for name in waived],
    )


@pytest.mark.parametrize(
    ("waiver", "count"),
    [("uncovered_transfer@t7/eu-gdpr", 1), ("uncovered_transfer@t1*", 11), ("DM101@t?/eu-gdpr", 10), ("*t7/*", 1), ("unc*", 30)],
)
def test_a_waiver_accepts_the_rows_that_it_names(waiver, count):
    m = rows(30, waiver)
    big = large.report(EstateScene(Estate.of_map(m), m.day(), LAW), "map", None, None, ())
    assert sum(f.count for f in big.findings if f.waived) == count
    assert sum(f.count for f in big.findings if f.rule == "uncovered_transfer") == 30


def test_a_promise_of_access_for_one_system_is_not_one_for_another_like_it():
    read = {"from_": "kept", "kind": "remote_access", "data_categories": ["user.contact"]}
    m = DataMap(
        on="2024-06-01",
        entities=[Entity(id="a", location="NL", role="controller"), Entity(id="b", location="DE", role="controller")],
        systems=[System(id="kept", location="NL", operator="a"), *(System(id=name, location="DE", operator="b") for name in ("d1", "d2"))],
        transfers=[Transfer(id="first", to="d1", **read), Transfer(id="second", to="d2", **read)],
        policies=[Policy(id="p", limit_access=LimitAccess(to=["d1"]))],
    )
    big = large.report(EstateScene(Estate.of_map(m), m.day(), LAW), "map", None, None, ())
    found = [f for f in big.findings if f.rule == "access_beyond_promise"]
    assert [(f.id, f.transfers) for f in found] == [("access_beyond_promise@second/p", ("second",))]


def test_what_is_asked_of_a_large_map_is_answered_or_refused():
    m = rows(20_001)
    assert "20,001 transfers that eu-gdpr reads alike" in explain(m, "t20000").text()
    for ask in (fix, timeline):
        with pytest.raises(QuestionError, match="20,001"):
            ask(m)
