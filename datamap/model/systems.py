"""Where: systems that keep or handle data."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from datamap.model.base import CategoryKey, Claim, FrozenMap, Id, Place, Places, Record
from datamap.model.durations import Duration

Since = Literal["collection", "last_activity", "deletion_request"]


class Retention(Record):
    """How long a system keeps a category."""

    at_most: Duration = Field(description="ISO 8601 duration, e.g. PT72H")
    after: Since = Field("collection", description="the event from which the time runs")


def _retention(value: Any) -> Any:
    return {"at_most": value} if isinstance(value, (str, Duration)) else value


class System(Claim):
    """A place where data is kept or handled: a server region, an application, a support desk."""

    id: Id = Field(description="the key under `systems`")
    name: str | None = Field(None, description="what to call it in reports")
    location: Place | None = Field(None, description="where it is, or unknown")
    locations: Places = Field((), description="places in any of which it may be; the worst counts")
    operator: Id | None = Field(None, description="the entity that runs it; missing: a separate party is presumed")
    host: Id | None = Field(None, description="the provider whose machines it runs on, the operator's processor")
    retention: FrozenMap[CategoryKey, Annotated[Retention, BeforeValidator(_retention, json_schema_input_type=Duration | Retention)]] = (
        Field(FrozenMap(), description="category to how long it is kept, e.g. {user.content.chat: PT72H}")
    )

    @model_validator(mode="after")
    def _placed(self) -> Self:
        if self.location is None and not self.locations:
            raise ValueError("a system needs a `location`; write `location: unknown` where nobody knows")
        if self.location is not None and self.locations:
            raise ValueError("`location` and `locations` exclude each other; keep one")
        return self

    @property
    def places(self) -> tuple[str, ...]:
        """Every place in which it may be, as written (canonical)."""
        return self.locations or (self.location or "unknown",)
