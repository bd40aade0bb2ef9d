"""Large maps in, reports out: what the rules make of classes of transfers, gathered by cause."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, ClassVar

import numpy as np

from datamap import geo
from datamap.assessment import not_held
from datamap.assessment.estates import Answers, EstateScene, Watch, judge_estate, leaving, places
from datamap.checking.large.expiring import expiring
from datamap.checking.large.meeting import meeting
from datamap.checking.large.overview import overview
from datamap.checking.large.questions import NAMED, Questions, unnamed
from datamap.checking.large.tabling import table
from datamap.checking.large.telling import place_of, stands_for, told
from datamap.checking.reporting import ordered, verdict, waive
from datamap.findings import Arrow, Assessment, Finding, Node, Report
from datamap.flow import Carried
from datamap.flow.arcs import Whole, Words
from datamap.flow.tags import Tags
from datamap.rules import RULES, Case, Rule, concerns, lives_in, unused

_RESTING = re.compile(r"[\d,]+ transfers? rests?(?= on it)")
WITNESSES = 3

_BY_REGIME = tuple(rule for rule in RULES if rule.by_regime and rule.name not in ("mechanism_not_as_promised", "expiring_basis"))
_OF_MAP = tuple(rule for rule in RULES if not rule.by_regime)
_OF_NODES = frozenset({"reaches_forbidden_place", "outside_confinement", "government_access_law", "offshore_storage", "first_copy_abroad"})
_OF_STARTS = ("outside_confinement", "reaches_forbidden_place")


@dataclass(frozen=True)
class LargeReport(Report):
    """A report on a large map: its assessments and findings stand for classes of transfers, `count` of them each.

    `to_arrow` has a row for every transfer and regime.
    """

    large: ClassVar[bool] = True
    answers: tuple[Answers, ...] = field(kw_only=True, repr=False, compare=False)
    scene: EstateScene = field(kw_only=True, repr=False, compare=False)
    met: Whole = field(kw_only=True, repr=False, compare=False)
    """For each row the number of the gravest finding about places that it meets, -1 for none."""

    def told(self, transfer: str) -> LargeReport | None:
        """The report with what each regime says of one transfer; None where there is no such transfer on the day."""
        place = place_of(self.scene, transfer)
        if place is None:
            return None
        named = self.arrows.get(transfer) or arrow(self.scene, int(self.scene.tide.rows[place]), None)
        return replace(self, assessments=told(self.scene, self.answers, place), arrows={**self.arrows, transfer: named})

    def stands_for(self, transfer: str) -> dict[str, Assessment]:
        """For each regime what it says of the transfer that stands for the class of this one."""
        place = place_of(self.scene, transfer)
        return {} if place is None else stands_for(self.answers, place)

    def to_arrow(self) -> Any:
        """A `pyarrow.Table` with one row for every transfer and regime; see `datamap.checking.large.tabling.table`."""
        return table(self.scene, self.answers)


def report(
    scene: EstateScene,
    name: str,
    origin: Any,
    regimes: Sequence[str] | None,
    forbid: tuple[str, ...],
    watch: Watch = lambda what, done, of: None,
    before: Sequence[Answers] = (),
) -> LargeReport:
    """Judge an estate on a day and hold it to its promises; `watch` is told before each regime.

    `before` is what was said of an estate from which this one was made, asked in the same way.
    """
    rules = {rule.name: rule for rule in RULES}
    promised = _promised(Case(scene, (), forbid, rules))
    answers = tuple(judge_estate(scene, regimes, promised, watch, before))
    by_law: list[Finding] = []
    asked = Questions(scene)
    counted = [_counted(one) for one in answers]
    for one, said in zip(answers, counted, strict=True):
        case = Case(one.scene, said, forbid, rules)
        by_law += _findings(case, _BY_REGIME)
        by_law += sized(*expiring(rules["expiring_basis"], one, case))
        asked.take(one, case)
    assessments = tuple(chain.from_iterable(counted))
    ends, starts = places(scene, promised)
    case = Case(ends, assessments, forbid, rules)
    of_ends = waive(case, _findings(case, [rule for rule in _OF_MAP if rule.name != "unexplained_data"]))
    asked.unplaced()
    asked.met(case)
    of_starts = waive(case, _findings(Case(starts, (), forbid, rules), [rules[name] for name in _OF_STARTS]))
    rest = _findings(Case(starts.alone(), (), forbid, rules), [rules["unexplained_data"]])
    rest += _as_promised(Case(scene, assessments, forbid, rules), answers)
    rest += unused(case, [*by_law, *of_ends, *of_starts, *rest])
    found = [*waive(case, by_law), *of_ends, *of_starts, *waive(case, rest)]
    findings = ordered(gathered(found), widest_first=True)
    return LargeReport(
        map_name=name,
        map_file=origin.file if origin else None,
        map_sha256=origin.sha256 if origin else None,
        on=scene.on,
        law_version=scene.law.version,
        law_checked_on=scene.law.checked_on,
        verdict=verdict(findings),
        assessments=_told(assessments, findings),
        findings=findings,
        questions=asked.told(case),
        nodes=_nodes(scene),
        arrows=_arrows(scene, case, findings, assessments),
        answers=answers,
        scene=scene,
        overview=overview(scene, answers),
        met=meeting(len(scene.tide.rows), ((ends, of_ends), (starts, of_starts)), findings, _alike),
        notes=(
            f"{len(scene.tide.rows):,} transfers, judged by classes: a finding stands for all of which the law reads the same",
            *(not_held(scene) if regimes is None else ()),
        ),
    )


def _promised(case: Case) -> tuple[Words, ...]:
    """Sets of labels of which promises speak, for certain or perhaps: rows that carry some are told from those that do not."""
    wanted: list[tuple[tuple[str, ...], tuple[str, ...], str | None]] = []
    wanted += [(p.data_categories, p.data_subjects, None) for policy in case.scene.map.policies for p in _places_of(policy)]
    wanted += [(("user",), (), place) for place in dict.fromkeys((*case.scene.map.defaults.forbid, *case.forbid))]
    masks = [speaking(case, categories, people, (sure,), outside) for categories, people, outside in wanted for sure in (True, None)]
    return tuple({mask.tobytes(): mask for mask in masks if mask.any()}.values())


def speaking(
    case: Case, categories: Iterable[str], people: tuple[str, ...], answers: Container[bool | None], outside: str | None = None
) -> Words:
    """The labels of which a promise speaks for certain (True), or perhaps (None), shape (words,)."""
    tags: Tags = case.scene.tide.tags  # type: ignore[attr-defined]
    mask = np.zeros(tags.words, np.uint64)
    for label in range(tags.words * 64):
        if label % (tags.wide * 64) < len(tags.keys):
            carried = Carried(*tags.pair(label), True)
            left = outside and lives_in(case, carried.people, outside)
            if not left and concerns(case, carried, categories, people) in answers:
                mask[label // 64] |= np.uint64(1 << label % 64)
    return mask


def _places_of(policy: Any) -> list[Any]:
    """The promises of a policy that ask which data goes where."""
    return [promise for promise in (policy.forbid, policy.confine, policy.limit_access) if promise is not None]


def _counted(answers: Answers) -> tuple[Assessment, ...]:
    """The assessments, each with the number of transfers of its class."""
    scene = answers.scene
    return tuple(replace(one, count=scene.sized(one.transfer)) for one in answers.said)


def _findings(case: Case, rules: Iterable[Rule]) -> list[Finding]:
    """What rules find in a scene of classes, with the numbers of transfers that it concerns."""
    return sized(case, (finding for rule in rules for finding in rule.find(case)))


def _as_promised(case: Case, answers: Sequence[Answers]) -> Iterator[Finding]:
    """What promises about mechanisms find, each among the rows that carry what it speaks of."""
    rule = case.rules["mechanism_not_as_promised"]
    for policy in case.scene.map.policies:
        if policy.require:
            about = speaking(case, policy.require.data_categories, policy.require.data_subjects, (True, None))
            scene, assessments = leaving(case.scene, answers, policy.require.leaving, about)  # type: ignore[arg-type]
            here = Case(scene, assessments, case.forbid, case.rules)
            yield from (_sized(here, finding) for finding in rule.find(here) if finding.policy == policy.id)


def sized(case: Case, findings: Iterable[Finding]) -> list[Finding]:
    """Findings in a scene of classes with the numbers of transfers that they concern."""
    return [_sized(case, finding) for finding in findings]


def _sized(case: Case, finding: Finding) -> Finding:
    legs = [leg for leg in finding.transfers if leg in case.scene.place_of]  # type: ignore[attr-defined]
    return replace(finding, count=max(1, sum(case.scene.sized(leg) for leg in legs)))


def _told(assessments: Iterable[Assessment], findings: Iterable[Finding]) -> tuple[Assessment, ...]:
    """The assessments to report: those of the transfers that findings name first, and of the others one for each answer."""
    named = {(f.transfer, f.regime) for f in findings} | {(f.path[-1], f.regime) for f in findings if f.path}
    groups: dict[tuple[object, ...], list[Assessment]] = {}
    for a in assessments:
        own = a.transfer if (a.transfer, a.regime) in named else None
        facts = tuple(reason.fact for reason in a.reasons)
        key = (a.regime, a.restricted, a.verdict, a.onward, a.mechanism, a.agreement, a.module, a.assumptions, facts, own)
        groups.setdefault(key, []).append(a)
    return tuple(replace(group[0], count=sum(a.count for a in group)) for group in groups.values())


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with one cause as one: of one rule and law or promise, in one place, on one agreement or person if on any."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for f in findings:
        groups.setdefault(_alike(f), []).append(f)
    return [_one(group) for group in groups.values()]


def _alike(f: Finding) -> tuple[object, ...]:
    """What findings that are told as one have in common."""
    return (f.rule, f.level, f.verdict, f.regime, f.policy, f.place, f.by, f.waived, _cause(f))


def _cause(finding: Finding) -> str | None:
    """What a finding is about: what is to be found out, what ends, the agreement, the person or the waiver; None for transfers."""
    if finding.rule == "unknown_transfer_status":
        return unnamed(finding.fix.partition("; ")[0])
    if finding.rule == "expiring_basis":
        return finding.message.partition("; ")[0]
    name = finding.id.partition("@")[2].partition("/")[0]
    return None if name in finding.transfers or finding.rule in _OF_NODES else name


def _one(group: list[Finding]) -> Finding:
    first = min(group, key=lambda finding: (len(finding.path) or 99, finding.id))
    others = [finding for finding in group if finding is not first]
    total = sum(finding.count for finding in group)
    told = len(group) == 1 and len(first.transfers) > 1
    message = first.message if told or total == 1 else f"{first.message}; {total:,} transfers are like this"
    if first.rule == "expiring_basis":
        message = _RESTING.sub(f"{total:,} transfers rest" if total > 1 else "1 transfer rests", first.message)
    seen = dict.fromkeys(t for finding in (first, *others) for t in finding.transfers)
    paths = dict.fromkeys(w for finding in (first, *others) for w in (finding.path, *finding.witnesses) if w and w != first.path)
    return replace(
        first,
        message=message,
        count=total,
        transfers=tuple(seen)[:NAMED],
        witnesses=tuple(paths)[:WITNESSES],
        data_categories=tuple(sorted({key for finding in group for key in finding.data_categories})),
        cites=tuple(dict.fromkeys(cite for finding in group for cite in finding.cites)),
    )


def _nodes(scene: EstateScene) -> dict[str, Node]:
    """People and entities; the systems that findings speak of are named by their ids."""
    m = scene.estate.frame
    nodes = [Node(g.id, m.title(g.id), "data_subjects", g.location) for g in m.data_subjects.values()]
    nodes += [Node(e.id, m.title(e.id), "entity", geo.iso(e.location) or "unknown", e.role) for e in m.entities.values()]
    return {node.id: node for node in nodes}


def _arrows(scene: EstateScene, case: Case, findings: Iterable[Finding], assessments: Iterable[Assessment]) -> dict[str, Arrow]:
    """The transfers that findings and assessments name."""
    named = dict.fromkeys(a.transfer for a in assessments)
    named |= dict.fromkeys(t for f in findings for path in (f.transfers, f.path, *f.witnesses) for t in path)
    found: dict[str, Arrow] = {}
    for name in named:
        row = scene.told.get(name)
        if row is not None:
            found[name] = arrow(scene, row, case)
    return found


def arrow(scene: EstateScene, row: int, case: Case | None = None) -> Arrow:
    """A row as reports name it; its place in the file is known where there is a case."""
    estate, rows = scene.estate, scene.estate.rows
    start, end = (estate.name(int(node)) for node in (rows.from_[row], rows.to[row]))
    at = ("transfers", int(rows.written[row])) if row < estate.stated else ("systems", start, "host")
    where = case.where(at) if case else None
    return Arrow(estate.id(row), start, end, estate.kind(row), rows.categories(row), estate.own(row).get("purpose"), where)
