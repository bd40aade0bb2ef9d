"""The report as Markdown, for a comment on a pull request: the verdict, the findings, what is open, what is covered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from datamap.findings import Finding, Question, Report, Status, Verdict
from datamap.rendering.coverage import Basis, bases
from datamap.rendering.findings_picture import fenced, findings_picture
from datamap.rendering.layout import visible
from datamap.rendering.overview import Sheet, sentence, sheets, widest
from datamap.rendering.wording import NOT_ADVICE, by_level, chain, count, finding_order, hop, verdict_sentence

_SIGN = {Verdict.OK: "✅", Verdict.UNKNOWN: "❔", Verdict.VIOLATED: "❌"}
_ACTIVE = re.compile(r"([\\`*_\[\]#|~])")
_SHOWN = 20


def report_markdown(report: Report, *, limit: int | None = None) -> str:
    """The report as Markdown of GitHub's kind, ending with a line break; `limit` bounds the findings that are listed."""
    parts = [f"### {_SIGN[report.verdict]} {_text(verdict_sentence(report))}", _opening(report)]
    parts += [_text(sentence(report.overview))] if report.overview else []
    parts += [_sheet(sheet) for sheet in sheets(report)]
    parts += _findings(report, limit)
    picture = findings_picture(report)
    parts += [fenced(picture)] if picture else []
    parts += _questions(report.questions)
    parts += _covered(report)
    parts.append(f"<sub>{_text(NOT_ADVICE)}</sub>")
    return "\n\n".join(parts) + "\n"


def _inert(text: str) -> str:
    """The text with nothing in it that Markdown or HTML would act on."""
    return _ACTIVE.sub(r"\\\1", escape(visible(text), quote=False))


def _text(text: str) -> str:
    """Prose made inert, also against mentions that call somebody and addresses that become links."""
    return _inert(text).replace("@", "@\u200b").replace("://", ":\u200b//")


def _code(text: str) -> str:
    return f"<code>{_inert(text)}</code>"


def _opening(report: Report) -> str:
    file = f" ({_code(report.map_file)})" if report.map_file else ""
    checked = report.law_checked_on.isoformat()
    return (
        f"{_text(report.map_name)}{file}, judged on {report.on.isoformat()} by law book {_text(report.law_version)}, checked on {checked}."
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sheet(sheet: Sheet) -> str:
    rows = ([f"{cell:,}" if isinstance(cell, int) else _text(cell) for cell in row] for row in sheet.rows)
    more = f"\n\n{_text(sheet.more)}" if sheet.more else ""
    return f"**{_text(sheet.title)}**\n\n{_table(sheet.heads, rows)}{more}"


def _folded(title: str, body: str) -> str:
    return f"<details><summary>{escape(title)}</summary>\n\n{body}\n\n</details>"


def _findings(report: Report, limit: int | None) -> list[str]:
    ordered = finding_order(report.findings)
    listed = widest(ordered) if limit is None and report.overview else ordered if limit is None else ordered[:limit]
    kept = set(map(id, listed))
    left = [finding for finding in ordered if id(finding) not in kept]
    parts = [_table(("Level", "Finding", "Law", "Where"), (_row(report, finding) for finding in listed))] if listed else []
    return [*parts, f"{count(len(left), 'more finding')} not listed ({by_level(left)})."] if left else parts


def _row(report: Report, finding: Finding) -> tuple[str, ...]:
    doubt = "<br>unknown" if finding.verdict is Verdict.UNKNOWN else ""
    waived = f"<br>waived until {finding.waived.until.isoformat()}" if finding.waived else ""
    lines = [_text(finding.message)]
    lines += [_text(chain(report, finding.path))] if finding.path else []
    lines += [f"<b>Fix:</b> {_text(finding.fix)}"] if finding.fix else []
    where = _code(str(finding.where)) if finding.where else ""
    proof = "<br>".join([*lines, _code(finding.id)])
    return (f"{finding.level.value}{doubt}{waived}", proof, _text("; ".join(finding.cites)), where)


def _questions(questions: Sequence[Question]) -> list[str]:
    if not questions:
        return []
    ordered = sorted(questions, key=lambda question: -question.weight)
    lines = [f"{n}. {_text(q.ask)}{_settles(q)}{_at(q)}" for n, q in enumerate(ordered[:_SHOWN], 1)]
    more = [f"\nand {len(ordered) - _SHOWN:,} more"] if len(ordered) > _SHOWN else []
    return [_folded(f"{count(len(questions), 'open question')}, the one that settles most first", "\n".join([*lines, *more]))]


def _settles(question: Question) -> str:
    return f" Settles {count(question.weight, 'transfer')}." if question.settles else ""


def _at(question: Question) -> str:
    return f" {_code(str(question.where))}" if question.where else ""


def _covered(report: Report) -> list[str]:
    found = (*bases(report), *bases(report, Status.EXCEPTION))
    rows = ((_text(basis.regime), _title(basis), _names(report, basis), _text(_cites(basis))) for basis in found)
    return [_folded("Covered, and by what", _table(_HEADS, rows))] if found else []


_HEADS = ("Regime", "Basis", "Transfers", "Law")


def _title(basis: Basis) -> str:
    return _text(f"{basis.title}, by way of exception" if basis.status is Status.EXCEPTION else basis.title)


def _names(report: Report, basis: Basis) -> str:
    names = [_text(hop(report, transfer)) for transfer in basis.transfers[:_SHOWN]]
    more = [f"and {basis.count - len(names):,} more"] if basis.count > len(names) else []
    return "<br>".join([*names, *more])


def _cites(basis: Basis) -> str:
    marked = (f"{fact.cite}{' (from memory)' if fact.confidence == 'from-memory' else ''}" for fact in basis.facts)
    return "; ".join(dict.fromkeys(marked))
