"""The findings as SARIF 2.1.0, for code hosts and editors that show them beside the map."""

from __future__ import annotations

import json
from collections.abc import Collection
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from datamap.errors import Where
from datamap.findings import Finding, Report
from datamap.rendering.wording import chain, verdict_sentence

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def report_sarif(report: Report, known: Collection[str] | None = None) -> str:
    """One SARIF run with a result for each finding; a waived one carries a suppression.

    `known` holds the ids of findings in a baseline; with it each result says whether it is new.
    """
    rules = {finding.rule: finding for finding in report.findings}
    order = {rule: index for index, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "datamap", "version": version("datamap"), "rules": [_rule(finding) for finding in rules.values()]}},
        "columnKind": "unicodeCodePoints",
        "results": [{**_result(report, finding, order[finding.rule]), **_state(finding, known)} for finding in report.findings],
        "properties": {
            "on": report.on.isoformat(),
            "verdict": report.verdict.value,
            "summary": verdict_sentence(report),
            "lawVersion": report.law_version,
        },
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    said = finding.rule.replace("_", " ")
    return {"id": finding.code, "name": finding.rule, "shortDescription": {"text": said[:1].upper() + said[1:] + "."}}


def _result(report: Report, finding: Finding, rule_index: int) -> dict[str, Any]:
    where = finding.where or (Where(report.map_file) if report.map_file else None)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": finding.level.value,
        "message": {"text": _message(report, finding)},
        "locations": [_location(where)] if where else [],
        "partialFingerprints": {"datamapFinding/v1": finding.id},
        "properties": {
            "id": finding.id,
            "verdict": finding.verdict.value,
            "transfers": list(finding.transfers),
            "regime": finding.regime,
            "policy": finding.policy,
            "cites": list(finding.cites),
        },
    }
    steps = [{"location": _step(report, leg)} for leg in finding.path if leg in report.arrows and report.arrows[leg].where]
    if len(steps) > 1:
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if finding.waived:
        by = f"{finding.waived.reason} ({finding.waived.by}, until {finding.waived.until.isoformat()})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": by}]
    return result


def _state(finding: Finding, known: Collection[str] | None) -> dict[str, str]:
    return {} if known is None else {"baselineState": "unchanged" if finding.id in known else "new"}


def _step(report: Report, leg: str) -> dict[str, Any]:
    """A transfer of the chain as a place that a viewer can walk to."""
    where = report.arrows[leg].where
    assert where is not None
    return {**_location(where), "message": {"text": chain(report, (leg,))}}


def _message(report: Report, finding: Finding) -> str:
    parts = [finding.message]
    if finding.path:
        parts.append(f"Chain: {chain(report, finding.path)}.")
    if finding.fix:
        parts.append(f"Fix: {finding.fix}")
    return " ".join(parts)


def _location(where: Where) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(where.file)}
    if where.line:
        place["region"] = {"startLine": where.line, "startColumn": max(where.column, 1)}
    return {"physicalLocation": place}


def _artifact(file: str) -> dict[str, Any]:
    """A relative path from the root of the sources, an absolute one as a file URI."""
    path = quote(file.replace("\\", "/"), errors="surrogateescape")
    if path.startswith("/"):
        return {"uri": f"file://{path}"}
    if path[1:4] == "%3A":
        return {"uri": f"file:///{path[0]}:{path[4:]}"}
    return {"uri": path.removeprefix("./"), "uriBaseId": "%SRCROOT%"}
