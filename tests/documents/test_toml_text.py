"""TOML, with places on demand."""

from __future__ import annotations

import pytest

from datamap.documents import parse
from datamap.errors import MapError

TEXT = """\
datamap = 1
on = 2020-11-20            # a date
"a b".c = 'x = 1'
multi = \"\"\"
[no] = "table"
\"\"\"\"
[entities.tencent]
location = "CN-GD"
owners = [ {entity = "a", share = 0.5},
  # comment ]
  {entity = "b"}, ]

[[transfers]]
from = "a"
[[transfers]]
from = 'b'
[transfers.volume]
people = 5
"""


def wrongs(text: str) -> list[str]:
    with pytest.raises(MapError) as caught:
        parse(text, "m.toml", "toml")
    return [str(problem).split("\n")[0] for problem in caught.value.problems]


def test_dates_are_text() -> None:
    tree = parse("a = 2020-11-20\nb = 2020-11-20T10:00:00Z\nc = [10:00:00]\n", syntax="toml").tree
    assert tree == {"a": "2020-11-20", "b": "2020-11-20T10:00:00+00:00", "c": ["10:00:00"]}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_key_and_value_has_its_place(newline: str) -> None:
    doc = parse(TEXT.replace("\n", newline), "m.toml", "toml")
    places = {
        ("datamap",): (1, 1),
        ("on",): (2, 1),
        ("a b",): (3, 1),
        ("a b", "c"): (3, 7),
        ("multi",): (4, 1),
        ("entities", "tencent"): (7, 11),
        ("entities", "tencent", "owners"): (9, 1),
        ("entities", "tencent", "owners", 0, "share"): (9, 27),
        ("entities", "tencent", "owners", 1, "entity"): (11, 4),
        ("transfers", 0, "from"): (14, 1),
        ("transfers", 1): (15, 3),
        ("transfers", 1, "volume", "people"): (18, 1),
    }
    assert {path: (doc.where(path).line, doc.where(path).column) for path in places} == places
    assert doc.where(("on",), value=True).column == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\n  a = 2\n", "m.toml:2:3: this key is used twice; rename or remove one of them"),
        ("[a]\nb = 1\n[a]\n", "m.toml:3:1: this table is declared twice; join the two, or write [[name]] for a list of tables"),
        ("a = {b = 1, b = 2}\n", "m.toml:1:1: this key is used twice; "),
        ("a: 1\n", "m.toml:1:2: a key without its `=`; "),
        ("a = NL\n", "m.toml:1:5: this is no TOML value; put text in double quotes"),
        ("a = [1, 2\nb = 3\n", "m.toml:2:1: the list is not closed; "),
        ('a = "x\n', "m.toml:1:7: an invisible control character or a line break in quoted text; "),
        ('a = "x', "m.toml:1:7: the quoted text does not end; "),
        ("a = 'x' y\n", "m.toml:1:9: more text after the value; "),
        ('a = "C:\\Users"\n', "m.toml:1:"),
        ("= 1", "m.toml:1:1: this is neither a key nor a table; write `key = value` or `[table]`"),
        (".".join(["a"] * 200) + " = 1", "m.toml:1:1: nested more than 100 levels deep; "),
        ("a = " + "[" * 20000, "m.toml:1:1: nested too deep; "),
        ("a = " + "9" * 5000, "m.toml:1:1: this is no TOML: "),
    ],
)
def test_what_is_wrong_is_said_in_words(text: str, said: str) -> None:
    assert wrongs(text)[0].startswith(said), wrongs(text)[0]
