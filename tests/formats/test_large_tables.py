"""Large tables, read by columns: the same map as row by row, and the same complaints."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

import datamap as dm
from datamap.errors import MapError
from datamap.formats import grids
from datamap.formats.columns import clashing, faulty, opening
from datamap.formats.sections import BY_NAME
from datamap.formats.tables import kinds

REST = """
datamap: 1
data_subjects: {people: {location: EEA}, staff: {location: NL}}
entities: {shop: {location: NL}, host: {location: US}, e3: {location: IN}}
agreements: {scc: {kind: scc, parties: [shop, host]}, other: {kind: contract, parties: [shop, e3]}}
sources: {policy: {}, press: {}}
"""
SYSTEMS: dict[str, list[Any]] = {
    "name": ["Web", "Data base", None],
    "location": ["NL", "aws:eu-west-1", "unknown", "US-CA", "CN-HK"],
    "locations": [None, None, None, None],
    "operator": ["shop", "host", "e3", None],
    "host": [None, None, "host"],
    "source": [None, "policy"],
    "note": [None, "a note", 'x, "y" | z'],
}
TRANSFERS: dict[str, list[Any]] = {
    "kind": [None, "storage", "remote_access", "disclosure"],
    "data_categories": [["user"], ["user.contact", "user.content"], ["user.content", "user.contact"], ["user.financial"]],
    "data_subjects": [None, None, ["people"], ["people", "staff"], []],
    "agreements": [None, None, ["scc"], [], ["scc", "other"]],
    "purpose": [None, "orders", "support"],
    "exporter_role": [None, None, "controller"],
    "importer_role": [None, "processor"],
    "branch": [None, None, "DE"],
    "measures": [None, None, ["encrypted_at_rest", "pseudonymised"]],
    "impact_assessment.on": [None, None, "2021-05-01"],
    "impact_assessment.problematic_law": [None, None, False],
    "impact_assessment.document": [None],
    "frequency": [None, "continuous", "one_off"],
    "anonymised": [None, False, True],
    "drops": [None, None, ["user.financial"]],
    "sale": [None, False],
    "starts": [None, "2019-01-01"],
    "ends": [None, "2024-02-29"],
    "via": [None, ["FR", "aws:us-east-1"]],
    "on_behalf_of": [None, None, "shop"],
    "volume.people": [None, 5, 70],
    "evidence": [None, "inferred", "observed"],
    "source": [None, "policy", "press"],
    "note": [None, "two\nlines", "  spaces "],
}
SLIPS: dict[str, list[Any]] = {
    "id": ["-x", "t1", "a b"],
    "from": ["nobody", "s 1", None, "shp"],
    "to": ["no", None, ""],
    "operator": ["nobody"],
    "location": ["Holland", "GERMANY"],
    "kind": ["storge"],
    "data_categories": [["user.contct"], ["Pets"], None, []],
    "data_subjects": [["peple"]],
    "agreements": [["sc"]],
    "starts": ["2020-02-30", "20/11/2020", "2025-01-01"],
    "ends": ["2018-01-01", "today"],
    "branch": ["Bavaria"],
    "volume.people": [-4],
    "source": ["polcy"],
    "measures": [["magic"]],
    "on_behalf_of": ["people"],
}


@contextmanager
def read_by(columns: bool) -> Iterator[None]:
    """Every table is large, or none is; every row is shown in which something is wrong."""
    with (
        patch.object(opening, "LARGE", 0 if columns else 10**9),
        patch.object(faulty, "SHOWN", 10**9),
        patch.object(clashing, "SHOWN", 10**9),
    ):
        yield


def test_the_rows_here_have_every_column() -> None:
    known = {name: {"id", *kinds(BY_NAME[name].model)} for name in ("systems", "transfers")}
    assert {"id", *SYSTEMS} == known["systems"]
    assert {"id", "from", "to", *TRANSFERS} == known["transfers"]


def table(section: str, count: int, dice: random.Random, slips: float) -> pa.Table:
    """Rows at random; where lists are joined they are text, and cells that are always empty are left out."""
    nodes = ["people", "staff", "shop", "host", "e3", *(f"s{n}" for n in range(6))]
    values: dict[str, list[Any]] = {**(SYSTEMS if section == "systems" else TRANSFERS)}
    several = dice.random() < 0.5
    columns: dict[str, list[Any]] = {"id": [f"s{n}" if section == "systems" else dice.choice([None, f"x{n}"]) for n in range(count)]}
    if section == "transfers":
        for side in ("from", "to"):
            columns[side] = [dice.sample(nodes, dice.choice((1, 1, 2))) if several else dice.choice(nodes) for _ in range(count)]
    for name, known in values.items():
        if name == "data_categories" or dice.random() < 0.7:
            columns[name] = [dice.choice(known) for _ in range(count)]
    if section == "systems":
        columns["location"] = [dice.choice(SYSTEMS["location"]) for _ in range(count)]
    for name, wrong in SLIPS.items():
        for row in range(count if name in columns else 0):
            if dice.random() < slips:
                said = dice.choice(wrong)
                columns[name][row] = [said] if isinstance(columns[name][row], list) and isinstance(said, str) else said
    joined = dice.random() < 0.5
    for name, cells in columns.items():
        lists = any(isinstance(cell, list) for cell in cells)
        if lists and (joined or any(isinstance(cell, str) for cell in cells)):
            columns[name] = ["|".join(cell) or "[]" if isinstance(cell, list) else cell for cell in cells]
    return pa.table({name: pa.array(cells) for name, cells in columns.items()})


def write(found: pa.Table, path: Path) -> None:
    """Only lines of text are counted by the line: elsewhere a cell of two lines would shift those of small tables."""
    if path.suffix != ".csv" and "note" in found.column_names:
        notes = [note and note.replace("\n", " ") for note in found["note"].to_pylist()]
        found = found.set_column(found.column_names.index("note"), "note", pa.array(notes, pa.string()))
    if path.suffix == ".parquet":
        parquet.write_table(found, path, row_group_size=7)
    elif path.suffix == ".csv":
        path.write_text(grids.text_of(found, "t"))
    else:
        feather.write_feather(found, path)


def loaded(path: Path, columns: bool) -> dm.DataMap | MapError:
    with read_by(columns):
        try:
            return dm.load(path)
        except MapError as error:
            return error


@pytest.mark.parametrize("ending", ["parquet", "feather", "csv"])
@pytest.mark.parametrize("slips", [0.0, 0.02])
@pytest.mark.parametrize("seed", range(10))
def test_columns_say_what_rows_say(tmp_path: Path, seed: int, slips: float, ending: str) -> None:
    dice = random.Random(seed)
    for section in ("systems", "transfers"):
        write(table(section, 6 if section == "systems" else 30, dice, slips), tmp_path / f"{section}.{ending}")
    path = tmp_path / "m.yaml"
    path.write_text(REST + f"systems: {{table: systems.{ending}}}\ntransfers: {{table: transfers.{ending}}}\n")
    m, rows = loaded(path, True), loaded(path, False)
    if isinstance(rows, MapError):
        assert isinstance(m, MapError)
        assert str(m) == str(rows)
        return
    assert not isinstance(m, MapError), m
    assert not isinstance(m.transfers, tuple)
    assert m == rows
    assert rows == m
    assert hash(m) == hash(rows)
    assert tuple(m.legs) == tuple(rows.legs)
    for at in range(len(rows.transfers)):
        for step in ((), ("to",), ("data_categories",)):
            assert m.where(("transfers", at, *step)) == rows.where(("transfers", at, *step))
    assert m.where(("systems", "s3", "operator")) == rows.where(("systems", "s3", "operator"))
    assert m.origin is not None
    assert rows.origin is not None
    assert m.origin.files == rows.origin.files


ROWS = [
    ["id", "from", "to", "data_categories", "note"],
    ["t1", "shop", "host", "user.contact | user", "plain"],
    ["", " people ", "shop|host", "user", '"in ""quotes"", with comma"'],
    ["t3", "shop", "e3", '"user"', '"two\nlines"'],
    ["t4", "shop", "people", "user", "a 5 inch disk"],
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n,,,,\n"])
def test_text_of_every_fashion(tmp_path: Path, separator: str, newline: str, mark: str, end: str) -> None:
    text = mark + newline.join(separator.join(row) for row in ROWS) + end.replace("\n", newline).replace(",", separator)
    text += separator.join(["t5", "host", "e3", "user", "last"]) if end else ""
    (tmp_path / "t.csv").write_bytes(text.encode())
    path = tmp_path / "m.yaml"
    path.write_text(REST + "transfers: {table: t.csv}\n")
    m, rows = loaded(path, True), loaded(path, False)
    assert m == rows, m
    assert len(m.transfers) == (5 if end else 4)
    for at in range(len(m.transfers)):
        for step in ((), ("note",)):
            assert m.where(("transfers", at, *step)) == rows.where(("transfers", at, *step))


@pytest.mark.parametrize(
    "rows",
    [
        'shop,host,user,5" disk',
        'shop,host,user,"a"b',
        'shop,host,user,"open',
        "shop,host,user",
        "shop,host,user,a,b",
        "shop,host,user,a\rshop,host,user,b",
        "shop,host,user,\x00",
        "shop,nobody,user,a\n\nshop,x!,user,b",
        'shop,"no\nbody",user,a\nnobody,host,user,b',
        b"shop,host,user,caf\xe9",
        b"\xff\xfeshop",
    ],
)
def test_text_that_is_odd_or_broken(tmp_path: Path, rows: str | bytes) -> None:
    data = rows.encode() if isinstance(rows, str) else rows
    (tmp_path / "t.csv").write_bytes(b"from,to,data_categories,note\nshop,host,user,first\n" + data + b"\n")
    path = tmp_path / "m.yaml"
    path.write_text(REST + "transfers: {table: t.csv}\n")
    m, small = loaded(path, True), loaded(path, False)
    if isinstance(small, MapError):
        assert str(m) == str(small)
    else:
        assert m == small
        assert not isinstance(m.transfers, tuple)


TEXT, LISTED = pa.string(), [["user", "user.contact"]] * 3
ODD: dict[str, dict[str, Any]] = {
    "nothing": {"note": pa.nulls(3), "purpose": pa.nulls(3, TEXT), "id": pa.nulls(3)},
    "numbers": {"from": [7, 8, 7], "to": pa.array([8, 7, 8], pa.int8()), "id": [1, 2, 3], "purpose": [1, 2, None]},
    "floats": {"from": [7.0, 8.0, 7.0]},
    "empty ids": {"id": ["", "x", ""]},
    "a space for an id": {"id": ["", "x", " "]},
    "spaces": {"from": [" shop", "shop ", "shop|host "], "data_categories": [[" user "], ["user", ""], ["user"]]},
    "dictionaries": {key: pa.array(["7", "8", "7"]).dictionary_encode() for key in ("from", "to", "note")},
    "lists in a dictionary": {"data_categories": pa.array(["user", "user|user.contact", "user"]).dictionary_encode()},
    "large": {"from": pa.array(["7"] * 3, pa.large_string()), "data_categories": pa.array(LISTED, pa.large_list(pa.large_string()))},
    "views": {"from": pa.array(["7"] * 3, pa.string_view()), "data_categories": pa.array(LISTED, pa.list_(pa.string_view()))},
    "views of lists": {"from": pa.array([["7"]] * 3, pa.list_view(TEXT)), "data_categories": pa.array(LISTED, pa.large_list_view(TEXT))},
    "views of lists with holes": {"data_subjects": pa.array([["people"], None, []], pa.list_view(TEXT)).slice(0, 3)},
    "lists of one length": {"data_categories": pa.array(LISTED, pa.list_(TEXT, 2))},
    "times": {"starts": pa.array([0, None, 86400 * 10**9], pa.timestamp("ns", "UTC"))},
    "decimals": {"volume.people": pa.array([1, 2, 3]).cast(pa.decimal128(25, 0))},
    "records": {"note": [{"a": 1}] * 3},
    "maps": {"note": pa.array([[("a", "b")]] * 3, pa.map_(TEXT, TEXT))},
    "hours": {"note": pa.array([1, 2, 3], pa.time32("s"))},
    "texts for truth": {"sale": ["TRUE", "false", "1"]},
    "holes in lists": {"data_categories": [["user"], None, ["user", None]]},
    "lists of numbers": {"data_categories": [[1], [2], [3]]},
    "lists of lists": {"data_categories": [[["user"]], [["user"]], [["user"]]]},
    "bars in lists": {"data_categories": [["user"], ["a|b"], ["user"]]},
    "empty lists": {"from": [["shop", ""], [], ["shop"]], "data_categories": [[""], ["user"], []]},
    "an empty row": {"from": ["7", None, "8"], "to": ["8", None, "7"], "data_categories": ["user", None, "user"]},
    "odd sources": {"source": ["x", "a b", ""]},
}


@pytest.mark.parametrize("case", ODD)
def test_columns_of_every_type(case: str) -> None:
    places = {name: {"location": "NL"} for name in ("shop", "host", "7", "8")}
    frame = pa.table({"from": ["shop"] * 3, "to": ["host"] * 3, "data_categories": ["user"] * 3, **ODD[case]})
    found: list[Any] = []
    for columns in (True, False):
        with read_by(columns):
            try:
                found.append(dm.from_frames(transfers=frame, entities=places, data_subjects={"people": {"location": "EEA"}}))
            except MapError as error:
                found.append(str(error))
    assert found[0] == found[1]
    assert isinstance(found[0], str) or not isinstance(found[0].transfers, tuple)
