"""What a report says of each single transfer, as a picture tells it: one sign and a few chips."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from datamap.findings import Assessment, Finding, Level, Report, Status, Verdict
from datamap.model import DataMap, Leg
from datamap.rendering.lettering import clean
from datamap.rendering.palette import Sign
from datamap.rendering.wording import finding_order

REACH = frozenset({"reaches_forbidden_place", "outside_confinement"})
"""Rules that speak of a place where data must not be."""

_WORDS = {
    "uncovered_transfer": "no mechanism",
    "lapsed_mechanism": "mechanism lapsed",
    "wrong_module": "wrong module",
    "missing_impact_assessment": "no impact assessment",
    "ineffective_measures": "measures do not work",
    "adequacy_out_of_scope": "outside the adequacy decision",
    "uncovered_onward_transfer": "onward: no mechanism",
    "incomplete_mechanism": "mechanism incomplete",
    "reaches_forbidden_place": "forbidden place",
    "retention_exceeded": "kept too long",
    "sold_against_promise": "sold against a promise",
    "outside_confinement": "outside its confinement",
    "mechanism_not_as_promised": "not the mechanism promised",
    "access_beyond_promise": "access beyond a promise",
    "derogation_as_routine": "derogation as routine",
    "unknown_transfer_status": "status unknown",
    "presumption_rebutted": "presumption rebutted",
    "first_copy_abroad": "first copy abroad",
    "offshore_storage": "own storage abroad",
    "expiring_basis": "basis expires soon",
    "foreign_control": "foreign control",
    "government_access_law": "government access law",
    "unexplained_data": "unexplained data",
}
_MECHANISMS = {
    "scc": "SCC",
    "bcr": "BCR",
    "idta": "IDTA",
    "adequacy": "adequacy",
    "adequacy_onward": "adequacy, onward rule",
    "pipl_standard_contract": "PIPL contract",
    "pipl_security_assessment": "PIPL assessment",
}
_REGIMES = {"eu-gdpr": "EU", "uk-gdpr": "UK", "ch-fadp": "CH", "eu-2018-1725": "EU institutions"}
_ACT = re.compile(r"\d{2,4}/\d+(?:/[A-Z]+)?")


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words with a sign: `F-01 × no mechanism`. `tag` is the number of a finding, `more` how many others there are."""

    sign: Sign
    text: str
    tag: str | None = None
    more: int = 0

    def __str__(self) -> str:
        """The chip on one line."""
        others = f" +{self.more}" if self.more else ""
        return " ".join(part for part in (self.tag, self.sign.mark, f"{self.text}{others}") if part)


@dataclass(frozen=True)
class Judgement:
    """A report, asked by transfer. Without a report everything is free."""

    m: DataMap
    report: Report | None
    regimes: frozenset[str] | None = None
    inside: Callable[[str, str], bool] = field(default=lambda place, area: place == area)
    numbers: Mapping[str, str] = field(init=False)
    _assessed: Mapping[str, list[Assessment]] = field(init=False)
    _found: Mapping[str, list[Finding]] = field(init=False)
    _asked: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        assessed: dict[str, list[Assessment]] = defaultdict(list)
        found: dict[str, list[Finding]] = defaultdict(list)
        asked: dict[str, str] = {}
        kept: list[Finding] = []
        if self.report:
            kept = finding_order(self.report.findings)
            for assessment in self.report.assessments:
                if self._wanted(assessment.regime):
                    assessed[assessment.transfer].append(assessment)
            ends = {leg.id: leg.to for leg in self.m.legs}
            for finding in kept:
                if finding.regime is None or self._wanted(finding.regime):
                    for transfer in self._faulty(finding, ends):
                        found[transfer].append(finding)
            for question in self.report.questions:
                for transfer in question.settles:
                    asked.setdefault(transfer, question.ask)
        object.__setattr__(self, "numbers", {finding.id: f"F-{index:02d}" for index, finding in enumerate(kept, 1)})
        object.__setattr__(self, "_assessed", assessed)
        object.__setattr__(self, "_found", found)
        object.__setattr__(self, "_asked", asked)

    def _wanted(self, regime: str) -> bool:
        return self.regimes is None or regime in self.regimes

    def _faulty(self, finding: Finding, ends: Mapping[str, str]) -> Collection[str]:
        """The transfers at which a finding is drawn: of a chain to a forbidden place, the last step."""
        if finding.rule not in REACH:
            return finding.transfers or finding.path[-1:]
        last = dict.fromkeys([*finding.path[-1:], *(witness[-1] for witness in finding.witnesses if witness)])
        if finding.place:
            for transfer in finding.transfers:
                if any(self.inside(place, finding.place) for place in places_of(self.m, ends.get(transfer, ""))):
                    last[transfer] = None
        return last or finding.transfers

    @cached_property
    def several(self) -> bool:
        """Whether more than one regime has something to say, so that chips name theirs."""
        return len({one.regime for found in self._assessed.values() for one in found if one.restricted is not False}) > 1

    @cached_property
    def judging(self) -> tuple[str, ...]:
        """Short names of the regimes that bind something."""
        return tuple(dict.fromkeys(regime_name(one.regime) for found in self._assessed.values() for one in found))

    def assessments(self, transfer: str) -> tuple[Assessment, ...]:
        """What each regime asked for says of a transfer."""
        return tuple(self._assessed.get(transfer, ()))

    def findings(self, transfer: str) -> tuple[Finding, ...]:
        """The findings drawn at a transfer, worst first."""
        return tuple(self._found.get(transfer, ()))

    def sign(self, transfer: str) -> Sign:
        """The worst that is said of a transfer."""
        signs = [sign_of(finding) for finding in self.findings(transfer)]
        signs += [SIGNS[assessment.verdict] for assessment in self.assessments(transfer)]
        return max((sign for sign in signs if sign), key=lambda sign: sign.rank, default=Sign.FREE)

    def chips(self, leg: Leg) -> tuple[Chip, ...]:
        """At most three chips, the worst first: faults, doubts, warnings, and what covers the transfer."""
        chips = [*self._faults(leg.id), *self._doubt(leg.id), *self._bases(leg)]
        return tuple(dict.fromkeys(chips))[:3] or tuple(self._nothing(leg))

    def _faults(self, transfer: str) -> Iterable[Chip]:
        worst = self.sign(transfer)
        for sign in (Sign.FORBIDDEN, Sign.UNCOVERED, Sign.BROKEN):
            found = [finding for finding in self.findings(transfer) if sign_of(finding) is sign]
            if found:
                yield self._chip(sign, found)
            elif sign is Sign.UNCOVERED and any(one.verdict is Status.UNCOVERED for one in self.assessments(transfer)):
                yield Chip(sign, "no mechanism")
        if worst.rank < Sign.UNKNOWN.rank:
            warned = [f for f in self.findings(transfer) if f.level is Level.WARNING and f.verdict is Verdict.VIOLATED]
            if warned:
                yield self._chip(worst, warned)

    def _chip(self, sign: Sign, found: list[Finding]) -> Chip:
        waived = " (waived)" if all(finding.waived for finding in found) else ""
        return Chip(sign, f"{words(found[0])}{waived}", self.numbers[found[0].id], len(found) - 1)

    def _doubt(self, transfer: str) -> Iterable[Chip]:
        doubts = [finding for finding in self.findings(transfer) if sign_of(finding) is Sign.UNKNOWN]
        if self.sign(transfer) is Sign.UNKNOWN or doubts:
            ask = self._asked.get(transfer)
            text = self._question(ask, transfer) if ask else words(doubts[0]) if doubts else "status unknown"
            yield Chip(Sign.UNKNOWN, text, self.numbers[doubts[0].id] if doubts else None)

    def _question(self, ask: str, transfer: str) -> str:
        """A question as a chip has it: names for ids, and not the transfer at which it is drawn anyway."""
        short = re.sub(rf"\s*(?:\bcovers |\bof |\bfor )?`{re.escape(transfer)}`", "", ask)
        named = re.sub(r"`([^`]+)`", lambda match: self.m.title(match[1]), short)
        said = clean(named).rstrip("? ")
        return said[:1].lower() + said[1:] if said[1:2].islower() else said

    def _bases(self, leg: Leg) -> Iterable[Chip]:
        if self.sign(leg.id).rank > Sign.UNKNOWN.rank and not self.several:
            return
        for one in self.assessments(leg.id):
            if one.verdict in (Status.COVERED, Status.EXCEPTION):
                regime = f"{regime_name(one.regime)} " if self.several else ""
                yield Chip(SIGNS[one.verdict], f"{regime}{basis(self.m, leg, one)}")

    def _nothing(self, leg: Leg) -> Iterable[Chip]:
        """The neutral chip of a transfer between parties that no regime in the report restricts."""
        if not self.report or leg.kind == "collection" or leg.from_ in self.m.data_subjects or not self.judging:
            return
        if not self.assessments(leg.id):
            yield Chip(Sign.FREE, f"no {'/'.join(self.judging[:3])} data" if len(self.judging) < 4 else "no regime's data")
        elif places_of(self.m, leg.from_) != places_of(self.m, leg.to):
            yield Chip(Sign.FREE, "not restricted")


SIGNS = {
    Status.NOT_RESTRICTED: Sign.FREE,
    Status.COVERED: Sign.COVERED,
    Status.EXCEPTION: Sign.EXCEPTION,
    Status.UNKNOWN: Sign.UNKNOWN,
    Status.UNCOVERED: Sign.UNCOVERED,
}


def sign_of(finding: Finding) -> Sign | None:
    """The sign that a finding gives to what it speaks of; None where it leaves the sign as it is."""
    if finding.verdict is Verdict.UNKNOWN:
        return Sign.UNKNOWN if finding.level is not Level.NOTE else None
    if finding.level is not Level.ERROR:
        return None
    if finding.rule in REACH:
        return Sign.FORBIDDEN
    return Sign.BROKEN if finding.code.startswith("DM3") else Sign.UNCOVERED


def words(finding: Finding) -> str:
    """A finding in a few words."""
    return _WORDS.get(finding.rule, finding.rule.replace("_", " "))


def regime_name(regime: str) -> str:
    """`EU` for `eu-gdpr`; others by the place or body their id starts with."""
    return _REGIMES.get(regime, regime.partition("-")[0].upper())


def mechanism_name(kind: str) -> str:
    """`SCC` for `scc`; others as they are called."""
    return _MECHANISMS.get(kind, kind.replace("_", " "))


def basis(m: DataMap, leg: Leg, assessment: Assessment) -> str:
    """What covers a transfer, in a few words: `SCC module 1 + TIA`, `adequacy 2002/2/EC`."""
    kind = assessment.mechanism or "covered"
    text = mechanism_name(kind)
    agreement = m.agreements.get(assessment.agreement or "")
    if assessment.module is not None:
        text += f" module {assessment.module}"
    elif kind == "adequacy":
        acts = (_ACT.search(reason.cite) for reason in assessment.reasons if reason.cite and "adequacy" in (reason.fact or ""))
        text += next((f" {act.group()}" for act in acts if act), "")
    elif kind == "derogation" and agreement and agreement.ground:
        text += f" {agreement.ground}"
    elif agreement and agreement.version:
        text += f" {agreement.version}"
    assessed = leg.transfer.impact_assessment or (agreement and agreement.impact_assessment)
    return f"{text} + TIA" if assessed and not kind.startswith(("adequacy", "derogation")) else text


def places_of(m: DataMap, node: str) -> tuple[str, ...]:
    """Every place in which a node may be, as written."""
    if node in m.entities:
        return (m.entities[node].location,)
    if node in m.systems:
        return m.systems[node].places
    return (m.data_subjects[node].location,) if node in m.data_subjects else ()
