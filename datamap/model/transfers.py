"""Transfers as written, and the single legs into which a list of ends unfolds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from datamap.model.agreements import ImpactAssessment, Measure
from datamap.model.base import Categories, Claim, Day, Flag, Id, Ids, Place, Places, Record, Whole, _listed
from datamap.model.parties import Role
from datamap.values import quick

Kind = Literal["collection", "disclosure", "storage", "remote_access", "backup", "transit"]


class Volume(Record):
    """How much data moves."""

    people: Whole | None = Field(None, ge=0, description="number of people in twelve months")


def _agreements(value: Any) -> Any:
    return value if value is None or value == "unknown" else _listed(value)


class Transfer(Claim):
    """Personal data that goes from one node to another, or is read from afar."""

    id: Id | None = Field(None, description="default: <from>..<to>")
    from_: Ids = Field(alias="from", min_length=1, description="node or nodes where the data is")
    to: Ids = Field(min_length=1, description="node or nodes to which it goes, or from which it is read")
    kind: Kind | None = Field(None, description="default: collection from people, else disclosure")
    data_categories: Categories = Field(min_length=1, description="categories that pass; a key stands for itself and all below it")
    data_subjects: Ids = Field((), description="the people concerned; missing: all whose data the source holds")
    agreements: Annotated[Literal["unknown"] | Ids | None, BeforeValidator(_agreements)] = Field(
        None, description="ids of agreements, [] for none, or unknown; missing: every agreement to which both ends are parties"
    )
    purpose: str | None = Field(None, description="why the data is transferred")
    exporter_role: Role | None = Field(None, description="role of the exporter here; default: its own")
    importer_role: Role | None = Field(None, description="role of the importer here; default: its own")
    branch: Place | None = Field(None, description="place of the exporter's branch that acts")
    measures: tuple[Measure, ...] = Field((), description="supplementary measures taken for this transfer")
    impact_assessment: ImpactAssessment | None = Field(None, description="the assessment made for this transfer")
    frequency: Literal["one_off", "occasional", "continuous"] | None = Field(None, description="how often it happens; missing: unknown")
    anonymised: Flag = Field(False, description="true: personal data ends here")
    drops: Categories = Field((), description="categories that do not pass")
    sale: Flag = Field(False, description="true: the data is sold")
    starts: Day | None = Field(None, description="first day of the transfer")
    ends: Day | None = Field(None, description="last day of the transfer")
    via: Places = Field((), description="places crossed; never a transfer by itself")
    on_behalf_of: Id | None = Field(None, description="the exporter for whom another party collects or gives access")
    volume: Volume | None = Field(None, description="how much moves")
    evidence: Literal["declared", "observed", "inferred"] = Field(
        "declared", description="what it rests on; inferred gives at best unknown"
    )

    def on(self, day: date) -> bool:
        """Whether it exists on `day`."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


@quick
@dataclass(frozen=True, slots=True)
class Leg:
    """One transfer between one node and one other. `written` is its index under `transfers`, None where implied."""

    id: str
    from_: str
    to: str
    kind: Kind
    transfer: Transfer
    written: int | None
    numbered: bool = False


def legs(transfers: Iterable[Transfer], people: frozenset[str]) -> tuple[Leg, ...]:
    """Every pair of ends of every transfer, each with its id: its own, or `<from>..<to>`, numbered when it repeats."""
    seen: Counter[str] = Counter()
    found: list[Leg] = []
    for index, transfer in enumerate(transfers):
        for start in transfer.from_:
            for end in transfer.to:
                name = transfer.id or f"{start}..{end}"
                seen[name] += 1
                kind = transfer.kind or ("collection" if start in people else "disclosure")
                count = seen[name]
                found.append(Leg(name if count == 1 else f"{name}..{count}", start, end, kind, transfer, index, count > 1))
    return tuple(found)
