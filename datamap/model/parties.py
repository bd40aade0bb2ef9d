"""Who: people whose data it is, and the legal persons that hold it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from datamap.model.base import Claim, Day, Flag, Id, Ids, Names, Number, Place, PlaceOrZone, Places, Record

Role = Literal["controller", "joint_controller", "processor", "sub_processor", "recipient", "public_authority"]
EntityKind = Literal["company", "public_body", "eu_institution", "international_organisation"]


class DataSubjects(Claim):
    """A group of people whose data it is, by where they are."""

    id: Id = Field(description="the key under `data_subjects`")
    name: str | None = Field(None, description="what to call them in reports")
    location: PlaceOrZone = Field("unknown", description="where they are: a place, a zone such as EEA, or unknown")
    workers: Flag = Field(False, description="true where they are staff, so that their data is HR data")


class Owner(Record):
    """One owner of an entity."""

    entity: Id = Field(description="id of the owner, an entity of the map")
    share: Number | None = Field(None, ge=0, le=1, description="the part owned, 0 to 1; missing: unknown")


def _attribute(value: Any) -> Any:
    return {"is": value} if isinstance(value, str) else value


class Attribute(Record):
    """A dated fact about an entity on which law depends, such as `eu-us-dpf` (the law book says which exist)."""

    is_: str = Field(alias="is", description="name of the attribute, from the law book")
    from_: Day | None = Field(None, alias="from", description="first day on which it holds; missing: always held")
    until: Day | None = Field(None, description="last day on which it holds; missing: still holds")
    data: Names = Field((), description="what it covers: hr, non_hr or both; missing: non_hr")
    holds: Flag = Field(True, description="false declares that it is not so")

    def on(self, day: date) -> bool:
        """Whether the declaration speaks of `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Entity(Claim):
    """A legal person."""

    id: Id = Field(description="the key under `entities`")
    name: str | None = Field(None, description="registered name")
    location: Place = Field(description="place of establishment, or unknown")
    kind: EntityKind = Field("company", description="what sort of legal person it is")
    role: Role | None = Field(None, description="its usual role; missing: unknown")
    parent: Id | None = Field(None, description="the entity that owns it")
    owners: tuple[Owner, ...] = Field((), description="owners with their shares, instead of `parent`")
    branches: Places = Field((), description="places where it also has an establishment")
    subject_to: Names = Field((), description="regimes that bind it beyond its seat, e.g. eu-gdpr under Art. 3(2)")
    not_subject_to: Names = Field((), description="regimes that the map's owner says do not bind it, where datamap would presume so")
    attributes: tuple[Annotated[Attribute, BeforeValidator(_attribute, json_schema_input_type=str | Attribute)], ...] = Field(
        (), description="dated facts about the entity that law depends on"
    )

    @property
    def held_by(self) -> Ids:
        """Ids of its direct owners."""
        return ((self.parent,) if self.parent else ()) + tuple(owner.entity for owner in self.owners)
