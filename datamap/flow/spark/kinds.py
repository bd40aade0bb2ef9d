"""What rows say, apart from their ends: few of them say something different, so this is worked out on the driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pyspark.sql import DataFrame, SparkSession

from datamap.errors import QuestionError
from datamap.flow.claims import claimed
from datamap.flow.labels import Labels
from datamap.flow.spark.bits import columns, names, signed
from datamap.flow.wiring import masks
from datamap.model import DataMap, Leg, Taxonomy, Transfer

if TYPE_CHECKING:
    from datamap.flow.claims import Claim

SAID = ("data_categories", "data_subjects", "drops", "anonymised", "person", "implied")
"""The columns in which rows differ; `person` is the source where that is a group of people."""


class Kinds:
    """All that rows say. `number` has one entry a kind, `masks` the bits that it passes, `claims` the numbers of its claims.

    `wanted` and `given` have one entry a claim: the bits of which any explains it, and those taken to be held where none does.
    """

    def __init__(self, m: DataMap, rows: DataFrame) -> None:
        self.people = tuple(m.data_subjects)
        taxonomy = Taxonomy.of(m.data_categories)
        self.said = sorted((tuple(row) for row in rows.select(*SAID).distinct().collect()), key=str)
        legs = [_leg(dict(zip(SAID, said, strict=True)), self.people, taxonomy) for said in self.said]
        self._labels = Labels(legs, self.people)
        rows_of, table = masks(tuple(legs), self._labels, self.people)
        self.masks = [table[row] for row in rows_of]
        self.words = max(1, -(-len(self._labels) // 64))
        numbers: dict[Claim, int] = {}
        self.claims = [[numbers.setdefault(claim, len(numbers)) for claim in claimed(leg, self.people)] for leg in legs]
        labels = self._labels
        self.given = [labels.below(key) & labels.about((who,)) for key, who, _ in numbers]
        self.wanted = [labels.below(key) if free else bits for (key, _, free), bits in zip(numbers, self.given, strict=True)]
        own = [labels.naming(leg.transfer.data_categories) & labels.about((leg.from_,)) for leg in legs]
        self.own = [bits if leg.from_ in self.people else 0 for leg, bits in zip(legs, own, strict=True)]

    def table(self, spark: SparkSession) -> DataFrame:
        """The kinds: what they say, their number, what they pass, and what the people who say it have of themselves."""
        rows = [
            (*said, number, *signed(passed, self.words), *signed(own, self.words))
            for number, (said, passed, own) in enumerate(zip(self.said, self.masks, self.own, strict=True))
        ]
        said = f"{columns(SAID[:-1], 'string')}, implied boolean, kind int"
        return spark.createDataFrame(rows, f"{said}, {columns(names(self.words, 'm') + names(self.words, 'o'))}")

    def claiming(self, spark: SparkSession) -> DataFrame:
        """For each kind its claims: `kind`, `claim`, and the words that are wanted (`a…`) and given (`g…`)."""
        rows = [
            (kind, claim, *signed(self.wanted[claim], self.words), *signed(self.given[claim], self.words))
            for kind, claims in enumerate(self.claims)
            for claim in claims
        ]
        return spark.createDataFrame(rows, f"kind int, claim int, {columns(names(self.words, 'a') + names(self.words, 'g'))}")

    def labels(self, spark: SparkSession) -> DataFrame:
        """Each bit in words: `word`, `bit`, `data_category`, `data_subjects`."""
        rows = [(at // 64, signed(1 << at % 64, 1)[0], key, who) for at, (key, who) in enumerate(self._labels.pairs)]
        return spark.createDataFrame(rows, "word int, bit bigint, data_category string, data_subjects string")


def _leg(said: dict[str, Any], people: tuple[str, ...], taxonomy: Taxonomy) -> Leg:
    """A leg that stands for all rows that say the same."""
    lists = {name: [part.strip() for part in (said[name] or "").split("|") if part.strip() not in ("", "[]")] for name in SAID[:3]}
    anonymised = (said["anonymised"] or "").lower() in ("true", "yes")
    try:
        transfer = Transfer(from_=("source",), to=("target",), anonymised=anonymised, **lists)
    except ValidationError as wrong:
        raise QuestionError(f"a transfer of {said['data_categories']!r} cannot be read: {wrong.errors()[0]['msg']}") from None
    for name in transfer.data_subjects:
        if name not in people:
            raise QuestionError(f"a transfer is about {name!r}, whom the map does not know; add them to `data_subjects`")
    for key in (*transfer.data_categories, *transfer.drops):
        if key not in taxonomy:
            raise QuestionError(f"a transfer names {key!r}, which is no data category; {taxonomy.meant(key)}")
    return Leg("", said["person"] or "", "target", "disclosure", transfer, None if said["implied"] else 0)
