"""Changing a file in place."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datamap.documents import parse
from datamap.errors import MapError
from datamap.formats import Editor, edit, load

TEXT = """\
# What we know of the shop.
datamap: 1
name: 'The shop'        # as on the door

entities:
  # legal persons
  shop: { location:  NL, role: "controller" }   # spaces are ours
  host:
    location: HK        # Hong Kong
    attributes:         # dated facts
      - ca-pipeda
      # the next is from the register
      - is: eu-us-dpf
        from: 2024-01-01

data_subjects: {users: }
sources:

transfers:
  - {from: users, to: shop, data_categories: [user.contact, "user.content"]}   # sign-up

  # Backups.
  - id: backup
    from: shop
    to: host
    data_categories:
    - user
    note: |
      Two lines
      of text.

# The end.
"""


def changes(text: str, *edits: Any, newline: str = "\n") -> list[str]:
    """The lines that go and come, after edits of the shape (method, path, value)."""
    editor = Editor(text.replace("\n", newline))
    for method, path, value in edits:
        getattr(editor, method)(path, value)
    assert editor.text.count(newline) == editor.text.count("\n")
    lines = unified_diff(text.split("\n"), editor.text.replace(newline, "\n").split("\n"), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (("set", ("name",), "Our shop"), ["-name: 'The shop'        # as on the door", "+name: 'Our shop'        # as on the door"]),
        (("set", ("datamap",), 2), ["-datamap: 1", "+datamap: 2"]),
        (
            ("set", ("entities", "shop", "role"), "processor"),
            [
                '-  shop: { location:  NL, role: "controller" }   # spaces are ours',
                '+  shop: { location:  NL, role: "processor" }   # spaces are ours',
            ],
        ),
        (
            ("set", ("entities", "shop", "parent"), "host"),
            [
                '-  shop: { location:  NL, role: "controller" }   # spaces are ours',
                '+  shop: { location:  NL, role: "controller", parent: host }   # spaces are ours',
            ],
        ),
        (("set", ("entities", "host", "location"), "NO"), ["-    location: HK        # Hong Kong", "+    location: NO        # Hong Kong"]),
        (("set", ("entities", "host", "role"), "processor"), ["+    role: processor"]),
        (("append", ("entities", "host", "attributes"), "us-fisa-702"), ["+      - us-fisa-702"]),
        (
            ("set", ("entities", "host", "attributes"), ["public-sector"]),
            [
                "-    attributes:         # dated facts",
                "-      - ca-pipeda",
                "-      # the next is from the register",
                "-      - is: eu-us-dpf",
                "-        from: 2024-01-01",
                "+    attributes: [public-sector]         # dated facts",
            ],
        ),
        (
            ("set", ("data_subjects", "users"), {"location": "EEA"}),
            ["-data_subjects: {users: }", "+data_subjects: {users: {location: EEA} }"],
        ),
        (("set", ("sources",), {"s": {"title": "T: x"}}), ["+  s:", "+    title: 'T: x'"]),
        (("append", ("transfers", 0, "data_categories"), "user.name"), None),
        (("append", ("transfers",), {"from": "shop", "to": ["host"], "data_categories": "user"}), None),
        (("append", ("transfers", 1, "data_categories"), "user.name"), ["+    - user.name"]),
        (("set", ("transfers", 1, "note"), "one"), ["-    note: |", "-      Two lines", "-      of text.", "+    note: one"]),
        (
            ("append", ("waivers",), {"finding": "x@y", "reason": "r", "by": "me", "until": "2027-03-31"}),
            ["+waivers:", "+- finding: x@y", "+  reason: r", "+  by: me", "+  until: 2027-03-31", "+"],
        ),
        (("append", ("defaults",), "x"), ["+defaults: [x]", "+"]),
    ],
)
def test_only_the_lines_that_change_differ(edit: Any, lines: list[str] | None, newline: str) -> None:
    found = changes(TEXT, edit, newline=newline)
    if lines is None:
        assert len(found) <= 4
    else:
        assert found == lines


def test_edits_follow_one_another() -> None:
    waivers = [{"finding": f"x@{n}", "reason": "r", "by": "me", "until": "2027-03-31"} for n in range(3)]
    editor = Editor(TEXT)
    for waiver in waivers:
        editor.append(("waivers",), waiver)
    tree = parse(editor.text).tree
    assert isinstance(tree, dict)
    assert tree["waivers"] == waivers


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: &x [1]\nb: *x\n", ("append", ("b",), 2)),
        ("a: {b: 1}\n", ("set", ("c", "d"), 2)),
        ("a: {b: 1}\n", ("append", ("a",), 2)),
        ("a: [1]\n", ("set", ("a", 5), 2)),
        ("a: [1]\n", ("set", (), 2)),
    ],
)
def test_what_cannot_be_changed_is_refused_and_stays(text: str, edit: Any) -> None:
    editor = Editor(text)
    with pytest.raises(MapError):
        getattr(editor, edit[0])(*edit[1:])
    assert editor.text == text


def test_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text("datamap = 1\n")
    with pytest.raises(MapError, match="TOML cannot be changed in place; convert the map to YAML"):
        edit(tmp_path / "m.toml")


def test_json_stays_json(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text('{\n  "datamap": 1,\n  "entities": {\n    "a": {"location": "NL"}\n  }\n}\n')
    edit(path).set(("entities", "a", "name"), "x: y").set(("entities", "b"), {"location": "BE"}).save()
    assert load(path).entities["a"].name == "x: y"
    assert path.read_text() == (
        '{\n  "datamap": 1,\n  "entities": {\n    "a": {"location": "NL", "name": "x: y"}, "b": {"location": "BE"}\n  }\n}\n'
    )


def test_a_saved_file_keeps_its_mark_and_mode(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(b"\xef\xbb\xbfdatamap: 1\r\nname: a\r\n")
    path.chmod(0o640)
    edit(path).set(("name",), "b").save()
    assert path.read_bytes() == b"\xef\xbb\xbfdatamap: 1\r\nname: b\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["m.yaml"]


def test_a_file_behind_a_link_is_edited_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("datamap: 1\nname: a\n")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    edit(tmp_path / "link.yaml").set(("name",), "b").save()
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "datamap: 1\nname: b\n"


def test_an_empty_text_can_be_begun() -> None:
    assert Editor("").set(("datamap",), 1).set(("name",), "x").text == "datamap: 1\nname: x\n"
    assert parse(Editor("# only a comment").set(("datamap",), 1).text).tree == {"datamap": 1}


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=6), st.sampled_from(["NO", "2020-11-20", "a: b", "# x", "- y", "1"])
    ),
    lambda part: st.one_of(st.lists(part, max_size=3), st.dictionaries(st.sampled_from(["a", "b c", "1", "on"]), part, max_size=3)),
    max_leaves=5,
)
PATHS = [
    ("name",),
    ("new",),
    ("entities", "shop", "role"),
    ("entities", "host", "attributes"),
    ("entities", "new"),
    ("transfers", 0),
    ("transfers", 1),
]
PATHS += [
    ("transfers", 1, "note"),
    ("data_subjects", "users"),
    ("sources",),
    ("entities", "host", "attributes", 1, "from"),
    ("transfers", 1, "data_categories", 0),
]


@given(edits=st.lists(st.tuples(st.sampled_from(["set", "append"]), st.sampled_from(PATHS), VALUES), min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_an_edit_says_what_was_asked_for_or_is_refused(edits: list[Any]) -> None:
    editor = Editor(TEXT)
    for method, path, value in edits:
        before: Any = parse(editor.text).tree
        try:
            getattr(editor, method)(path, value)
        except MapError:
            assert parse(editor.text).tree == before
            continue
        after: Any = parse(editor.text).tree
        for step in path:
            after = after[step]
        assert (after[-1] if method == "append" else after) == value
        assert "# The end." in editor.text
        assert "# What we know of the shop." in editor.text
