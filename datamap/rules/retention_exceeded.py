"""Retention exceeded.

What it finds
A system that keeps a category longer than a policy promises.

Why it matters
"Chat is kept 72 hours" is a promise about every copy, backups included.

What to do
Shorten the retention of the system that the finding names, or correct the promise.

When it cannot tell
A system that holds the category and declares no retention for it, or one that runs from another event, is unknown;
so is a span that depends on the length of a month. A system that only reads from afar, or carries, keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datamap.findings import Ask, Finding, Level, Verdict
from datamap.model import Retain, Retention, System
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """One finding for each policy and node that keeps the data too long, or of which nobody says how long."""
    for policy in case.scene.map.policies:
        if policy.retain:
            yield from broken(case, policy.retain, policy.id)


def broken(case: Case, promise: Retain, policy: str | None) -> Iterator[Finding]:
    """One finding for each node that keeps the data too long, or of which nobody says how long."""
    m = case.scene.map
    holding = holders(case, promise)
    systems = [node for node in m.systems if holding.get(node)]
    for node in systems:
        answers = [_judged(case, m.systems[node], promise, category) for category in holding[node]]
        if all(answer is True for answer in answers):
            continue
        certain = False in answers
        yield _finding(case, promise, policy, node, sorted(holding[node]), certain)
    if not systems:
        for node in m.entities:
            if holding.get(node):
                yield _finding(case, promise, policy, node, sorted(holding[node]), False)


def holders(case: Case, promise: Retain) -> dict[str, set[str]]:
    """The systems and entities that keep data of which the promise speaks, with its categories; empty where they keep none."""
    return {node: _held(case, kept, promise) for node, kept in case.scene.keeping.items()}


def _held(case: Case, kept: Iterable[tuple[str, str | None]], promise: Retain) -> set[str]:
    covers, found = case.scene.taxonomy.covers, set[str]()
    for category, people in kept:
        if promise.data_subjects and people is not None and people not in promise.data_subjects:
            continue
        for wanted in promise.data_categories:
            if covers(wanted, category):
                found.add(category)
            elif covers(category, wanted):
                found.add(wanted)
    return found


def _declared(case: Case, system: System, category: str) -> Retention | None:
    covering = [key for key in system.retention if case.scene.taxonomy.covers(key, category)]
    return system.retention[max(covering, key=len)] if covering else None


def _judged(case: Case, system: System, promise: Retain, category: str) -> bool | None:
    declared = _declared(case, system, category)
    if declared is None or declared.after != promise.after:
        return None
    return declared.at_most.within(promise.at_most)


def _finding(case: Case, promise: Retain, policy: str | None, node: str, categories: list[str], certain: bool) -> Finding:
    event = promise.after.replace("_", " ")
    limit = f"at most {promise.at_most.words} after {event}"
    what = ", ".join(categories)
    label = f"promise {policy}" if policy else "asserted"
    system = case.scene.map.systems.get(node)
    if certain and system:
        kept = ", ".join(
            f"{c} for {r.at_most.words} after {r.after.replace('_', ' ')}" for c in categories if (r := _declared(case, system, c))
        )
        message = f"Kept too long at {case.scene.name(node)}: {kept}; promised is {limit} ({label})"
    else:
        case.asks[Ask(f"how long does `{node}` keep {what}?", case.path(node))] = []
        message = f"Nobody says how long {case.scene.name(node)} keeps {what}; promised is {limit} ({label})"
    return case.finding(
        "retention_exceeded",
        node,
        message,
        verdict=Verdict.VIOLATED if certain else Verdict.UNKNOWN,
        context=policy,
        at=case.path(node),
        policy=policy,
        fix="shorten the retention, or correct the promise" if certain else f"write `retention: {{{categories[0]}: …}}` under `{node}`",
        data_categories=tuple(categories),
    )


RULE = Rule("retention_exceeded", "DM301", Level.ERROR, find, __doc__ or "")
