"""Whatever the bytes, a document or a problem comes back; and places are true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datamap.documents import SYNTAXES, Document, parse, read
from datamap.errors import MapError

SPICE = st.sampled_from(
    [
        *"{}[]:,-#&*!|>'\"%@`\\\n\r\t ?<=.~",
        "\n  ",
        "- ",
        ": ",
        "---\n",
        "<<: ",
        "*a",
        "&a ",
        "'''",
        '"""',
        "!!int ",
        "\ud800",
        "\ufeff",
        "0x",
        "a",
        "=",
        "[[a]]\n",
        "a = ",
    ]
)
NASTY = st.lists(st.one_of(SPICE, st.text(max_size=3)), max_size=40).map("".join)
MAP = 'datamap: 1\nentities:\n  a: {location: NL, name: "x"}\ntransfers:\n- {from: a, to: [a, b]}\n'


def survives(text: str, syntax: str) -> None:
    try:
        doc = parse(text, "m", syntax)
    except MapError as error:
        places = [problem.where for problem in error.problems]
        for problem in error.problems:
            str(problem).encode()
    else:
        places = [doc.where()]
        walk(doc)
    assert places
    assert all(places)


def walk(doc: Document, path: tuple[Any, ...] = (), tree: Any = ...) -> None:
    tree = doc.tree if tree is ... else tree
    doc.excerpt(doc.where(path))
    for key, part in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        walk(doc, (*path, key), part)


@pytest.mark.parametrize("syntax", SYNTAXES)
@given(text=st.one_of(NASTY, st.text(st.characters(), max_size=60)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_document_or_a_problem(syntax: str, text: str) -> None:
    survives(text, syntax)


@pytest.mark.parametrize("syntax", SYNTAXES)
@given(at=st.integers(0, len(MAP)), length=st.integers(0, 4), put=NASTY)
@settings(max_examples=300, deadline=None)
def test_a_map_with_a_scar_is_a_document_or_a_problem(syntax: str, at: int, length: int, put: str) -> None:
    survives(MAP[:at] + put + MAP[at + length :], syntax)


@given(
    data=st.one_of(st.binary(max_size=80), st.binary(max_size=9).map(lambda tail: MAP.encode() + tail)),
    ending=st.sampled_from(["yaml", "json", "toml"]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_document_or_a_problem(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"m.{ending}"
    path.write_bytes(data)
    try:
        read(path)
    except MapError as error:
        str(error).encode()


WORDS = st.text(
    st.characters(
        min_codepoint=32,
        max_codepoint=0x1F6FF,
        exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Co"),
        exclude_characters="\ufeff\ufffe\uffff",
    ),
    max_size=12,
)
TREES = st.recursive(
    st.one_of(WORDS, st.integers(-(10**9), 10**9), st.booleans(), st.none()),
    lambda part: st.one_of(st.lists(part, max_size=4), st.dictionaries(WORDS, part, max_size=4)),
    max_leaves=20,
)


def places_are_true(doc: Document, starts: Any, path: tuple[Any, ...] = (), tree: Any = ...) -> None:
    tree = doc.tree if tree is ... else tree
    if isinstance(tree, dict):
        for key, part in tree.items():
            assert starts(doc.lines.line(doc.where((*path, key)).line)[doc.where((*path, key)).column - 1 :], key)
            places_are_true(doc, starts, (*path, key), part)
    elif isinstance(tree, list):
        for index, part in enumerate(tree):
            places_are_true(doc, starts, (*path, index), part)
    elif path:
        where = doc.where(path, value=True)
        assert starts(doc.lines.line(where.line)[where.column - 1 :], tree)


def as_json(text: str, value: Any) -> bool:
    return text.startswith(json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize("syntax", ["json", "yaml"])
@given(tree=TREES, indent=st.sampled_from([None, 2]))
@settings(max_examples=150, deadline=None)
def test_json_reads_alike_as_json_and_as_yaml_and_every_place_is_true(syntax: str, tree: Any, indent: int | None) -> None:
    doc = parse(json.dumps(tree, ensure_ascii=False, indent=indent), "m", syntax)
    assert doc.tree == tree
    places_are_true(doc, as_json)


@given(tree=TREES)
@settings(max_examples=150, deadline=None)
def test_block_yaml_with_tags_reads_back(tree: Any) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=False, default_style='"')
    assert parse(text).tree == tree


@given(tree=st.dictionaries(WORDS, TREES.filter(lambda t: t is not None), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_toml_reads_back_and_every_key_has_a_place_of_its_own(tree: dict[str, Any]) -> None:
    tomli_w = pytest.importorskip("tomli_w")
    tree = without_nothing(tree)
    doc = parse(tomli_w.dumps(tree), "m", "toml")
    assert doc.tree == tree
    places_are_true(doc, as_toml)


def without_nothing(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: without_nothing(part) for key, part in tree.items() if part is not None}
    return [without_nothing(part) for part in tree if part is not None] if isinstance(tree, list) else tree


def as_toml(text: str, value: Any) -> bool:
    written = json.dumps(value, ensure_ascii=False)
    return text.startswith((written, str(value)))
