"""Each form is read back by what it is made for: the schema of SARIF, a reader of JUnit, the rules of Actions, Markdown's parser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

import datamap as dm
from datamap.rendering import report_github, report_jsonl, report_junit, report_markdown, report_sarif

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
"""The schema of SARIF 2.1.0 as Microsoft's SARIF SDK ships it (npm package @microsoft/sarif-multitool 5.7.0, MIT)."""


@pytest.fixture(params=["desk", "nasty"])
def report(request: pytest.FixtureRequest) -> dm.Report:
    """Both reports in turn."""
    found: dm.Report = request.getfixturevalue(request.param)
    return found


def sarif_errors(text: str) -> list[str]:
    """What the schema objects to."""
    check = jsonschema.validators.validator_for(SCHEMA)(SCHEMA, format_checker=jsonschema.FormatChecker())
    return [error.message for error in check.iter_errors(json.loads(text))]


def test_sarif_is_valid(report: dm.Report) -> None:
    assert sarif_errors(report_sarif(report)) == []


def test_the_schema_would_object() -> None:
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": [{"message": {"text": "x"}, "level": "grave"}]}]}
    assert len(sarif_errors(json.dumps(log))) == 2


def test_sarif_walks_along_the_chain(desk: dm.Report) -> None:
    run = json.loads(report_sarif(desk))["runs"][0]
    result = next(r for r in run["results"] if r["ruleId"] == "DM201" and r["level"] == "error")
    steps = [step["location"] for step in result["codeFlows"][0]["threadFlows"][0]["locations"]]
    assert len(steps) >= 2
    assert steps[-1]["physicalLocation"]["artifactLocation"]["uri"].endswith("shenzhen-desk.yaml")
    assert all(step["physicalLocation"]["region"]["startLine"] > 1 for step in steps)


def test_sarif_regions_are_where_the_map_says_it(desk: dm.Report) -> None:
    for result in json.loads(report_sarif(desk))["runs"][0]["results"]:
        for location in result["locations"]:
            place = location["physicalLocation"]
            lines = Path(place["artifactLocation"]["uri"].removeprefix("file://")).read_text(encoding="utf-8").splitlines()
            if "region" in place:
                assert lines[place["region"]["startLine"] - 1][place["region"]["startColumn"] - 1 :].strip()


def test_sarif_fingerprints_stay_when_the_file_moves_and_lines_shift(tmp_path: Path) -> None:
    text = "datamap: 1\non: 2020-11-20\nentities: {a: {location: NL, role: controller}, b: {location: SG, role: processor}}\n"
    text += "transfers: [{from: a, to: b, data_categories: user.contact}]\n"
    prints = []
    for name, padding in (("one.yaml", ""), ("two.yaml", "# a comment\n\n")):
        (tmp_path / name).write_text(padding + text, encoding="utf-8")
        results = json.loads(report_sarif(dm.load(tmp_path / name).check()))["runs"][0]["results"]
        prints.append([result["partialFingerprints"] for result in results])
    assert prints[0] == prints[1]
    assert prints[0]


def test_junit_is_read_back(report: dm.Report) -> None:
    junitparser = pytest.importorskip("junitparser")
    suites = junitparser.JUnitXml.fromstring(report_junit(report).encode())
    suite = next(iter(suites))
    cases = list(suite)
    failed = [case for case in cases if any(isinstance(result, junitparser.Failure) for result in case.result)]
    assert (suite.tests, suite.failures, suite.errors) == (len(cases), len(failed), 0)
    assert {case.name for case in failed} >= {finding.id for finding in report.findings}
    assert all(case.result[0].text for case in failed)


def actions(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands that a runner of GitHub Actions reads in a log: name, properties, message."""
    found = []
    for line in text.splitlines():
        match = re.match(r"^::([^ :]+)(?: (.*?))?::(.*)$", line)
        if match is None:
            continue
        name, listed, data = match.groups()
        pairs = [pair.split("=", 1) for pair in (listed or "").split(",") if "=" in pair]
        properties = {key: _plain(value.replace("%3A", ":").replace("%2C", ",")) for key, value in pairs}
        found.append((name, properties, _plain(data)))
    return found


def _plain(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_github_commands_are_read_back(report: dm.Report) -> None:
    read = actions(report_github(report))
    assert len(read) == len(report.findings)
    by_id = {message.splitlines()[-1]: (name, properties, message) for name, properties, message in read}
    for finding in report.findings:
        name, properties, message = by_id[finding.id]
        assert name == {"error": "error", "warning": "warning", "note": "notice"}[finding.level.value]
        assert message.startswith(finding.message)
        if finding.where:
            assert (properties["file"], properties["line"], properties["col"]) == (
                finding.where.file,
                str(finding.where.line),
                str(finding.where.column),
            )


def test_markdown_is_rendered(report: dm.Report) -> None:
    markdown = pytest.importorskip("markdown_it").MarkdownIt("gfm-like", {"linkify": False})
    tokens = markdown.parse(report_markdown(report))
    rows = [index for index, token in enumerate(tokens) if token.type == "tr_open"]
    assert len(rows) > len(report.findings)
    assert not any(token.type == "link_open" for each in tokens for token in (each.children or ()))
    (fence,) = [token for token in tokens if token.type == "fence"]
    assert fence.info == "mermaid"
    assert fence.content.startswith("flowchart LR\n")


def test_json_lines_hold_what_json_holds(report: dm.Report) -> None:
    lines = [json.loads(line) for line in report_jsonl(report).splitlines()]
    whole = json.loads(report.to_json())
    assert lines[0]["type"] == "report"
    assert lines[0]["verdict"] == report.verdict.value
    for kind in ("assessment", "finding", "question"):
        assert [{k: v for k, v in line.items() if k != "type"} for line in lines if line["type"] == kind] == whole[f"{kind}s"]
