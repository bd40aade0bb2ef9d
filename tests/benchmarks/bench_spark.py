"""The same question to Spark and to the local engine: which data is at which node of an estate in Parquet.

    pip install '.[spark,fast,tables]'
    python tests/benchmarks/bench_spark.py [--transfers 100 500]

Spark runs on two cores of this machine. Wall time, since Spark works in a process of its own; reading the files is within it.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
from estates import write
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import datamap as dm
from datamap.flow.spark import reach
from datamap.flow.tide import Tide


def by_spark(spark: SparkSession, path: Path) -> int:
    """How many pairs of node and data Spark finds."""
    m = dm.load(path)
    frame = m.model_copy(update={"transfers": (), "systems": {}})
    transfers, systems = (spark.read.parquet(str(path.with_name(f"{name}.parquet"))) for name in ("transfers", "systems"))
    return reach(frame, transfers, systems=systems).count()


def by_engine(path: Path) -> int:
    """How many pairs the local engine finds."""
    m = dm.load(path)
    tide = Tide(m.estate, m.day(None))
    return int(np.bitwise_count(tide.held).sum())


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transfers", type=int, nargs="+", default=[100, 500])
    asked = parser.parse_args()
    options = {"spark.sql.shuffle.partitions": "4", "spark.driver.memory": "4g", "spark.ui.enabled": "false"}
    builder = SparkSession.builder.master("local[2]").config(map=options)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.range(1000).agg(F.sum("id")).collect()
    print(f"{'transfers':>10} {'pairs':>10} {'Spark s':>9} {'engine s':>9}")
    for size in asked.transfers:
        with tempfile.TemporaryDirectory() as folder:
            path = write(Path(folder), size // 5, size)
            taken, found = [], set()
            for work in (lambda path=path: by_spark(spark, path), lambda path=path: by_engine(path)):
                begun = time.perf_counter()
                found.add(work())
                taken.append(time.perf_counter() - begun)
            assert len(found) == 1, found
        print(f"{size:>10,} {found.pop():>10,} {taken[0]:9.1f} {taken[1]:9.2f}", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
