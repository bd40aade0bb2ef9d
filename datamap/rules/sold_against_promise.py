"""Sold against promise.

What it finds
A sale of data about people of whom the owner promised that none was sold within a window, also one that ended
inside the window.

Why it matters
Under Californian law the statement "not sold in the preceding twelve months" is itself a duty, and rolls with the day.

What to do
Stop the sale and wait for the window to pass before repeating the statement, or correct the statement.

When it cannot tell
A sale of data about people whom nobody named, or one that is only inferred, is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from datamap.findings import Finding, Level, Verdict
from datamap.model import Leg, NoSale
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """One finding for each policy and sale within its window."""
    for policy in case.scene.map.policies:
        if policy.no_sale:
            yield from broken(case, policy.no_sale, policy.id)


def broken(case: Case, promise: NoSale, policy: str | None) -> Iterator[Finding]:
    """One finding for each sale within the window."""
    for leg in case.scene.sales:
        yield from _sold(case, promise, policy, leg)


def _sold(case: Case, promise: NoSale, policy: str | None, leg: Leg) -> Iterator[Finding]:
    transfer, on = leg.transfer, case.scene.on
    start = promise.window.before(on)
    if transfer.anonymised or (transfer.ends or date.max) < start or (transfer.starts or date.min) > on:
        return
    covers = case.scene.taxonomy.covers
    categories = [c for c in transfer.data_categories if any(covers(k, c) or covers(c, k) for k in promise.data_categories)]
    if not categories:
        return
    people = _people(case, leg)
    concerned = not promise.data_subjects or bool(people & set(promise.data_subjects))
    if not concerned and people and None not in people:
        return
    certain = concerned and transfer.evidence != "inferred"
    when = f"ended on {transfer.ends}" if transfer.ends and transfer.ends <= on else "goes on"
    path = case.leg_path(leg.id) or (("transfers", leg.written) if leg.written is not None else ())
    sells = f"{case.scene.name(leg.from_)} {'sells' if certain else 'may sell'} {', '.join(categories)} to {case.scene.name(leg.to)}"
    yield case.finding(
        "sold_against_promise",
        leg.id,
        f"{sells}; the sale {when}, and none since {start} was promised ({f'promise {policy}' if policy else 'asserted'})",
        verdict=Verdict.VIOLATED if certain else Verdict.UNKNOWN,
        context=policy,
        at=path,
        transfers=(leg.id,),
        policy=policy,
        fix="stop the sale, or correct the statement" if certain else "name the people whose data is sold",
        path=(leg.id,),
        data_categories=tuple(categories),
    )


def _people(case: Case, leg: Leg) -> set[str | None]:
    """The groups of people whose data is sold; None among them for people whom nobody named."""
    if leg.transfer.data_subjects:
        return set(leg.transfer.data_subjects)
    if leg.from_ in case.scene.map.data_subjects:
        return {leg.from_}
    return {c.people for c in case.scene.network.carried(leg.id)} if leg.transfer.on(case.scene.on) else set()


RULE = Rule("sold_against_promise", "DM302", Level.ERROR, find, __doc__ or "")
