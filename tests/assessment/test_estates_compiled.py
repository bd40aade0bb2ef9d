"""Compiled code follows what arrives bound as numpy does."""

import numpy as np
import pytest

from datamap.assessment.estates import EstateScene, labelling
from datamap.assessment.estates.arriving import Departures
from datamap.checking import large
from datamap.flow import fast
from datamap.law import LawBook
from datamap.model.estate import Estate
from tests.assessment.estates import random_map
from tests.checking.rich_maps import rich_map

pytest.importorskip("numba", reason="numba is not installed (the extra `fast`)")


@pytest.fixture
def told(monkeypatch):
    """A function that says what is reported of a map, with compiled code or without."""

    def said(m, compiled):
        monkeypatch.setattr(fast, "LARGE", 0 if compiled else 10**9)
        monkeypatch.setattr(fast, "WORTH", 0 if compiled else 10**9)
        assert bool(labelling.kernels(1)) is compiled
        scene = EstateScene(Estate.of_map(m), m.day(), LawBook.default(), m.origin)
        return large.report(scene, m.name or "unnamed map", m.origin, None, ()).to_json()

    return said


@pytest.mark.parametrize("make", [rich_map, random_map])
@pytest.mark.parametrize("seed", range(8))
def test_the_same_is_reported(told, make, seed):
    m = make(seed)
    assert told(m, True) == told(m, False)


@pytest.mark.parametrize("words", [1, 3])
def test_sets_at_nodes_are_joined_alike(monkeypatch, words):
    dice = np.random.default_rng(words)
    for size in (0, 1, 40, 3_000):
        nodes = dice.integers(0, 500, size)
        bits = dice.integers(0, 2**63, (size, words)).astype(np.uint64)
        found = []
        for least in (0, 10**9):
            monkeypatch.setattr(fast, "LARGE", least)
            monkeypatch.setattr(fast, "WORTH", least)
            found.append(labelling.merged(nodes, bits, 500))
        (one, its), (other, theirs) = found
        assert one.tolist() == other.tolist()
        assert its.tolist() == theirs.tolist()
        assert one.tolist() == sorted(set(nodes.tolist()))


def test_nothing_goes_on_over_rows_that_pass_nothing_on():
    scene = EstateScene(Estate.of_map(rich_map(1)), rich_map(1).day(), LawBook.default())
    scene.settle([scene.law.regime("eu-gdpr")])
    here = scene.folded(scene.ground.under(scene.law.regime("eu-gdpr")))
    nothing = np.zeros_like(here.sums[0])
    assert not len(Departures(here, nothing).to)
    every = Departures(here, ~nothing)
    assert len(every.to) == np.count_nonzero(scene.tide.carried.any(axis=1))
    assert np.diff(every.starts).sum() == len(every.to)
