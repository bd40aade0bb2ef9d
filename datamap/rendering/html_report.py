"""The report as an HTML fragment, as a notebook shows it: safe to embed, light or dark, long parts folded."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.errors import Where
from datamap.findings import Finding, Level, Question, Report, Status, Verdict
from datamap.rendering.coverage import Basis, assumptions, bases, unverified
from datamap.rendering.live_tables import MOST, STYLE, Cell, live, table, text
from datamap.rendering.overview import sentence, sheets
from datamap.rendering.proof import Proofs, cited
from datamap.rendering.wording import NOT_ADVICE, chain, count, finding_order, hop, some, verdict_sentence

_STYLE = """<style>
.datamap-report p { margin: .3em 0 }
.datamap-report td > p:first-child { margin-top: 0 }
.datamap-report td summary { font-weight: normal; opacity: .8 }
.datamap-report .badge { border: 1px solid currentColor; border-radius: .3em; padding: 0 .4em; white-space: nowrap; font-weight: 600 }
.datamap-report .quiet { opacity: .8 }
.datamap-report summary { cursor: pointer; font-weight: 600 }
</style>"""
_FOLDED_ABOVE = 12
_SIGN = {Verdict.OK: "√", Verdict.UNKNOWN: "?", Verdict.VIOLATED: "×"}


def report_html(report: Report, *, script: bool = False) -> str:
    """The report as one `<div>`; everything a user wrote is escaped, and nothing is fetched or run.

    With `script`, as in a notebook, a script of ours lets the reader sort and filter its tables, and long ones are cut off.
    """
    most = MOST if script else None
    parts = [
        f"<p><strong>{_SIGN[report.verdict]} {text(verdict_sentence(report))}</strong><br>{_opening(report)}</p>",
        _overview(report),
        _found(report, "Findings", Verdict.VIOLATED, most),
        _covered(report, most),
        _section("Open questions", len(report.questions), _questions(report.questions, most)),
        _found(report, "Unknown until then", Verdict.UNKNOWN, most),
        _rests_on(report),
        f'<p class="quiet">{text(NOT_ADVICE)}</p>',
    ]
    body = "".join(parts)
    if script:
        return live(f'{_STYLE}<div class="datamap-report">{body}</div>')
    return f'<div class="datamap-report datamap-live"><style>{STYLE}</style>{_STYLE}{body}</div>\n'


def report_page(report: Report, picture: str = "") -> str:
    """The report as one self-contained page that needs no network and runs no script; `picture` is SVG that stands below it."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    style = "body { font-family: Arial, Helvetica, sans-serif; margin: 1.5em } .picture svg { max-width: 100%; height: auto }"
    head = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="datamap">',
        f"<title>{text(report.map_name)}</title>\n<style>{style}</style>\n</head>\n<body>",
    ]
    below = f'<div class="picture">{picture}</div>\n' if picture else ""
    return "\n".join([*head, f"{report_html(report)}{below}</body>\n</html>\n"])


def _opening(report: Report) -> str:
    file = f" ({report.map_file})" if report.map_file else ""
    law = f"law book {report.law_version}, checked on {report.law_checked_on.isoformat()}"
    return f'<span class="quiet">{text(f"{report.map_name}{file}, judged on {report.on.isoformat()}, by {law}.")}</span>'


def _overview(report: Report) -> str:
    """The numbers of a large map; nothing for any other."""
    said = f"<p>{text(sentence(report.overview))}</p>" if report.overview else ""
    return said + "".join(
        table(sheet.heads, ([f"{cell:,}" if isinstance(cell, int) else text(cell) for cell in row] for row in sheet.rows), sheet.title)
        + (f"<p>{text(sheet.more)}</p>" if sheet.more else "")
        for sheet in sheets(report)
    )


def _section(title: str, size: int, body: str) -> str:
    """A part that can be folded, open unless it is long; nothing where it has no content."""
    opened = " open" if size <= _FOLDED_ABOVE else ""
    return f"<details{opened}><summary>{text(title)} ({size:,})</summary>{body}</details>" if size else ""


def _found(report: Report, title: str, verdict: Verdict, most: int | None) -> str:
    """The findings of one verdict, the gravest first."""
    found = [finding for finding in finding_order(report.findings) if finding.verdict is verdict]
    proofs = Proofs(report)
    rows: list[list[str | Cell]] = [
        [_badge(finding), _proof(report, finding, proofs), text("; ".join(finding.cites)), _where(finding.where)] for finding in found
    ]
    return _section(title, len(found), table(("Level", "Finding", "Law", "Where"), rows, most=most))


def _badge(finding: Finding) -> Cell:
    doubt = ", unknown" if finding.verdict is Verdict.UNKNOWN else ""
    waived = f'<br><span class="quiet">waived until {finding.waived.until.isoformat()}</span>' if finding.waived else ""
    rank = f"{list(Level).index(finding.level)}{finding.verdict is Verdict.UNKNOWN:d}{bool(finding.waived):d}"
    return Cell(f'<span class="badge">{finding.level.value}{doubt}</span>{waived}', rank)


def _proof(report: Report, finding: Finding, proofs: Proofs) -> str:
    lines = [f"<p>{text(finding.message)}</p>"]
    if finding.path:
        lines.append(f"<p>{text(chain(report, finding.path))}</p>")
    why = [] if finding.policy else proofs.reasons(finding)
    if why:
        steps = "".join(f"<li>{text(cited(reason))}</li>" for reason in why)
        lines.append(f"<details><summary>Why</summary><ul>{steps}</ul></details>")
    if finding.fix:
        lines.append(f"<p><em>Fix:</em> {text(finding.fix)}</p>")
    if finding.waived:
        lines.append(f"<p><em>Waived by {text(finding.waived.by)}:</em> {text(finding.waived.reason)}</p>")
    grouped = f", {count(finding.count, 'transfer')}" if finding.count > 1 else ""
    return f'{"".join(lines)}<p class="quiet"><code>{text(finding.id)}</code> ({text(finding.code)}{grouped})</p>'


def _where(where: Where | None) -> str:
    return f"<code>{text(str(where))}</code>" if where else ""


def _questions(questions: Sequence[Question], most: int | None) -> str:
    ordered = sorted(questions, key=lambda question: -question.weight)
    rows = ([text(q.ask[:1].upper() + q.ask[1:]), f"{q.weight:,}", _where(q.where)] for q in ordered)
    return table(("Question", "Settles transfers", "Where"), rows, most=most)


def _covered(report: Report, most: int | None) -> str:
    found = (*bases(report), *bases(report, Status.EXCEPTION))
    rows = ([text(basis.regime), text(_title(basis)), _names(report, basis), text(_cites(basis))] for basis in found)
    return _section("Covered, and by what", len(found), table(("Regime", "Basis", "Transfers", "Law"), rows, most=most))


def _title(basis: Basis) -> str:
    return f"{basis.title}, by way of exception" if basis.status is Status.EXCEPTION else basis.title


def _names(report: Report, basis: Basis) -> str:
    shown = basis.transfers[:20]
    more = [f"and {basis.count - len(shown):,} more"] if basis.count > len(shown) else []
    return "<br>".join([*(text(hop(report, transfer)) for transfer in shown), *more])


def _cites(basis: Basis) -> str:
    marked = (f"{fact.cite}{' (from memory)' if fact.confidence == 'from-memory' else ''}" for fact in basis.facts)
    return "; ".join(dict.fromkeys(marked))


def _rests_on(report: Report) -> str:
    lines = [*report.notes]
    lines += [f"Assumed: {what} ({count(number, 'transfer')})" for what, number in assumptions(report).items()]
    lines += [f"Not read in its source: {cite} ({some(facts)})" for cite, facts in unverified(report).items()]
    return _section("What the answers rest on", len(lines), f"<ul>{''.join(f'<li>{text(line)}</li>' for line in lines)}</ul>")
