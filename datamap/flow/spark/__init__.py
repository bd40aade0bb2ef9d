"""Where data goes, for transfers that lie in a lake: Spark DataFrames joined round by round, with the answers of `Network`.

This is for transfers that do not fit on one machine, not for speed: each round costs a join, and what Spark takes minutes for,
`Network` does in less than a second. Nothing else imports this; it needs the extra `spark` and Java.
"""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from datamap.flow.spark.bits import any_of, joined, names
from datamap.flow.spark.edges import edges, operators, written
from datamap.flow.spark.kinds import Kinds
from datamap.flow.spark.settling import Flood, settle
from datamap.model import DataMap

__all__ = ["reach"]


def reach(
    m: DataMap, transfers: DataFrame, on: date | str | None = None, systems: DataFrame | None = None, reliable: bool = False
) -> DataFrame:
    """Which data is at which node on a day.

    Args:
        m: the map without its transfers: people, entities, categories, and systems, where they are not in a table.
        transfers: a row a transfer, with columns named as in a map's tables and lists joined by `|` (or as arrays): `from`,
            `to`, `data_categories`, and where there are such columns `id`, `data_subjects`, `drops`, `anonymised`, `starts`,
            `ends`, `evidence`. Others are not looked at. Ids of nodes are taken as they are.
        on: the day; without one, the map's own `on`.
        systems: more systems: `id`, `operator`, `host`.
        reliable: whether each round is written to the checkpoint directory of the Spark context, which outlives the loss of a
            worker, instead of to the workers' own disks.

    Returns:
        A DataFrame of `node`, `data_category`, `data_subjects` (null for people whom nobody has declared) and `certain` (false
        where it would not be there without inferred transfers): a row for each category named in the transfers, or below
        one that is held, as `Network` has it.

    Raises:
        QuestionError: there is no date; a transfer names people or a category that the map does not know; or too much of the map
            goes round in circles that nothing feeds.
    """
    day = m.day(on)
    spark = transfers.sparkSession
    lent, hosts = operators(spark, m, systems)
    rows = written(transfers, hosts, day, tuple(m.data_subjects)).persist()
    try:
        kinds = Kinds(m, rows)
        words = names(kinds.words)
        arcs = edges(rows, kinds, lent)
        flood = Flood(arcs, lent, kinds, reliable)
        try:
            sure, every = settle(flood)
            held = joined(every, words).withColumn("certain", F.lit(False))
            held = held.unionByName(sure.withColumn("certain", F.lit(True)))
            told = held.join(F.broadcast(kinds.labels(spark)), any_of(words, "word", "bit"))
            found = told.groupBy("node", "data_category", "data_subjects").agg(F.max("certain").alias("certain"))
            return flood.kept(found)
        finally:
            arcs.unpersist()
    finally:
        rows.unpersist()
