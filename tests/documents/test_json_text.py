"""JSON, with duplicate keys found and places on demand."""

from __future__ import annotations

import pytest

from datamap.documents import parse
from datamap.errors import MapError


def wrongs(text: str) -> list[str]:
    with pytest.raises(MapError) as caught:
        parse(text, "m.json", "json")
    return [str(problem).split("\n")[0] for problem in caught.value.problems]


def test_every_key_and_value_has_its_place() -> None:
    text = '{\n  "a": [1, {"b\\n": "x, ]}"}],\n  "c" : null\n}'
    doc = parse(text, "m.json", "json")
    assert doc.tree == {"a": [1, {"b\n": "x, ]}"}], "c": None}
    places = {("a",): (2, 3), ("a", 0): (2, 9), ("a", 1): (2, 12), ("a", 1, "b\n"): (2, 13), ("c",): (3, 3)}
    assert {path: (doc.where(path).line, doc.where(path).column) for path in places} == places
    assert doc.where(("c",), value=True).column == 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"a": 1,\n "b": {"c": 1, "c": 2}}',
            "m.json:2:16: the key `c` is used twice; the first is in line 2; rename or remove one of them",
        ),
        ('{"a": {"x": [1]}, "a": {"x": 1, "x": 2}}', "m.json:1:19: the key `a` is used twice; the first is in line 1; "),
        ('{"a": 1,}', "m.json:1:"),
        ("{a: 1}", "m.json:1:2: a key in double quotes was expected; "),
        ('{"a" 1}', 'm.json:1:6: a colon was expected after the key; write "key": value'),
        ('{"a": 1 "b": 2}', "m.json:1:9: a comma or the closing bracket was expected; check the entry before"),
        ('{"a": NO}', "m.json:1:7: a value was expected; "),
        ('{"a": NaN}', "m.json:1:7: NaN is no JSON value; put it in quotes if it is text"),
        ('{"a": 1} x', "m.json:1:10: more text after the end; a file holds one JSON value"),
        ('{"a": "x', 'm.json:1:7: the text that begins here does not end; close it with "'),
        ('{"a": "x\ny"}', "m.json:1:9: a line break or tab inside quoted text; write it as \\n or \\t"),
        ('{"a": "\\x"}', "m.json:1:8: a backslash that escapes nothing; write it as \\\\"),
        ('{"a": "\\ud800"}', "m.json:1:7: half a character (a lone surrogate) stands in this text; write the character itself"),
        ('{"a": ' + "9" * 5000 + "}", "m.json:1:1: a number is too long; put it in quotes if it is text"),
        ("[" * 200 + "]" * 200, "m.json:1:1: nested more than 100 levels deep; "),
        ("[" * 100000, "m.json:1:1: nested too deep; "),
    ],
)
def test_what_is_wrong_is_said_in_words(text: str, said: str) -> None:
    assert wrongs(text)[0].startswith(said), wrongs(text)[0]


def test_surrogate_pairs_are_one_character() -> None:
    assert parse('{"a": "\\ud83d\\ude00"}', syntax="json").tree == {"a": "😀"}


def test_blank_text_is_nothing() -> None:
    assert parse(" \n", syntax="json").tree is None
