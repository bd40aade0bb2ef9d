"""Maps of several files of which some hold large tables: the same map and the same complaints as if none were large."""

from __future__ import annotations

import datetime
import pickle
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pytest
from pyarrow import parquet

import datamap as dm
from datamap.errors import MapError
from datamap.formats.columns import faulty, opening, reading

NODES = "datamap: 1\ndata_subjects: {people: {location: EEA}}\nentities: {shop: {location: NL}, host: {location: US}}\n"
SYSTEMS = {"id": ["s0", "s1", "s2"], "location": ["NL", "US", "HK"], "operator": ["shop", "host", "shop"], "host": [None, None, "host"]}
TRANSFERS = {
    "id": ["t0", None, None],
    "from": [["people"], ["s0", "w0"], ["s0"]],
    "to": [["s0"], ["s1", "s2"], ["s1"]],
    "data_categories": [["user.contact"], ["user.content", "user.contact"], ["user"]],
}
FILES: dict[str, Any] = {
    "nodes.yaml": NODES + "systems: {table: systems.parquet}\n",
    "systems.parquet": SYSTEMS,
    "transfers.parquet": TRANSFERS,
    "more.parquet": {"from": ["w0", "s2"], "to": ["s1", "host"], "data_categories": ["user.financial|user", "user"]},
    "more.yaml": "datamap: 1\ninclude: [nodes.yaml]\nsystems: {w0: {location: IN, operator: host}}\ntransfers: {table: more.parquet}\n",
    "written.yaml": "datamap: 1\ntransfers:\n  - {from: people, to: w0, data_categories: [user.content, user], purpose: play}\n",
    "m.yaml": "datamap: 1\nname: mixed\non: 2024-01-01\ninclude: [more.yaml, written.yaml]\ntransfers: {table: transfers.parquet}\n",
}


def write(folder: Path, **changes: Any) -> Path:
    for name, said in {**FILES, **{name.replace("_", "."): said for name, said in changes.items()}}.items():
        if isinstance(said, str):
            (folder / name).write_text(said)
        else:
            parquet.write_table(pa.table(said), folder / name)
    return folder / "m.yaml"


def loaded(path: Path, large: int) -> Any:
    with patch.object(opening, "LARGE", large):
        try:
            return dm.load(path)
        except MapError as error:
            return str(error)


@pytest.mark.parametrize("large", [0, 2])
def test_tables_and_written_items_make_one_map(tmp_path: Path, large: int) -> None:
    path = write(tmp_path)
    m, rows = loaded(path, large), loaded(path, 100)
    assert not isinstance(m, str), m
    assert not isinstance(m.transfers, tuple)
    assert m == rows
    assert list(m.systems) == ["s0", "s1", "s2", "w0"]
    assert tuple(m.legs) == rows.legs
    assert [leg.id for leg in m.legs][-2:] == ["w0..s2", "s0..s1..2"]
    for at in range(len(rows.transfers)):
        assert m.where(("transfers", at, "to")) == rows.where(("transfers", at, "to"))
    for name in rows.systems:
        assert m.where(("systems", name, "location")) == rows.where(("systems", name, "location"))
    assert m.origin.files == rows.origin.files
    assert dm.dumps(m) == dm.dumps(rows)
    again = pickle.loads(pickle.dumps(m))
    assert again == rows
    assert again.where(("systems", "s2")) == rows.where(("systems", "s2"))


@pytest.mark.parametrize(
    "changes",
    [
        {"written_yaml": "datamap: 1\ntransfers:\n  - {id: t0, from: people, to: w0, data_categories: user}\n"},
        {"written_yaml": "datamap: 1\nentities: {s1: {location: NL}}\n"},
        {"written_yaml": "datamap: 1\ntransfers:\n  - {from: people, to: w1, data_categories: pets}\n"},
        {"written_yaml": "datamap: 1\nsystems: {w3: {location: Holland}}\ntransfers:\n  - {from: w3, to: w0, data_categories: user}\n"},
        {"systems_parquet": {**SYSTEMS, "id": ["s0", "shop", "s0"]}},
        {"systems_parquet": {**SYSTEMS, "id": ["s0", None, "s 2"]}},
        {"systems_parquet": {**SYSTEMS, "operator": ["shop", "zz", "people"], "location": ["NL", None, "EEA"]}},
        {"systems_parquet": {"location": ["NL"] * 3}},
        {"transfers_parquet": {**TRANSFERS, "id": ["t0", "t0", "x!"], "starts": ["2020-01-01", None, "yesterday"]}},
        {"transfers_parquet": {"id": ["t0"] * 3, "whither": ["s0"] * 3}},
        {"transfers_parquet": {"from": ["s0"] * 3, "to": ["s1"] * 3}},
        {"transfers_parquet": {**TRANSFERS, "via": [[["NL"]], None, None]}},
        {"transfers_parquet": {**TRANSFERS, "note": [b"x", None, None]}},
        {"nodes_yaml": NODES + "systems: {table: systems.csv}\n"},
    ],
)
def test_complaints_are_the_same(tmp_path: Path, changes: dict[str, Any]) -> None:
    path = write(tmp_path, **changes)
    said = loaded(path, 0)
    assert isinstance(said, str)
    assert said == loaded(path, 100)


def test_a_row_of_a_table_can_be_replaced(tmp_path: Path) -> None:
    text = "datamap: 1\ninclude: [nodes.yaml]\noverride: [s1]\nsystems: {s1: {location: FR}, w0: {location: NL}}\n"
    path = write(tmp_path, m_yaml=text + "transfers: {table: transfers.parquet}\n")
    m = loaded(path, 0)
    assert m == loaded(path, 100)
    assert (m.systems["s1"].location, list(m.systems)) == ("FR", ["s0", "s1", "s2", "w0"])
    wrong = write(tmp_path, m_yaml=text.replace("[s1]", "[s9]"))
    assert "no included file has the id `s9`" in loaded(wrong, 0)


def test_a_map_of_objects_has_columns_too(tmp_path: Path) -> None:
    m = loaded(write(tmp_path), 100)
    assert m.estate is m.estate
    assert [m.estate.id(row) for row in range(len(m.estate))] == [leg.id for leg in m.legs]
    other = m.model_copy(update={"transfers": m.transfers[:1]})
    assert (len(m.estate), len(other.estate)) == (len(m.legs), 2)


def test_many_rows_with_the_same_problem_are_told_by_the_first() -> None:
    count = 60
    rows = {"from": ["a"] * count, "to": ["b"] * 50 + [f"x{n}" for n in range(10)], "data_categories": ["user"] * 20 + ["usr"] * 40}
    few = [patch.object(module, "MOST", 4) for module in (faulty, reading)]
    with patch.object(opening, "LARGE", 0), few[0], few[1], pytest.raises(MapError) as caught:
        dm.from_frames(transfers=pa.table(rows), entities={"a": {"location": "NL"}, "b": {"location": "NL"}})
    said = [str(problem).split("\n")[0] for problem in caught.value.problems]
    assert [line.split(": ")[0] for line in said] == [
        *("<transfers>:22:9", "<transfers>:23:9", "<transfers>:24:9"),
        *("<transfers>:52:5", "<transfers>:53:5", "<transfers>:54:5", "<transfers>:55:5"),
    ]
    assert said[2].endswith("did you mean user? (and 37 more rows)")
    assert said[6].endswith("(and 6 more rows with such a problem)")


def test_days_and_numbers_of_a_frame_are_what_a_file_would_say() -> None:
    rows = {
        "from": ["a"] * 3,
        "to": [["b"], ["b"], ["b"]],
        "data_categories": [["user"]] * 3,
        "starts": [datetime.date(2020, 1, 1), None, datetime.date(2021, 1, 1)],
        "volume.people": [1.0, None, 3.0],
        "anonymised": [True, None, False],
    }
    nodes: dict[str, Any] = {"entities": {"a": {"location": "NL"}, "b": {"location": "NL"}}}
    frames = [pa.table(rows)]
    for other in ("pandas", "polars"):
        try:
            module = __import__(other)
        except ImportError:
            continue
        frames.append(module.DataFrame(rows))
    for frame in frames:
        with patch.object(opening, "LARGE", 0):
            m = dm.from_frames(transfers=frame, **nodes)
        assert not isinstance(m.transfers, tuple)
        assert m == dm.from_frames(transfers=frame, **nodes)
