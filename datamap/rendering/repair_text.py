"""A repair as text and as JSON: what to cut, what to sign, what that leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from datamap.findings import Report, Verdict
from datamap.rendering.layout import visible
from datamap.rendering.wording import chain, count, name
from datamap.repairs import Draft, Repair


def repair_text(repair: Repair, report: Report) -> str:
    """The repair as text that ends with a line break; `report` is that of the map as it is, for the names."""
    lines = [(len(line) - len(line.lstrip(" ")), line) for line in _lines(repair, report)]
    return "\n".join(" " * indent + visible(line.lstrip(" ")) for indent, line in lines) + "\n"


def _lines(repair: Repair, report: Report) -> Iterator[str]:
    yield _head(repair)
    if repair.cut.transfers:
        yield from ("", "Cut" + ("" if repair.cut.proven else " (enough; whether less would do was not found out)"))
        for leg in repair.cut.transfers:
            yield f"  {chain(report, (leg,))} ({leg}){_at(report, leg)}"
        if repair.cut.dry:
            yield f"  These carry nothing then: {', '.join(repair.cut.dry)}"
    if repair.cut.stuck:
        yield from ("", f"No cut that is allowed keeps data out of {', '.join(name(report, node) for node in repair.cut.stuck)}")
    if repair.drafts:
        yield from ("", "Sign")
        for draft in repair.drafts:
            yield from _draft(draft, report)
    if repair.left:
        yield from ("", "No agreement helps")
        yield from (f"  {chain(report, (left.transfer,))} under {left.regime}: {left.why}" for left in repair.left)
    if repair.errors:
        yield from ("", "Errors that stay")
        yield from (f"  {error}" for error in repair.errors)


def _head(repair: Repair) -> str:
    if repair.empty:
        return f"Nothing to cut and nothing to sign on {repair.on}: {repair.was.value}."
    parts = [count(len(repair.cut.transfers), "transfer") + " to cut"] if repair.cut.transfers else []
    parts += [count(len(repair.drafts), "agreement") + " to sign"] if repair.drafts else []
    then = "no error is left" if not repair.errors else f"{count(len(repair.errors), 'error')} left"
    doubt = ", and questions stay open" if repair.verdict is Verdict.UNKNOWN else ""
    return f"{' and '.join(parts)} on {repair.on}: {repair.was.value} now; then {then}{doubt}.".capitalize()


def _draft(draft: Draft, report: Report) -> Iterator[str]:
    version = f" {draft.version}" if draft.version else ""
    modules = f", module {' and '.join(map(str, draft.modules))}" if draft.modules else ""
    addenda = f", with the {' and '.join(draft.addenda)} addendum" if draft.addenda else ""
    yield f"  {draft.kind}{version}{modules}{addenda}: {' and '.join(name(report, party) for party in draft.parties)} ({draft.id})"
    for transfer, regime in draft.covers:
        yield f"    covers {chain(report, (transfer,))} under {regime} ({transfer})"
    if draft.measures:
        yield f"    only with a measure that works: {' or '.join(draft.measures)}"
    yield from (f"    law: {cite}" for cite in draft.cites)


def _at(report: Report, leg: str) -> str:
    arrow = report.arrows.get(leg)
    return f", {arrow.where}" if arrow and arrow.where else ""


def repair_json(repair: Repair) -> str:
    """The repair as JSON text, format `datamap-repair/1`."""
    tree = {"format": "datamap-repair/1", **asdict(repair)}
    tree |= {"on": repair.on.isoformat(), "was": repair.was.value, "verdict": repair.verdict.value}
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
