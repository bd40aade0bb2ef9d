"""Sections kept as CSV beside the map."""

from __future__ import annotations

from pathlib import Path

import pytest

from datamap.errors import MapError
from datamap.formats import load
from datamap.model import Transfer, Volume


def with_table(folder: Path, table: str, section: str = "transfers", rest: str = "") -> Path:
    (folder / "table.csv").write_bytes(table.encode())
    path = folder / "m.yaml"
    text = f"datamap: 1\n{rest}{section}: {{table: table.csv}}\n"
    if section != "entities":
        text += "entities: {a: {location: NL}, b: {location: HK}}\n"
    path.write_text(text)
    return path


def said(path: Path) -> list[str]:
    with pytest.raises(MapError) as caught:
        load(path)
    return [str(problem).split("\n")[0].replace(f"{path.parent}/", "") for problem in caught.value.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_says_what_yaml_would(tmp_path: Path, separator: str, newline: str, mark: str) -> None:
    rows = [
        ["id", "from", "to", "data_categories", "anonymised", "volume.people", "starts", "agreements", "note"],
        ["t1", "a", "b | a", "user.contact|user.content", "TRUE", "100", "2020-11-20", "unknown", '"x, ""y""; \t z"'],
        ["", "a", "b", "user", "", "", "", "[]", '"two\nlines"'],
        [""] * 9,
    ]
    text = mark + newline.join(separator.join(row) for row in rows) + newline
    m = load(with_table(tmp_path, text))
    first, second = m.transfers[:2]
    assert first == Transfer(
        id="t1",
        from_="a",
        to=["b", "a"],
        data_categories=["user.contact", "user.content"],
        anonymised=True,
        volume=Volume(people=100),
        starts="2020-11-20",
        agreements="unknown",
        note='x, "y"; \t z',
    )
    assert (second.agreements, second.note, second.id) == ((), "two\nlines", None)
    assert (str(m.where(("transfers", 1))), str(m.where(("transfers", 1, "to")))) == (
        f"{tmp_path}/table.csv:3:1",
        f"{tmp_path}/table.csv:3:4",
    )


def test_nodes_come_from_tables_too(tmp_path: Path) -> None:
    table = "id,location,attributes,parent\na,NL,,b\nb,CN,us-fisa-702|public-sector,\n"
    m = load(with_table(tmp_path, table, "entities"))
    assert [attribute.is_ for attribute in m.entities["b"].attributes] == ["us-fisa-702", "public-sector"]
    assert m.entities["a"].parent == "b"
    assert str(m.where(("entities", "b", "location"))).endswith("table.csv:3:3")


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("", "m.yaml:2:20: table.csv: the table is empty; its first row names the columns, such as from, to, data_categories"),
        ("from,to,data_categories\na,b\n", "table.csv:2:1: this row has 2 cells, and the first row names 3 columns; "),
        ("from,to,data_categories\na,c,user\n", "table.csv:2:3: there is no node 'c'; declare it, or name one of the map's: a, b"),
        ("from,to,data_categorie\na,b,user\n", "table.csv:1:9: unknown column `data_categorie`; did you mean data_categories?"),
        ('from,to,data_categories\na,"b,user\n', "table.csv:2:3: the quotes of this cell do not match; "),
        ("from,to,data_categories,starts\na,b,user,20/11/2020\n", "table.csv:2:10: '20/11/2020' is no date; "),
        ("from,to,data_categories,sale\na,b,user,1\n", "table.csv:2:10: expected true or false, got the text `1`; write true or false"),
        ("from,to,data_categories\na,b,\n", "table.csv:2:1: `data_categories` is missing; "),
        ("from,to,data_categories,owners\na,b,user,x\n", "table.csv:1:25: unknown column `owners`; "),
        ("from\x00,to\n", "table.csv:1:5: a zero byte stands in this text; remove it"),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(tmp_path: Path, table: str, wrong: str) -> None:
    assert said(with_table(tmp_path, table))[0].startswith(wrong), said(with_table(tmp_path, table))[0]


def test_a_table_of_nodes_needs_ids(tmp_path: Path) -> None:
    assert said(with_table(tmp_path, "location\nNL\n", "entities"))[0] == (
        "table.csv:1:1: the column `id` is missing; it names each row of `entities`"
    )


def test_rows_that_repeat_an_id_are_refused(tmp_path: Path) -> None:
    assert said(with_table(tmp_path, "id,location\na,NL\na,BE\n", "entities")) == [
        "table.csv:3:1: the id `a` is already used in line 2; rename one"
    ]


def test_zones_are_no_table(tmp_path: Path) -> None:
    assert said(with_table(tmp_path, "id\na\n", "zones"))[0].startswith("m.yaml:2:16: table.csv: `zones` cannot be a table")


def test_an_item_may_be_called_table(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("datamap: 1\nentities: {table: {location: NL}}\n")
    assert list(load(path).entities) == ["table"]
