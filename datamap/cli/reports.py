"""A report in the form that was asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from datamap import rendering
from datamap.cli.failing import failing
from datamap.cli.failures import say
from datamap.cli.output import text_width
from datamap.errors import QuestionError
from datamap.findings import Report
from datamap.rendering.wording import finding_order

FORMS = ("text", "json", "sarif", "junit", "markdown", "github", "jsonl", "html", "parquet")
ENDINGS = {"json": "json", "jsonl": "jsonl", "sarif": "sarif", "xml": "junit", "md": "markdown", "html": "html", "parquet": "parquet"}


def written(
    report: Report,
    form: str,
    *,
    limit: int | None,
    dated: str,
    colour: bool,
    fail_on: Collection[str],
    known: Collection[str] | None = None,
) -> str | bytes:
    """The report as text for people, or as bytes in UTF-8 for programs; `known` holds the ids in a baseline, if there is one."""
    if form == "text":
        return rendering.report_text(report, colour=colour, width=text_width(), limit=limit, dated=dated)
    if form == "markdown":
        return _bytes(rendering.report_markdown(report, limit=limit))
    if form == "parquet":
        return _parquet(report)
    report = _limited(report, limit)
    if form == "junit":
        return _bytes(rendering.report_junit(report, {finding.id for finding in failing(report, fail_on, known or ())}))
    if form == "sarif":
        return _bytes(rendering.report_sarif(report, known))
    write = {
        "json": rendering.report_json,
        "jsonl": rendering.report_jsonl,
        "github": rendering.report_github,
        "html": rendering.report_page,
    }
    return _bytes(write[form](report))


def _parquet(report: Report) -> bytes:
    try:
        from pyarrow import BufferOutputStream, parquet
    except ImportError:
        raise QuestionError("writing Parquet needs pyarrow: pip install 'datamap[tables]'") from None
    sink = BufferOutputStream()
    parquet.write_table(report.to_arrow(), sink, compression="zstd")
    return bytes(sink.getvalue())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _limited(report: Report, limit: int | None) -> Report:
    """The report with its gravest findings only; what was left out is said on stderr, as these forms have no place for it."""
    left = 0 if limit is None else len(report.findings) - limit
    if left <= 0:
        return report
    kept = set(map(id, finding_order(report.findings)[:limit]))
    say(f"{left} more findings were left out by --limit {limit}")
    return replace(report, findings=tuple(finding for finding in report.findings if id(finding) in kept))
