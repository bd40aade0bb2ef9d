"""The propagation engine beside a networkx worklist and a plain numpy sweep, in one process.

    python tests/benchmarks/bench_flow.py [--largest 1000000]

The maps are seeded estates: degrees follow a power law, one transfer in 33 leads back, ids are shuffled, there are 64
categories of which each transfer passes about a third, and 2 nodes in 100 hold some at the outset. Times are processor
seconds (all three use one thread) and include building the graph from arrays; all three must give the same answer. Take
the ratios, not the seconds.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import gc
import os
import time
import tracemalloc
from collections import deque
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np

from datamap.flow.arcs import Arcs, Whole, Words
from datamap.flow.engine import backward, solve

SIZES = ((10_000, 50_000), (100_000, 500_000), (1_000_000, 5_000_000))
LABELS, MASKS, BYTES_A_TRANSFER = 64, 2000, 700  # bytes: what networkx needs


class Estate:
    """A seeded map as arrays."""

    def __init__(self, nodes: int, transfers: int, seed: int = 7) -> None:
        rng = np.random.default_rng(seed)
        ends = np.sort((nodes * rng.random((transfers, 2)) ** (2, 1.2)).astype(np.int64), axis=1)
        back = rng.random(transfers) < 0.03
        ids = rng.permutation(nodes).astype(np.int32)
        self.nodes = nodes
        self.src, self.dst = ids[np.where(back, ends[:, 1], ends[:, 0])], ids[np.where(back, ends[:, 0], ends[:, 1])]
        weights = np.uint64(1) << np.arange(LABELS, dtype=np.uint64)
        self.table: Words = np.where(rng.random((MASKS, LABELS)) < 1 / 3, weights, np.uint64(0)).sum(axis=1, dtype=np.uint64)[:, None]
        self.rows = rng.integers(0, MASKS, transfers).astype(np.uint16)
        self.start: Words = np.zeros((nodes, 1), np.uint64)
        first = ids[: max(1, nodes // 50)]
        self.start[first] = self.table[rng.integers(0, MASKS, len(first))]

    def arcs(self) -> Arcs:
        """The graph for the engine, with nothing worked out yet."""
        return Arcs(self.nodes, self.src, self.dst, self.rows, self.table)


def by_engine(estate: Estate) -> Words:
    """This library."""
    return solve(estate.arcs(), estate.start, kept=False).held[:, 0]


def by_networkx(estate: Estate) -> Words:
    """One worklist over a DiGraph, sets of labels as integers: the strong form, two to three times as fast as a search a label."""
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


def timed(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """Processor seconds, the median of some runs, and the last answer."""
    taken = []
    for _ in range(times):
        gc.collect()
        begun = time.process_time()
        answer = work()
        taken.append(time.process_time() - begun)
    return sorted(taken)[len(taken) // 2], answer


def free_bytes() -> int:
    """Memory that can be had."""
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def compare(nodes: int, transfers: int) -> None:
    """One line of the first table."""
    estate = Estate(nodes, transfers)
    engine, held = timed(lambda: by_engine(estate), 5)
    sweeps, other = timed(lambda: by_sweeps(estate), 3)
    assert np.array_equal(held, other)
    line = f"{nodes:>9,} {transfers:>9,} {engine:9.3f} {sweeps:9.3f} {sweeps / engine:7.1f}x"
    if transfers * BYTES_A_TRANSFER > free_bytes():
        print(f"{line}   too little memory for networkx")
        return
    slow, other = timed(lambda: by_networkx(estate))
    assert np.array_equal(held, other)
    print(f"{line} {slow:9.3f} {slow / engine:7.1f}x")


def proofs(nodes: int, transfers: int) -> None:
    """Forward with distances, backward, and the witnesses of everything that 3 nodes in 1,000 hold."""
    estate = Estate(nodes, transfers)
    arcs = estate.arcs()
    forward, reach = timed(lambda: solve(arcs, estate.start))
    targets = np.random.default_rng(1).choice(nodes, max(1, nodes * 3 // 1000), replace=False)
    every: Words = np.zeros((nodes, 1), np.uint64)
    every[targets] = np.uint64(2**64 - 1)
    back, _ = timed(lambda: solve(arcs.backwards, every, kept=False))
    bits = np.unpackbits(reach.held[targets].astype("<u8").view(np.uint8), axis=1, bitorder="little")
    at, labels = np.nonzero(bits)
    walk, chains = timed(lambda: reach.witnesses(targets[at], labels))
    print(f"forward with distances {forward:.2f} s, backward {back:.2f} s, {len(chains):,} witnesses {walk:.2f} s")


def memory(nodes: int, transfers: int) -> None:
    """The peak over what the caller already holds, for each transfer."""
    estate = Estate(nodes, transfers)
    tracemalloc.start()
    arcs = estate.arcs()
    reach = solve(arcs, estate.start, kept=False)
    now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    rest = reach.held.nbytes / transfers
    print(f"memory: {now / transfers:.1f} bytes a transfer kept, {rest:.1f} of them the answer; {peak / transfers:.1f} at the peak")


def chain(hops: int) -> None:
    """The case that defeats frontiers."""
    order = np.random.default_rng(0).permutation(hops + 1).astype(np.int32)
    start: Words = np.zeros((hops + 1, 1), np.uint64)
    start[order[0]] = 1
    rows: Whole = np.zeros(hops, np.uint16)
    arcs = Arcs(hops + 1, order[:-1], order[1:], rows, np.ones((1, 1), np.uint64))
    forward, reach = timed(lambda: solve(arcs, start))
    walk, witness = timed(lambda: reach.witness(int(order[-1]), 0))
    assert len(witness) == hops
    back, found = timed(lambda: backward(arcs, order[-1:], 0))
    assert found.all()
    print(f"a chain of {hops:,} hops: forward {forward:.2f} s, backward {back:.2f} s, its witness {walk:.2f} s")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=SIZES[-1][0], metavar="NODES", help="leave out maps with more nodes")
    largest = parser.parse_args().largest
    sizes = [size for size in SIZES if size[0] <= largest] or [(largest, 5 * largest)]
    print(f"{'nodes':>9} {'transfers':>9} {'engine s':>9} {'sweeps s':>9} {'ratio':>8} {'networkx':>9} {'ratio':>8}")
    for nodes, transfers in sizes:
        compare(nodes, transfers)
    proofs(*sizes[-1])
    memory(*sizes[-1])
    chain(sizes[-1][0])


if __name__ == "__main__":
    main()
