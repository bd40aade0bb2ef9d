"""The words that every report shares: the verdict in one sentence, counts, chains of transfers by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from datamap.findings import Finding, Level, Report, Status, Verdict

NOT_ADVICE = "This is an answer to what the map says under the law book named above; it is not legal advice."
SHOWN = 5


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `1,200 transfers`."""
    plural = noun if number == 1 else noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {plural}"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def some(names: Sequence[str], shown: int = SHOWN, of: int = 0) -> str:
    """All names, or the first few and how many more there are: of `of`, where not all are named."""
    total = max(of, len(names))
    if len(names) <= shown + 1 and total == len(names):
        return ", ".join(names)
    return f"{', '.join(names[:shown])} and {total - min(shown, len(names)):,} more"


def regimes(report: Report) -> tuple[str, ...]:
    """The regimes that bind something in the map, in the order of the report; those that data only comes into are left out."""
    judging = dict.fromkeys(assessment.regime for assessment in report.assessments if assessment.parts)
    return tuple(judging or dict.fromkeys(assessment.regime for assessment in report.assessments))


def by_level(findings: Iterable[Finding]) -> str:
    """`2 errors and 1 warning`; empty where there are no findings."""
    found = Counter(finding.level for finding in findings)
    return joined([count(found[level], level.value) for level in Level if found[level]])


def verdict_sentence(report: Report) -> str:
    """The answer of the run in one sentence that can be read aloud."""
    under = f" under {joined(regimes(report))}" if report.assessments else ""
    when = f"on {report.on.isoformat()}{under}"
    found = by_level(finding for finding in report.findings if finding.verdict is Verdict.VIOLATED)
    doubts = count(sum(finding.verdict is Verdict.UNKNOWN for finding in report.findings), "answer")
    waived = sum(finding.waived is not None for finding in report.findings)
    aside = f" ({count(waived, 'finding')} waived)" if waived else ""
    if report.verdict is Verdict.VIOLATED:
        open_ = "" if doubts.startswith("0 ") else f"; {doubts} unknown"
        return f"Violated: {found or 'a promise or a rule'} {when}{open_}{aside}."
    if report.verdict is Verdict.UNKNOWN:
        asked = f", {count(len(report.questions), 'question')} open" if report.questions else ""
        besides = f", {found}" if found else ""
        return f"Unknown: {doubts} cannot be told {when}{asked}; nothing declared is violated{besides}{aside}."
    restricted = sum(assessment.count for assessment in report.assessments if assessment.restricted is not False)
    held = f"{count(restricted, 'restricted transfer')}, each with a basis," if restricted else "no restricted transfer"
    return f"OK: {held} {when}{f'; {found}' if found else ''}{aside}."


def name(report: Report, node: str) -> str:
    """The name of a node, or its id."""
    found = report.nodes.get(node)
    return found.name if found and found.name else node


def hop(report: Report, transfer: str) -> str:
    """One transfer by the names of its ends: `Shop BV → Hong Kong servers`."""
    return chain(report, (transfer,))


def chain(report: Report, path: Sequence[str]) -> str:
    """Transfers in the order of travel, by the names of their ends.

    `EEA users → Shop BV → Hong Kong servers, run by Host Ltd, read by → Support desk`. Where the next transfer starts
    at a system's operator, that step is named; any other break is set apart by a semicolon. A transfer that the report
    does not name stands as its id.
    """
    text, at = "", None
    for transfer in path:
        arrow = report.arrows.get(transfer)
        if arrow is None:
            text, at = f"{text}; {transfer}" if text else transfer, None
            continue
        if arrow.from_ != at:
            text = f"{text}{_joint(report, at, arrow.from_)}{name(report, arrow.from_)}" if text else name(report, arrow.from_)
        text += f", read by → {name(report, arrow.to)}" if arrow.kind == "remote_access" else f" → {name(report, arrow.to)}"
        at = arrow.to
    return text


def _joint(report: Report, at: str | None, start: str) -> str:
    """What stands between two transfers that do not meet: the data goes on from the operator of the system, or anew."""
    kinds = tuple(report.nodes[node].kind if node in report.nodes else "" for node in (at or "", start))
    return ", run by " if kinds == ("system", "entity") else "; "


def status_word(status: Status) -> str:
    """A status as people say it: `not restricted`."""
    return status.value.replace("_", " ")


def finding_order(findings: Iterable[Finding]) -> list[Finding]:
    """By severity, what is violated before what is unknown, waived last; otherwise as the report has them."""
    rank = {level: number for number, level in enumerate(Level)}
    return sorted(findings, key=lambda f: (rank[f.level], f.verdict is not Verdict.VIOLATED, f.waived is not None))
