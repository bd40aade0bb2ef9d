"""The same question to Spark and to the local engine: which data is at which node of an estate in Parquet.

    pip install '.[spark,fast,tables]'
    python tests/benchmarks/bench_spark.py [--transfers 100]

Spark runs on two cores of this machine. Wall time, since Spark works in a process of its own; reading the files is within it.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from estates import write
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import datamap as dm
from datamap.flow import Network
from datamap.flow.spark import reach


def by_spark(spark: SparkSession, path: Path) -> int:
    """How many pairs of node and data Spark finds."""
    m = dm.load(path)
    frame = m.model_copy(update={"transfers": (), "systems": {}})
    transfers, systems = (spark.read.parquet(str(path.with_name(f"{name}.parquet"))) for name in ("transfers", "systems"))
    return reach(frame, transfers, systems=systems).count()


def by_engine(path: Path) -> None:
    """What every node holds, by the local engine. That both say the same is tested in `tests/flow`."""
    network = Network.of(dm.load(path))
    for node in network.nodes:
        network.held(node)


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transfers", type=int, nargs="+", default=[100])
    asked = parser.parse_args()
    options = {
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.codegen.wholeStage": "false",  # compiling each plan costs more than it saves on data of this size
        "spark.driver.memory": "4g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]").config(map=options)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.range(1000).agg(F.sum("id")).collect()
    print(f"{'transfers':>10} {'pairs':>10} {'Spark s':>9} {'engine s':>9}")
    for size in asked.transfers:
        with tempfile.TemporaryDirectory() as folder:
            path = write(Path(folder), size // 5, size)
            begun = time.perf_counter()
            by_engine(path)
            between = time.perf_counter()
            pairs = by_spark(spark, path)
            ended = time.perf_counter()
        print(f"{size:>10,} {pairs:>10,} {ended - between:9.1f} {between - begun:9.3f}", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
