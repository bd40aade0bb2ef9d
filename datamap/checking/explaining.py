"""Why: a transfer or a finding, step by step, with every fact, what was assumed and what would change the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from datamap import geo
from datamap.checking.asking import targets
from datamap.checking.reporting import on_large_map
from datamap.checking.spine import check, scene
from datamap.errors import QuestionError
from datamap.findings import Assessment, Finding, Part, Report
from datamap.model import DataMap
from datamap.model.references import meant

if TYPE_CHECKING:
    from datamap.checking.large import LargeReport
    from datamap.checking.large.between import Alike


@dataclass(frozen=True, slots=True)
class Step:
    """One node of an explanation: what it says, its citation, and the steps below it."""

    says: str
    cite: str | None = None
    confidence: str | None = None
    below: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """A decision as a tree; shows itself in a notebook."""

    root: Step
    on: date

    def text(self, colour: bool = False) -> str:
        """The tree as indented text."""
        return "\n".join(_lines(self.root, 0, colour)) + "\n"

    def to_json(self) -> str:
        """The tree as JSON text."""
        return (
            json.dumps(
                {"format": "datamap-explanation/1", "on": self.on.isoformat(), "explanation": asdict(self.root)},
                ensure_ascii=False,
                indent=2,
            )
            + "\n"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text()}


def _lines(step: Step, depth: int, colour: bool) -> Iterator[str]:
    cite = f"  [{step.cite}{'; not verified' if step.confidence == 'from-memory' else ''}]" if step.cite else ""
    head = f"\033[1m{step.says}\033[0m" if colour and depth == 0 else step.says
    yield f"{'  ' * depth}{'- ' if depth else ''}{head}{cite}"
    for below in step.below:
        yield from _lines(below, depth + 1, colour)


def explain(m: DataMap, what: str, on: date | str | None = None) -> Explanation:
    """Explain a transfer, by its id, a finding, by its id as reports print it, or all between two places, as `NL..HK`.

    Raises:
        QuestionError: there is neither a transfer nor a finding of that id on the date, nor two such places.
    """
    report = check(m, on)
    finding = next((f for f in report.findings if what in (f.id, f.alias)), None)
    if finding:
        return Explanation(_finding(report, finding), report.on)
    if what in report.arrows:
        return Explanation(_transfer(report, what), report.on)
    large = on_large_map(report)
    if large and (told := large.told(what)):
        return Explanation(_transfer(told, what), report.on)
    start, dots, end = what.partition("..")
    if dots and "@" not in what and not (_is_node(report, start) and _is_node(report, end)):
        root = _among(large, start, end) if large else _between(m, report, start, end)
        return Explanation(root, report.on)
    known = [*report.arrows, *(f.id for f in report.findings)]
    raise QuestionError(
        f"there is no transfer or finding {what!r} on {report.on}; {meant(what, known, 'see `datamap check` for their ids')}"
    )


def _is_node(report: Report, name: str) -> bool:
    large = on_large_map(report)
    return name in report.nodes or bool(large and name in large.scene.estate.number)


def _among(report: LargeReport, start: str, end: str) -> Step:
    """All transfers of a large map from a node or place to another, by what each regime says of them."""
    from datamap.checking.large.between import alike, between

    rows = between(report.scene, start, end)
    head = f"{start} → {end} on {report.on}: {len(rows):,} transfer{'' if len(rows) == 1 else 's'}" if len(rows) else ""
    told = [one for answers in report.answers for one in alike(report.scene, answers, rows)]
    below = [_alike(report, one) for one in told] or [Step("no regime in the law book binds either end or the data: nothing is restricted")]
    return Step(head or f"{start} → {end} on {report.on}: no transfer", below=tuple(below) if head else ())


def _alike(report: LargeReport, one: Alike) -> Step:
    """What one regime says of transfers alike, by one of them."""
    named = report.told(one.transfer)
    said = next((a for a in named.assessments if a.regime == one.said.regime), one.said) if named else one.said
    arrow = named.arrows[one.transfer] if named else None
    ends = f" ({_name(report, arrow.from_)} → {_name(report, arrow.to)})" if arrow else ""
    below = (Step(f"such as {one.transfer}{ends}"), *_parties(said, one.said), *(Step(r.says, r.cite, r.confidence) for r in said.reasons))
    open_ = " whether restricted" if one.said.restricted is None else ""
    return Step(f"{_answer(said)}{open_}: {one.count:,} transfer{'' if one.count == 1 else 's'}", below=below)


def _between(m: DataMap, report: Report, start: str, end: str) -> Step:
    """Every transfer from a node in one place to a node in another."""
    here = scene(m, report.on)
    near, far = (targets(here, place) or () for place in (start, end))
    legs = [arrow.id for arrow in report.arrows.values() if arrow.from_ in near and arrow.to in far]
    says = f"{len(legs)} transfer{'' if len(legs) == 1 else 's'}" if legs else "no transfer"
    return Step(f"{start} → {end} on {report.on}: {says}", below=tuple(_transfer(report, leg) for leg in legs))


def _finding(report: Report, finding: Finding) -> Step:
    steps = [Step(f"chain: {_chain(report, finding.path)}")] if finding.path else []
    steps += [Step("rests on", cite) for cite in finding.cites]
    if finding.fix:
        steps.append(Step(f"what to do: {finding.fix}"))
    if finding.where:
        steps.append(Step(f"at {finding.where}"))
    steps += [_transfer(report, transfer) for transfer in finding.transfers[:3] if transfer in report.arrows]
    return Step(f"{finding.level.value} {finding.code} {finding.rule}: {finding.message}", below=tuple(steps))


def _chain(report: Report, path: tuple[str, ...]) -> str:
    arrows = [report.arrows[leg] for leg in path if leg in report.arrows]
    names = [arrows[0].from_] + [arrow.to for arrow in arrows] if arrows else []
    return " → ".join(_name(report, name) for name in names)


def _name(report: Report, node: str) -> str:
    """The name of a node; the systems of a large map go by their ids."""
    return report.nodes[node].name if node in report.nodes else node


def _transfer(report: Report, transfer: str) -> Step:
    arrow = report.arrows[transfer]
    examples: Mapping[str, Assessment] = {}
    if large := on_large_map(report):
        examples, report = large.stands_for(transfer), large.told(transfer) or report
    judged = [a for a in report.assessments if a.transfer == transfer]
    below = [_assessment(a, examples.get(a.regime)) for a in judged] or [
        Step("no regime in the law book binds either end or the data: nothing is restricted")
    ]
    what = ", ".join(arrow.data_categories)
    ends = f"{_name(report, arrow.from_)} → {_name(report, arrow.to)}"
    return Step(f"{transfer}: {ends} ({arrow.kind.replace('_', ' ')} of {what}) on {report.on}", below=tuple(below))


def _assessment(a: Assessment, example: Assessment | None = None) -> Step:
    """What a regime says of a transfer; `example` is the one of whose class it is, as the regime says it of that."""
    parties = _parties(a, example or a)
    below = (
        [*parties, *(_part(p, len({p.place for p in a.parts}) > 1) for p in a.parts)]
        if a.parts
        else [*parties, *(Step(r.says, r.cite, r.confidence) for r in a.reasons)]
    )
    alike = f", as of {a.count:,} transfers that {a.regime} reads alike" if a.count > 1 else ""
    return Step(f"{_answer(a)}{alike}", below=tuple(below))


def _answer(a: Assessment) -> str:
    basis = f" by {a.mechanism}" + (f" ({a.agreement})" if a.agreement else "") if a.mechanism else ""
    return f"{a.regime}: {a.verdict.value.replace('_', ' ')}{basis}{', onward' if a.onward else ''}"


def _parties(a: Assessment, told_of: Assessment) -> Iterator[Step]:
    """Who exports and who imports, and of which other transfer the steps are told, if so."""
    sender = f"exporter {a.exporter or 'nobody named'} ({a.exporter_role or 'role unknown'})"
    yield Step(f"{sender}, importer {a.importer or 'nobody named'} ({a.importer_role or 'role unknown'})")
    if told_of.transfer != a.transfer:
        ends = f"from {told_of.exporter or 'somebody unnamed'} to {told_of.importer or 'somebody unnamed'}"
        yield Step(f"told of {told_of.transfer}, {ends}, which {a.regime} reads alike:")


def _part(part: Part, several: bool) -> Step:
    """One part; its place is told only where the destination may be in `several`."""
    people = f" of {', '.join(part.data_subjects)}" if part.data_subjects else ""
    place = f", if it is in {geo.name(part.place)}" if part.place and several else ""
    below = [Step(r.says, r.cite, r.confidence) for r in part.reasons]
    if part.alternatives:
        below.append(Step("also tried", below=tuple(Step(f"{alt.basis}: {alt.fails}", alt.cite) for alt in part.alternatives)))
    if part.assumptions:
        below.append(Step("assumed", below=tuple(Step(text) for text in part.assumptions)))
    if part.questions:
        below.append(Step("what would settle it", below=tuple(Step(ask.ask) for ask in part.questions)))
    fixes = tuple(Step(fault.fix) for fault in part.faults if fault.fix)
    if fixes:
        below.append(Step("what would change the answer", below=fixes))
    return Step(f"{', '.join(part.data_categories)}{people}{place}: {part.verdict.value.replace('_', ' ')}", below=tuple(below))
