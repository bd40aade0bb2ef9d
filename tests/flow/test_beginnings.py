"""The parts of a graph that nothing outside feeds are those of its condensation into which no arc leads."""

from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from datamap.flow.beginnings import beginnings


@given(st.integers(1, 12).flatmap(lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size)))
def test_beginnings_are_the_sources_of_the_condensation(ends: list[list[int]]) -> None:
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(ends)))
    graph.add_edges_from((node, end) for node, each in enumerate(ends) for end in each)
    whole = networkx.condensation(graph)
    expected = {frozenset(whole.nodes[part]["members"]) for part in whole if whole.in_degree(part) == 0}
    found = [frozenset(members) for members in beginnings(dict(enumerate(ends)))]
    assert set(found) == expected
    assert len(found) == len(expected)


def test_a_long_chain_ends_where_it_begins() -> None:
    size = 100_000
    chain = {node: [node + 1] for node in range(size)} | {size: [0, size + 1], size + 1: []}
    (circle,) = beginnings(chain)
    assert sorted(circle) == list(range(size + 1))
