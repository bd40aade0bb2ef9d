"""One edit of a large map in a notebook: processor seconds of the edit, of `report.update`, and of judging all anew.

    python tests/benchmarks/bench_edits.py [--sizes 100000 1000000] [--estate plain]

The estates are those of `bench_large.py`. Each edit adds a transfer between two systems and takes another out; the answers of both
ways are compared. The second edit is the one that is told.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from bench_large import ESTATES

import datamap as dm


def measured(path: Path) -> tuple[float, float, float]:
    """Seconds of the edit, the update and the check anew."""
    m = dm.load(path)
    report = m.check()
    names = list(m.systems)[:3]
    for turn in range(2):
        new = dm.Transfer(id=f"new-{turn}", from_=names[turn], to=names[turn + 1], data_categories=m.transfers[turn].data_categories)
        gone = m.legs[turn + 50].id
        began = time.process_time()
        m = m.with_transfers(new, without=gone)
        edited = time.process_time()
        report = report.update(m)
        updated = time.process_time()
    anew = m.check()
    judged = time.process_time()
    if anew.to_json() != report.to_json():
        raise RuntimeError(f"{path}: the two ways say different things")
    return edited - began, updated - edited, judged - updated


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000], metavar="TRANSFERS")
    parser.add_argument("--estate", choices=ESTATES, default="plain")
    asked = parser.parse_args()
    print(f"{'transfers':>10} {'edit s':>8} {'update s':>9} {'anew s':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.sizes:
            edit, update, anew = measured(ESTATES[asked.estate](Path(folder) / str(size), size // 5, size))
            print(f"{size:>10,} {edit:8.3f} {update:9.2f} {anew:8.1f}", flush=True)


if __name__ == "__main__":
    main()
