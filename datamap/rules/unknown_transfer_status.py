"""Unknown transfer status.

What it finds
A transfer of which a regime can neither say that it is covered nor that it is not, because a fact is missing.

Why it matters
Unknown is not fine. Until the fact is found, nobody can show that the transfer is lawful.

What to do
Answer the questions that the report lists; the one that settles most stands first.

When it cannot tell
This is the rule that says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.assessment import parts_of
from datamap.findings import Assessment, Finding, Level, Part, Status, Verdict
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """One finding for each transfer and regime whose answer is unknown."""
    open_parts: dict[tuple[str, str], list[tuple[Assessment, Part]]] = {}
    for assessment, part in parts_of(case.assessments):
        if part.verdict is Status.UNKNOWN:
            open_parts.setdefault((assessment.transfer, assessment.regime), []).append((assessment, part))
    for (transfer, regime), found in open_parts.items():
        yield _finding(case, transfer, regime, [part for _, part in found])


def _finding(case: Case, transfer: str, regime: str, parts: list[Part]) -> Finding:
    leg = case.scene.movements[transfer].leg
    asks = tuple(dict.fromkeys(ask.ask for part in parts for ask in part.questions))
    first = parts[0]
    why = first.reasons[-1].says if first.reasons else "a fact is missing"
    if first.restricted and len(first.reasons) > 2:
        why = "; ".join(reason.says for reason in first.reasons[2:])
    state = "is a restricted transfer, and whether it is covered is unknown" if first.restricted else "cannot be judged"
    people = first.data_subjects[0] if first.data_subjects else None
    return case.finding(
        "unknown_transfer_status",
        transfer,
        f"{case.scene.name(leg.from_)} → {case.scene.name(leg.to)} ({regime}) {state}: {why}",
        verdict=Verdict.UNKNOWN,
        context=regime,
        at=case.leg_path(transfer),
        transfers=(transfer,),
        regime=regime,
        fix=("find out: " + "; ".join(asks)) if asks else "",
        path=case.chain(transfer, first.data_categories[0], people),
        data_categories=tuple(sorted({c for part in parts for c in part.data_categories})),
        cites=tuple(dict.fromkeys(r.cite for part in parts for r in part.reasons if r.cite)),
    )


RULE = Rule("unknown_transfer_status", "DM109", Level.WARNING, find, __doc__ or "", by_regime=True)
