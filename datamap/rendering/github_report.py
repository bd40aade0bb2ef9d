"""The findings as workflow commands of GitHub Actions: each is an annotation beside the line of the map."""

from __future__ import annotations

from datamap.findings import Finding, Report
from datamap.rendering.layout import visible
from datamap.rendering.wording import chain, finding_order, verdict_sentence

_COMMAND = {"error": "error", "warning": "warning", "note": "notice"}


def report_github(report: Report) -> str:
    """One command a line, the gravest first, then the verdict as plain text; a waived finding is a notice."""
    lines = [_annotation(report, finding) for finding in finding_order(report.findings)]
    return "\n".join([*lines, visible(verdict_sentence(report))]) + "\n"


def _annotation(report: Report, finding: Finding) -> str:
    properties = {"title": f"{finding.code} {finding.rule}"}
    if finding.where:
        properties["file"] = finding.where.file
        if finding.where.line:
            properties |= {"line": str(finding.where.line), "col": str(max(finding.where.column, 1))}
    command = "notice" if finding.waived else _COMMAND[finding.level.value]
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{command} {listed}::{_data(_message(report, finding))}"


def _message(report: Report, finding: Finding) -> str:
    """The message, then lines with the chain, the fix and the id."""
    waived = f"Waived until {finding.waived.until.isoformat()} by {finding.waived.by}. " if finding.waived else ""
    lines = [waived + finding.message]
    lines += [chain(report, finding.path)] if finding.path else []
    lines += [f"Fix: {finding.fix}"] if finding.fix else []
    return "\n".join(visible(line) for line in [*lines, finding.id])


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
