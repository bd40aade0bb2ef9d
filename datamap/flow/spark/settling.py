"""What starts where, and where it comes to: the fixpoint by joins, and claims settled as `datamap.flow.claims` settles them."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from datamap.flow.spark.bits import columns, joined, names, some
from datamap.flow.spark.circling import in_circles
from datamap.flow.spark.kinds import Kinds


class Flood:
    """Spreads sets of labels along edges. DataFrames of sets have the columns `node`, `w0`, `w1` and so on."""

    def __init__(self, arcs: DataFrame, lent: DataFrame, kinds: Kinds, reliable: bool) -> None:
        self.arcs, self.lent, self.kinds, self.reliable = arcs, lent, kinds, reliable
        self.words, self._fresh = names(kinds.words), names(kinds.words, "f")

    def kept(self, frame: DataFrame) -> DataFrame:
        """A DataFrame worked out, so that what comes of it does not begin from the start again."""
        return frame.checkpoint() if self.reliable else frame.localCheckpoint()

    def nothing(self) -> DataFrame:
        """No sets."""
        return self.arcs.sparkSession.createDataFrame([], f"node string, {columns(self.words)}")

    def own(self) -> DataFrame:
        """What people hold of themselves: all that edges take from them."""
        own = [F.col(name).alias(word) for name, word in zip(names(self.kinds.words, "o"), self.words, strict=True)]
        found = self.arcs.where(~F.col("lent")).select(F.col("src").alias("node"), *own)
        return joined(found.where(some([F.col(word) for word in self.words])), self.words)

    def disposed(self, sets: DataFrame) -> DataFrame:
        """Sets of nodes with those of systems at the disposal of their operators."""
        return joined(sets.unionByName(self.handed(sets)), self.words)

    def handed(self, sets: DataFrame) -> DataFrame:
        """The sets of systems, as sets of their operators."""
        return sets.join(self.lent, sets["node"] == self.lent["system"]).select(F.col("operator").alias("node"), *self.words)

    def came(self, sets: DataFrame) -> DataFrame:
        """What edges bring when nodes pass on some sets."""
        masks = names(self.kinds.words, "m")
        passed = [F.col(word).bitwiseAND(F.col(mask)).alias(word) for word, mask in zip(self.words, masks, strict=True)]
        found = self.arcs.join(sets, self.arcs["src"] == sets["node"]).select(F.col("dst").alias("node"), *passed)
        return joined(found.where(some([F.col(word) for word in self.words])), self.words)

    def grown(self, held: DataFrame, more: DataFrame) -> DataFrame:
        """The least fixpoint above one that is `held` and what is to be held more."""
        state = self.kept(self._with(held, more))
        fresh = some([F.col(name) for name in self._fresh])
        while not state.where(fresh).isEmpty():
            gained = [F.col(name).alias(word) for name, word in zip(self._fresh, self.words, strict=True)]
            state = self.kept(self._with(state, self.came(state.where(fresh).select("node", *gained))))
        return state.select("node", *self.words)

    def _with(self, held: DataFrame, more: DataFrame) -> DataFrame:
        """What is held with more, and of that (`f…`) what was not held before."""
        none = [F.lit(0).cast("bigint").alias(name) for name in self.words]
        added = [F.col(word).alias(name) for word, name in zip(self.words, self._fresh, strict=True)]
        empty = [column.alias(name) for column, name in zip(none, self._fresh, strict=True)]
        both = held.select("node", *self.words, *empty).unionByName(more.select("node", *none, *added))
        found = both.groupBy("node").agg(*[F.bit_or(name).alias(name) for name in self.words + self._fresh])
        pairs = [(F.col(word), F.col(name), word, name) for word, name in zip(self.words, self._fresh, strict=True)]
        wider = [had.bitwiseOR(came).alias(word) for had, came, word, _ in pairs]
        return found.select("node", *wider, *[came.bitwiseAND(F.bitwise_not(had)).alias(name) for had, came, _, name in pairs])

    def claims(self) -> DataFrame:
        """What edges claim: `node`, `claim`, whether an edge that is not inferred makes it, what is wanted and what is given."""
        made = self.arcs.where(~F.col("implied") & ~F.col("lent")).groupBy("src", "kind").agg(F.min("inferred").alias("inferred"))
        table = self.kinds.claiming(self.arcs.sparkSession)
        rest = [F.first(name).alias(name) for name in table.columns[2:]]
        found = made.join(F.broadcast(table), "kind").groupBy(F.col("src").alias("node"), "claim")
        return self.kept(found.agg((~F.min("inferred")).alias("sure"), *rest))

    def given(self, claims: DataFrame) -> DataFrame:
        """What is taken to be held where nothing explains some claims."""
        given = [F.col(name).alias(word) for name, word in zip(names(self.kinds.words, "g"), self.words, strict=True)]
        return joined(claims.select("node", *given), self.words)

    def unexplained(self, claims: DataFrame, held: DataFrame, start: DataFrame) -> DataFrame:
        """Of some claims those of which neither edges nor systems bring anything."""
        came = joined(self.came(held).unionByName(self.handed(start)), self.words).withColumnRenamed("node", "at")
        wanted = zip(self.words, names(self.kinds.words, "a"), strict=True)
        hit = some([F.coalesce(F.col(word).bitwiseAND(F.col(name)), F.lit(0).cast("bigint")) for word, name in wanted])
        found = claims.join(came, claims["node"] == came["at"], "left").where(~hit)
        return self.kept(found.select(*claims.columns))


def settle(every: Flood) -> tuple[DataFrame, DataFrame]:
    """What nodes hold in the end without inferred edges, and with them."""
    sure = Flood(every.arcs.where(~F.col("inferred")), every.lent, every.kinds, every.reliable)
    claims = every.claims()
    held, start, lost = _settled(sure, sure.nothing(), sure.own(), claims.where("sure"))
    left = claims.join(lost, ["node", "claim"], "left_anti")
    return held, _settled(every, held, joined(start.unionByName(every.own()), every.words), left)[0]


def _settled(flood: Flood, held: DataFrame, start: DataFrame, left: DataFrame) -> tuple[DataFrame, DataFrame, DataFrame]:
    """What is held and what starts where once every claim is settled, and the claims that nothing explains.

    What is `held` before may be the fixpoint of fewer edges.
    """
    start = flood.kept(start)
    held = flood.grown(held, joined(flood.disposed(start).unionByName(flood.came(held)), flood.words))
    lost = left.select("node", "claim").limit(0)
    while True:
        left = flood.unexplained(left, held, start)
        if left.isEmpty():
            return held, start, lost
        given = flood.given(left)
        trial = flood.grown(held, flood.disposed(given))
        first = flood.unexplained(left, trial, joined(start.unionByName(given), flood.words))
        if first.isEmpty():
            first = left.join(F.broadcast(in_circles(flood.arcs, flood.lent, trial, left, flood.kinds)), ["node", "claim"], "left_semi")
        given = flood.kept(flood.given(first))
        held = flood.grown(held, flood.disposed(given))
        start = flood.kept(joined(start.unionByName(given), flood.words))
        lost = flood.kept(lost.unionByName(first.select("node", "claim")))
        left = left.join(first.select("node", "claim"), ["node", "claim"], "left_anti")
