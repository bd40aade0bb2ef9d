"""Promises the map's owner made, and findings that somebody has accepted until a day."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from datamap.model.base import Categories, Claim, Day, Id, Ids, Names, PlaceOrZone, PlacesOrZones, Record
from datamap.model.durations import Duration
from datamap.model.systems import Since

By = Literal["storage", "recipient", "access", "control"]


class Forbid(Record):
    """Data must not reach a place."""

    place: PlaceOrZone = Field(description="a place or a zone")
    data_categories: Categories = Field(("user",), description="categories concerned; default: all")
    data_subjects: Ids = Field((), description="people concerned; missing: everyone")
    by: tuple[By, ...] = Field(("storage", "recipient", "access"), description="what counts as reaching")


class Confine(Record):
    """Data must stay within places."""

    data_categories: Categories = Field(("user",), description="categories concerned")
    data_subjects: Ids = Field((), description="people concerned; missing: everyone")
    within: PlacesOrZones = Field(min_length=1, description="places and zones in which it may be")


class Require(Record):
    """What leaves a zone must rest on one of the mechanisms named."""

    mechanism: Names = Field(min_length=1, description="mechanisms allowed, e.g. [scc, adequacy]")
    leaving: PlaceOrZone = Field(description="the zone or place that the data leaves")
    data_categories: Categories = Field(("user",), description="categories concerned")
    data_subjects: Ids = Field((), description="people concerned; missing: everyone")


class Retain(Record):
    """Data is kept no longer than promised."""

    data_categories: Categories = Field(min_length=1, description="categories concerned")
    data_subjects: Ids = Field((), description="people concerned; missing: everyone")
    at_most: Duration = Field(description="the longest time, ISO 8601")
    after: Since = Field("collection", description="the event from which the time runs")


class LimitAccess(Record):
    """Only the nodes named read the data from afar."""

    data_categories: Categories = Field(("user",), description="categories concerned")
    data_subjects: Ids = Field((), description="people concerned; missing: everyone")
    to: Ids = Field(description="nodes that may read it; [] for nobody")


class NoSale(Record):
    """Data about the people named is not sold, and was not within the window."""

    data_subjects: Ids = Field((), description="people concerned; missing: everyone")
    data_categories: Categories = Field(("user",), description="categories concerned")
    window: Duration = Field(Duration("P12M"), description="how far back the promise reaches")


KINDS = ("forbid", "confine", "require", "retain", "limit_access", "no_sale")


class Policy(Claim):
    """One promise: exactly one of the six kinds."""

    id: Id = Field(description="what to call it in findings")
    name: str | None = Field(None, description="the promise in words")
    forbid: Forbid | None = Field(None, description="data must not reach a place")
    confine: Confine | None = Field(None, description="data must stay within places")
    require: Require | None = Field(None, description="what leaves a zone rests on one of these mechanisms")
    retain: Retain | None = Field(None, description="data is kept no longer than promised")
    limit_access: LimitAccess | None = Field(None, description="only these nodes read it from afar")
    no_sale: NoSale | None = Field(None, description="data is not sold")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise ValueError(f"a policy states exactly one promise: one of {', '.join(KINDS)}")
        return self


class Waiver(Record):
    """A finding that somebody accepts until a day. It stays in every report, marked."""

    finding: str = Field(min_length=1, description="id of the finding, as reports print it; * stands for any text")
    reason: str = Field(min_length=1, description="why it is accepted")
    by: str = Field(min_length=1, description="who accepts it")
    until: Day = Field(description="last day on which it counts")
    ticket: str | None = Field(None, description="where it is tracked")


class Defaults(Record):
    """What holds where the map says nothing."""

    forbid: PlacesOrZones = Field(("mainland-china",), description="places no data about outsiders may reach; [] for none")
