"""Assertions: each passes in silence, or raises with the proof. They are functions, so `python -O` keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from datamap.assessment import assess
from datamap.checking.asking import named, require_node, zone
from datamap.checking.proving import SHOWN, Proof, ProofError, head
from datamap.checking.spine import scene
from datamap.errors import QuestionError
from datamap.findings import Assessment, Part, Status, Verdict
from datamap.model import Confine, DataMap, Forbid
from datamap.model.map import LARGE
from datamap.rules import Case, outside_confinement, reaches_forbidden_place
from datamap.rules.reach import concerns

Words = str | Sequence[str] | None


def assert_no_flow(
    m: DataMap,
    *,
    to: str,
    data_categories: Words = "user",
    data_subjects: Words = None,
    by: Sequence[str] = ("storage", "recipient", "access"),
    on: date | str | None = None,
    allow_empty: bool = False,
) -> None:
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
    if len(m.transfers) > LARGE:
        from datamap.checking.large import proofs

        proofs.no_flow(m, to, data_categories, data_subjects, by, on, allow_empty)
        return
    here = scene(m, on)
    categories, people = named(here, data_categories, "data category") or ("user",), named(here, data_subjects, "group of data subjects")
    proof = Proof(here)
    require_moving(proof.case, categories, people, allow_empty)
    if not to.startswith("place:") and to in {*m.data_subjects, *m.entities, *m.systems}:
        _no_chain(proof, to, categories, people)
        return
    place = zone(here, to.removeprefix("place:"))
    promise = Forbid(place=place, data_categories=categories, data_subjects=people, by=tuple(by))
    proof.require_none(reaches_forbidden_place.broken(proof.case, promise, None), f"{', '.join(categories)} must not reach {place}")


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
    if len(m.transfers) > LARGE:
        from datamap.checking.large import proofs

        proofs.confined(m, data_categories, within, data_subjects, on, allow_empty)
        return
    here = scene(m, on)
    categories, people = named(here, data_categories, "data category") or ("user",), named(here, data_subjects, "group of data subjects")
    zones = tuple(zone(here, name) for name in ((within,) if isinstance(within, str) else within or ()))
    if not zones:
        raise QuestionError("name the places within which the data must stay")
    proof = Proof(here)
    require_moving(proof.case, categories, people, allow_empty)
    promise = Confine(data_categories=categories, data_subjects=people, within=zones)
    found = outside_confinement.broken(proof.case, promise, None)
    proof.require_none(found, f"{', '.join(categories)} must stay within {', '.join(zones)}")


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
    if len(m.transfers) > LARGE:
        from datamap.checking.large import proofs

        proofs.covered(m, on, regime, mechanism, transfers, allow_empty)
        return
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
    wrong = [(a, p) for a, p in asked if not stands(p, allowed)]
    if wrong:
        _uncovered(Proof(here), wrong, allowed)


def _words(given: Words) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def require_moving(case: Case, categories: tuple[str, ...], people: tuple[str, ...], allowed: bool) -> None:
    """Refuse an assertion on data that does not move at all, so that it could not have failed.

    Raises:
        QuestionError: nothing of it moves on the day, and that was not allowed.
    """
    moved = any(
        concerns(case, carried, categories, people) is not False
        for leg in case.scene.legs
        for carried in case.scene.network.carried(leg.id)
    )
    if not moved and not allowed:
        whose = f" about {', '.join(people)}" if people else ""
        what = f"nothing that is {', '.join(categories)}{whose} moves on {case.scene.on}"
        raise QuestionError(f"empty assertion: {what}; say allow_empty=True if that is meant")


def _no_chain(proof: Proof, node: str, categories: tuple[str, ...], people: tuple[str, ...]) -> None:
    require_node(proof.here.map, node)
    network = proof.here.network
    found = [f for category in categories for group in people or (None,) for f in network.flows(to=node, category=category, subjects=group)]
    certain = [f for f in found if f.certain]
    if found:
        lines = [head(f"{', '.join(categories)} must not reach {proof.here.name(node)}", proof.here, bool(certain))]
        for flow in (certain or found)[:SHOWN]:
            lines.append(f"  {flow.data_category} of {flow.data_subjects or 'people not named'}:")
            lines += proof.hops(flow.path, (flow.data_category,)) if flow.path else ["    it is there from the start"]
        raise ProofError("\n".join(lines), Verdict.VIOLATED if certain else Verdict.UNKNOWN)


def stands(part: Part, allowed: tuple[str, ...]) -> bool:
    """Whether a restricted part rests on something that counts: any cover, or where some are `allowed`, one of these."""
    if part.verdict is Status.COVERED:
        return not allowed or bool({part.mechanism, *part.also} & set(allowed))
    return part.verdict is Status.EXCEPTION and "derogation" in allowed


def _uncovered(proof: Proof, wrong: list[tuple[Assessment, Part]], allowed: tuple[str, ...]) -> None:
    certain = [(a, p) for a, p in wrong if p.verdict is not Status.UNKNOWN]
    told, case = certain or wrong, proof.case
    asked = f" by {' or '.join(allowed)}" if allowed else ""
    lines = [head(f"every restricted transfer must be covered{asked}", proof.here, bool(certain))]
    for a, part in told[:SHOWN]:
        basis = f" ({part.mechanism})" if part.mechanism else ""
        lines.append(f"  {a.transfer} under {a.regime}: {part.verdict.value}{basis}, for {', '.join(part.data_categories)}")
        people = part.data_subjects[0] if part.data_subjects else None
        lines += proof.hops(case.chain(a.transfer, part.data_categories[0], people), part.data_categories)
        lines += [f"    because {reason.says}" + (f" [{reason.cite}]" if reason.cite else "") for reason in part.reasons]
        lines += [f"    rule: {fault.rule}, {fault.says}" for fault in part.faults]
        lines += [f"    tried {alt.basis}: {alt.fails}" + (f" [{alt.cite}]" if alt.cite else "") for alt in part.alternatives]
        lines += [f"    open: {ask.ask}" for ask in part.questions]
        where = case.where(case.leg_path(a.transfer))
        if where:
            lines.append(f"    at {where}")
    if len(told) > SHOWN:
        lines.append(f"  and {len(told) - SHOWN} more")
    raise ProofError("\n".join(lines), Verdict.VIOLATED if certain else Verdict.UNKNOWN)
