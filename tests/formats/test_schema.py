"""The JSON Schema of map files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from datamap.documents import parse, read
from datamap.formats import load, schema

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))


def errors(text: str) -> list[str]:
    tree: Any = parse(text).tree
    return sorted(f"{error.json_path}: {error.message}" for error in jsonschema.Draft202012Validator(schema()).iter_errors(tree))


def test_it_is_a_schema_of_its_draft() -> None:
    found = schema()
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == "https://datamap.dev/schema/map-1.json"
    assert found["required"] == ["datamap"]


def test_it_is_the_users_view() -> None:
    found = schema()
    entity = found["$defs"]["Entity"]
    assert "id" not in entity["properties"]
    assert entity["required"] == ["location"]
    assert {"from", "to", "data_categories"} == set(found["$defs"]["Transfer"]["required"])
    assert "id" in found["$defs"]["Transfer"]["properties"]
    assert "from_" not in str(found)


def test_every_key_is_described() -> None:
    found = schema()
    for name, definition in [("map", found), *found["$defs"].items()]:
        assert definition.get("description"), name
        for key, part in definition["properties"].items():
            assert part.get("description"), f"{name}.{key}"


def test_a_copy_may_be_changed() -> None:
    schema()["properties"].clear()
    assert "entities" in schema()["properties"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_fit(path: Path) -> None:
    load(path)
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(read(path).tree)) == []


@pytest.mark.parametrize(
    "text",
    [
        "entities: {}",
        "datamap: 2",
        "datamap: 1\nentites: {}",
        "datamap: 1\nentities: {a: {}}",
        "datamap: 1\nentities: {a: {location: NL, id: a}}",
        "datamap: 1\nentities: {a b: {location: NL}}",
        "datamap: 1\nentities: [{id: a, location: NL}]",
        "datamap: 1\nentities: {a: {location: NL, role: boss}}",
        "datamap: 1\ntransfers: [{from: a, to: b}]",
        "datamap: 1\ntransfers: [{from_: a, to: b, data_categories: user}]",
        "datamap: 1\nsystems: {s: {operator: a}}",
        "datamap: 1\nsystems: {s: {location: NL, retention: {user: 72h}}}",
        "datamap: 1\npolicies: [{id: p}]",
        "datamap: 1\ntransfers: {table: t.csv, x: 1}",
        "datamap: 1\nsources: {s: {date: 2020}}",
    ],
)
def test_what_is_no_map_does_not_fit(text: str) -> None:
    assert errors(text)


@pytest.mark.parametrize(
    "text",
    [
        "datamap: 1",
        "datamap: 1\nentities:\ntransfers:\ndefaults:\nname:\n",
        "datamap: 1\ndata_subjects: {x: , y: {location: EEA}}",
        "datamap: 1\ntransfers: {table: t.csv}",
        "datamap: 1\nentities: {table: {location: NL}}",
        "datamap: 1\nzones: {z: NL, y: [NL, BE]}",
        "datamap: 1\nsystems: {s: {locations: [NL], retention: {user: PT72H, user.content: {at_most: P1D, after: last_activity}}}}",
        "datamap: 1\nagreements: {a: {kind: scc, modules: 1, parties: [x, {entity: y, from: 2020-01-01}]}}",
    ],
)
def test_shorthands_fit(text: str) -> None:
    assert errors(text) == []
