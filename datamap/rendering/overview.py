"""What a large report says first: how its transfers stand under each law, what was found, and where most is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datamap.findings import Finding, Level, Overview, Report, Verdict
from datamap.rendering.layout import Page, columns, visible, wrapped
from datamap.rendering.wording import count, finding_order, name

_AGREEMENTS = ("lapsed_mechanism", "wrong_module", "incomplete_mechanism", "missing_impact_assessment", "ineffective_measures")
_SHOWN = 10


@dataclass(frozen=True)
class Sheet:
    """A small table: numbers are counts, texts are what users or laws call things. `more` says what it leaves out."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    more: str = ""


def sentence(overview: Overview) -> str:
    """How all transfers of the map stand, each told once."""
    free = overview.transfers - overview.uncovered - overview.unknown - overview.covered
    doubtful = "of the others unknown under some" if overview.uncovered else "unknown under some law"
    said = (
        (overview.uncovered, "uncovered under some law"),
        (overview.unknown, doubtful),
        (overview.covered, "covered wherever a law restricts them"),
        (free, "restricted by none"),
    )
    parts = "; ".join(f"{number:,} {what}" for number, what in said if number)
    return f"{count(overview.transfers, 'transfer')}{f': {parts}' if parts else ''}."


def sheets(report: Report) -> tuple[Sheet, ...]:
    """The tables that open a large report; those with nothing to tell are left out."""
    if report.overview is None:
        return ()
    made = (_laws(report.overview), _found(report), _pairs(report, report.overview), _agreements(report))
    return tuple(sheet for sheet in made if sheet.rows)


def widest(findings: Iterable[Finding]) -> list[Finding]:
    """Of each kind of finding the one that concerns most transfers, the gravest kinds first."""
    return [max(alike, key=lambda finding: finding.count) for alike in _kinds(findings)]


def _kinds(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings of one rule, level and promise together, the gravest first."""
    kinds: dict[tuple[object, ...], list[Finding]] = {}
    for finding in finding_order(findings):
        kind = (finding.rule, finding.level, finding.verdict, finding.policy, finding.waived is not None)
        kinds.setdefault(kind, []).append(finding)
    return list(kinds.values())


def overview_text(page: Page, report: Report) -> None:
    """The numbers of a large map."""
    if report.overview is None:
        return
    page.gap()
    page.say(sentence(report.overview))
    for sheet in sheets(report):
        page.heading(sheet.title)
        _lines(page, sheet)


def _lines(page: Page, sheet: Sheet) -> None:
    """A table in columns; where the last one is text, it wraps."""
    cells = [[f"{cell:,}" if isinstance(cell, int) else visible(cell) for cell in row] for row in (sheet.heads, *sheet.rows)]
    widths = [max(columns(row[at]) for row in cells) for at in range(len(sheet.heads))]
    numbers = [isinstance(cell, int) for cell in sheet.rows[0]]
    before = sum(widths[:-1]) + 2 * len(widths)
    for place, row in enumerate(cells):
        start = "".join(f"  {_padded(cell, widths[at], numbers[at])}" for at, cell in enumerate(row[:-1])) + "  "
        last = [_padded(row[-1], widths[-1], True)] if numbers[-1] else wrapped(row[-1], page.width - before)
        for line in last:
            page.lines.append(page.ink(start + line, *(() if place else ("dim",))))
            start = " " * before
    if sheet.more:
        page.say(sheet.more, indent=2)


def _padded(text: str, width: int, number: bool) -> str:
    room = " " * (width - columns(text))
    return room + text if number else text + room


def _laws(overview: Overview) -> Sheet:
    told = [one for one in overview.standings if one.restricted]
    heads = ["law", "uncovered", "unknown", "covered", "not restricted"]
    told_columns = [[one.regime for one in told], *([getattr(one, word.replace(" ", "_")) for one in told] for word in heads[1:])]
    if any(one.exception for one in told):
        heads.insert(4, "by exception")
        told_columns.insert(4, [one.exception for one in told])
    return Sheet("How they stand under each law", tuple(heads), tuple(zip(*told_columns, strict=True)))


def _found(report: Report) -> Sheet:
    """Kinds of findings, each with its number and the transfers of the widest."""
    kinds = [(len(alike), max(alike, key=lambda finding: finding.count)) for alike in _kinds(report.findings)]
    rows = [(number, _level(wide), wide.count, _kind(wide)) for number, wide in kinds]
    return Sheet(
        "What was found, and how many transfers the widest of each kind concerns", ("findings", "level", "widest", "what"), tuple(rows)
    )


def _level(finding: Finding) -> str:
    doubt = ", unknown" if finding.verdict is Verdict.UNKNOWN else ""
    return f"{finding.level.value}{doubt}{', waived' if finding.waived else ''}"


def _kind(finding: Finding) -> str:
    return f"{finding.rule} {finding.code}{f' ({finding.policy})' if finding.policy else ''}"


def _pairs(report: Report, overview: Overview) -> Sheet:
    rows = tuple(
        (one.count, f"{_party(report, one.exporter)} → {_party(report, one.importer)}", ", ".join(one.regimes)) for one in overview.pairs
    )
    more = f"and {count(overview.more_pairs, 'more pair')} of parties" if overview.more_pairs else ""
    return Sheet("Between whom most is uncovered", ("transfers", "from → to", "laws"), rows, more)


def _party(report: Report, entity: str | None) -> str:
    if entity is None:
        return "somebody whom the map does not name"
    found = report.nodes.get(entity)
    return f"{name(report, entity)} ({found.place})" if found else entity


def _agreements(report: Report) -> Sheet:
    """The agreements that do not hold, by the widest finding about each."""
    faults: dict[str, dict[str, int]] = {}
    for finding in report.findings:
        subject = finding.id.partition("@")[2].partition("/")[0]
        if finding.rule in _AGREEMENTS and finding.level is Level.ERROR and subject not in finding.transfers and not finding.waived:
            rules = faults.setdefault(subject, {})
            rules[finding.rule] = max(finding.count, rules.get(finding.rule, 0))
    ordered = sorted(faults.items(), key=lambda item: (-max(item[1].values()), item[0]))
    rows = tuple((max(rules.values()), subject, ", ".join(sorted(rules))) for subject, rules in ordered[:_SHOWN])
    more = f"and {count(len(ordered) - _SHOWN, 'more agreement')}" if len(ordered) > _SHOWN else ""
    return Sheet("Agreements that do not hold", ("transfers", "agreement", "why"), rows, more)
