"""Assertions on large maps: what they find is told once for all transfers with one cause, with the shortest chain and their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from datamap.assessment.estates import EstateScene, places
from datamap.checking.asking import named, zone
from datamap.checking.asserting import Words, stands
from datamap.checking.large.reporting import LargeReport, gathered, sized, speaking
from datamap.checking.proving import SHOWN, ProofError, head
from datamap.checking.spine import check, estate_scene
from datamap.errors import QuestionError
from datamap.findings import Assessment, Finding, Status, Verdict
from datamap.model import Confine, DataMap, Forbid
from datamap.rules import RULES, Case, outside_confinement, reaches_forbidden_place


def no_flow(m: DataMap, to: str, categories: Words, people: Words, by: Sequence[str], on: date | str | None, allow_empty: bool) -> None:
    """`assert_no_flow` on a large map."""
    here, keys, who = _asked(m, on, categories, people, allow_empty)
    said = ", ".join(keys)
    if not to.startswith("place:") and to in here.estate.number:
        _require_none(_at(here, to, keys, who), f"{said} must not reach {to}", here)
        return
    place = zone(here, to.removeprefix("place:"))
    promise = Forbid(place=place, data_categories=keys, data_subjects=who, by=tuple(by))
    _require_none(_broken(here, promise, keys, who), f"{said} must not reach {place}", here)


def confined(m: DataMap, categories: Words, within: Words, people: Words, on: date | str | None, allow_empty: bool) -> None:
    """`assert_confined` on a large map."""
    here, keys, who = _asked(m, on, categories, people, allow_empty)
    zones = tuple(zone(here, name) for name in ((within,) if isinstance(within, str) else within or ()))
    if not zones:
        raise QuestionError("name the places within which the data must stay")
    promise = Confine(data_categories=keys, data_subjects=who, within=zones)
    _require_none(_broken(here, promise, keys, who), f"{', '.join(keys)} must stay within {', '.join(zones)}", here)


def covered(m: DataMap, on: date | str | None, regime: Words, mechanism: Words, transfers: Words, allow_empty: bool) -> None:
    """`assert_covered` on a large map."""
    allowed = (mechanism,) if isinstance(mechanism, str) else tuple(mechanism or ())
    report = check(m, on, regimes=((regime,) if isinstance(regime, str) else regime) or None)
    assert isinstance(report, LargeReport)
    judged = _of(report, (transfers,) if isinstance(transfers, str) else tuple(transfers or ()))
    asked = [(a, part) for a in judged for part in a.parts if part.verdict is not Status.NOT_RESTRICTED]
    if not asked and not allow_empty:
        raise QuestionError(f"empty assertion: no transfer is restricted on {report.on}; say allow_empty=True if that is meant")
    broken = [(a, part) for a, part in asked if not stands(part, allowed)]
    if not broken:
        return
    certain = [(a, part) for a, part in broken if part.verdict is not Status.UNKNOWN]
    wrong = {id(a): a for a, _ in certain or broken}.values()
    by = f" by {' or '.join(allowed)}" if allowed else ""
    first = f"every restricted transfer must be covered{by} on {report.on}: {'violated' if certain else 'unknown, which does not pass'}"
    lines = [first, *(line for a in sorted(wrong, key=lambda a: -a.count)[:SHOWN] for line in _told(a))]
    raise ProofError("\n".join(lines), Verdict.VIOLATED if certain else Verdict.UNKNOWN)


def _of(report: LargeReport, transfers: Sequence[str]) -> list[Assessment]:
    """What is said of some transfers, or of all by their classes."""
    if not transfers:
        return [replace(a, count=one.scene.sized(a.transfer)) for one in report.answers for a in one.said]
    found: list[Assessment] = []
    for name in transfers:
        told = report.told(name)
        if told is None:
            raise QuestionError(f"there is no transfer {name!r} on {report.on}")
        found += told.assessments
    return found


def _told(a: Assessment) -> Iterator[str]:
    yield f"  {a.transfer} under {a.regime}: {a.verdict.value}{f' ({a.mechanism})' if a.mechanism else ''}; {a.count:,} transfers alike"
    for reason in a.reasons:
        yield f"    because {reason.says}" + (f" [{reason.cite}]" if reason.cite else "")


def _asked(
    m: DataMap, on: date | str | None, categories: Words, people: Words, allow_empty: bool
) -> tuple[EstateScene, tuple[str, ...], tuple[str, ...]]:
    """The map on the day, the categories and the people asked about; refuses what does not move at all."""
    here = estate_scene(m, on)
    keys = named(here, categories, "data category") or ("user",)
    who = named(here, people, "group of data subjects")
    about = speaking(Case(here, ()), keys, who, (True, None))
    if not allow_empty and not np.any(np.bitwise_or.reduce(here.tide.carried, axis=0) & about):
        whose = f" about {', '.join(who)}" if who else ""
        what = f"nothing that is {', '.join(keys)}{whose} moves on {here.on}"
        raise QuestionError(f"empty assertion: {what}; say allow_empty=True if that is meant")
    here.settle(())
    return here, keys, who


def _broken(here: EstateScene, promise: Forbid | Confine, keys: tuple[str, ...], who: tuple[str, ...]) -> list[Finding]:
    rules = {rule.name: rule for rule in RULES}
    masks = [speaking(Case(here, ()), keys, who, (sure,)) for sure in (True, None)]
    found: list[Finding] = []
    for scene in places(here, [mask for mask in masks if mask.any()]):
        case = Case(scene, (), (), rules)
        if isinstance(promise, Forbid):
            broken = reaches_forbidden_place.broken(case, promise, None)
        else:
            broken = outside_confinement.broken(case, promise, None)
        found += sized(case, broken)
    return gathered(found)


def _at(here: EstateScene, node: str, keys: tuple[str, ...], who: tuple[str, ...]) -> list[Finding]:
    """A finding for each group of people whose data comes to a node, or may."""
    tide, number = here.tide, here.estate.number[node]
    about = speaking(Case(here, ()), keys, who, (True, None))
    rows = np.flatnonzero((tide.to == number) | ((tide.operator[tide.to] == number) & (tide.from_ != number)))
    came = np.bitwise_or.reduce(tide.carried[rows], axis=0) & about if len(rows) else about & np.uint64(0)
    rules = {rule.name: rule for rule in RULES}
    found = []
    for label in tide.tags.ones(came):
        category, people = tide.tags.pair(label)
        bringing = rows[(tide.carried[rows, label // 64] >> np.uint64(label % 64) & np.uint64(1)) != 0]
        row = int(bringing[0])
        chain = (*tide.chain(int(tide.from_[row]), label), row)
        sure = bool(tide.sure[list(chain)].all()) and (not who or people in who)
        whose = f" about {here.name(people)}" if people else ""
        verdict = Verdict.VIOLATED if sure else Verdict.UNKNOWN
        message = f"{category}{whose} {'reaches' if sure else 'may reach'} {node}"
        finding = Case(here, (), (), rules).finding("reaches_forbidden_place", node, message, verdict=verdict)
        path, last = here.named(chain), here.named((row,))
        found.append(replace(finding, count=len(bringing), transfers=last, path=path, data_categories=(category,)))
    return found


def _require_none(findings: Iterable[Finding], promise: str, here: EstateScene) -> None:
    every = list(findings)
    if not every:
        return
    certain = [finding for finding in every if finding.verdict is Verdict.VIOLATED]
    told = sorted(certain or every, key=lambda finding: -finding.count)
    lines = [head(promise, here, bool(certain))]
    for finding in told[:SHOWN]:
        lines.append(f"  {finding.message}")
        lines += [f"    {step}. {leg}" for step, leg in enumerate(finding.path, 1)]
        lines += [f"    at {finding.where}"] if finding.where else []
    lines += [f"  and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    raise ProofError("\n".join(lines), Verdict.VIOLATED if certain else Verdict.UNKNOWN, told)
