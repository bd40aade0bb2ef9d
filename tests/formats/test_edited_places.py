"""Findings and questions on an edited map point to the lines of what is left in the file."""

from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import datamap as dm
from datamap.checking import spine
from datamap.formats.columns import opening
from datamap.model import amending

HEAD = """datamap: 1
on: 2024-01-01
data_subjects: {eu: {location: EEA}}
entities: {nl: {location: NL, role: controller}, hk: {location: HK, role: processor}, cn: {location: CN, role: controller},
  ru: {location: RU, role: controller}}
"""
ROWS = [
    {"id": None, "from": "eu", "to": "nl", "data_categories": "user.contact"},
    {"id": None, "from": "nl", "to": "hk", "data_categories": "user.contact"},
    {"id": "t2", "from": "nl", "to": "ru", "data_categories": "user.financial"},
    {"id": None, "from": "nl", "to": "cn", "data_categories": "user.biometric"},
    {"id": "last", "from": "hk", "to": "cn", "data_categories": "user.contact"},
]
LINES = [f"  - {{{', '.join(f'{key}: {value}' for key, value in row.items() if value)}}}\n" for row in ROWS]


def written(folder):
    """The map in one file, its transfers from line 7 on."""
    (folder / "map.yaml").write_text(HEAD + "transfers:\n" + "".join(LINES), encoding="utf-8")
    return dm.load(folder / "map.yaml"), 7, 6


def included(folder):
    """The map with its transfers in a file of their own, from line 3 on."""
    (folder / "rows.yaml").write_text("datamap: 1\ntransfers:\n" + "".join(LINES), encoding="utf-8")
    (folder / "map.yaml").write_text(HEAD + "include: [rows.yaml]\n", encoding="utf-8")
    return dm.load(folder / "map.yaml"), 3, 1


def tabled(folder):
    """The map with a table; its first row is line 2."""
    (folder / "map.yaml").write_text(HEAD + "transfers: {table: rows.parquet}\n", encoding="utf-8")
    parquet.write_table(pa.Table.from_pylist(ROWS), folder / "rows.parquet")
    return dm.load(folder / "map.yaml"), 2, 6


def framed(folder):
    """The map from a frame."""
    entities = {name: {"location": name.upper(), "role": "controller"} for name in ("nl", "hk", "cn", "ru")}
    m = dm.from_frames(transfers=pa.Table.from_pylist(ROWS), on="2024-01-01", data_subjects={"eu": {"location": "EEA"}}, entities=entities)
    return m, 2, 1


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("read", [written, included, tabled, framed])
def test_lines_after_edits(tmp_path, read, large):
    limit = -1 if large else 20_000
    with patch.object(spine, "LARGE", limit), patch.object(amending, "LARGE", limit), patch.object(opening, "LARGE", max(0, limit)):
        m, first, section = read(tmp_path)
        report = m.check()
        assert report.arrows["last"].where.line == first + 4
        m = m.with_transfers(without="eu..nl")
        report = report.update(m)
        lines = {name: arrow.where.line for name, arrow in report.arrows.items()}
        assert lines == {"nl..hk": first + 1, "t2": first + 2, "nl..cn": first + 3, "last": first + 4}
        m = m.with_transfers(without=["last", "t2"])
        m = m.with_transfers({"id": "new", "from": "nl", "to": "cn", "data_categories": "user.contact", "agreements": "unknown"})
        report = report.update(m)
        lines = {name: arrow.where.line for name, arrow in report.arrows.items()}
        assert lines == {"nl..hk": first + 1, "nl..cn": first + 3, "new": section}
        (question,) = [question for question in report.questions if "mechanism covers `new`" in question.ask]
        assert question.where.line == section
        m = m.with_transfers({"from": "eu", "to": "nl", "data_categories": "user.contact"}, without="nl..hk")
        report = report.update(m)
        assert {f.transfer: f.where.line for f in report.findings if f.rule == "uncovered_transfer"} == {"nl..cn": first + 3}
        assert report.arrows["eu..nl"].where.line == section


def test_a_large_map_that_becomes_small(tmp_path):
    m, first, _ = written(tmp_path)
    with patch.object(amending, "LARGE", 4), patch.object(spine, "LARGE", 4):
        report = m.check()
        assert report.notes
        small = m.with_transfers(without="nl..hk")
        report = report.update(small)
        assert not report.notes
        assert report.to_json() == small.check().to_json()
        assert [leg.written for leg in small.legs] == [0, 1, 2, 3]
        assert [small.where(("transfers", at)).line for at in range(4)] == [first, first + 2, first + 3, first + 4]
        again = small.with_transfers({"id": "t2", "from": "nl", "to": ["hk", "cn"], "data_categories": "user.contact"}, without="eu..nl")
        assert [again.where(("transfers", at)).line for at in range(3)] == [first + 3, first + 4, first - 1]
        assert [leg.id for leg in again.legs] == ["nl..cn", "last", "t2", "t2..2"]


def test_an_edited_map_is_no_longer_what_the_file_says(tmp_path):
    m, _, _ = written(tmp_path)
    edited = m.with_transfers(without="last").check()
    assert m.check().map_sha256
    assert (edited.map_file, edited.map_sha256) == (m.check().map_file, None)
