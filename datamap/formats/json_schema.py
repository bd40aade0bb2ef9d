"""The JSON Schema (draft 2020-12) of format 1 as people write it, for editors and other programs.

It accepts every map that `load` accepts and refuses unknown keys; what only the whole map can show (ids that lead
nowhere, places that do not exist) is for `load` to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datamap.formats.sections import SECTIONS, Section
from datamap.model import DataMap
from datamap.model.policies import KINDS

ID = "https://datamap.dev/schema/map-1.json"

Schema = dict[str, Any]


def schema() -> Schema:
    """The schema, a fresh copy that may be changed."""
    found: Schema = DataMap.model_json_schema(by_alias=True)
    for part in _schemas(found):
        _tidy(part)
    for section in SECTIONS:
        found["properties"][section.name] = _section(section, found["properties"][section.name], found["$defs"])
    found["properties"]["datamap"].pop("default")
    for name in ("include", "override", "defaults"):
        found["properties"][name] = _or_nothing(found["properties"][name])
    _choices(found["$defs"])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID, "title": "datamap map, format 1"}
    found |= {"description": "Who holds which personal data where, and where it goes.", "required": ["datamap"]}
    return {**head, **found}


def _schemas(schema: Schema) -> Iterator[Schema]:
    """A schema and all schemas in it, innermost first."""
    for key in ("properties", "patternProperties", "$defs"):
        for part in schema.get(key, {}).values():
            yield from _schemas(part)
    for part in schema.get("anyOf", ()):
        yield from _schemas(part)
    if isinstance(schema.get("items"), dict):
        yield from _schemas(schema["items"])
    yield schema


def _tidy(schema: Schema) -> None:
    """No titles that repeat a key, no defaults that say nothing, no keys but those named; outer spaces do not matter."""
    schema.pop("title", None)
    if schema.get("default") in (None, [], {}):
        schema.pop("default", None)
    if "patternProperties" in schema:
        schema["additionalProperties"] = False
    pattern = schema.get("pattern", "")
    if pattern.startswith(("^[A-Za-z0-9]", "^[a-z0-9_]")):
        schema["pattern"] = rf"^\s*{pattern[1:-1]}\s*$"


def _section(section: Section, schema: Schema, definitions: dict[str, Schema]) -> Schema:
    if section.key is not None and section.model is not None:
        definition = definitions[section.model.__name__]
        definition["properties"].pop(section.key)
        definition["required"] = [key for key in definition.get("required", ()) if key != section.key]
        if not definition["required"]:
            del definition["required"]
            patterns = schema["patternProperties"]
            schema["patternProperties"] = {pattern: {"anyOf": [item, {"type": "null"}]} for pattern, item in patterns.items()}
    ways = [schema, {"type": "null"}] if section.model is None else [schema, _TABLE, {"type": "null"}]
    return {"description": schema.pop("description"), "anyOf": ways}


_TABLE: Schema = {
    "type": "object",
    "properties": {"table": {"type": "string", "description": "a CSV file with a row for each item, columns named as its keys"}},
    "required": ["table"],
    "additionalProperties": False,
}


def _or_nothing(schema: Schema) -> Schema:
    return {**{key: schema.pop(key) for key in ("description", "default") if key in schema}, "anyOf": [schema, {"type": "null"}]}


def _choices(definitions: dict[str, Schema]) -> None:
    """What the records themselves demand beyond their single keys."""
    definitions["System"]["anyOf"] = [{"required": ["location"]}, {"required": ["locations"]}]
    definitions["Policy"]["anyOf"] = [{"required": [kind]} for kind in KINDS]
