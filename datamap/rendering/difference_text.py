"""What a change does, as text: the verdict first, then findings, answers, flows and parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datamap.differences import Difference, FindingChange, FlowChange, PartChange
from datamap.findings import Shift
from datamap.rendering.layout import visible
from datamap.rendering.wording import by_level

SIGNS = {"appears": "+", "goes": "-", "changes": "~", "renamed": "="}
_MOST = 40


def difference_text(found: Difference) -> str:
    """The change as text that ends with a line break."""
    lines = [(len(line) - len(line.lstrip(" ")), line) for line in _lines(found)]
    return "\n".join(" " * indent + visible(line.lstrip(" ")) for indent, line in lines) + "\n"


def head(found: Difference) -> str:
    """What the change does in one sentence."""
    if found.empty:
        return f"No difference on {found.on}: {found.verdict.value}."
    what = f"adds {by_level(found.added) or 'no finding'}"
    verdict = f"{found.verdict.value}, as before" if found.was is found.verdict else f"{found.was.value} before, {found.verdict.value} now"
    return f"The change {what} on {found.on}: {verdict}."


def _lines(found: Difference) -> Iterator[str]:
    yield head(found)
    yield from _section("Findings", [line for change in found.findings for line in _finding(found, change)])
    yield from _section("Answers", [answer(found, shift) for shift in found.answers])
    yield from _section("Flows", [flow(found, change) for change in found.flows])
    yield from _section("Map", [line for change in found.parts for line in part(change)])


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", title, *(f"  {line}" for line in lines[:_MOST]))
        if len(lines) > _MOST:
            yield f"  and {len(lines) - _MOST:,} more"


def _finding(found: Difference, change: FindingChange) -> Iterator[str]:
    yield f"{SIGNS[change.what]} {finding(change)}"
    if change.what != "goes":
        if change.finding.path:
            yield f"    chain: {chain(found, change.finding.path)}"
        yield from (f"    law: {cite}" for cite in change.finding.cites)
        if change.finding.where:
            yield f"    where: {change.finding.where}"


def finding(change: FindingChange) -> str:
    """A finding with its weight, and the one it had."""
    f, was = change.finding, change.was
    before = f", {was.level.value} {was.verdict.value} before" if was else ""
    waived = ", waived" if f.waived else ""
    return f"{f.level.value} {f.verdict.value}{before}{waived}: {f.message} [{f.id}]"


def answer(found: Difference, shift: Shift) -> str:
    """What a regime said and says of a transfer."""
    was, now = (
        f"{a.verdict.value}{f' by {a.mechanism}' if a.mechanism else ''}" if a else "not restricted" for a in (shift.now, shift.then)
    )
    sign = "+" if shift.now is None else "-" if shift.then is None else "~"
    return f"{sign} {chain(found, (shift.transfer,))} under {shift.regime}: {was} → {now} [{shift.transfer}]"


def flow(found: Difference, change: FlowChange) -> str:
    """Data that comes to a node, by which chain."""
    whose = f" of {_name(found, change.data_subjects)}" if change.data_subjects else ""
    before = f", before by {chain(found, change.was_path)}" if change.was_path else ""
    return f"{SIGNS[change.what]} {change.data_category}{whose} at {_name(found, change.target)}: {chain(found, change.path)}{before}"


def part(change: PartChange) -> Iterator[str]:
    """A part of the map, and each field that says something else."""
    was = f", was {change.was_id}" if change.was_id else ""
    yield f"{SIGNS[change.what]} {change.kind} {change.id} {change.what}{was}"
    for detail in change.details:
        yield f"    {detail.field or 'members'}: {detail.was or 'nothing'} → {detail.now or 'nothing'}"


def chain(found: Difference, path: Sequence[str]) -> str:
    """A chain by the names of its nodes, transfers unknown to both maps by their ids."""
    arrows = [found.arrows[leg] for leg in path if leg in found.arrows]
    if len(arrows) < len(path) or not arrows:
        return " → ".join(path)
    return " → ".join([_name(found, arrows[0].from_), *(_name(found, arrow.to) for arrow in arrows)])


def _name(found: Difference, node: str | None) -> str:
    known = found.nodes.get(node or "")
    return known.name if known else node or "people not named"
