"""The report as an HTML fragment, as a notebook shows it: safe to embed, light or dark, long parts folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from datamap.errors import Where
from datamap.findings import Finding, Question, Report, Status, Verdict
from datamap.rendering.coverage import Basis, assumptions, bases, unverified
from datamap.rendering.layout import visible
from datamap.rendering.proof import Proofs, cited
from datamap.rendering.wording import NOT_ADVICE, chain, count, finding_order, hop, some, verdict_sentence

_STYLE = """<style>
.datamap-report { line-height: 1.45; max-width: 75em; text-align: left; color: inherit }
.datamap-report table { border-collapse: collapse; width: 100%; margin: .4em 0 }
.datamap-report th, .datamap-report td { text-align: left; vertical-align: top; padding: .35em .6em; border-bottom: 1px solid #8886 }
.datamap-report p { margin: .3em 0 }
.datamap-report td > p:first-child { margin-top: 0 }
.datamap-report td summary { font-weight: normal; opacity: .8 }
.datamap-report .badge { border: 1px solid currentColor; border-radius: .3em; padding: 0 .4em; white-space: nowrap; font-weight: 600 }
.datamap-report .quiet { opacity: .8 }
.datamap-report summary { cursor: pointer; font-weight: 600 }
</style>"""
_FOLDED_ABOVE = 12
_SIGN = {Verdict.OK: "√", Verdict.UNKNOWN: "?", Verdict.VIOLATED: "×"}


def report_html(report: Report) -> str:
    """The report as one `<div>`; everything a user wrote is escaped, and nothing is fetched or run."""
    parts = [
        _STYLE,
        f"<p><strong>{_SIGN[report.verdict]} {_text(verdict_sentence(report))}</strong><br>{_opening(report)}</p>",
        _found(report, "Findings", Verdict.VIOLATED),
        _covered(report),
        _section("Open questions", len(report.questions), _questions(report.questions)),
        _found(report, "Unknown until then", Verdict.UNKNOWN),
        _rests_on(report),
        f'<p class="quiet">{_text(NOT_ADVICE)}</p>',
    ]
    return f'<div class="datamap-report">{"".join(parts)}</div>\n'


def _text(text: str) -> str:
    return escape(visible(text))


def _opening(report: Report) -> str:
    file = f" ({report.map_file})" if report.map_file else ""
    law = f"law book {report.law_version}, checked on {report.law_checked_on.isoformat()}"
    return f'<span class="quiet">{_text(f"{report.map_name}{file}, judged on {report.on.isoformat()}, by {law}.")}</span>'


def _section(title: str, size: int, body: str) -> str:
    """A part that can be folded, open unless it is long; nothing where it has no content."""
    opened = " open" if size <= _FOLDED_ABOVE else ""
    return f"<details{opened}><summary>{_text(title)} ({size:,})</summary>{body}</details>" if size else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    head = "".join(f'<th scope="col">{_text(title)}</th>' for title in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _found(report: Report, title: str, verdict: Verdict) -> str:
    """The findings of one verdict, the gravest first."""
    found = [finding for finding in finding_order(report.findings) if finding.verdict is verdict]
    proofs = Proofs(report)
    rows = ([_badge(finding), _proof(report, finding, proofs), _text("; ".join(finding.cites)), _where(finding.where)] for finding in found)
    return _section(title, len(found), _table(("Level", "Finding", "Law", "Where"), rows))


def _badge(finding: Finding) -> str:
    doubt = ", unknown" if finding.verdict is Verdict.UNKNOWN else ""
    waived = f'<br><span class="quiet">waived until {finding.waived.until.isoformat()}</span>' if finding.waived else ""
    return f'<span class="badge">{finding.level.value}{doubt}</span>{waived}'


def _proof(report: Report, finding: Finding, proofs: Proofs) -> str:
    lines = [f"<p>{_text(finding.message)}</p>"]
    if finding.path:
        lines.append(f"<p>{_text(chain(report, finding.path))}</p>")
    why = [] if finding.policy else proofs.reasons(finding)
    if why:
        steps = "".join(f"<li>{_text(cited(reason))}</li>" for reason in why)
        lines.append(f"<details><summary>Why</summary><ul>{steps}</ul></details>")
    if finding.fix:
        lines.append(f"<p><em>Fix:</em> {_text(finding.fix)}</p>")
    if finding.waived:
        lines.append(f"<p><em>Waived by {_text(finding.waived.by)}:</em> {_text(finding.waived.reason)}</p>")
    grouped = f", {count(finding.count, 'transfer')}" if finding.count > 1 else ""
    return f'{"".join(lines)}<p class="quiet"><code>{_text(finding.id)}</code> ({_text(finding.code)}{grouped})</p>'


def _where(where: Where | None) -> str:
    return f"<code>{_text(str(where))}</code>" if where else ""


def _questions(questions: Sequence[Question]) -> str:
    ordered = sorted(questions, key=lambda question: -len(question.settles))
    rows = ([_text(q.ask[:1].upper() + q.ask[1:]), f"{len(q.settles):,}", _where(q.where)] for q in ordered)
    return _table(("Question", "Settles transfers", "Where"), rows)


def _covered(report: Report) -> str:
    found = (*bases(report), *bases(report, Status.EXCEPTION))
    rows = ([_text(basis.regime), _text(_title(basis)), _names(report, basis), _text(_cites(basis))] for basis in found)
    return _section("Covered, and by what", len(found), _table(("Regime", "Basis", "Transfers", "Law"), rows))


def _title(basis: Basis) -> str:
    return f"{basis.title}, by way of exception" if basis.status is Status.EXCEPTION else basis.title


def _names(report: Report, basis: Basis) -> str:
    return "<br>".join(_text(hop(report, transfer)) for transfer in basis.transfers[:20]) + (
        f"<br>and {len(basis.transfers) - 20:,} more" if len(basis.transfers) > 20 else ""
    )


def _cites(basis: Basis) -> str:
    marked = (f"{fact.cite}{' (from memory)' if fact.confidence == 'from-memory' else ''}" for fact in basis.facts)
    return "; ".join(dict.fromkeys(marked))


def _rests_on(report: Report) -> str:
    lines = [*report.notes]
    lines += [f"Assumed: {text} ({count(number, 'transfer')})" for text, number in assumptions(report).items()]
    lines += [f"Not read in its source: {cite} ({some(facts)})" for cite, facts in unverified(report).items()]
    return _section("What the answers rest on", len(lines), f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>")
