"""The engine over integers: least fixpoint, distances and witnesses, whatever way the rounds are worked out."""

from __future__ import annotations

from contextlib import contextmanager
from unittest.mock import patch

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datamap.flow import arcs as arcs_module
from datamap.flow import chains, spread
from datamap.flow.arcs import Arcs, packed, unpacked
from datamap.flow.engine import backward, solve


def arcs_of(nodes, edges, masks, labels):
    src, dst, rows = (np.array([edge[part] for edge in edges], np.int32) for part in range(3))
    return Arcs(nodes, src, dst, rows, packed(masks, labels))


@contextmanager
def thresholds(draw):
    """Small sizes at random, so that small graphs take every way through the engine."""
    sizes = {
        (spread, "NARROW"): st.sampled_from((-1, 3, 200)),
        (spread, "WIDE"): st.sampled_from((1, 8, 100)),
        (arcs_module, "BLOCK"): st.sampled_from((1, 3, 1 << 15)),
        (chains, "FEW"): st.sampled_from((0, 2, 8)),
        (chains, "HUB"): st.sampled_from((0, 2, 256)),
        (chains, "BLOCK"): st.sampled_from((1, 5, 1 << 21)),
    }
    patches = [patch.object(module, name, draw(values)) for (module, name), values in sizes.items()]
    for item in patches:
        item.start()
    try:
        yield
    finally:
        for item in patches:
            item.stop()


def some(labels):
    """Labels on both sides of the borders between words."""
    return [label for label in (0, 1, 2, 62, 63, 64, 65, 127, 128, 129) if label < labels]


@st.composite
def problems(draw):
    nodes, labels = draw(st.integers(1, 8)), draw(st.sampled_from((1, 3, 64, 65, 130)))
    bits = st.sets(st.sampled_from(some(labels)), min_size=1).map(lambda chosen: sum(1 << label for label in chosen))
    masks = draw(st.lists(bits, min_size=1, max_size=3))
    edges = draw(st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1), st.integers(0, len(masks) - 1)), max_size=20))
    start = draw(st.lists(st.one_of(st.just(0), bits), min_size=nodes, max_size=nodes))
    return nodes, labels, masks, edges, start


def slow_distances(nodes, masks, edges, start, label):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((a, b) for a, b, row in edges if masks[row] >> label & 1)
    origins = {node for node in range(nodes) if start[node] >> label & 1}
    return nx.multi_source_dijkstra_path_length(graph, origins, weight=lambda *_: 1) if origins else {}


def slow_witness(masks, edges, far, target, label):
    """From the target back, always over the first arc that comes from one step nearer."""
    chain = []
    while far[target]:
        nearer = [arc for arc, (a, b, row) in enumerate(edges) if b == target and masks[row] >> label & 1 and far.get(a) == far[target] - 1]
        chain.insert(0, nearer[0])
        target = edges[nearer[0]][0]
    return tuple(chain)


@settings(max_examples=150, deadline=None)
@given(problems(), st.data())
def test_equal_to_a_search_for_each_label(problem, data):
    nodes, labels, masks, edges, start = problem
    with thresholds(data.draw):
        reach = solve(arcs_of(nodes, edges, masks, labels), packed(start, labels))
        targets, wanted, expected = [], [], []
        for label in some(labels):
            far = slow_distances(nodes, masks, edges, start, label)
            assert reach.levels(label).tolist() == [far.get(node, -1) for node in range(nodes)]
            for node in range(nodes):
                assert reach.holds(node, label) == (node in far)
                witness = slow_witness(masks, edges, far, node, label) if node in far else None
                assert reach.witness(node, label) == witness
                if witness is not None:
                    targets.append(node)
                    wanted.append(label)
                    expected.append(witness)
        found = reach.witnesses(np.array(targets, np.int64), np.array(wanted, np.int64))
        assert [found[chain] for chain in range(len(found))] == expected


@settings(max_examples=100, deadline=None)
@given(problems(), st.data())
def test_arriving_witnesses_have_at_least_one_arc(problem, data):
    nodes, labels, masks, edges, start = problem
    label = data.draw(st.sampled_from(some(labels)))
    far = slow_distances(nodes, masks, edges, start, label)
    with thresholds(data.draw):
        reach = solve(arcs_of(nodes, edges, masks, labels), packed(start, labels))
        for node in far:
            last = [(far[a], arc) for arc, (a, b, row) in enumerate(edges) if b == node and masks[row] >> label & 1 and a in far]
            expected = (*slow_witness(masks, edges, far, edges[min(last)[1]][0], label), min(last)[1]) if last else None
            assert reach.witness(node, label, arriving=True) == expected
            assert reach.witnesses(np.array([node]), np.array([label]), arriving=True)[0] == (expected or ())


@settings(max_examples=100, deadline=None)
@given(problems(), st.data())
def test_backward_finds_every_node_that_reaches_a_target(problem, data):
    nodes, labels, masks, edges, _ = problem
    label = data.draw(st.sampled_from(some(labels)))
    targets = data.draw(st.sets(st.integers(0, nodes - 1)))
    with thresholds(data.draw):
        found = backward(arcs_of(nodes, edges, masks, labels), np.array(sorted(targets), np.int64), label)
    for node in range(nodes):
        alone = [1 << label if other == node else 0 for other in range(nodes)]
        assert found[node] == bool(targets & set(slow_distances(nodes, masks, edges, alone, label)))


@settings(max_examples=100, deadline=None)
@given(problems(), st.data())
def test_arrivals_are_what_arcs_bring(problem, data):
    nodes, labels, masks, edges, start = problem
    with thresholds(data.draw):
        reach = solve(arcs_of(nodes, edges, masks, labels), packed(start, labels), kept=False)
        came = reach.arrivals()
    held = [unpacked(row) for row in reach.held]
    expected = [0] * nodes
    for a, b, row in edges:
        expected[b] |= held[a] & masks[row]
    assert [unpacked(row) for row in came] == expected


@settings(max_examples=200, deadline=None)
@given(problems(), st.data())
def test_an_answer_that_goes_on_from_one_to_less_is_the_same(problem, data):
    nodes, labels, masks, edges, start = problem
    less = [bits if data.draw(st.booleans()) else 0 for bits in start]
    with thresholds(data.draw):
        arcs = arcs_of(nodes, edges, masks, labels)
        before, anew = solve(arcs, packed(less, labels), kept=False), solve(arcs, packed(start, labels))
        reach = solve(arcs, packed(start, labels), kept=False, after=before)
        assert np.array_equal(reach.held, anew.held)
        assert np.array_equal(reach.arrivals() | before.arrivals(), anew.arrivals())
        assert [reach.levels(label).tolist() for label in some(labels)] == [anew.levels(label).tolist() for label in some(labels)]
    assert not reach.arrivals()[:, [word for word in range(arcs.words) if word not in reach.fresh]].any()


def test_a_long_chain_takes_as_many_rounds_as_hops():
    hops = 20_000
    order = np.random.default_rng(5).permutation(hops + 1)
    arcs = Arcs(hops + 1, order[:-1], order[1:], np.zeros(hops, np.int32), packed([0b101], 3))
    start = np.zeros((hops + 1, 1), np.uint64)
    start[order[0]] = 0b111
    reach = solve(arcs, start)
    assert np.all(reach.held[order[1:], 0] == 0b101)
    assert reach.witness(int(order[-1]), 2) == tuple(range(hops))
    assert reach.witness(int(order[-1]), 1) is None
    assert reach.levels(0)[order].tolist() == list(range(hops + 1))
    assert backward(arcs, order[-1:], 2).all()
    assert np.flatnonzero(backward(arcs, order[-1:], 1)).tolist() == [order[-1]]


def test_many_narrow_chains_beside_one_another():
    """A frontier that is neither narrow nor wide."""
    chains_, hops = 400, 30
    nodes = np.arange(chains_ * (hops + 1)).reshape(chains_, hops + 1)
    src, dst = nodes[:, :-1].ravel(), nodes[:, 1:].ravel()
    arcs = Arcs(nodes.size, src, dst, np.zeros(len(src), np.uint8), packed([1], 1))
    start = np.zeros((nodes.size, 1), np.uint64)
    start[nodes[:, 0]] = 1
    reach = solve(arcs, start)
    assert reach.levels(0).reshape(nodes.shape).tolist() == [list(range(hops + 1))] * chains_
    found = reach.witnesses(nodes[:, -1], np.zeros(chains_, np.int64))
    assert all(found[k] == tuple(range(k * hops, (k + 1) * hops)) for k in range(chains_))


def test_the_same_input_gives_the_same_witness_and_parallel_arcs_the_first():
    arcs = arcs_of(3, [(0, 1, 0), (0, 1, 0), (1, 2, 0), (1, 2, 0)], [1], 1)
    assert solve(arcs, packed([1, 0, 0], 1)).witness(2, 0) == (0, 2)


def test_what_does_not_start_anywhere_costs_and_reaches_nothing():
    reach = solve(arcs_of(2, [(0, 1, 0)], [1 << 70], 71), packed([0, 0], 71))
    assert not reach.held.any()
    assert reach.levels(70).tolist() == [-1, -1]


def test_asking_for_what_cannot_be_answered_is_refused():
    arcs = arcs_of(2, [(0, 1, 0)], [1], 2)
    with pytest.raises(ValueError, match="does not hold"):
        solve(arcs, packed([1, 0], 2)).witnesses(np.array([1]), np.array([1]))


@settings(max_examples=50, deadline=None)
@given(problems(), st.data())
def test_rounds_that_were_not_kept_are_worked_out_when_they_are_asked_for(problem, data):
    nodes, labels, masks, edges, start = problem
    with thresholds(data.draw):
        arcs = arcs_of(nodes, edges, masks, labels)
        kept, bare = (solve(arcs, packed(start, labels), kept) for kept in (True, False))
        for label in some(labels):
            assert kept.levels(label).tolist() == bare.levels(label).tolist()
            assert all(kept.witness(node, label) == bare.witness(node, label) for node in range(nodes))


@pytest.mark.parametrize(
    ("src", "dst", "rows", "wrong"),
    [([0, 1], [1], [0], "one entry"), ([2], [0], [0], "src"), ([0], [-1], [0], "dst"), ([0], [1], [1], "rows")],
)
def test_arrays_that_do_not_fit_together_are_refused(src, dst, rows, wrong):
    with pytest.raises(ValueError, match=wrong):
        Arcs(2, np.array(src), np.array(dst), np.array(rows), packed([1], 1))
