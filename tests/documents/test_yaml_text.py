"""YAML 1.2 as maps are written in it."""

from __future__ import annotations

import math

import pytest
import yaml

from datamap.documents import parse, yaml_events
from datamap.errors import MapError


def wrongs(text: str, syntax: str = "yaml") -> list[str]:
    with pytest.raises(MapError) as caught:
        parse(text, "m." + syntax, syntax)
    return [str(problem).split("\n")[0] for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "means"),
    [
        *[
            (word, word)
            for word in ("NO", "no", "ON", "on", "off", "yes", "y", "n", "Y", "2020-11-20", "2020-11-20T10:00:00Z", "1_000", "190:20:30")
        ],
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[(word, None) for word in ("", "~", "null", "Null", "NULL")],
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("-3", -3),
        ("+3", 3),
        ("0b1", "0b1"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        ("2004/915", "2004/915"),
        ("49(1)(a)", "49(1)(a)"),
        ("PT72H", "PT72H"),
        ("'3'", "3"),
        ('"true"', "true"),
        ("!!str 3", "3"),
        ("! 3", "3"),
        ("!!int 3", 3),
        ("!!float 3", 3.0),
        ("٣", "٣"),
        (".", "."),
        ("-", None),
    ],
)
def test_scalars_follow_the_core_schema(written: str, means: object) -> None:
    found = parse(f"k: {written}\n").tree if written != "-" else {"k": None}
    assert found == {"k": means}
    assert isinstance(found, dict)
    assert type(found["k"]) is type(means)


def test_not_a_number_is_a_number() -> None:
    tree = parse("k: .nan").tree
    assert isinstance(tree, dict)
    assert math.isnan(tree["k"])  # type: ignore[arg-type]


def test_keys_that_yaml_1_1_took_for_truth_are_text() -> None:
    assert parse("on: 2020-11-20\nNO: Norway\nyes: y\n").tree == {"on": "2020-11-20", "NO": "Norway", "yes": "y"}


def test_every_key_and_value_has_its_place() -> None:
    text = 'entities:\n  tencent:\n    location: CN-GD\n    "name": "深圳 😀"   # c\n'
    text += "  x: {location: NL, owners: [{entity: tencent}]}\ntransfers:\n- from: a\n"
    doc = parse(text, "m.yaml")
    places = {
        (): (1, 1),
        ("entities",): (1, 1),
        ("entities", "tencent"): (2, 3),
        ("entities", "tencent", "location"): (3, 5),
        ("entities", "tencent", "name"): (4, 5),
        ("entities", "x", "owners", 0, "entity"): (5, 31),
        ("transfers", 0): (7, 3),
        ("transfers", 0, "from"): (7, 3),
        ("transfers", 0, "no", "such"): (7, 3),
        ("transfers", 5): (6, 1),
    }
    assert {path: (doc.where(path).line, doc.where(path).column) for path in places} == places
    assert (doc.where(("entities", "tencent", "name"), value=True).column) == 13
    assert str(doc.where(("entities", "x"))) == "m.yaml:5:3"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_kind_count_once(newline: str) -> None:
    doc = parse("\ufeffa: 1\n# c\n\nb:\n  - 2\n".replace("\n", newline))
    assert doc.tree == {"a": 1, "b": [2]}
    assert doc.where(("b", 0)).line == 5
    assert doc.where(("a",)).column == 1


def test_line_separators_of_unicode_are_no_lines_to_an_editor() -> None:
    assert parse('a: "x\u2028y"\nb: 1\n').where(("b",)).line == 2


def test_duplicate_keys_are_all_reported_and_the_first_counts() -> None:
    text = "a: 1\nb: {c: 1, c: 2}\na: 2\n"
    assert wrongs(text) == [
        "m.yaml:2:11: the key `c` is used twice; the first is in line 2; rename or remove one of them",
        "m.yaml:3:1: the key `a` is used twice; the first is in line 1; rename or remove one of them",
    ]
    doc = parse(text, gather=True)
    assert doc.tree == {"a": 1, "b": {"c": 1}}
    assert len(doc.problems) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1: a", "m.yaml:1:1: a key is text, and this is the number 1; put the key in quotes"),
        ("true: a", "m.yaml:1:1: a key is text, and this is true; put the key in quotes"),
        ("? \n: a", "m.yaml:1:2: there is no key before the colon; write one"),
        ("{: a}", "m.yaml:1:2: a value is missing here; write it, or remove the sign before it"),
        ("[a]: b", "m.yaml:1:1: a list cannot be a key; keys are text; put a text in braces or brackets in quotes"),
        ("{a: b}: c", "m.yaml:1:1: a mapping cannot be a key; keys are text; put a text in braces or brackets in quotes"),
        ("x: {<<: {a: 1}}", "m.yaml:1:5: merge keys (`<<`) belong to YAML 1.1; write the keys out, or share whole files with `include:`"),
        ("k: !!python/object:os.system x", "m.yaml:1:4: the tag `!!python/object:os.system` is not allowed; "),
        ("k: !env X", "m.yaml:1:4: the tag `!env` is not allowed; "),
        ("k: !!timestamp 2020-11-20", "m.yaml:1:4: the tag `!!timestamp` is not allowed; "),
        ("k: !!int x", "m.yaml:1:4: the tag `!!int` does not fit: this is text; remove the tag"),
        ("k: !!map [a]", "m.yaml:1:4: the tag `!!map` does not fit: this is a list; remove the tag"),
        ("a: 1\n---\nb: 2\n", "m.yaml:2:1: a second document begins here; write one map a file, and join files with `include:`"),
        ("k: *b", "m.yaml:1:4: the alias `*b` names no anchor before it; "),
        ("k: &a [*a]", "m.yaml:1:8: the alias `*a` stands inside the part that it repeats; write the part out"),
        ("k: " + "9" * 5000, "m.yaml:1:4: a number of 5000 characters is too long; put it in quotes if it is text"),
        ("[" * 500, "m.yaml:1:101: nested more than 100 levels deep; "),
        ("- " * 5000, "m.yaml:1:201: nested more than 100 levels deep; "),
        ("a: b: c", "m.yaml:1:5: a colon here makes no sense; put text that holds `: ` in quotes, and check the indentation"),
        ("k: @x", "m.yaml:1:4: text cannot begin with `@`; put the text in quotes"),
        ("a:\n\tb: 1", "m.yaml:2:1: a tab cannot indent; indent with spaces"),
        ("k: [a, b\nc: d\n", "m.yaml:2:2: "),
        ('k: "never ends\nx: 1\n', "m.yaml:1:4: the quoted text that begins here does not end; close it with the quote that began it"),
        ("k: a\x1b[31m", "m.yaml:1:5: an invisible control character; remove it, or write it as an escape in double quotes"),
        ("😀k: a\x08", "m.yaml:1:6: an invisible control character; "),
        (r'k: "C:\Users"', "m.yaml:1:9: a backslash that escapes nothing; "),
        (r'k: "\ud800"', "m.yaml:1:"),
        ("k: %x", "m.yaml:1:4: text cannot begin with `%`; "),
        ("%YAML 3.0\n---\na: 1", "m.yaml:1:1: this asks for a YAML that is not 1.2; remove the `%YAML` line"),
    ],
)
def test_what_a_map_cannot_hold_is_refused_in_words(text: str, said: str) -> None:
    assert wrongs(text)[0].startswith(said), wrongs(text)[0]


def test_aliases_share_what_they_name() -> None:
    doc = parse("a: &x {b: [1, 2]}\nc: *x\nd: &t text\ne: *t\n")
    assert doc.tree == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": "text", "e": "text"}
    assert doc.where(("c", "b", 1), value=True) == doc.where(("a", "b", 1), value=True)
    assert doc.where(("c",), value=True).line == 2


def bomb(levels: int, width: int) -> str:
    rows = ["a0: &a0 [" + ", ".join(["x"] * width) + "]"]
    rows += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * width) + "]" for n in range(1, levels)]
    return "\n".join(rows)


def test_an_alias_bomb_is_refused_before_it_unfolds() -> None:
    said = wrongs(bomb(9, 9))
    assert "its aliases unfold" in said[0]
    assert said[0].startswith("m.yaml:5:")


def test_honest_aliases_are_no_bomb() -> None:
    assert isinstance(parse("a: &a [x, y]\nb: [" + ", ".join(["*a"] * 3000) + "]").tree, dict)


def test_more_keys_than_one_problem_are_reported_with_the_fatal_one() -> None:
    assert len(wrongs("a: 1\na: 2\nb: [\n")) == 2


def test_comments_alone_are_nothing() -> None:
    assert parse("# a map\n\n").tree is None
    assert parse("").tree is None
    assert parse("---\n").tree is None


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "_Parser", yaml.Loader)


@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize("text", ["a: {b: [1, NO, 'x']}\nc: &x y\nd: *x\n", '😀: "日本"\n', "a: |\n  two\n  lines\n"])
def test_without_libyaml_the_answer_is_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = parse(text)
    paths = [(key,) for key in slow.tree] if isinstance(slow.tree, dict) else []
    places = [slow.where(path, value=True) for path in paths]
    monkeypatch.undo()
    fast = parse(text)
    assert fast.tree == slow.tree
    assert [fast.where(path, value=True) for path in paths] == places


@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize(
    "text",
    ["a: [", "a: b: c", "a:\n\tb", "a: \x07", "k: @x", "k: *a", '"x', "a: 'x", "%YAML 3.0\n---\na", r'k: "\ud800"', "? [", "- a\nb: c"],
)
def test_without_libyaml_errors_are_problems_too(text: str) -> None:
    assert wrongs(text)
