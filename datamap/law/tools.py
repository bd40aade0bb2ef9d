"""What lets a transfer through where no decision accepts the destination: tools, exemptions, and grounds that excuse."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from datamap.law.fact import Fact, LawRecord, Names, RoleGroup


class Module(LawRecord):
    """A module of standard clauses: for which two roles."""

    exporter: RoleGroup
    importer: RoleGroup
    impact_assessment: bool = True


class Limit(LawRecord):
    """How many people's data may go: for sensitive or other categories, from and below a number in the regime's window."""

    sensitive: bool
    people_from: int = 0
    people_below: int | None = None


class Mechanism(Fact):
    """A transfer tool or exemption: which agreements are one, for whom, and when they count."""

    kind: Literal["mechanism"] = "mechanism"
    agreement: str | None = Field(description="the `kind` of agreement in a map; null: the law itself, no agreement is needed")
    also: Names = Field((), description="further kinds of agreement that serve as well")
    version: str | None = None
    article: str | None = None
    form: Literal["contract", "filing"] = Field("contract", description="filing: made by the exporter alone; no party needs to be named")
    contractual: bool = Field(True, description="needs an impact assessment, and gives way to problematic law")
    modules: dict[int, Module] = Field(default_factory=dict)
    roles: tuple[Module, ...] = Field((), description="pairs of roles that it serves, where it has no modules")
    for_: RoleGroup | None = Field(None, alias="for", description="of binding corporate rules")
    signed_from: date | None = Field(None, description="first day on which it could be signed")
    signed_until: date | None = Field(None, description="last day on which it could be signed")
    unchanged_after: date | None = Field(None, description="a change of the processing on or after this day loses it")
    needs_addendum: str | None = Field(None, description="addendum without which it does not count")
    addendum_from: date | None = Field(None, description="first day on which that addendum existed")
    approval: Names = Field((), description="authorities of these places or zones must have approved it")
    public_bodies: bool = Field(False, description="both ends must be public bodies")
    lasts: int | None = Field(None, description="years for which it counts from the day of signature")
    waits: int | None = Field(None, description="working days after the day of signature that pass before it counts")
    at_once: Names = Field((), description="of waits: importers in these places or zones for whom there is no wait")
    started_until: date | None = Field(None, description="only for transfers that had started by that day")
    origins: Names = Field((), description="only for exporters in these places or zones; empty: all")
    destinations: Names = Field((), description="only for importers in these places or zones; empty: all")
    importer: str | None = Field(None, description="only for importers with this attribute, such as a certification")
    importer_role: RoleGroup | None = Field(None, description="only for importers of this role")
    exporter: str | None = Field(None, description="only for exporters with this attribute")
    exporter_not: Names = Field((), description="not for exporters of one of these kinds, or with one of these attributes")
    limits: tuple[Limit, ...] = Field((), description="only within these numbers of people; empty: any")
    needs_assessment: bool = Field(False, description="does not count without an impact assessment")
    sensitive_besides: Names = Field((), description="for data that the regime calls sensitive, one of these agreements as well")
    gives: Literal["covered", "exception"] = "covered"
    importer_unbound: bool = Field(False, description="not made for an importer that the regime itself binds")


class Derogation(Fact):
    """A ground that excuses a transfer without a tool."""

    kind: Literal["derogation"] = "derogation"
    ground: str
    aliases: Names = ()
    occasional_only: bool = Field(False, description="never for repeated or continuous transfers")
    flag_routine: bool = Field(False, description="stands, but is flagged where the transfer is routine")
    sensitive_besides: Names = Field((), description="for data that the regime calls sensitive, one of these agreements as well")
    exporter_not: Names = Field((), description="not for exporters of one of these kinds, or with one of these attributes")
    public_bodies: bool = Field(True, description="false: not for public bodies in the exercise of public powers")
    gives: Literal["covered", "exception"] = Field("exception", description="covered: a full basis, as consent is in some laws")
