"""The propagation engine beside its peers, side by side: seconds, memory, growth. Writes the tables of docs/speed.md.

    pip install '.[bench]'
    python tests/benchmarks/bench_flow.py [--largest 1000000] [--patience 150] [--engine] [--write docs/speed.md]

Each measurement runs in a fresh process, the peers in turn, several times; the median counts. All must give the same answer. A
peer that would take longer than `--patience` seconds on the next size, going by its last, is left out there. Take the
ratios, not the seconds.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import json
import math
import platform
import re
import subprocess
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from arrays import EACH
from peers import PACKAGES, PEERS

HERE = Path(__file__).parent
SIZES = (1_000, 10_000, 100_000, 1_000_000)
DOUBLINGS = (62_500, 125_000, 250_000, 500_000, 1_000_000)
ENGINES = ("numpy engine", "numba engine")
BASE = "networkx worklist"
VERSIONS = ("numpy", "numba", "networkx", "rustworkx", "igraph", "scipy", "python-graphblas", "duckdb")


def single(question: str, peer: str, size: int) -> dict[str, Any]:
    """One measurement in a fresh process."""
    ran = subprocess.run([sys.executable, str(HERE / "single.py"), question, peer, str(size)], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"{question} {peer} {size}: {ran.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    print(f"  {question} {peer} {size:,}: {json.dumps(found)[:160]}", file=sys.stderr, flush=True)
    return found


def there(peer: str) -> bool:
    """Whether what a peer needs is installed."""
    return all(find_spec(package) for package in PACKAGES.get(peer, ()))


def reach(sizes: list[int], patience: float, turns: int) -> dict[str, dict[int, tuple[float, float]]]:
    """Median seconds and peak memory by peer and nodes."""
    taken: dict[str, dict[int, tuple[float, float]]] = {peer: {} for peer in PEERS if there(peer)}
    for at, size in enumerate(sizes):
        runs: dict[str, list[dict[str, Any]]] = {}
        for turn in range(turns):
            for peer, before in taken.items():
                last = before.get(sizes[at - 1]) if at else (0.0, 0.0)
                spent = sum(run["seconds"] for run in runs.get(peer, ()))
                if last and last[0] * size / sizes[at - 1] < patience and (not turn or spent < 10):
                    runs.setdefault(peer, []).append(single("reach", peer, size))
        answers = {run["answer"] for found in runs.values() for run in found}
        assert len(answers) == 1, f"different answers on {size:,} nodes"
        for peer, found in runs.items():
            taken[peer][size] = median(run["seconds"] for run in found), median(run["peak"] for run in found)
    return taken


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the line through the logarithms."""
    xs, ys = [math.log(size) for size, _ in points], [math.log(seconds) for _, seconds in points]
    middle, level = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)


def told(seconds: float) -> str:
    """A time with two significant digits or so."""
    digits = next((digits for below, digits in ((0.01, 4), (1, 3), (10, 2), (100, 1)) if seconds < below), 0)
    return f"{seconds:.{digits}f}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def tables_of_reach(taken: dict[str, dict[int, tuple[float, float]]], sizes: list[int]) -> tuple[str, str]:
    """Seconds with the ratio to the networkx worklist and the growth, and peak memory."""
    head = ["", *[f"{size:,} nodes, {EACH * size:,} transfers" for size in sizes]]
    seconds, memory = [], []
    for peer, found in taken.items():
        cells = []
        for size in sizes:
            times = taken[BASE][size][0] / found[size][0] if size in found and size in taken[BASE] else 0
            cells.append("too long" if size not in found else told(found[size][0]) + (f" ({times:.0f}×)" if times > 1.5 else ""))
        large = [(size, found[size][0]) for size in sizes[1:] if size in found]
        seconds.append([peer, *cells, f"{exponent(large):.2f}" if len(large) > 1 else ""])
        memory.append([peer, *[f"{max(found[size][1], 0):,.0f}" if size in found else "too long" for size in sizes[2:]]])
    return table([*head, "grows as nodes ^"], seconds), table([head[0], *head[3:]], memory)


def table_of_growth(sizes: list[int], turns: int) -> str:
    """Seconds of the engines while the map doubles, and by what each doubling multiplies them."""
    engines = [peer for peer in ENGINES if there(peer)]
    runs: dict[tuple[str, int], list[float]] = {}
    for _ in range(turns):
        for size in sizes:
            for peer in engines:
                runs.setdefault((peer, size), []).append(single("reach", peer, size)["seconds"])
    rows = []
    for at, size in enumerate(sizes):
        now, before = ([median(runs[peer, sizes[k]]) for peer in engines] for k in (at, max(at - 1, 0)))
        cells = [told(spent) + (f" (×{spent / last:.2f})" if at else "") for spent, last in zip(now, before, strict=True)]
        rows.append([f"{EACH * size:,}", *cells])
    return table(["transfers", *engines], rows)


def table_of_questions(nodes: int) -> str:
    """Everything else that the engine is asked, on the largest map, and a chain of as many hops as it has nodes."""
    engines = [peer for peer in ENGINES if there(peer)]
    runs: dict[str, dict[str, list[dict[str, Any]]]] = {peer: {} for peer in engines}
    for _ in range(3):
        for peer in engines:
            for question in ("proofs", "long"):
                runs[peer].setdefault(question, []).append(single(question, peer, nodes))
    assert len({run["answer"] for found in runs.values() for run in found["proofs"]}) == 1
    memory = {peer: single("memory", peer, nodes) for peer in engines}
    chains = runs[engines[0]]["proofs"][0]["chains"]

    def times(question: str, *parts: str) -> list[str]:
        return [told(median(sum(run[part] for part in parts) for run in runs[peer][question])) for peer in engines]

    def bytes_of(labels: str, part: str) -> list[str]:
        return [f"{memory[peer][labels][part]:.1f}" for peer in engines]

    rows = [
        ["forward with distances, s", *times("proofs", "forward")],
        ["backward from 3 nodes in 1,000, s", *times("proofs", "backward")],
        [f"{chains:,} shortest chains, s", *times("proofs", "witnesses")],
        ["together, s", *times("proofs", "forward", "backward", "witnesses")],
        [f"a chain of {nodes:,} hops: forward, s", *times("long", "forward")],
        ["backward, s", *times("long", "backward")],
        ["forward with distances, s", *times("long", "rounds")],
        ["its witness, s", *times("long", "witness")],
    ]
    for labels in ("64", "256"):
        rows.append([f"{labels} categories: graph, bytes a transfer", *bytes_of(labels, "index")])
        rows.append(["answer, bytes a transfer", *bytes_of(labels, "answer")])
        rows.append(["peak of both, bytes a transfer", *bytes_of(labels, "peak")])
    return table(["", *engines], rows)


def machine() -> str:
    """Where this ran, and with what."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in VERSIONS if _installed(name))
    path = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", path.read_text(encoding="utf-8")) if path.exists() else None
    return f"{model[1] if model else platform.processor()}, {platform.system()}, Python {platform.python_version()}, {versions}."


def _installed(name: str) -> bool:
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


def written(path: Path, parts: dict[str, str]) -> None:
    """Put tables in the place of those that stand between `<!-- name -->` and `<!-- end -->`."""
    text = path.read_text(encoding="utf-8")
    for name, part in parts.items():
        text, count = re.subn(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m, part=part: f"{m[1]}\n{part}\n\n{m[2]}", text, flags=re.S)
        if not count:
            raise ValueError(f"{path} has no place for {name}")
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=SIZES[-1], metavar="NODES", help="leave out maps with more nodes")
    parser.add_argument("--patience", type=float, default=150, metavar="SECONDS", help="the longest that a peer may take")
    parser.add_argument("--turns", type=int, default=5, help="runs of each, of which the median counts; what takes over 10 s runs once")
    parser.add_argument("--write", type=Path, metavar="FILE", help="a page with places for the tables")
    parser.add_argument("--engine", action="store_true", help="leave out the peers: only how the engine grows, and what else it is asked")
    asked = parser.parse_args()
    sizes = [size for size in SIZES if size <= asked.largest]
    doublings = [size for size in DOUBLINGS if size <= asked.largest] or sizes
    parts = {"machine": machine()}
    if not asked.engine:
        parts["reach"], parts["memory"] = tables_of_reach(reach(sizes, asked.patience, asked.turns), sizes)
    parts |= {"growth": table_of_growth(doublings, asked.turns), "questions": table_of_questions(sizes[-1])}
    for name, part in parts.items():
        print(f"\n{name}\n\n{part}")
    if asked.write:
        written(asked.write, parts)


if __name__ == "__main__":
    main()
