"""`datamap check` on maps of growing size, each in a fresh process: processor time, wall time, peak memory.

    python tests/benchmarks/bench_check.py [--sizes 1000 2000 5000 10000] [--format text|json]

The maps are seeded: a tenth as many entities as transfers in eleven places, six categories of data about two groups of
people, transfers between entities at random, and one set of clauses for every forty transfers. Each is written as YAML and,
where pyarrow is there, with its transfers in Parquet. The last line fits how time grows: seconds ~ transfers ^ exponent.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLACES = ("NL", "DE", "FR", "GB", "US", "SG", "HK", "CN-GD", "IN", "BR", "JP")
KEYS = ("user.contact", "user.account", "user.location", "user.content", "user.health_and_medical", "user.financial")
HEAD = "datamap: 1\nname: bench\non: 2024-06-01\ndata_subjects: {eu: {location: EEA}, us: {location: US}}\n"


def rows(transfers: int) -> list[tuple[str, str, str, str]]:
    """Id, from, to and category of every transfer."""
    dice = random.Random(7)
    entities = max(2, transfers // 10)
    found = []
    for number in range(transfers):
        start = dice.choice(("eu", "us")) if dice.random() < 0.05 else f"e{dice.randrange(entities)}"
        found.append((f"t{number}", start, f"e{dice.randrange(entities)}", dice.choice(KEYS)))
    return found


def nodes(transfers: int) -> str:
    """The rest of the map, as YAML."""
    dice = random.Random(8)
    names = [f"e{number}" for number in range(max(2, transfers // 10))]
    lines = [HEAD, "entities:\n"]
    lines += [f"  {name}: {{location: {dice.choice(PLACES)}, role: {dice.choice(('controller', 'processor'))}}}\n" for name in names]
    lines += ["agreements:\n"]
    for number in range(transfers // 40):
        one, other = dice.sample(names, 2)
        terms = f"kind: scc, version: 2021/914, modules: [1, 2], signed: 2022-01-01, parties: [{one}, {other}]"
        lines.append(f"  a{number}: {{{terms}}}\n")
    return "".join(lines)


def write(folder: Path, transfers: int, ending: str) -> Path:
    """A map of a size, its transfers in YAML or in a table beside it."""
    path = folder / f"{ending}-{transfers}.yaml"
    text = nodes(transfers)
    if ending == "yaml":
        text += "transfers:\n" + "".join(f"  - {{id: {i}, from: {a}, to: {b}, data_categories: [{c}]}}\n" for i, a, b, c in rows(transfers))
    else:
        import pyarrow as pa
        from pyarrow import parquet

        columns = zip(*rows(transfers), strict=True)
        table = pa.table(dict(zip(("id", "from", "to", "data_categories"), map(list, columns), strict=True)))
        parquet.write_table(table, folder / f"{transfers}.parquet")
        text += f"transfers: {{table: {transfers}.parquet}}\n"
    path.write_text(text)
    return path


def measured(path: Path, form: str) -> tuple[float, float, float]:
    """Processor seconds, wall seconds and peak memory in MB of one check."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "datamap", "check", str(path), "--format", form]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{path} could not be judged")
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the line through the logarithms."""
    xs, ys = [math.log(size) for size, _ in points], [math.log(seconds) for _, seconds in points]
    middle, level = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 2000, 5000, 10000], metavar="TRANSFERS")
    parser.add_argument("--format", default="text", choices=("text", "json"))
    asked = parser.parse_args()
    print(f"{'map':>8} {'transfers':>9} {'cpu s':>8} {'wall s':>8} {'peak MB':>8} {'ms each':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("yaml", "parquet"):
            points = []
            for size in asked.sizes:
                try:
                    path = write(Path(folder), size, ending)
                except ImportError:
                    break
                spent, wall, peak = measured(path, asked.format)
                points.append((size, spent))
                print(f"{ending:>8} {size:>9,} {spent:8.2f} {wall:8.2f} {peak:8.0f} {1000 * spent / size:8.2f}", flush=True)
            if len(points) > 1:
                print(f"{ending:>8} grows as transfers ^ {exponent(points):.2f}")


if __name__ == "__main__":
    main()
