"""Parquet and Arrow files, and data frames: the same map as from text, and the same complaints."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

import datamap as dm
from datamap.errors import MapError, QuestionError

ENTITIES = {
    "id": ["a", "b", "c"],
    "location": ["NL", "HK", "US"],
    "attributes": [None, ["public-sector"], ["us-fisa-702", "public-sector"]],
}
TRANSFERS = {
    "id": ["t1", None, "t3"],
    "from": ["a", "b", "a"],
    "to": [["b", "c"], ["c"], ["c"]],
    "data_categories": [["user.contact", "user.content"], ["user"], ["user"]],
    "anonymised": [False, None, True],
    "starts": [datetime.date(2020, 11, 20), None, None],
    "volume.people": [100, None, 7],
    "agreements": [[], None, None],
    "note": ['x, "y" | z', "two\nlines", None],
}
TEXT = """
datamap: 1
entities: {a: {location: NL}, b: {location: HK, attributes: [public-sector]}, c: {location: US, attributes: [us-fisa-702, public-sector]}}
transfers:
  - {id: t1, from: a, to: [b, c], data_categories: [user.contact, user.content], anonymised: false, starts: 2020-11-20,
     volume: {people: 100}, agreements: [], note: 'x, "y" | z'}
  - {from: b, to: c, data_categories: user, note: "two\\nlines"}
  - {id: t3, from: a, to: c, data_categories: user, anonymised: true, volume: {people: 7}}
"""


def write(table: pa.Table, path: Path) -> None:
    (parquet.write_table if path.suffix == ".parquet" else feather.write_feather)(table, path)


@pytest.mark.parametrize("ending", ["parquet", "arrow", "feather"])
def test_a_file_of_columns_says_what_yaml_would(tmp_path: Path, ending: str) -> None:
    write(pa.table(TRANSFERS), tmp_path / f"t.{ending}")
    write(pa.table(ENTITIES), tmp_path / f"e.{ending}")
    path = tmp_path / "m.yaml"
    path.write_text(f"datamap: 1\nentities: {{table: e.{ending}}}\ntransfers: {{table: t.{ending}}}\n")
    m = dm.load(path)
    assert m == dm.loads(TEXT)
    assert str(m.where(("transfers", 1))).endswith(f"t.{ending}:3:1")


def test_frames_say_what_yaml_would() -> None:
    assert dm.from_frames(transfers=pa.table(TRANSFERS), entities=pa.table(ENTITIES)) == dm.loads(TEXT)


def test_what_is_no_frame_is_given_as_a_file_would_write_it() -> None:
    scc = {"kind": "scc", "version": "2021/914", "modules": [1], "parties": ["a", "b"], "signed": "2021-08-01"}
    m = dm.from_frames(
        transfers=pa.table({"from": ["a"], "to": ["b"], "data_categories": ["user.contact|user.content"]}),
        entities={"a": {"location": "NL", "role": "controller"}, "b": {"location": "HK", "role": "controller"}},
        agreements={"scc": scc},
        on="2022-06-01",
    )
    (found,) = [a for a in m.check().assessments if a.regime == "eu-gdpr"]
    assert (found.verdict.value, found.agreement, found.data_categories) == ("covered", "scc", ("user.contact", "user.content"))


def test_every_problem_of_a_frame_is_told_with_its_row() -> None:
    with pytest.raises(MapError) as caught:
        dm.from_frames(
            transfers=pa.table({"from": ["a", "x", "a"], "to": ["b", "b", "b"], "data_categories": ["user", "user", "pets"]}),
            entities=pa.table({"id": ["a", "b"], "location": ["NL", "Hong Kong"]}),
        )
    said = [str(problem).split("\n")[0] for problem in caught.value.problems]
    assert [line.split(": ")[0] for line in said] == ["<transfers>:3:1", "<transfers>:4:9", "<entities>:3:5"]
    assert [problem.wrong for problem in caught.value.problems][:2] == ["there is no node 'x'", "there is no data category 'pets'"]


@pytest.mark.parametrize(
    ("parts", "error", "wrong"),
    [
        ({"transfer": [1]}, QuestionError, "a map has no section 'transfer'"),
        ({"transfers": object()}, MapError, "object is no data frame"),
        ({"transfers": pa.table({"from": ["a"], "whither": ["b"]})}, MapError, "unknown column `whither`"),
        ({"transfers": pa.table({"from": [["a|b"]]})}, MapError, "a list in column `from`, row 2 holds what is no plain text"),
        ({"transfers": pa.table({"from": [b"a"]})}, MapError, "column `from`, row 2 holds a bytes"),
        ({"transfers": pa.table([pa.array(["a"])] * 2, names=["from", "from"])}, MapError, "two columns have the same name"),
    ],
)
def test_what_cannot_be_a_map_is_refused(parts: dict[str, object], error: type[Exception], wrong: str) -> None:
    with pytest.raises(error, match="(?s)" + wrong.replace("|", r"\|")):
        dm.from_frames(**parts)


def test_a_file_that_only_looks_like_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_text("from,to\n")
    (tmp_path / "m.yaml").write_text("datamap: 1\ntransfers: {table: t.parquet}\n")
    with pytest.raises(MapError, match="no Parquet file that can be read"):
        dm.load(tmp_path / "m.yaml")
