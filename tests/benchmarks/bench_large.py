"""`datamap check` on large estates in Parquet, each in a fresh process: processor time, peak memory, findings.

    python tests/benchmarks/bench_large.py [--sizes 50000 200000 1000000] [--regime eu-gdpr] [--estate plain]

The estates are seeded and have five transfers a system. A `simple` one has five companies in five places, four data categories of which
each transfer names two, and nothing signed. A `plain` one has ten companies in ten places, three kinds of transfer, 64 categories
of which each transfer names a third, and one set of clauses between all. A `varied` one is that of `estates.py`: forty companies,
dates, frequencies, hosts, agreements between pairs.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from estates import write
from pyarrow import parquet

from datamap.model.taxonomy import Taxonomy

PLACES = ("NL", "DE", "FR", "US", "GB", "SG", "HK", "IN", "BR", "JP")
HEAD = """datamap: 1
name: plain
on: 2024-06-01
systems: {table: systems.parquet}
transfers: {table: transfers.parquet}
data_subjects: {eu: {location: EEA}, us: {location: US}, in: {location: IN}}
entities:
"""
CLAUSES = "kind: scc, version: 2021/914, modules: [1, 2, 3, 4], signed: 2022-01-01"
ASSESSED = "impact_assessment: {on: 2022-02-01, problematic_law: false, document: tia.pdf}"


def plain(folder: Path, systems: int, transfers: int) -> Path:
    """Write a plain estate; the path of its map."""
    dice = np.random.default_rng(3)
    folder.mkdir(parents=True, exist_ok=True)
    companies = [f"e{number}" for number in range(len(PLACES))]
    runs = dice.integers(0, len(companies), systems)
    where = np.where(dice.random(systems) < 0.8, runs, dice.integers(0, len(PLACES), systems))
    names = pa.array([f"s-{number:x}" for number in dice.permutation(systems).tolist()])
    columns = {"id": names, "location": pa.array(PLACES).take(pa.array(where)), "operator": pa.array(companies).take(pa.array(runs))}
    parquet.write_table(pa.table(columns), folder / "systems.parquet")
    one, other = ((systems * dice.random(transfers) ** 2).astype(np.int64) for _ in range(2))
    back = dice.random(transfers) < 0.03
    low, high = np.minimum(one, other), np.maximum(one, other)
    start, end = np.where(back, high, low), np.where(back, low, high)
    end = np.where(start == end, (end + 1) % systems, end)
    collected = dice.random(transfers) < 0.05
    start = np.where(collected, systems + dice.integers(0, 3, transfers), start)
    end = np.where(collected, (systems * 0.05 * dice.random(transfers)).astype(np.int64), end)
    nodes = pa.concat_arrays([names, pa.array(["eu", "us", "in"])])
    keys = [key for key in Taxonomy.of({}) if key.startswith("user.") and key.count(".") == 2][:64]
    each = len(keys) // 3
    sets = dice.random((2000, len(keys))).argpartition(each, axis=1)[:, :each].astype(np.int16)[dice.integers(0, 2000, transfers)]
    values = pa.DictionaryArray.from_arrays(pa.array(sets.ravel()), pa.array(keys))
    kinds = pa.array(dice.integers(0, 3, transfers).astype(np.int32), mask=collected)
    table = {
        "from": nodes.take(pa.array(start)),
        "to": nodes.take(pa.array(end)),
        "kind": pa.DictionaryArray.from_arrays(kinds, pa.array(["disclosure", "storage", "remote_access"])),
        "data_categories": pa.ListArray.from_arrays(pa.array(np.arange(transfers + 1, dtype=np.int32) * each), values),
    }
    parquet.write_table(pa.table(table), folder / "transfers.parquet")
    roles = ("processor", "controller")
    lines = [f"  {name}: {{location: {PLACES[at]}, role: {roles[at % 2]}}}\n" for at, name in enumerate(companies)]
    path = folder / "estate.yaml"
    path.write_text(HEAD + "".join(lines) + f"agreements: {{scc: {{{CLAUSES}, parties: [{', '.join(companies)}], {ASSESSED}}}}}\n")
    return path


SIMPLE = """datamap: 1
name: simple
on: 2024-06-01
systems: {table: systems.parquet}
transfers: {table: transfers.parquet}
data_subjects: {people: {location: EEA}}
entities:
  a: {location: NL, role: controller}
  b: {location: US, role: processor}
  c: {location: SG, role: controller}
  d: {location: IN, role: processor}
  e: {location: DE, role: controller}
"""


def simple(folder: Path, systems: int, transfers: int) -> Path:
    """Write a simple estate; the path of its map."""
    dice = np.random.default_rng(1)
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"s{number}" for number in range(systems)]
    places, companies = (
        pa.array(texts).take(pa.array(dice.integers(0, 5, systems))) for texts in (["NL", "US", "SG", "IN", "DE"], [*"abcde"])
    )
    parquet.write_table(pa.table({"id": names, "location": places, "operator": companies}), folder / "systems.parquet")
    start, end = dice.integers(0, systems, (2, transfers))
    end = np.where(start == end, (end + 1) % systems, end)
    start = np.where(dice.random(transfers) < 0.05, systems, start)
    nodes = pa.array([*names, "people"])
    pairs = np.stack([dice.permutation(4)[:2] for _ in range(transfers)])
    keys = pa.array(["user.contact", "user.name", "user.financial", "user.content.private"])
    table = {
        "id": [f"t{number}" for number in range(transfers)],
        "from": nodes.take(pa.array(start)),
        "to": nodes.take(pa.array(end)),
        "data_categories": pa.ListArray.from_arrays(
            pa.array(np.arange(transfers + 1, dtype=np.int32) * 2), keys.take(pa.array(pairs.ravel()))
        ),
    }
    parquet.write_table(pa.table(table), folder / "transfers.parquet")
    path = folder / "estate.yaml"
    path.write_text(SIMPLE)
    return path


ESTATES = {"simple": simple, "plain": plain, "varied": write}


def measured(path: Path, regimes: list[str]) -> tuple[float, float, float, int]:
    """Processor seconds, wall seconds, peak memory in MB, and findings of one check."""
    report = path.with_name("report.json")
    command = [sys.executable, "-m", "datamap", "check", str(path), "--format", "json", "-o", str(report)]
    began = time.perf_counter()
    with subprocess.Popen([*command, *(word for name in regimes for word in ("--regime", name))]) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{path} could not be judged")
    found = len(json.loads(report.read_bytes())["findings"])
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024, found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50_000, 200_000, 1_000_000], metavar="TRANSFERS")
    parser.add_argument("--regime", nargs="*", default=[], metavar="ID")
    parser.add_argument("--estate", choices=ESTATES, default="plain")
    asked = parser.parse_args()
    print(f"{'transfers':>10} {'cpu s':>8} {'wall s':>8} {'peak MB':>8} {'findings':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.sizes:
            spent, wall, peak, found = measured(ESTATES[asked.estate](Path(folder) / str(size), size // 5, size), asked.regime)
            print(f"{size:>10,} {spent:8.1f} {wall:8.1f} {peak:8.0f} {found:9,}", flush=True)


if __name__ == "__main__":
    main()
