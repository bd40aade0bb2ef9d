"""The kinds of legal fact, and what each must say. A fact without a citation or a date of checking is refused.

A file under `law/data/` holds one subject (one adequacy decision's country, one set of clauses) and the states that
it went through, each with the days on which it held. What the file says at its top holds for every state.
"""

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
    unread_list: str | None = Field(
        None, description="an adequacy list that the book does not hold: where nothing else covers, the answer is unknown"
    )
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


class Derogation(Fact):
    """A ground that excuses a transfer without a tool."""

    kind: Literal["derogation"] = "derogation"
    ground: str
    aliases: Names = ()
    occasional_only: bool = Field(False, description="never for repeated or continuous transfers")
    flag_routine: bool = Field(False, description="stands, but is flagged where the transfer is routine")
    sensitive_besides: Names = Field((), description="for data that the regime calls sensitive, one of these agreements as well")
    exporter_not: Names = Field((), description="not for exporters with one of these attributes")
    public_bodies: bool = Field(True, description="false: not for public bodies in the exercise of public powers")
    gives: Literal["covered", "exception"] = Field("exception", description="covered: a full basis, as consent is in some laws")


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
