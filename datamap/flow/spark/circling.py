"""Claims in circles that nothing feeds: rare, and worked out on the driver from the part of the map that they reach."""

from __future__ import annotations

import numpy as np
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from datamap.errors import QuestionError
from datamap.flow.arcs import Arcs, packed
from datamap.flow.claims import Claims
from datamap.flow.spark.bits import names, some
from datamap.flow.spark.kinds import Kinds

MOST = 1_000_000
"""Edges that the driver takes."""


def in_circles(arcs: DataFrame, lent: DataFrame, held: DataFrame, left: DataFrame, kinds: Kinds) -> DataFrame:
    """`node` and `claim` of the claims, of those `left`, in circles that no other claim feeds; `held` is what they bring about.

    Raises:
        QuestionError: they reach too many edges for the driver.
    """
    words = zip(names(kinds.words), names(kinds.words, "m"), strict=True)
    passing = some([F.col(word).bitwiseAND(F.col(mask)) for word, mask in words])
    reached = arcs.join(held, arcs["src"] == held["node"]).where(passing).select("src", "dst", "kind").distinct()
    rows = reached.orderBy("src", "dst", "kind").limit(MOST + 1).collect()
    if len(rows) > MOST:
        raise QuestionError(f"more than {MOST:,} transfers rest on claims that go round in circles; say where that data starts")
    claims = sorted(tuple(row) for row in left.select("node", "claim").collect())
    number: dict[str, int] = {}
    ends = [(_of(src, number), _of(dst, number), kind) for src, dst, kind in rows]
    nodes = np.array([_of(node, number) for node, _ in claims], np.int64)
    owners = lent.join(left.select(F.col("node").alias("system")).distinct(), "system").collect()
    lenders, borrowers = ([_of(row[name], number) for row in owners] for name in ("system", "operator"))
    operator = np.full(len(number), -1, np.int64)
    operator[lenders] = borrowers
    labels = 64 * kinds.words
    src, dst, rows_of = (np.array([end[part] for end in ends], np.int32) for part in range(3))
    made = Claims(nodes, np.array([claim for _, claim in claims], np.int64), packed(kinds.wanted, labels), packed(kinds.given, labels), ())
    graph = Arcs(len(number), src, dst, rows_of, packed(kinds.masks, labels))
    found = made.unfed(np.ones(len(claims), bool), graph, operator)
    chosen = [claims[at] for at in np.flatnonzero(found).tolist()]
    return arcs.sparkSession.createDataFrame(chosen, "node string, claim int")


def _of(name: str, number: dict[str, int]) -> int:
    return number.setdefault(name, len(number))
