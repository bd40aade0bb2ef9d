"""How maps look when they are written."""

from __future__ import annotations

import pytest

from datamap.errors import MapError
from datamap.formats import dumps, loads
from datamap.model import Agreement, DataMap, DataSubjects, Entity, Party, Policy, Transfer

MAP = DataMap(
    name="Norway: a map",
    on="2020-11-20",
    data_subjects=[DataSubjects(id="users", location="EEA")],
    entities=[
        Entity(id="shop", name="深圳 😀", location="NO", role="controller", kind="company"),
        Entity(id="host", location="HK", attributes=["ca-pipeda"]),
    ],
    agreements=[Agreement(id="scc", kind="scc", version="2021/914", parties=["shop", Party(entity="host", until="2021-01-01")])],
    transfers=[Transfer(from_="users", to=["shop", "host"], data_categories="user.contact", agreements=[])],
    policies=[Policy(id="p", forbid={"place": "mainland-china"})],
)


def test_yaml_is_in_the_order_of_the_format_and_says_nothing_twice() -> None:
    assert (
        dumps(MAP)
        == """\
datamap: 1
name: 'Norway: a map'
on: 2020-11-20

data_subjects:
  users:
    location: EEA

entities:
  shop:
    name: "深圳 \\U0001F600"
    location: NO
    role: controller
  host:
    location: HK
    attributes: [ca-pipeda]

agreements:
  scc:
    kind: scc
    version: 2021/914
    parties:
    - shop
    - entity: host
      until: 2021-01-01

transfers:
- from: users
  to: [shop, host]
  data_categories: [user.contact]
  agreements: []

policies:
- id: p
  forbid:
    place: mainland-china
"""
    )


def test_toml_and_json_say_the_same() -> None:
    assert '[entities.shop]\nname = "深圳 😀"\nlocation = "NO"' in dumps(MAP, "toml")
    assert '"on": "2020-11-20"' in dumps(MAP, "json")
    assert loads(dumps(MAP, "toml"), "toml") == loads(dumps(MAP, "json"), "json") == MAP


@pytest.mark.parametrize(
    "word", ["true", "null", "~", "1", "1e3", ".5", "0x1F", "", "a: b", "- a", "<<", "NO", "on", "2020-11-20", "=", "1_000", "0b1", "12:30"]
)
def test_words_are_quoted_where_yaml_1_2_needs_it_and_only_there(word: str) -> None:
    m = DataMap(sources=[{"id": "s", "title": word}])
    assert loads(dumps(m)) == m
    bare = word in ("NO", "on", "2020-11-20", "1_000", "0b1", "12:30", "=")
    assert (f"title: {word}\n" in dumps(m)) is bare


def test_an_unknown_syntax_is_refused() -> None:
    with pytest.raises(MapError, match="`xml` is no known syntax; known are yaml, json, toml"):
        dumps(MAP, "xml")


def test_toml_without_its_writer_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tomli_w", None)
    with pytest.raises(MapError, match=r"pip install 'datamap\[toml\]'"):
        dumps(MAP, "toml")
