"""The map format, from the descriptions of the model's fields, and the built-in data categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

import datamap as dm
from datamap.geo import clouds
from datamap.model.base import Claim, Place, PlaceOrZone
from datamap.model.taxonomy import built_in
from pages.page import Page, code, plain, table

PARTS: tuple[type[BaseModel], ...] = (
    dm.DataMap,
    dm.DataSubjects,
    dm.Entity,
    dm.Attribute,
    dm.Owner,
    dm.System,
    dm.Retention,
    dm.Agreement,
    dm.Party,
    dm.Approval,
    dm.ImpactAssessment,
    dm.Transfer,
    dm.Volume,
    dm.Policy,
    dm.Forbid,
    dm.Confine,
    dm.Require,
    dm.Retain,
    dm.LimitAccess,
    dm.NoSale,
    dm.Waiver,
    dm.Defaults,
    dm.Category,
    dm.Source,
)

INTRO = """
A map is one YAML 1.2 file, or the same structure as JSON or TOML. `NO` is Norway and `on` is a key. Unknown keys and keys that
stand twice are errors, and all problems of a file are told together. Where a list is expected a single value will do. The JSON
Schema of the same format is printed by `datamap schema`.

A **place** is an ISO 3166-1 code (`NL`), an ISO 3166-2 code (`CA-ON`), a cloud region (`aws:ca-central-1`) or `unknown`.
Hong Kong, Macao and Taiwan have codes of their own and are not part of `mainland-china`. A **zone** is a named set of places:
`EU`, `EEA`, `mainland-china`, or one of the map's own. An **id** begins with a letter or digit; people, entities and systems
share one name space. A **duration** is ISO 8601 (`PT72H`, `P180D`).

Every part that makes a claim about the world may also carry `source`, the id of an entry under `sources`, and `note`, free text that
is never judged. Where a part stands under its id, the id is not repeated below.
"""


def pages() -> list[Page]:
    """The reference of the format, the data categories, and the clouds whose regions are known."""
    return [
        Page("Reference", "format.md", "The map format", reference()),
        Page("Reference", "categories.md", "Data categories", _categories()),
        Page("Reference", "clouds.md", "Cloud regions", _clouds()),
    ]


def reference() -> str:
    """Every part of a map with its keys."""
    parts = ["# The map format", INTRO.strip()]
    for part in PARTS:
        doc = (part.__doc__ or "").split("\n\n")[0]
        parts += [f"## {part.__name__}", plain(" ".join(doc.split())), _keys(part)]
    return "\n\n".join(parts)


def _keys(part: type[BaseModel]) -> str:
    own = part.model_json_schema(by_alias=True)
    own = own.get("$defs", {}).get(part.__name__, own)
    hints = get_type_hints(part, include_extras=True)
    rows = []
    for name, field in part.model_fields.items():
        key = field.alias or name
        if (key == "id" and part not in (dm.Transfer, dm.Policy)) or (name in Claim.model_fields and issubclass(part, Claim)):
            continue
        words = _words(own["properties"][key]).replace("text", _leaf(hints[name]) or "text")
        rows.append((code(key), words, "yes" if key in own.get("required", ()) else "", plain(field.description or "")))
    return table(("Key", "Value", "Needed", "Says"), rows)


def _leaf(hint: Any) -> str | None:
    """What a text really is, where the type of the field says so."""
    named = {Place: "place", PlaceOrZone: "place or zone"}
    if hint in named:
        return named[hint]
    return next((word for argument in get_args(hint) if (word := _leaf(argument))), None) if get_args(hint) else None


def _words(schema: Mapping[str, Any]) -> str:
    """What a value may be, in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if any(part.__name__ == name for part in PARTS) else name.lower()
    if "const" in schema:
        return code(str(schema["const"]))
    if "enum" in schema:
        return ", ".join(code(str(value)) for value in schema["enum"])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_words(one) for one in schema[several] if one.get("type") != "null"))
    if schema.get("type") == "array":
        return f"list of {_words(schema.get('items', {}))}"
    if schema.get("type") == "object":
        below = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()), None)
        return f"mapping to {_words(below)}" if isinstance(below, Mapping) else "mapping"
    return _scalar(schema)


def _scalar(schema: Mapping[str, Any]) -> str:
    pattern = schema.get("pattern", "")
    if schema.get("format") == "date":
        return "date"
    if pattern.startswith("^P"):
        return "duration"
    if pattern.startswith("^[a-z0-9_]+"):
        return "category"
    if pattern.startswith("^[A-Za-z0-9]"):
        return "id"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}.get(
        schema.get("type", ""), "text"
    )


def _categories() -> str:
    rows = []
    for key, entry in built_in().items():
        life = f"{entry.version_added}" + (f" to {entry.version_deprecated}" if entry.version_deprecated else "")
        rows.append((code(key), plain(entry.name), plain(entry.description), life))
    intro = (
        "The built-in categories are fideslang's keys. A key stands for itself and all below it. Declare your own below one of them "
        "under `data_categories`; `hr: true` marks data about staff, which `user.workplace` and all below it are by themselves."
    )
    return "\n\n".join(("# Data categories", intro, table(("Key", "Name", "What belongs in it", "In fideslang"), rows)))


def _clouds() -> str:
    parts = ["# Cloud regions", "Wherever a place is meant, a cloud region may be written; it stands for the place below."]
    for provider, name in clouds.PROVIDERS.items():
        rows = [
            (code(region.location), region.place or "no single place", plain(region.city or ""))
            for region in clouds.regions(provider).values()
        ]
        parts += [f"## {name}", table(("Region", "Place", "City"), rows)]
    return "\n\n".join(parts)
