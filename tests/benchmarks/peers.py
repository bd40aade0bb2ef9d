"""One question put to many libraries: which of 64 categories reach which node. Each builds its graph from the same arrays.

Libraries that search without labels are asked once a category, over the transfers that pass it, from one node more that leads to
where it starts. Those that can do without a loop of Python a node or a transfer do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from arrays import LABELS, Estate

from datamap.flow import fast
from datamap.flow.arcs import Words
from datamap.flow.engine import solve

NEVER = 1 << 40


def by_numpy(estate: Estate) -> Words:
    """This library without numba."""
    fast.LARGE = fast.WORTH = NEVER
    return solve(estate.arcs(), estate.start, kept=False).held[:, 0]


def by_numba(estate: Estate) -> Words:
    """This library with the extra `fast`."""
    fast.LARGE = fast.WORTH = 0
    return solve(estate.arcs(), estate.start, kept=False).held[:, 0]


def by_sweeps(estate: Estate) -> Words:
    """What one writes first in numpy: sort by target, then pull over all arcs until nothing changes."""
    order = np.argsort(estate.dst, kind="stable")
    src, dst, masks = estate.src[order], estate.dst[order], estate.table[estate.rows[order], 0]
    firsts = np.flatnonzero(np.concatenate(([True], dst[1:] != dst[:-1])))
    targets, held = dst[firsts], estate.start[:, 0].copy()
    while True:
        came = held[targets] | np.bitwise_or.reduceat(held[src] & masks, firsts)
        if np.array_equal(came, held[targets]):
            return held
        held[targets] = came


def by_worklist(estate: Estate) -> Words:
    """networkx in its strong form: one worklist over a DiGraph, sets of labels as integers."""
    import networkx as nx

    masks = estate.table[:, 0].tolist()
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(estate.nodes))
    for a, b, row in zip(estate.src.tolist(), estate.dst.tolist(), estate.rows.tolist(), strict=True):
        passes = masks[row]
        graph.add_edge(a, b, passes=graph.edges[a, b]["passes"] | passes if graph.has_edge(a, b) else passes)
    held = estate.start[:, 0].tolist()
    waiting = deque(node for node, bits in enumerate(held) if bits)
    listed = set(waiting)
    while waiting:
        node = waiting.popleft()
        listed.discard(node)
        bits = held[node]
        for end, edge in graph.adj[node].items():
            gain = bits & edge["passes"] & ~held[end]
            if gain:
                held[end] |= gain
                if end not in listed:
                    listed.add(end)
                    waiting.append(end)
    return np.array(held, np.uint64)


def by_networkx(estate: Estate) -> Words:
    """networkx as one writes it first: a graph and a search for each category."""
    import networkx as nx

    def search(src: Any, dst: Any) -> Iterable[int]:
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_node(estate.nodes)
        graph.add_edges_from(zip(src.tolist(), dst.tolist(), strict=True))
        return nx.descendants(graph, estate.nodes)

    return _a_search_a_label(estate, search)


def by_rustworkx(estate: Estate) -> Words:
    """rustworkx: a graph and a search for each category."""
    import rustworkx as rx

    def search(src: Any, dst: Any) -> Iterable[int]:
        graph = rx.PyDiGraph()
        graph.add_nodes_from(range(estate.nodes + 1))
        graph.extend_from_edge_list(list(zip(src.tolist(), dst.tolist(), strict=True)))
        return rx.descendants(graph, estate.nodes)

    return _a_search_a_label(estate, search)


def by_igraph(estate: Estate) -> Words:
    """igraph: a graph and a search for each category."""
    import igraph

    def search(src: Any, dst: Any) -> Iterable[int]:
        graph = igraph.Graph(estate.nodes + 1, np.stack((src, dst), axis=1).astype(np.int64), directed=True)
        return graph.subcomponent(estate.nodes, mode="out")

    return _a_search_a_label(estate, search)


def by_scipy(estate: Estate) -> Words:
    """scipy: a sparse matrix and a search for each category."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    def search(src: Any, dst: Any) -> Iterable[int]:
        size = estate.nodes + 1
        matrix = csr_array((np.ones(len(src), np.int8), (src, dst)), shape=(size, size))
        return breadth_first_order(matrix, estate.nodes, return_predecessors=False)

    return _a_search_a_label(estate, search)


def _a_search_a_label(estate: Estate, search: Callable[[Any, Any], Iterable[int]]) -> Words:
    held: Words = np.zeros(estate.nodes + 1, np.uint64)
    for label in range(LABELS):
        found = search(*estate.of(label))
        held[np.fromiter(found, np.int64)] |= np.uint64(1) << np.uint64(label)
    return held[:-1]


def by_graphblas(estate: Estate) -> Words:
    """SuiteSparse:GraphBLAS: sets as 64-bit words, or-and as the semiring, and what a round has added as the next vector."""
    import graphblas as gb

    size = estate.nodes
    matrix = gb.Matrix.from_coo(estate.src, estate.dst, estate.table[estate.rows, 0], nrows=size, ncols=size, dup_op=gb.binary.bor)
    held = gb.Vector.from_dense(estate.start[:, 0])
    first = np.flatnonzero(estate.start[:, 0])
    fresh = gb.Vector.from_coo(first, estate.start[first, 0], size=size)
    while fresh.nvals:
        came = fresh.vxm(matrix, gb.semiring.bor_band).new()
        gain = came.ewise_mult(held.apply(gb.unary.bnot).new(), gb.binary.band).new()
        fresh = gain.select("!=", 0).new()
        held(gb.binary.bor) << fresh
    return held.to_dense(fill_value=0).astype(np.uint64)


def by_duckdb(estate: Estate) -> Words:
    """DuckDB: a recursive query over pairs of node and category."""
    import duckdb
    import pyarrow as pa

    with duckdb.connect(config={"threads": 1}) as base:
        return asked(base, pa, estate)


def asked(base: Any, pa: Any, estate: Estate) -> Words:
    """The recursive query."""
    edges = pa.table({"src": estate.src, "dst": estate.dst, "passes": estate.rows})
    row, label = np.nonzero(np.unpackbits(estate.table.astype("<u8").view(np.uint8), axis=1, bitorder="little"))
    masks = pa.table({"passes": row.astype(np.uint16), "label": label.astype(np.uint8)})
    node, label = np.nonzero(np.unpackbits(estate.start.astype("<u8").view(np.uint8), axis=1, bitorder="little"))
    start = pa.table({"node": node.astype(np.int32), "label": label.astype(np.uint8)})
    for name, table in (("edges", edges), ("masks", masks), ("start", start)):
        base.register(f"given_{name}", table)
        base.execute(f"create table {name} as from given_{name}")
    step = (
        "select dst, held.label from held join edges on src = node join masks on (masks.passes, masks.label) = (edges.passes, held.label)"
    )
    total = "select node, sum(1::hugeint << label)::ubigint as bits from held group by node"
    found = base.execute(f"with recursive held(node, label) as (from start union {step}) {total}").fetchnumpy()
    held: Words = np.zeros(estate.nodes, np.uint64)
    held[found["node"]] = found["bits"]
    return held


PEERS: dict[str, Callable[[Estate], Words]] = {
    "numba engine": by_numba,
    "numpy engine": by_numpy,
    "numpy sweeps": by_sweeps,
    "GraphBLAS": by_graphblas,
    "DuckDB": by_duckdb,
    "scipy": by_scipy,
    "igraph": by_igraph,
    "rustworkx": by_rustworkx,
    "networkx worklist": by_worklist,
    "networkx": by_networkx,
}
"""The engine first, the plainest use of networkx last."""

PACKAGES = {
    "numba engine": ("numba",),
    "GraphBLAS": ("graphblas",),
    "DuckDB": ("duckdb", "pyarrow"),
    "scipy": ("scipy",),
    "igraph": ("igraph",),
    "rustworkx": ("rustworkx",),
}
"""What a peer needs to be installed."""
