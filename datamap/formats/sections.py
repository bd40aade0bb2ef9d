"""The sections of a map file: what each holds, by which ids, and how one item of it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, TypeAdapter

from datamap.documents import Tree
from datamap.model import Agreement, Category, DataMap, DataSubjects, Defaults, Entity, Policy, Source, System, Transfer, Waiver
from datamap.model.base import Claim, Id, PlacesOrZones, Record


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `one` names an item of it in messages; `key` is the field that repeats an item's id, if any.

    `space` is the name space that its ids share with those of other sections; `filler` stands in for keys that an item
    must have and that could not be read.
    """

    name: str
    one: str
    model: type[Record] | None
    key: str | None = "id"
    space: str = ""
    filler: Mapping[str, Tree] = field(default_factory=dict)

    @property
    def listed(self) -> bool:
        """Whether it is a list of items, and not a mapping from ids to items."""
        return self.key is None

    def check(self, item: Tree, key: str | None = None) -> Any:
        """The value of an item as a map holds it.

        Raises:
            pydantic.ValidationError: with all that is wrong with it.
        """
        if self.model is None:
            _adapter("id").validate_python(key)
            return _adapter("places").validate_python(item)
        if self.key is not None and (item is None or isinstance(item, dict)):
            item = {**(item or {}), self.key: key}
        return self.model.model_validate(item, by_alias=True, by_name=False)


SECTIONS = (
    Section("zones", "a zone", None, space="zones"),
    Section("sources", "a source", Source, space="sources"),
    Section("data_categories", "a data category", Category, key="key", space="data_categories"),
    Section("data_subjects", "a group of data subjects", DataSubjects, space="nodes"),
    Section("entities", "an entity", Entity, space="nodes", filler={"location": "unknown"}),
    Section("systems", "a system", System, space="nodes", filler={"location": "unknown"}),
    Section("agreements", "an agreement", Agreement, space="agreements", filler={"kind": "contract"}),
    Section("transfers", "a transfer", Transfer, key=None, space="transfers"),
    Section("policies", "a policy", Policy, key=None, space="policies"),
    Section("waivers", "a waiver", Waiver, key=None),
)
BY_NAME: Mapping[str, Section] = {section.name: section for section in SECTIONS}
HEAD = ("name", "on", "include", "override", "defaults")
"""What a file says once, beside `datamap: 1`."""

SHORT: Mapping[str, str] = {"Party": "entity", "Attribute": "is", "Retention": "at_most"}
"""Records that may be written as the value of one of their keys, when they say nothing else."""

TOP = tuple(DataMap.model_fields)
"""Every key that may stand at the top of a file, in order."""


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter({"id": Id, "places": PlacesOrZones}[name])


@cache
def head(name: str) -> TypeAdapter[Any]:
    """What checks a value of `HEAD`."""
    if name == "defaults":
        return TypeAdapter(Defaults)
    info = DataMap.model_fields[name]
    annotation: Any = info.annotation
    for extra in info.metadata:
        annotation = Annotated[annotation, extra]
    return TypeAdapter(annotation)


@cache
def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a record as a file writes them, `source` and `note` last, an injected `id` or `key` not among them."""
    injected = {section.key for section in SECTIONS if section.model is model}
    fields = sorted(model.model_fields.items(), key=lambda item: item[0] in Claim.model_fields)
    return tuple(info.alias or name for name, info in fields if name not in injected)


def record(annotation: Any) -> type[BaseModel] | None:
    """The record that a field holds, alone or in a list or mapping; None where it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := record(part))), None)


def field_of(model: type[BaseModel], key: str) -> Any:
    """The annotation of the field that a file calls `key`; None where there is none."""
    return next((info.annotation for name, info in model.model_fields.items() if (info.alias or name) == key), None)


def field_needed(model: type[BaseModel], key: str) -> bool:
    """Whether a record cannot do without the key."""
    return any(info.is_required() for name, info in model.model_fields.items() if (info.alias or name) == key)
