"""Transfer instruments, as objects: standard clauses, corporate rules, derogations and the rest."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from datamap.model.base import Categories, Claim, Day, Flag, Id, Ids, Names, Record, Whole, _listed

Measure = Literal[
    "encrypted_in_transit",
    "encrypted_at_rest",
    "keys_held_by_exporter",
    "keys_held_by_trusted_party",
    "keys_held_by_importer",
    "end_to_end_encrypted",
    "pseudonymised",
    "truncated",
    "split_processing",
    "importer_legally_shielded",
    "needs_clear_text",
]


def _party(value: Any) -> Any:
    return {"entity": value} if isinstance(value, str) else value


class Party(Record):
    """A party to an agreement, with the days on which it joined and left."""

    entity: Id = Field(description="id of an entity")
    from_: Day | None = Field(None, alias="from", description="first day as a party; missing: since signature")
    until: Day | None = Field(None, description="last day as a party")

    def on(self, day: date) -> bool:
        """Whether it is a party on `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


Parties = tuple[Annotated[Party, BeforeValidator(_party, json_schema_input_type=Id | Party)], ...]


class Approval(Record):
    """An approval or authorisation by a supervisory authority."""

    by: str = Field(description="the authority, by name or by the code of its country")
    on: Day | None = Field(None, description="day of the approval; missing: unknown")


class ImpactAssessment(Record):
    """A transfer impact assessment and what it found."""

    on: Day | None = Field(None, description="day on which it was made")
    problematic_law: Flag | None = Field(None, description="whether it found the destination's law or practice problematic")
    document: str | None = Field(None, description="where it is filed")


class Agreement(Claim):
    """A transfer instrument between parties, as it stands in the file."""

    id: Id = Field(description="the key under `agreements`")
    name: str | None = Field(None, description="what to call it in reports")
    kind: str = Field(description="scc, bcr, idta, contract, derogation, … (the law book names them)")
    version: str | None = Field(None, description="of standard clauses: 2001/497, 2004/915, 2010/87 or 2021/914")
    for_: Literal["controller", "processor"] | None = Field(None, alias="for", description="of binding corporate rules")
    modules: Annotated[tuple[Whole, ...], BeforeValidator(_listed, json_schema_input_type=Whole | tuple[Whole, ...])] = Field(
        (), description="modules agreed, of clauses that have them"
    )
    addenda: Names = Field((), description="addenda attached: uk, swiss")
    parties: Parties = Field((), description="entities bound by it, in any direction")
    exporters: Parties = Field((), description="entities bound as exporters, instead of `parties`")
    importers: Parties = Field((), description="entities bound as importers, instead of `parties`")
    signed: Day | None = Field(None, description="day of signature; missing: unknown")
    until: Day | None = Field(None, description="last day on which it is in force")
    approved: tuple[Approval, ...] = Field((), description="approvals by supervisory authorities")
    annexes_complete: Flag = Field(True, description="false where annexes are empty or unfinished")
    changed: Day | None = Field(None, description="day on which the processing that it covers changed")
    ground: str | None = Field(None, description="of a derogation: its legal ground, e.g. 49(1)(a)")
    occasional: Flag | None = Field(None, description="of a derogation: whether the transfer is occasional; missing: unknown")
    invalid: str | None = Field(None, description="a reason why it never covers")
    supplements: Id | None = Field(None, description="the agreement that it completes; the two are judged together")
    data_categories: Categories = Field((), description="categories to which it is limited; missing: all")
    data_subjects: Ids = Field((), description="people to whom it is limited; missing: all")
    impact_assessment: ImpactAssessment | None = Field(None, description="the assessment made for it")
    measures: tuple[Measure, ...] = Field((), description="supplementary measures agreed in it")
    document: str | None = Field(None, description="where it is filed")

    @property
    def everyone(self) -> tuple[Party, ...]:
        """Every party, whatever its side."""
        return self.parties + self.exporters + self.importers
