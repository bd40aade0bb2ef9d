"""Reading large estates, beside what pyarrow alone needs to read the same tables: each in a fresh process, by turns.

    python tests/benchmarks/bench_reading.py [--sizes SYSTEMS:TRANSFERS:EACH …] [--turns 3]

Processor seconds (user and system, of all threads) from before the first file is opened; peak memory of the process; the
least of the turns. *Bare* is `pyarrow.parquet.read_table` of the two tables, nothing else. *Load* is `datamap.load`: the
same tables as columns of numbers, every cell checked. EACH is the number of data categories of a transfer, of 64; with an
`x` behind it each transfer draws its own.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ESTATES = Path(__file__).with_name("estates.py")
SIZES = ("20000:100000:3", "200000:1000000:3", "200000:1000000:20x", "1000000:5000000:3")
IMPORTS = {"bare": "from pyarrow import parquet", "load": "import datamap, pyarrow.parquet; datamap.loads('datamap: 1'); datamap.load"}
WORK = {
    "bare": "kept = [parquet.read_table(f'{folder}/{name}.parquet', partitioning=None) for name in ('systems', 'transfers')]",
    "load": "kept = datamap.load(f'{folder}/estate.yaml'); assert kept.estate.rows is not None",
}
TIMED = """
import resource, sys, time
folder = sys.argv[1]
{imports}
began = time.process_time()
{work}
print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measured(what: str, folder: Path) -> tuple[float, float]:
    """Processor seconds and peak memory in MB."""
    code = TIMED.format(imports=IMPORTS[what], work=WORK[what])
    done = subprocess.run([sys.executable, "-c", code, os.fspath(folder)], capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="SYSTEMS:TRANSFERS:EACH")
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    print(f"{'systems':>9} {'transfers':>9} {'each':>5} {'bare s':>7} {'MB':>6} {'load s':>7} {'MB':>6} {'times':>6}")
    for size in asked.sizes:
        systems, transfers, each = size.split(":")
        with tempfile.TemporaryDirectory() as folder:
            sizes = ("--systems", systems, "--transfers", transfers, "--each", each.rstrip("x"), "--sets", "0" if "x" in each else "2000")
            subprocess.run([sys.executable, ESTATES, folder, *sizes], stdout=subprocess.DEVNULL, check=True)
            turns = [(measured("bare", Path(folder)), measured("load", Path(folder))) for _ in range(asked.turns)]
        bare, load = min(one for one, _ in turns), min(other for _, other in turns)
        print(
            f"{int(systems):>9,} {int(transfers):>9,} {each:>5} {bare[0]:7.2f} {bare[1]:6.0f} {load[0]:7.2f} {load[1]:6.0f}"
            f" {load[0] / bare[0]:6.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
