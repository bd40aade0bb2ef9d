"""Assertions: each passes in silence, or raises with the proof. They are functions, so `python -O` keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from datamap.assessment import Scene, assess
from datamap.checking.asking import named, require_node, zone
from datamap.checking.spine import scene
from datamap.errors import QuestionError
from datamap.findings import Assessment, Finding, Part, Status, Verdict
from datamap.model import Confine, DataMap, Forbid
from datamap.rules import RULES, Case, outside_confinement, reaches_forbidden_place
from datamap.rules.reach import concerns

Words = str | Sequence[str] | None


def assert_no_flow(
    m: DataMap, *, to: str, data_categories: Words = "user", data_subjects: Words = None, by: Sequence[str] = ("storage", "recipient", "access"),
    on: date | str | None = None, allow_empty: bool = False,
) -> None:  # fmt: skip
    """Assert that no data of these categories reaches a place or a node.

    Args:
        to: a node's id, else a place or zone; `place:CN` says place.
        data_categories: keys; each stands for itself and all below it.
        data_subjects: ids of groups of people; without it, everyone's data counts.
        by: what counts as reaching a place: storage, recipient, access, control.
        on: the date; without it the map's own.
        allow_empty: pass where the assertion could not have failed.

    Raises:
        AssertionError: data reaches it, or may; the message shows each chain.
        QuestionError: the question cannot be put, or could not have failed.
    """
    here = scene(m, on)
    categories, people = named(here, data_categories, "data category") or ("user",), named(here, data_subjects, "group of data subjects")
    case = _case(here)
    _not_empty(case, categories, people, allow_empty)
    if not to.startswith("place:") and to in {*m.data_subjects, *m.entities, *m.systems}:
        _no_chain(case, to, categories, people)
        return
    place = zone(here, to.removeprefix("place:"))
    promise = Forbid(place=place, data_categories=categories, data_subjects=people, by=tuple(by))
    _raise(case, reaches_forbidden_place.broken(case, promise, None), f"{', '.join(categories)} must not reach {place}")


def assert_confined(
    m: DataMap,
    *,
    data_categories: Words,
    within: Words,
    data_subjects: Words = None,
    on: date | str | None = None,
    allow_empty: bool = False,
) -> None:
    """Assert that data stays within places: stored, received and read nowhere else.

    Args:
        data_categories: keys; each stands for itself and all below it.
        within: places and zones.
        data_subjects: ids of groups of people; without it, everyone's data counts.
        on: the date; without it the map's own.
        allow_empty: pass where the assertion could not have failed.

    Raises:
        AssertionError: data is outside, or may be; the message shows each chain.
        QuestionError: the question cannot be put, or could not have failed.
    """
    here = scene(m, on)
    categories, people = named(here, data_categories, "data category") or ("user",), named(here, data_subjects, "group of data subjects")
    zones = tuple(zone(here, name) for name in ((within,) if isinstance(within, str) else within or ()))
    if not zones:
        raise QuestionError("name the places within which the data must stay")
    case = _case(here)
    _not_empty(case, categories, people, allow_empty)
    promise = Confine(data_categories=categories, data_subjects=people, within=zones)
    _raise(case, outside_confinement.broken(case, promise, None), f"{', '.join(categories)} must stay within {', '.join(zones)}")


def assert_covered(
    m: DataMap,
    *,
    on: date | str | None = None,
    regime: Words = None,
    mechanism: Words = None,
    transfers: Words = None,
    allow_empty: bool = False,
) -> None:
    """Assert that every restricted transfer is covered on the date.

    Args:
        on: the date; without it the map's own.
        regime: ids of regimes; without it every regime that the map meets.
        mechanism: the mechanisms that count, e.g. `["scc", "adequacy"]`; without it any, exceptions apart.
        transfers: ids of transfers; without it all.
        allow_empty: pass where no transfer is restricted.

    Raises:
        AssertionError: one is uncovered, rests on something else, or is unknown; the message gives each reason.
        QuestionError: the question cannot be put, or could not have failed.
    """
    here = scene(m, on)
    wanted, allowed = _words(transfers), _words(mechanism)
    for name in wanted:
        if name not in here.movements:
            raise QuestionError(f"there is no transfer {name!r} on {here.on}; the map has {', '.join(here.movements)}")
    judged = [a for a in assess(here, _words(regime) or None) if not wanted or a.transfer in wanted]
    asked = [(a, p) for a in judged for p in a.parts if p.verdict is not Status.NOT_RESTRICTED]
    if not asked and not allow_empty:
        raise QuestionError(
            f"empty assertion: no transfer is restricted on {here.on}, so none could be uncovered; say allow_empty=True if that is meant"
        )
    wrong = [(a, p) for a, p in asked if not _stands(p, allowed)]
    if wrong:
        raise AssertionError(_uncovered(_case(here), wrong, allowed))


def _words(given: Words) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _case(here: Scene) -> Case:
    return Case(here, (), rules={rule.name: rule for rule in RULES})


def _not_empty(case: Case, categories: tuple[str, ...], people: tuple[str, ...], allowed: bool) -> None:
    moved = any(
        concerns(case, carried, categories, people) is not False
        for leg in case.scene.legs
        for carried in case.scene.network.carried(leg.id)
    )
    if not moved and not allowed:
        whose = f" about {', '.join(people)}" if people else ""
        raise QuestionError(
            f"empty assertion: nothing that is {', '.join(categories)}{whose} moves on {case.scene.on}; say allow_empty=True if that is meant"
        )


def _no_chain(case: Case, node: str, categories: tuple[str, ...], people: tuple[str, ...]) -> None:
    require_node(case.scene.map, node)
    network = case.scene.network
    found = [f for category in categories for group in people or (None,) for f in network.flows(to=node, category=category, subjects=group)]
    if found:
        lines = [
            f"  {f.data_category} of {f.data_subjects or 'people not named'}: {_walk(case, f.path)}{'' if f.certain else '  (not certain)'}"
            for f in found[:5]
        ]
        raise AssertionError(
            "\n".join([f"{', '.join(categories)} must not reach {case.scene.name(node)} on {case.scene.on}, but does:", *lines])
        )


def _raise(case: Case, findings: Iterable[Finding], promise: str) -> None:
    every = list(findings)
    if not every:
        return
    certain = [f for f in every if f.verdict is Verdict.VIOLATED]
    head = f"{promise} on {case.scene.on}: {'violated' if certain else 'unknown, which does not pass'}"
    raise AssertionError("\n".join([head, *(line for f in (certain or every) for line in _proof(case, f))]))


def _proof(case: Case, finding: Finding) -> list[str]:
    lines = [f"  {finding.message} [{finding.code} {finding.rule}]", f"    chain: {_walk(case, finding.path)}"]
    if finding.where:
        lines.append(f"    at {finding.where}")
    return [*lines, f"    {finding.fix}"] if finding.fix else lines


def _walk(case: Case, path: tuple[str, ...]) -> str:
    if not path:
        return "it is there from the start"
    movements = [case.scene.movements[leg].leg for leg in path]
    hops = [case.scene.name(movements[0].from_)] + [f"{case.scene.name(leg.to)} (by {leg.id})" for leg in movements]
    return " → ".join(hops)


def _stands(part: Part, allowed: tuple[str, ...]) -> bool:
    if part.verdict is Status.COVERED:
        return not allowed or bool({part.mechanism, *part.also} & set(allowed))
    return part.verdict is Status.EXCEPTION and "derogation" in allowed


def _uncovered(case: Case, wrong: list[tuple[Assessment, Part]], allowed: tuple[str, ...]) -> str:
    certain = [(a, p) for a, p in wrong if p.verdict is not Status.UNKNOWN]
    asked = f" by {' or '.join(allowed)}" if allowed else ""
    lines = [
        f"every restricted transfer must be covered{asked} on {case.scene.on}: {'violated' if certain else 'unknown, which does not pass'}"
    ]
    for assessment, part in (certain or wrong)[:20]:
        basis = f" ({part.mechanism})" if part.mechanism else ""
        lines.append(
            f"  {assessment.transfer} under {assessment.regime}: {part.verdict.value}{basis}, for {', '.join(part.data_categories)}"
        )
        lines.append(
            f"    chain: {_walk(case, case.chain(assessment.transfer, part.data_categories[0], part.data_subjects[0] if part.data_subjects else None))}"
        )
        lines += [f"    {reason.says}" + (f" [{reason.cite}]" if reason.cite else "") for reason in part.reasons]
        lines += [f"    open: {ask.ask}" for ask in part.questions]
        where = case.where(case.leg_path(assessment.transfer))
        if where:
            lines.append(f"    at {where}")
    return "\n".join(lines)
