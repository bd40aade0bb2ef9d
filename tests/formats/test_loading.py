"""Maps that are unusual and right."""

from __future__ import annotations

import json
import pickle
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from datamap.errors import MapError, Where
from datamap.formats import load, loads
from datamap.model import DataMap, Entity, Transfer

SMALL = """\
datamap: 1
on: 2020-11-20
data_subjects:
  eea_users: {location: EEA}
  others:
entities:
  shop: {location: NO, role: controller}
  ON: {location: CA-ON}
transfers:
  - {from: eea_users, to: [shop, ON], data_categories: user.contact}
policies:
"""


def test_a_map_is_what_it_says() -> None:
    m = loads(SMALL)
    assert m.entities["shop"] == Entity(id="shop", location="NO", role="controller")
    assert list(m.data_subjects) == ["eea_users", "others"]
    assert m.data_subjects["others"].location == "unknown"
    assert m.transfers == (Transfer(from_="eea_users", to=["shop", "ON"], data_categories="user.contact"),)
    assert str(m.on) == "2020-11-20"
    assert m.policies == ()


def test_the_three_syntaxes_say_the_same() -> None:
    as_json = """{"datamap": 1, "on": "2020-11-20", "data_subjects": {"eea_users": {"location": "EEA"}, "others": null},
        "entities": {"shop": {"location": "NO", "role": "controller"}, "ON": {"location": "CA-ON"}},
        "transfers": [{"from": "eea_users", "to": ["shop", "ON"], "data_categories": "user.contact"}]}"""
    as_toml = """
        datamap = 1
        on = 2020-11-20
        [data_subjects]
        eea_users = {location = "EEA"}
        others = {}
        [entities]
        shop = {location = "NO", role = "controller"}
        ON = {location = "CA-ON"}
        [[transfers]]
        from = "eea_users"
        to = ["shop", "ON"]
        data_categories = "user.contact"
        """
    assert loads(SMALL) == loads(as_json, "json") == loads(as_toml, "toml")


@pytest.mark.parametrize("start", ["", "\ufeff", "# c\n", "---\n", "%YAML 1.2\n---\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_windows_line_ends_and_byte_order_marks_are_welcome(tmp_path: Path, start: str, newline: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes((start + SMALL).replace("\n", newline).encode())
    m = load(path)
    assert m == loads(SMALL)
    first = (start + SMALL).split("\n").index("entities:") + 2
    assert m.where(("entities", "shop")) == Where(str(path), first, 3)


@pytest.mark.parametrize(
    "name",
    [
        "חנות",
        "\u202eevil",
        "深圳市",
        "👩‍💻",
        "<script>alert(1)</script>",
        'a" -> b [label="x"]',
        "\x1b[31mred\x1b[0m\x07",
        "a\tb",
        "NO",
        "yes",
        "null",
        "1e3",
        "# no comment",
        "a: b",
        "{{ x }}",
        "\\",
        "'",
        '"',
        "%",
        "a\u2028b",
    ],
)
def test_names_of_every_kind_are_kept(name: str) -> None:
    text = json.dumps({"datamap": 1, "name": name, "entities": {"x": {"location": "NL", "name": name}}}, ensure_ascii=True)
    assert loads(text, "json").entities["x"].name == name
    assert loads(yaml.safe_dump({"datamap": 1, "name": name}, default_style='"').replace('!!int "1"', "1")).name == name


def test_bytes_are_read_as_a_file_would_be() -> None:
    assert loads(b"\xef\xbb\xbf" + SMALL.encode()) == loads(SMALL)
    with pytest.raises(MapError, match="UTF-16"):
        loads(SMALL.encode("utf-16"))


def test_the_origin_knows_file_hash_and_places(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(SMALL)
    m = load(str(path))
    assert m.origin is not None
    assert m.origin.file == str(path)
    assert m.origin.sha256 == sha256(SMALL.encode()).hexdigest()
    assert m.where(("transfers", 0)) == Where(str(path), 10, 5)
    assert m.where(("transfers", 0, "to")) == Where(str(path), 10, 23)
    assert m.where(("on",)) == Where(str(path), 2, 1)
    assert m.where(("waivers", 3)) == Where(str(path), 1, 1)
    assert pickle.loads(pickle.dumps(m)).where(("entities", "ON")) == m.where(("entities", "ON"))


def test_a_map_from_a_file_equals_the_same_map_from_code() -> None:
    m = DataMap(entities=[Entity(id="a", location="NL")])
    assert loads("datamap: 1\nentities: {a: {location: NL}}") == m
    assert hash(loads("datamap: 1\nentities: {a: {location: NL}}")) == hash(m)


def test_ids_of_broken_parts_are_known() -> None:
    text = "datamap: 1\nentities: {a: {location: UK}}\nsystems: {s: {location: NL, operator: a}}\n"
    with pytest.raises(MapError) as caught:
        loads(text)
    assert [problem.wrong for problem in caught.value.problems] == ["'UK' is no code of a place"]


def test_broken_parts_are_checked_for_what_they_name() -> None:
    text = "datamap: 1\nentities: {a: {location: UK, parent: b}}\nsystems: {s: {locations: [NL], operatr: x, host: y}}\n"
    with pytest.raises(MapError) as caught:
        loads(text)
    assert [problem.wrong for problem in caught.value.problems] == [
        "'UK' is no code of a place",
        "there is no entity 'b'",
        "unknown key `operatr`",
        "there is no entity 'y'",
    ]


@pytest.mark.parametrize("syntax", ["xml", ""])
def test_an_unknown_syntax_is_refused(syntax: str) -> None:
    with pytest.raises(MapError, match="known are yaml, json, toml"):
        loads("datamap: 1", syntax)


def test_a_place_of_several_files_is_asked_for_cheaply() -> None:
    rows = "".join(f"  - {{id: t{n}, from: a, to: a, data_categories: user}}\n" for n in range(3000))
    m = loads("datamap: 1\nentities: {a: {location: NL}}\ntransfers:\n" + rows)
    assert [m.where(("transfers", n)).line for n in range(3000)] == list(range(4, 3004))  # type: ignore[union-attr]
