"""What every legal fact must say. A fact without a citation or a day of checking is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from datamap.late import room

Confidence = Literal["seen", "from-memory"]
RoleGroup = Literal["controller", "processor"]


class LawRecord(BaseModel):
    """The base of everything in the law book: frozen, and refusing keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Suspension(LawRecord):
    """Days on which a fact stood and was not applied: an injunction, a stay."""

    from_: date = Field(alias="from", description="first day")
    until: date | None = Field(None, description="last day; null: no end is known")
    cite: str = Field(min_length=3, description="the order, as a lawyer cites it")
    source: str = Field(min_length=3, description="where it was read, as a link; or `not read`")

    def on(self, day: date) -> bool:
        """Whether it lasts on `day`."""
        return self.from_ <= day and (self.until is None or day <= self.until)


class Fact(LawRecord):
    """One state of one legal fact. `from` and `until` are the first and the last day on which it holds."""

    id: str = Field(description="regime/kind/subject, from the path of the file")
    title: str = Field(min_length=3)
    from_: date | None = Field(alias="from", description="first day; null: held before anything that datamap judges")
    until: date | None = Field(None, description="last day; null: no end is known")
    cite: str = Field(min_length=3, description="the official instrument, as a lawyer cites it")
    source: str = Field(min_length=3, description="where it was read, as a link; or `not read`")
    checked_on: date = Field(description="day on which it was last checked")
    confidence: Confidence = Field(description="seen: the main claim was read in the source; from-memory: it was not")
    unverified: tuple[str, ...] = Field((), description="details that were not read")
    adopted: date | None = None
    published: date | None = None
    ended_by: str | None = Field(None, description="citation of what ended it: a judgment, a repeal, its own sunset")
    suspended: tuple[Suspension, ...] = Field((), description="times at which it was valid and not applied")
    boundary: str | None = Field(None, description="a warning where sources differ on the first or last day")
    note: str | None = None

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if self.confidence == "seen" and self.source == "not read":
            raise ValueError("`confidence: seen` needs the link where it was read as `source`; else it is from-memory")
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(f"`until` {self.until} lies before `from` {self.from_}; `until` is the last day")
        return self

    def on(self, day: date) -> bool:
        """Whether it holds on `day`, and is applied."""
        return self.valid(day) and self.suspension(day) is None

    def valid(self, day: date) -> bool:
        """Whether it stands on `day`, applied or not."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)

    def suspension(self, day: date) -> Suspension | None:
        """What kept it from being applied on `day`, if something did."""
        return next((one for one in self.suspended if one.on(day)), None)

    @property
    def regime(self) -> str:
        """The regime, or other folder, that it belongs to."""
        return self.id.split("/")[0]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": f"{self.title} [{self.cite}]", "text/html": room("rendering").fact_html(self)}


def _listed(value: object) -> object:
    return value if isinstance(value, (list, tuple)) or value is None else [value]


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
