"""One measurement in a fresh process: `python single.py QUESTION PEER NODES` prints it as JSON.

Times are processor seconds of one thread, with building the graph from arrays; what is compiled or loaded at the first call
is so on a small map before. Memory is the peak over what the process held when the question was put.
"""

# ruff: noqa: T201

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from arrays import EACH, Estate, chain
from peers import NEVER, PEERS

from datamap.flow import fast
from datamap.flow.arcs import Arcs, Words
from datamap.flow.engine import backward, solve


def status(key: str) -> float:
    """A line of this process's status, in MB; 0 on systems that keep none."""
    path = Path("/proc/self/status")
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(key)), 0.0)


def measured(work: Callable[[], Any]) -> dict[str, Any]:
    """Seconds, peak memory in MB over what there was before, and the answer."""
    gc.collect()
    if Path("/proc/self/clear_refs").exists():
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak so far
    before, begun = status("VmRSS"), time.process_time()
    answer = work()
    return {"seconds": time.process_time() - begun, "peak": status("VmHWM") - before, "answer": answer}


def reach(peer: str, nodes: int) -> dict[str, Any]:
    """Which categories reach which node."""
    PEERS[peer](Estate(500))
    estate = Estate(nodes)
    found = measured(lambda: PEERS[peer](estate))
    return found | {"answer": hashlib.sha256(found["answer"].tobytes()).hexdigest()}


def engine(peer: str) -> None:
    """Fix which of the two engines does the work, and let it compile what it compiles."""
    fast.LARGE = fast.WORTH = 0 if peer == "numba engine" else NEVER
    small = Estate(500)
    answered = solve(small.arcs(), small.start)
    answered.arrivals()
    answered.witnesses(*everything(answered.held, np.arange(500)))
    solve(small.arcs(), small.start, kept=False)
    line, start, _ = chain(50)
    solve(Arcs(line.nodes, line.src[::-1], line.dst[::-1], line.rows, line.table), start, kept=False)


def everything(held: Words, nodes: Any) -> tuple[Any, Any]:
    """All pairs of some nodes and the labels that they hold."""
    at, labels = np.nonzero(np.unpackbits(held[nodes].astype("<u8").view(np.uint8), axis=1, bitorder="little"))
    return nodes[at], labels


def proofs(peer: str, nodes: int) -> dict[str, Any]:
    """Forward, backward from 3 nodes in 1,000, and the shortest chains of everything that these hold."""
    engine(peer)
    estate, targets = Estate(nodes), np.random.default_rng(1).choice(nodes, max(1, nodes * 3 // 1000), replace=False)
    every: Words = np.zeros((nodes, 1), np.uint64)
    every[targets] = np.uint64(2**64 - 1)
    arcs = estate.arcs()
    forward = measured(lambda: solve(arcs, estate.start))
    back = measured(lambda: solve(arcs.backwards, every, kept=False).held)
    walk = measured(lambda: forward["answer"].witnesses(*everything(forward["answer"].held, targets)))
    chains = walk["answer"]
    parts = (forward["answer"].held, back["answer"], chains.starts, chains.arcs)
    return {
        "forward": forward["seconds"],
        "backward": back["seconds"],
        "witnesses": walk["seconds"],
        "chains": len(chains),
        "answer": hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest(),
    }


def long(peer: str, hops: int) -> dict[str, Any]:
    """A chain of so many hops: its end forward, its beginning backward, and its witness."""
    engine(peer)
    arcs, start, order = chain(hops)
    forward = measured(lambda: solve(arcs, start, kept=False).held)
    turned = Arcs(arcs.nodes, arcs.src, arcs.dst, arcs.rows, arcs.table)
    back = measured(lambda: backward(turned, order[-1:], 0))
    again = Arcs(arcs.nodes, arcs.src, arcs.dst, arcs.rows, arcs.table)
    kept = measured(lambda: solve(again, start))
    walk = measured(lambda: kept["answer"].witness(int(order[-1]), 0))
    assert forward["answer"].all()
    assert back["answer"].all()
    assert walk["answer"] == tuple(range(hops))
    return {"forward": forward["seconds"], "backward": back["seconds"], "rounds": kept["seconds"], "witness": walk["seconds"]}


def memory(peer: str, nodes: int) -> dict[str, Any]:
    """For 64 and 256 labels: bytes a transfer that are kept for the graph, those of the answer, and the peak, over what is given."""
    engine(peer)
    found = {}
    for words in (1, 4):
        estate = Estate(nodes, words)
        tracemalloc.start()
        arcs = estate.arcs()
        held = solve(arcs, estate.start, kept=False).held
        now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        sizes = {"index": now - held.nbytes, "answer": held.nbytes, "peak": peak}
        found[f"{words * 64}"] = {name: size / (EACH * nodes) for name, size in sizes.items()}
    return found


QUESTIONS = {"reach": reach, "proofs": proofs, "long": long, "memory": memory}

if __name__ == "__main__":
    question, asked, size = sys.argv[1:]
    print(json.dumps(QUESTIONS[question](asked, int(size))))
