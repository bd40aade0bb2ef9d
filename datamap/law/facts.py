"""The kinds of legal fact, and what each must say.

A file under `law/data/` holds one subject (one adequacy decision's country, one set of clauses) and the states that
it went through, each with the days on which it held. What the file says at its top holds for every state.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from datamap.law.fact import Fact, LawRecord, Names
from datamap.law.tools import Derogation, Mechanism


class Territory(Fact):
    """Places that a zone or a regime counts as inside.

    `counts` is `member` (its exporters are bound, transfers to it are none) or `destination` (a bridge: transfers to
    it are none, its exporters are not bound).
    """

    kind: Literal["territory"] = "territory"
    places: Names = Field((), description="ISO codes")
    zone: str | None = Field(None, description="another zone, all of whose members belong")
    counts: Literal["member", "destination"] = "member"


class Conduct(Fact):
    """How a regime works at a time: the act in force, and where regimes of one family differ."""

    kind: Literal["conduct"] = "conduct"
    act: str = Field(description="short name of the act in force")
    reaches_abroad: bool = Field(False, description="binds exporters abroad that target people inside")
    reach_cite: str | None = Field(None, description="article for that")
    restricts_processor_return: bool = Field(True, description="a processor that returns data to its foreign controller exports")
    definition: str | None = Field(None, description="where the notion of a transfer is defined")
    onward_cite: str | None = Field(None, description="article that carries the rule to onward transfers")
    default: Literal["needs_basis", "allowed", "unread"] = Field(
        "needs_basis",
        description="allowed: free unless a fact of kind barred says otherwise; unread: the book does not hold the rules of that time",
    )
    own_systems: bool = Field(False, description="moving data to a system abroad is a transfer, whoever inside the zone runs it")
    controllers_only: bool = Field(False, description="its rule speaks to controllers; who handles data for one elsewhere is not bound")
    processor_exempt: bool = Field(False, description="handing data to one's own processor abroad is not restricted")
    unreadable_exempt: bool = Field(False, description="keeping data with somebody abroad who cannot read it is not restricted")
    unread_list: str | None = Field(
        None, description="an adequacy list that the book does not hold: where nothing else covers, the answer is unknown"
    )
    unlisted: Names = Field((), description="places and zones that are known not to be on that list")
    status: str | None = Field(None, description="attribute of those whom it binds; declared not to hold, the seat alone does not bind")
    unless: Names = Field((), description="attributes of exporters that it does not bind in spite of their seat")
    sensitive: Names = Field((), description="categories that the regime calls sensitive")
    counts: Literal["transfer", "pair", "exporter"] = Field(
        "transfer", description="over what numbers of people add up: one transfer, all between two parties, all that an exporter sends out"
    )
    follows: bool = Field(True, description="whether the rule travels with the data beyond the first importer")


class Exclusion(LawRecord):
    """Something outside the scope of an adequacy decision.

    Every condition given must hold for it to apply: a `recipient` of one of the kinds listed, `data` of that sort, one
    of the `data_categories`.
    """

    says: str = Field(description="what is outside, in words")
    recipient: Names = Field((), description="kinds of entity or attributes that are outside")
    data: Literal["hr"] | None = Field(None, description="hr: data about staff")
    data_categories: Names = Field((), description="categories that are outside")
    unless: str | None = Field(None, description="attribute that, declared for that data, brings it back in")
    judged: bool = Field(True, description="false where maps seldom say it: unless one does, an assumption is listed")


class Onward(LawRecord):
    """What a decision asks of the next leg."""

    needs: Literal["contract", "own_regime", "tool"] = Field(description="a contract; the importer's own law; a tool of this regime")
    regime: str | None = Field(None, description="of own_regime: which one")
    cite: str | None = None


class Adequacy(Fact):
    """A destination that a regime accepts, with the recipients and data for which it does."""

    kind: Literal["adequacy"] = "adequacy"
    to: Names = Field((), description="ISO codes of the destination")
    zone: str | None = Field(None, description="a zone, all of whose members are accepted")
    organisation: str | None = Field(None, description="attribute that names an international organisation")
    recipient: str | None = Field(None, description="attribute that the recipient must have")
    scope: str = Field("", description="the scope in words")
    excludes: tuple[Exclusion, ...] = ()
    onward: Onward | None = None
    at_risk: str | None = Field(None, description="what may end it")


class Threshold(LawRecord):
    """Data of these categories counts when it is about more people than this in the regime's window."""

    data_categories: Names
    more_than: int
    opens: bool = Field(True, description="false: no agreement opens it for this data")


class Barred(Fact):
    """A destination or recipient that a regime closes: by place, or by who owns the recipient.

    Where several close a transfer, each must be opened. With `thresholds`, only data of those categories about more
    people than the number counts (0: any). `sale_only` is for rules on brokers. `opens` names the kinds of agreement that
    open it again.
    """

    kind: Literal["barred"] = "barred"
    places: Names = Field((), description="ISO codes and zones; empty: every recipient outside the regime's zone")
    exporter: str | None = Field(None, description="only for exporters with this attribute")
    people_inside: bool = Field(False, description="only data about people inside the regime's zone, or of whom nobody says")
    disputed: bool = Field(False, description="sources differ on whether it is closed: at best unknown")
    share: float | None = Field(
        None, description="owners there with this share or more, added up and through chains, make a recipient elsewhere count"
    )
    thresholds: tuple[Threshold, ...] = Field((), description="empty: data of any category and number")
    sale_only: bool = False
    opens: Names = ()
    opens_sale: bool = Field(True, description="false: nothing opens it for a sale")
    says: str


class Localisation(Fact):
    """Data collected from people inside is first recorded inside, whatever happens to copies of it."""

    kind: Literal["localisation"] = "localisation"
    says: str


class Duty(Fact):
    """Something a regime asks for besides a basis."""

    kind: Literal["duty"] = "duty"
    duty: Literal["impact_assessment", "record", "notice", "other"] = "other"


class Presumption(Fact):
    """Law of a destination that is presumed to defeat contractual tools."""

    kind: Literal["presumption"] = "presumption"
    place: str = Field(description="a country or a zone")
    attribute: str | None = Field(None, description="holds for importers with this attribute; null: for the whole country")
    law: str = Field(description="the law or practice in question")
    law_from: date | None = Field(None, description="since when that law has been so")


class Attribute(Fact):
    """A fact about entities on which decisions depend, and what silence about it means."""

    kind: Literal["attribute"] = "attribute"
    name: str
    undeclared: Literal["unknown", "no", "presumed"]
    asks: str = Field(description="the question to put, with {entity}")
    data_default: Names = Field((), description="what a bare declaration covers")
    companies_only: bool = Field(False, description="a public body of which nobody says so does not have it")


class AccessLaw(Fact):
    """A law that lets a government read data where it is held, or through who holds it."""

    kind: Literal["access_law"] = "access_law"
    place: str
    attribute: str | None = None


class Guidance(Fact):
    """A fact that explains answers and is not judged by the engine."""

    kind: Literal["guidance"] = "guidance"
    lists: Names = Field((), description="of a closed list: the ISO codes on it")


_EVERY = (
    Territory, Conduct, Adequacy, Mechanism, Barred, Localisation, Derogation, Duty, Presumption, Attribute, AccessLaw, Guidance,
)  # fmt: skip
KINDS: dict[str, type[Fact]] = {kind.model_fields["kind"].default: kind for kind in _EVERY}
