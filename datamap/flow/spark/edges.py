"""Transfers as edges: one row for each pair of ends on a day, those that hosts imply among them, then with bits for words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

from datamap.flow.spark.bits import names
from datamap.flow.spark.kinds import SAID, Kinds
from datamap.model import DataMap


def operators(spark: SparkSession, m: DataMap, systems: DataFrame | None) -> tuple[DataFrame, DataFrame]:
    """Systems with their operators (`system`, `operator`), and the transfers to hosts that they imply (`id`, `from`, `to`)."""
    known = [(system.id, system.operator, system.host) for system in m.systems.values()]
    found = spark.createDataFrame(known, "id string, operator string, host string")
    if systems is not None:
        found = found.unionByName(systems.select(*[_text(systems, name).alias(name) for name in ("id", "operator", "host")]))
    found = found.where(F.col("operator").isNotNull())
    hosted = found.where(F.col("host").isNotNull() & (F.col("host") != F.col("operator")))
    named = F.concat_ws("..", "id", "host").alias("id")
    lent = found.select(F.col("id").alias("system"), "operator")
    return lent, hosted.select(named, F.col("id").alias("from"), F.col("host").alias("to"))


def written(transfers: DataFrame, hosts: DataFrame, day: date, people: Sequence[str]) -> DataFrame:
    """What exists on a day: `src`, `dst`, `inferred`, and the columns in which transfers say something of themselves."""
    ends = transfers.select(
        _text(transfers, "id").alias("id"),
        F.explode(_list(transfers, "from")).alias("from"),
        _list(transfers, "to").alias("to"),
        *[_text(transfers, name).alias(name) for name in ("data_categories", "data_subjects", "drops", "anonymised", "evidence")],
        *[_text(transfers, name).cast("date").alias(name) for name in ("starts", "ends")],
    ).withColumn("to", F.explode("to"))
    taken = ends.select(F.coalesce("id", F.concat_ws("..", "from", "to")).alias("id"))
    implied = hosts.join(taken, "id", "left_anti").select(
        F.col("from").alias("src"),
        F.col("to").alias("dst"),
        F.lit(False).alias("inferred"),
        F.lit("user").alias("data_categories"),
        *[F.lit(None).cast("string").alias(name) for name in ("data_subjects", "drops", "anonymised")],
        F.lit(True).alias("implied"),
    )
    today = F.lit(day)
    there = (F.coalesce("starts", today) <= today) & (F.coalesce("ends", today) >= today)
    said = ends.where(there).select(
        F.col("from").alias("src"),
        F.col("to").alias("dst"),
        (F.coalesce("evidence", F.lit("declared")) == "inferred").alias("inferred"),
        "data_categories",
        "data_subjects",
        "drops",
        "anonymised",
        F.lit(False).alias("implied"),
    )
    person = F.when(F.col("src").isin(*people), F.col("src")) if people else F.lit(None).cast("string")
    return said.unionByName(implied).withColumn("person", person)


def edges(rows: DataFrame, kinds: Kinds, lent: DataFrame) -> DataFrame:
    """The rows with the words that they pass (`m…`) and the kind of what they say; those into systems also into their operators.

    `lent` is true for these second ones.
    """
    table = F.broadcast(kinds.table(rows.sparkSession))
    same = [rows[name].eqNullSafe(table[name]) for name in SAID]
    words = [*names(kinds.words, "m"), *names(kinds.words, "o")]
    arcs = rows.join(table, same).select("src", "dst", "inferred", rows["implied"], "kind", *words).withColumn("lent", F.lit(False))
    on = arcs.join(lent, (arcs["dst"] == lent["system"]) & (arcs["src"] != lent["operator"]))
    second = on.select("src", F.col("operator").alias("dst"), *arcs.columns[2:-1], F.lit(True).alias("lent"))
    found: DataFrame = arcs.unionByName(second).repartition("src").persist()
    return found


def _text(table: DataFrame, name: str) -> Column:
    """A column as text; null where there is none, or where a cell is empty."""
    if name not in table.columns:
        return F.lit(None).cast("string")
    if isinstance(table.schema[name].dataType, T.ArrayType):
        return F.array_join(table[name], "|")
    text = F.trim(table[name].cast("string"))
    return F.when(text != "", text)


def _list(table: DataFrame, name: str) -> Column:
    """A column of lists, as arrays of trimmed text."""
    return F.transform(F.split(_text(table, name), r"\|"), F.trim)
