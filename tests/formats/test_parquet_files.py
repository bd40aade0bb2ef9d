"""Parquet files: tables as they were written, rows one by one, and nothing loaded that reading does not need."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

import datamap as dm
from datamap.errors import MapError
from datamap.formats import grids, parquet_files
from datamap.formats.columns import opening

TABLE = pa.table(
    {
        "id": [f"t{number}" for number in range(50)],
        "from": ["a", "b"] * 25,
        "to": [["b"], ["a", "b"]] * 25,
        "kind": [None, "storage", "backup", "storage", None] * 10,
        "data_categories": [["user"], ["user.contact", "user.name"], [], None, ["user"]] * 10,
        "volume.people": [1, None] * 25,
    }
)
CODED = ("kind", "data_categories", "volume.people", "agreements")


@pytest.mark.parametrize("size", [3, 20, 1000])
def test_a_table_in_groups_is_the_table_that_was_written(tmp_path: Path, size: int) -> None:
    path = str(tmp_path / "t.parquet")
    parquet.write_table(TABLE, path, row_group_size=size)
    found = parquet_files.table(path, CODED)
    assert found.to_pylist() == TABLE.to_pylist()
    assert pa.types.is_dictionary(found["kind"].type)
    assert pa.types.is_dictionary(found["data_categories"].type.value_type)
    assert parquet_files.table(path, CODED, above=49).to_pylist() == TABLE.to_pylist()
    assert parquet_files.table(path, CODED, above=50) is None


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    path = str(tmp_path / "t.parquet")
    parquet.ParquetWriter(path, TABLE.schema).close()
    assert parquet_files.table(path).schema == TABLE.schema


@pytest.mark.parametrize("size", [7, 1000])
@pytest.mark.parametrize("order", [range(50), range(49, -1, -1), [30, 2, 31, 49, 0]])
def test_rows_one_by_one(tmp_path: Path, size: int, order: list[int]) -> None:
    path = str(tmp_path / "t.parquet")
    parquet.write_table(TABLE, path, row_group_size=size)
    with patch.object(parquet_files, "PIECE", 5):
        rows = parquet_files.Rows(path, CODED)
        for row in order:
            assert rows(row).to_pylist() == TABLE.slice(row, 1).to_pylist()
        with pytest.raises(IndexError):
            rows(50)
        assert pickle.loads(pickle.dumps(rows))(9).to_pylist() == TABLE.slice(9, 1).to_pylist()


def test_no_more_is_read_than_what_leads_to_a_row(tmp_path: Path) -> None:
    path = str(tmp_path / "t.parquet")
    parquet.write_table(TABLE, path, row_group_size=30)
    with patch.object(parquet_files, "PIECE", 5), patch.object(parquet_files.Rows, "_first", autospec=True) as first:
        first.side_effect = lambda _, group, rows: TABLE.slice(group * 30, min(rows, 30))
        rows = parquet_files.Rows(path)
        for row in (2, 1, 9, 8, 10, 25, 24, 45):
            rows(row)
        assert [call.args[1:] for call in first.call_args_list] == [(0, 3), (0, 10), (0, 20), (0, 40), (1, 16)]


@pytest.mark.parametrize("ending", ["parquet", "arrow"])
def test_times_finer_than_python_has_them_are_cut(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t.{ending}"
    times = pa.array([86_400_000_000_001, None, 86_399_999_999_999], pa.timestamp("ns", "UTC"))
    (parquet.write_table if ending == "parquet" else feather.write_feather)(pa.table({"starts": times}), path)
    assert grids.text_in(str(path)) == '"starts"\n1970-01-02\n\n1970-01-01\n'
    assert grids.table_in(str(path))["starts"].type == grids.Rows(str(path))(2)["starts"].type == pa.timestamp("us", "UTC")


def map_of(folder: Path, table: pa.Table) -> Path:
    parquet.write_table(table, folder / "t.parquet")
    path = folder / "m.yaml"
    path.write_text("datamap: 1\non: 2024-01-01\nentities: {a: {location: NL}, b: {location: US}}\ntransfers: {table: t.parquet}\n")
    return path


@pytest.mark.parametrize("large", [0, 100])
def test_a_column_that_is_there_twice_is_named(tmp_path: Path, large: int) -> None:
    twice = pa.table([pa.array(["a"]), pa.array(["b"]), pa.array(["b"]), pa.array(["user"])], names=["from", "to", "to", "data_categories"])
    with patch.object(opening, "LARGE", large), pytest.raises(MapError, match=r"t\.parquet:1:13: the column `to` is there twice"):
        dm.load(map_of(tmp_path, twice))


def test_a_file_that_is_gone_or_shorter_later_on_is_told(tmp_path: Path) -> None:
    table = pa.table({"from": ["a"] * 3, "to": ["b"] * 3, "kind": ["storage"] * 3, "data_categories": ["user"] * 3})
    path = map_of(tmp_path, table)
    with patch.object(opening, "LARGE", 0):
        m, other = dm.load(path), dm.load(path)
    assert str(m.where(("transfers", 1, "kind"))).endswith("t.parquet:3:9")
    assert str(m.where(("transfers", 1, "purpose"))).endswith("t.parquet:3:1")
    parquet.write_table(table.slice(0, 1), tmp_path / "t.parquet")
    with pytest.raises(MapError, match="the file has changed since the map was read"):
        other.where(("transfers", 2, "kind"))
    (tmp_path / "t.parquet").unlink()
    with patch.object(opening, "LARGE", 0), pytest.raises(MapError, match="there is no such file"):
        dm.load(path)


def test_a_check_of_a_large_map_loads_no_pandas(tmp_path: Path) -> None:
    rows = opening.LARGE + 1
    path = map_of(tmp_path, pa.table({"from": ["a"] * rows, "to": ["b"] * rows, "data_categories": ["user"] * rows}))
    run = [sys.executable, "-X", "importtime", "-m", "datamap", "check", str(path), "-o", str(tmp_path / "r.txt")]
    found = subprocess.run(run, capture_output=True, text=True, check=False)
    assert found.returncode == 1, found.stderr
    assert (tmp_path / "r.txt").stat().st_size
    loaded = {line.rpartition("|")[2].strip() for line in found.stderr.splitlines()}
    assert "pyarrow.parquet" in loaded
    assert loaded & {"pandas.core", "polars", "narwhals", "pyarrow.dataset", "networkx"} == set()
