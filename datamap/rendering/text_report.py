"""The report as text that a data protection officer can read aloud.

The verdict comes first, then the findings by severity with their proof, then what was covered and by what, then the
questions that are open, then what the answers rest on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from datamap.findings import Finding, Level, Question, Reason, Report, Status, Verdict
from datamap.rendering.coverage import Basis, assumptions, bases, on_scope, unverified
from datamap.rendering.layout import Page, visible
from datamap.rendering.overview import overview_text, widest
from datamap.rendering.proof import Proofs, cited
from datamap.rendering.supposition import supposition_text
from datamap.rendering.wording import NOT_ADVICE, by_level, chain, count, finding_order, hop, joined, some, verdict_sentence

_COLOUR = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "blue"}
_VERDICT = {Verdict.OK: "green", Verdict.UNKNOWN: "magenta", Verdict.VIOLATED: "red"}
_QUESTIONS = 12
_BASES = 12


def report_text(report: Report, *, colour: bool = False, width: int = 100, limit: int | None = None, dated: str = "") -> str:
    """The report as text, ending with a line break.

    `width` is in terminal columns; `limit` bounds the findings that are listed; `dated` says where the date came
    from, such as `the date of the map`.
    """
    page = Page(colour, width)
    _opening(page, report, dated)
    overview_text(page, report)
    supposition_text(page, report)
    listed, left = _listed(report, limit)
    numbers, proofs = iter(range(1, len(listed) + 1)), Proofs(report)
    _violated(page, report, listed, numbers, proofs)
    _covered(page, report)
    _questions(page, report.questions)
    _unknown(page, report, listed, numbers, proofs)
    if left:
        page.gap()
        page.say(f"{count(len(left), 'more finding')} not listed ({by_level(left)}); {_to_see(report, limit)}")
    _rests_on(page, report)
    page.gap()
    page.say(NOT_ADVICE, "dim")
    return page.text()


def _opening(page: Page, report: Report, dated: str) -> None:
    page.say(verdict_sentence(report), "bold", _VERDICT[report.verdict])
    name = report.map_name + (f" ({report.map_file})" if report.map_file and report.map_file != report.map_name else "")
    by = f", {dated}" if dated else ""
    page.say(
        f"{name}, judged on {report.on.isoformat()}{by}, by law book {report.law_version}, checked on {report.law_checked_on.isoformat()}.",
        "dim",
    )


def _listed(report: Report, limit: int | None) -> tuple[list[Finding], list[Finding]]:
    """The findings to list, the gravest first, and those that are left out: by the limit, else, of a large map, all but the widest."""
    ordered = finding_order(report.findings)
    if limit is None and report.overview:
        chosen = set(map(id, widest(ordered)))
        return [f for f in ordered if id(f) in chosen], [f for f in ordered if id(f) not in chosen]
    shown = len(ordered) if limit is None else limit
    return ordered[:shown], ordered[shown:]


def _to_see(report: Report, limit: int | None) -> str:
    """How to see what is left out."""
    if limit is None:
        return f"above are the widest of each kind. All are listed with --limit {len(report.findings)}, and in the JSON report."
    return "raise the limit to see them."


def _violated(page: Page, report: Report, listed: Sequence[Finding], numbers: Iterator[int], proofs: Proofs) -> None:
    """What is known to be wrong, by severity, each with its whole proof."""
    for level in Level:
        group = [finding for finding in listed if finding.level is level and finding.verdict is Verdict.VIOLATED]
        if group:
            page.heading(_title(report, level), _COLOUR[level])
            for finding in group:
                _finding(page, report, finding, next(numbers), proofs.reasons(finding))


def _title(report: Report, level: Level) -> str:
    return count(sum(f.level is level and f.verdict is Verdict.VIOLATED for f in report.findings), level.value)


def _unknown(page: Page, report: Report, listed: Sequence[Finding], numbers: Iterator[int], proofs: Proofs) -> None:
    """What cannot be told, in short: the questions above settle it."""
    group = [finding for finding in listed if finding.verdict is not Verdict.VIOLATED]
    if not group:
        return
    page.heading(f"{count(sum(f.verdict is Verdict.UNKNOWN for f in report.findings), 'answer')} unknown until then", "magenta")
    for alike in _alike(group):
        finding = alike[0]
        page.say(_message(alike), indent=4, first=f"{next(numbers)}. ")
        _waived(page, finding)
        if len(finding.path) > 1:
            page.entry("chain", chain(report, finding.path))
        why = [] if finding.policy else [cited(reason) for reason in proofs.reasons(finding) if not on_scope(reason)]
        if why:
            page.entry("why", "; ".join(why))
        if finding.where:
            page.entry("where", str(finding.where))
        for each in alike:
            page.entry("id", f"{each.id} ({each.code})", "dim")


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that say the same of the same transfers under several laws stand together."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        said = finding.message.replace(f"({finding.regime})", "()")
        groups.setdefault((finding.rule, finding.transfers, finding.policy, finding.place, said, finding.waived), []).append(finding)
    return list(groups.values())


def _message(alike: Sequence[Finding]) -> str:
    laws = ", ".join(finding.regime for finding in alike if finding.regime)
    return alike[0].message.replace(f"({alike[0].regime})", f"({laws})")


def _waived(page: Page, finding: Finding) -> None:
    if finding.waived:
        ticket = f", {finding.waived.ticket}" if finding.waived.ticket else ""
        accepted = f"until {finding.waived.until.isoformat()} by {finding.waived.by}{ticket}: {finding.waived.reason}"
        page.entry("waived", accepted, "green")


def _finding(page: Page, report: Report, finding: Finding, number: int, reasons: Sequence[Reason]) -> None:
    page.gap()
    page.say(finding.message, indent=4, first=f"{number}. ")
    _waived(page, finding)
    if finding.path:
        page.entry("chain", chain(report, finding.path))
    for step, reason in enumerate(reasons):
        page.entry("" if step else "why", cited(reason))
    if finding.cites:
        page.entry("law", "; ".join(finding.cites))
    if finding.fix:
        page.entry("fix", finding.fix)
    if finding.count > 1 or len(finding.transfers) > 1:
        many = count(max(finding.count, len(finding.transfers)), "transfer")
        page.entry("groups", f"{many}: {some(finding.transfers, of=finding.count)}")
    if finding.where:
        page.entry("where", str(finding.where))
    page.entry("id", f"{finding.id} ({finding.code})", "dim")


def _covered(page: Page, report: Report) -> None:
    found = (*bases(report), *bases(report, Status.EXCEPTION))
    if found:
        page.heading("Covered, and by what", "green")
        for basis in found[:_BASES]:
            _basis(page, report, basis)
        if len(found) > _BASES:
            page.say(f"and {len(found) - _BASES} more bases; the JSON report lists all", indent=2)
    free: Counter[str] = Counter()
    for a in report.assessments:
        if a.verdict is Status.NOT_RESTRICTED:
            free[a.regime] += a.count
    noun = "transfer"
    if free:
        page.gap()
        page.say(f"Not restricted: {joined([f'{count(number, noun)} under {regime}' for regime, number in free.items()])}.")


def _basis(page: Page, report: Report, basis: Basis) -> None:
    exception = "only by way of exception, " if basis.status is Status.EXCEPTION else ""
    page.say(f"{exception}{basis.title} under {basis.regime}: {count(basis.count, 'transfer')}", indent=2)
    shown = basis.transfers[:4]
    page.entry("for", "; ".join(hop(report, transfer) for transfer in shown) + _more(basis.count, len(shown)))
    cites = dict.fromkeys(f"{fact.cite}{' (from memory)' if fact.confidence == 'from-memory' else ''}" for fact in basis.facts)
    if cites:
        page.entry("by", "; ".join(cites))


def _more(items: int, shown: int) -> str:
    return f"; and {items - shown:,} more" if items > shown else ""


def _questions(page: Page, questions: Sequence[Question]) -> None:
    if not questions:
        return
    ordered = sorted(questions, key=lambda question: -question.weight)
    page.heading(f"{count(len(questions), 'question')} open, the one that settles most first", "magenta")
    for number, question in enumerate(ordered[:_QUESTIONS], 1):
        settles = f" Settles {count(question.weight, 'transfer')}" if question.settles else ""
        where = f"{';' if settles else ''} {visible(str(question.where))}" if question.where else ""
        page.say(f"{question.ask[:1].upper()}{question.ask[1:]}{settles}{where}", indent=4, first=f"{number}. ")
    if len(ordered) > _QUESTIONS:
        page.say(f"and {len(ordered) - _QUESTIONS:,} more; the JSON report lists all", indent=4)


def _rests_on(page: Page, report: Report) -> None:
    """What the answers take for granted: notes of the run, assumptions, law that nobody has read in its source."""
    assumed = [f"{text} ({count(number, 'transfer')})" for text, number in assumptions(report).items()]
    memory = [f"not read in its source: {cite} ({some(facts)})" for cite, facts in unverified(report).items()]
    for title, lines in (("Notes on the run", report.notes), ("Assumed", assumed), ("Law from memory", memory)):
        if lines:
            page.heading(title)
            for line in lines:
                page.say(line, indent=4, first="- ")
