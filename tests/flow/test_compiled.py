"""Compiled code answers what numpy answers, and what the slow reference answers."""

from __future__ import annotations

import builtins
import subprocess
import sys
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from maps import DAY, maps
from reference import Reference

from datamap.flow import Network, fast
from datamap.flow.arcs import Arcs
from datamap.flow.engine import backward, solve
from datamap.flow.spread import spread

pytest.importorskip("numba", reason="numba is not installed (the extra `fast`)")
from datamap.flow.compiled.grouping import FROM

NEVER = 1 << 40


@contextmanager
def engine(compiled):
    """Compiled code for every graph, or for none."""
    with patch.object(fast, "LARGE", 0 if compiled else NEVER), patch.object(fast, "WORTH", 0 if compiled else NEVER):
        assert (fast.kernels(0) is not None) == compiled
        yield


def random_arcs(rng, nodes, arcs, labels, kind=np.int32):
    src, dst = rng.integers(0, nodes, (2, arcs)).astype(kind)
    masks = rng.integers(1, 8)
    words = -(-labels // 64)
    table = rng.integers(0, 1 << 63, (masks, words), dtype=np.uint64) << np.uint64(1) | rng.integers(0, 2, (masks, words), dtype=np.uint64)
    table &= rng.integers(0, 1 << 63, (masks, words), dtype=np.uint64) | np.uint64(1 << 63)
    start = np.where(rng.random((nodes, 1)) < rng.choice((0.02, 0.2, 0.8)), table[rng.integers(0, masks, nodes)], np.uint64(0))
    return Arcs(nodes, src, dst, rng.integers(0, masks, arcs).astype(kind), table), start


def same_rounds(one, other):
    assert one.starts.tolist() == other.starts.tolist()
    for low, high in zip(one.starts, one.starts[1:], strict=False):
        first, second = np.argsort(one.nodes[low:high]), np.argsort(other.nodes[low:high])
        assert np.array_equal(one.nodes[low:high][first], other.nodes[low:high][second])
        assert np.array_equal(one.bits[low:high][first], other.bits[low:high][second])


def answers(arcs, start, rng):
    """Everything that the engine tells of a graph."""
    reach = solve(arcs, start)
    bare = solve(arcs, start, kept=False)
    assert np.array_equal(reach.held, bare.held)
    less = solve(arcs, np.where(rng.random((arcs.nodes, 1)) < 0.5, start, np.uint64(0)), kept=False)
    on = solve(arcs, start, kept=False, after=less)
    assert np.array_equal(reach.held, on.held)
    bits = np.unpackbits(reach.held.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    nodes, labels = np.nonzero(bits)
    chosen = rng.permutation(len(nodes))[:300]
    chains = [reach.witnesses(nodes[chosen], labels[chosen], arriving) for arriving in (False, True)]
    label = int(rng.integers(0, start.shape[1] * 64))
    back = backward(arcs, rng.integers(0, arcs.nodes, 2), label)
    turned = solve(arcs.backwards, start, kept=False).held
    parts = [part for chain in chains for part in (chain.starts, chain.arcs)]
    return [reach.held, reach.arrivals(), on.arrivals(), reach.levels(label), back, turned, *parts]


def compare(seed, nodes, arcs, labels, kind=np.int32):
    found = []
    for compiled in (False, True):
        rng = np.random.default_rng(seed)
        graph, start = random_arcs(rng, nodes, arcs, labels, kind)
        with engine(compiled):
            found.append(answers(graph, start, rng))
    assert all(np.array_equal(one, other) for one, other in zip(*found, strict=True)), seed


@pytest.mark.parametrize("part", range(4))
def test_small_graphs(part):
    for seed in range(part * 500, part * 500 + 500):
        rng = np.random.default_rng(seed)
        compare(seed, int(rng.integers(1, 12)), int(rng.integers(0, 30)), int(rng.choice((1, 64, 130))))


@pytest.mark.parametrize(("nodes", "arcs"), [(70, 300), (700, 1000), (5000, 6000), (20_000, 100_000)])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_larger_graphs(nodes, arcs, kind):
    for seed in range(3):
        compare(seed, nodes, arcs, 70, kind)


def test_graphs_that_fall_into_several_tiles():
    assert 300_000 >> FROM > 1
    compare(1, 300_000, 500_000, 64)


@pytest.mark.parametrize("nodes", [3, 50, 5000])
def test_the_rounds_are_the_same(nodes):
    for seed in range(40 if nodes < 5000 else 2):
        graph, start = random_arcs(np.random.default_rng(seed), nodes, 3 * nodes, 64)
        start[0] |= np.uint64(1)
        rounds = []
        for compiled in (False, True):
            with engine(compiled):
                arcs = Arcs(nodes, graph.src, graph.dst, graph.rows, graph.table)
                rounds.append(spread(arcs, graph.table[:, 0], start[:, 0], kept=True)[1])
        same_rounds(*rounds)


def test_hubs_into_which_many_arcs_lead():
    """2,000 nodes lead into each of two, and chains of others go on from there."""
    many, tail = 2000, 20
    rng = np.random.default_rng(3)
    src = np.concatenate((rng.permutation(many), rng.permutation(many), [many] * tail, [many + 1] * tail, [many + 2] * 3))
    dst = np.concatenate(([many] * many, [many + 1] * many, range(many + 2, many + 2 + 2 * tail), (many, many + 1, 5)))
    rows = rng.integers(0, 2, len(src))
    start = np.where(rng.random((many + 2 + 2 * tail, 1)) < 0.5, np.uint64(3), np.uint64(0))
    start[many:] = 0
    found = []
    for compiled in (False, True):
        with engine(compiled):
            arcs = Arcs(len(start), src, dst, rows, np.array([[1], [2]], np.uint64))
            found.append(answers(arcs, start, np.random.default_rng(1)))
    assert all(np.array_equal(one, other) for one, other in zip(*found, strict=True))


def test_a_chain_whose_arcs_lead_back_and_forth_in_any_order_of_nodes():
    """Labels take turns, so that what leads forward for one leads back for the other; no order of nodes suits both."""
    hops = 30_000
    up, down = np.arange(hops), np.arange(hops, 0, -1)
    src, dst = np.concatenate((up, down)), np.concatenate((up + 1, down - 1))
    rows = np.repeat([0, 1], hops)
    start = np.zeros((hops + 1, 1), np.uint64)
    start[0], start[-1] = 1, 2
    with engine(True):
        arcs = Arcs(hops + 1, src, dst, rows, np.array([[1], [2]], np.uint64))
        reach = solve(arcs, start)
        assert np.all(reach.held == 3)
        assert np.all(solve(arcs, start, kept=False).held == 3)
        assert reach.witness(hops, 0) == tuple(range(hops))
        assert reach.witness(0, 1) == tuple(range(hops, 2 * hops))


def test_arrays_that_may_not_be_written_to():
    arrays = [np.array(part, np.int32) for part in ((0, 1), (1, 2), (0, 0))]
    table, start = np.ones((1, 1), np.uint64), np.array([[1], [0], [0]], np.uint64)
    for array in (*arrays, table, start):
        array.flags.writeable = False
    with engine(True):
        assert solve(Arcs(3, *arrays, table), start).witness(2, 0) == (0, 1)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(maps())
def test_a_network_answers_the_same(m):
    told = []
    for compiled in (False, True):
        with engine(compiled):
            network = Network.of(m, DAY)
            told.append((network.flows(), network.unexplained, [network.held(node) for node in network.nodes]))
    assert told[0] == told[1]
    slow = Reference(m, DAY)
    assert dict(zip(network.nodes, told[1][2], strict=True)) == {node: slow.held(node) for node in slow.nodes}


def test_small_graphs_do_not_import_numba():
    code = (
        "import sys, numpy as np\nfrom datamap.flow.arcs import Arcs\nfrom datamap.flow.engine import solve\n"
        "ends = np.zeros(1000, np.int32)\nsolve(Arcs(1, ends, ends, ends, np.ones((1, 1), np.uint64)), np.ones((1, 1), np.uint64))\n"
        "assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_numpy_does_the_work_where_numba_cannot_be_imported(monkeypatch):
    def refusing(name, *rest, **more):
        if name.startswith("datamap.flow.compiled") or name == "numba":
            raise ImportError(name)
        return real(name, *rest, **more)

    real = builtins.__import__
    fast._compiled.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refusing)
    monkeypatch.setattr(fast, "import_module", refusing)
    try:
        assert fast.kernels(NEVER) is None
        arcs = Arcs(2, np.array([0]), np.array([1]), np.array([0]), np.ones((1, 1), np.uint64))
        assert solve(arcs, np.array([[1], [0]], np.uint64)).holds(1, 0)
    finally:
        fast._compiled.cache_clear()


def test_where_nothing_may_be_written_each_process_compiles_anew(monkeypatch):
    import numba

    from datamap.flow.compiled.jit import jit

    def nowhere(cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return compile_(**options)

    compile_ = numba.njit
    monkeypatch.setattr(numba, "njit", nowhere)
    assert jit(lambda number: number + 1)(1) == 2
