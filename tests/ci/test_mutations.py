"""Seeded mutation: what breaks a clean map is caught by the check and by the assertions; what breaks nothing raises nothing."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from clean_maps import Tree, estate, read, shop
from harmless import HARMLESS
from mutations import BREAKING, Mutation

import datamap as dm
from datamap.findings import Finding, Level, Verdict

MANY = 200


def mutants(mutations: dict[str, Mutation]) -> Iterator[tuple[str, Tree, str]]:
    """Exactly `MANY` changed maps with the part that was changed, every kind as often as any other."""
    names, count, seed = list(mutations), 0, 0
    while count < MANY:
        rng = Random(seed)
        tree = shop() if seed % 10 == 9 else estate(rng)
        name = names[seed % len(names)]
        part = mutations[name](rng, tree)
        if part is not None:
            count += 1
            yield f"{seed}-{name}", tree, part
        seed += 1


def heavy(report: dm.Report) -> set[str]:
    """The findings of a report that are more than notes."""
    return {f.id for f in report.findings if f.level is not Level.NOTE}


def speaks_of(report: dm.Report, finding: Finding, part: str) -> bool:
    """Whether a finding names a transfer or a node, as its subject or in its chain."""
    subject = finding.id.partition("@")[2].partition("/")[0]
    arrows = [report.arrows[leg] for leg in (*finding.transfers, *finding.path) if leg in report.arrows]
    ends = [end for arrow in arrows for end in (arrow.from_, arrow.to)]
    return part in (subject, *finding.transfers, *finding.path, *ends)


def asserted(m: dm.DataMap, tree: Tree) -> Iterator[AssertionError]:
    """What each assertion says that a careful owner of this map would write."""
    promises = {kind: promise[kind] for promise in reversed(tree["policies"]) for kind in promise if kind not in ("id", "name")}
    ways = [
        lambda: dm.assert_covered(m),
        lambda: dm.assert_no_flow(m, to="mainland-china"),
        lambda: dm.assert_confined(m, **promises["confine"]),
        lambda: dm.assert_retained(m, **promises["retain"]),
        lambda: dm.assert_no_sale(m, **promises["no_sale"]),
        lambda: dm.assert_clean(m, rules=["missing_impact_assessment", "access_beyond_promise", "lapsed_mechanism"]),
    ]
    for way in ways:
        try:
            way()
        except AssertionError as error:
            yield error


@pytest.mark.parametrize("seed", range(40))
def test_the_maps_are_clean_before(seed: int) -> None:
    tree = shop() if seed == 39 else estate(Random(seed))
    m = read(tree)
    assert m.check().verdict is Verdict.OK
    assert heavy(m.check()) == set()
    assert list(asserted(m, tree)) == []


@pytest.mark.parametrize(("tree", "part"), [pytest.param(tree, part, id=name) for name, tree, part in mutants(BREAKING)])
def test_what_breaks_a_map_is_caught(tree: Tree, part: str) -> None:
    m = read(tree)
    report = m.check()
    assert report.verdict is not Verdict.OK
    caught = [f for f in report.findings if f.level is not Level.NOTE and speaks_of(report, f, part)]
    assert caught, [f.id for f in report.findings]
    errors = list(asserted(m, tree))
    assert errors
    assert any(part in str(error) or m.title(part) in str(error) for error in errors), [str(e) for e in errors]


@pytest.mark.parametrize(("tree", "part"), [pytest.param(tree, part, id=name) for name, tree, part in mutants(HARMLESS)])
def test_what_breaks_nothing_raises_nothing(tree: Tree, part: str) -> None:
    m = read(tree)
    report = m.check()
    assert heavy(report) == set()
    assert report.verdict is Verdict.OK
    assert report.questions == ()
    assert list(asserted(m, tree)) == []
