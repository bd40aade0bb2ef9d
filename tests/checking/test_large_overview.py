"""What a large report says first: numbers that are those of its transfers one by one, and short in every form."""

from collections import Counter

import pytest

from datamap.assessment.estates import EstateScene
from datamap.checking import check, large, spine
from datamap.checking.large.drawing import by_rows
from datamap.findings import Overview, Status
from datamap.law import LawBook
from datamap.model import DataMap, DataSubjects, Entity, Transfer
from datamap.model.estate import Estate
from datamap.rendering import report_html, report_json, report_markdown, report_text
from datamap.rendering.overview import sentence
from tests.checking.rich_maps import rich_map
from tests.checking.test_large_equals_small import both


@pytest.fixture(scope="module")
def judged():
    """Reports on random maps, judged transfer by transfer and by classes."""
    return [both(seed)[1:] for seed in range(30)]


def test_the_numbers_are_those_of_the_transfers_one_by_one(judged):
    uncovered = 0
    for seed, (small, big) in enumerate(judged):
        by_regime, worst = Counter(), {}
        for a in small.assessments:
            by_regime[a.regime, a.verdict] += 1
            worst[a.transfer] = max(worst.get(a.transfer, 0), a.verdict.rank)
        told = {(one.regime, status): getattr(one, status.value) for one in big.overview.standings for status in Status}
        assert {key: count for key, count in told.items() if count} == by_regime, seed
        ranks = Counter(worst.values())
        assert big.overview.transfers == len(small.arrows), seed
        assert big.overview.uncovered == ranks[Status.UNCOVERED.rank], seed
        assert big.overview.unknown == ranks[Status.UNKNOWN.rank], seed
        assert big.overview.covered == ranks[Status.COVERED.rank] + ranks[Status.EXCEPTION.rank], seed
        uncovered += big.overview.uncovered
    assert uncovered > 20


def test_pairs_are_of_those_who_send_and_receive(judged):
    seen = 0
    for seed, (small, big) in enumerate(judged):
        pairs, laws = {}, {}
        for a in small.assessments:
            if a.verdict is Status.UNCOVERED:
                ends = tuple(end if end in small.nodes and small.nodes[end].kind == "entity" else None for end in (a.exporter, a.importer))
                pairs.setdefault(ends, set()).add(a.transfer)
                laws.setdefault(ends, set()).add(a.regime)
        told = {(one.exporter, one.importer): one for one in big.overview.pairs}
        assert len(told) + big.overview.more_pairs == len(pairs), seed
        for ends, one in told.items():
            assert one.count == len(pairs[ends]), seed
            assert set(one.regimes) == laws[ends], seed
        counts = [one.count for one in big.overview.pairs]
        assert counts == sorted(counts, reverse=True)
        seen += len(told)
    assert seen > 20


def test_one_of_several_controllers_is_nobody_that_can_be_named():
    """Which of two gives access through their processor nobody knows; that nothing covers it is certain."""
    mail = {"data_categories": ["user.contact"]}
    m = DataMap(
        on="2024-06-01",
        data_subjects=[DataSubjects(id="people", location="EEA")],
        entities=[
            Entity(id="first", location="NL", role="controller"),
            *(Entity(id=name, location="IN", role="controller") for name in ("a", "b")),
            Entity(id="p", location="IN", role="processor"),
            Entity(id="z", location="US", role="controller"),
        ],
        transfers=[
            Transfer(from_="people", to="first", **mail),
            *(Transfer(from_="first", to=name, **mail) for name in ("a", "b")),
            *(Transfer(from_=name, to="p", **mail) for name in ("a", "b")),
            Transfer(id="read", from_="p", to="z", kind="remote_access", **mail),
        ],
    )
    big = large.report(EstateScene(Estate.of_map(m), m.day(), LawBook.default()), "map", None, ("eu-gdpr",), ())
    assert (None, "z", 1) in {(one.exporter, one.importer, one.count) for one in big.overview.pairs}
    small = {a.transfer: a.exporter for a in check(m, regimes=["eu-gdpr"]).assessments}
    assert {a.transfer: a.exporter for a in by_rows(big).assessments} == small


@pytest.fixture(scope="module")
def reports():
    m = rich_map(8, 60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spine, "LARGE", -1)
        return check(m), m


def test_the_text_lists_the_widest_of_each_kind_and_says_how_to_see_all(reports):
    report, _ = reports
    kinds = {(f.rule, f.level, f.verdict, f.policy, f.waived is not None) for f in report.findings}
    assert len(report.findings) > len(kinds) + 3
    text = report_text(report)
    assert text.count(" (DM") == len(kinds)
    assert f"All are listed with --limit {len(report.findings)}" in " ".join(text.split())
    assert report_text(report, limit=len(report.findings)).count(" (DM") == len(report.findings)
    assert text.index("How they stand under each law") < text.index("Between whom most is uncovered") < text.index(" (DM")


def test_every_form_has_the_numbers(reports):
    report, _ = reports
    regime = report.overview.standings[0]
    assert f"| {regime.regime} | {regime.uncovered:,} |" in report_markdown(report)
    assert f"<td>{regime.regime}</td><td>{regime.uncovered:,}</td>" in report_html(report)
    assert '"overview": {' in report_json(report)
    assert f"{report.overview.pairs[0].count:,} uncovered" in report_markdown(report)


def test_names_are_escaped(reports):
    m = rich_map(8, 60)
    named = [entity.model_copy(update={"name": "<b>|`x`"}) for entity in m.entities.values()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spine, "LARGE", -1)
        report = check(m.model_copy(update={"entities": type(m.entities)({entity.id: entity for entity in named})}))
    assert "<b>" not in report_html(report)
    table = report_markdown(report).partition("Between whom")[2].partition("```")[0]
    assert "&lt;b&gt;\\|\\`x\\`" in table


def test_a_small_map_says_nothing_of_it(reports):
    _, m = reports
    report = check(m)
    assert report.overview is None
    assert "How they stand" not in report_text(report)
    assert '"overview"' not in report_json(report)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (
            (10, 5, 2, 2),
            "10 transfers: 5 uncovered under some law; 2 of the others unknown under some; 2 covered wherever a law restricts them; "
            "1 restricted by none.",
        ),
        ((3, 0, 3, 0), "3 transfers: 3 unknown under some law."),
        ((0, 0, 0, 0), "0 transfers."),
    ],
)
def test_every_transfer_is_told_once(numbers, said):
    assert sentence(Overview(*numbers, standings=(), pairs=(), more_pairs=0)) == said
