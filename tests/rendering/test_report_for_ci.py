"""The report in the forms that continuous integration reads: SARIF, JUnit, GitHub's commands, Markdown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urlparse
from xml.etree import ElementTree

import pytest

from datamap.errors import Where
from datamap.findings import Question, Report
from datamap.rendering import report_github, report_junit, report_markdown, report_sarif

NASTY = "<b>x</b> | `y` [z](http://evil) @team #1 %0A::error::\x1b[2J\r\nend"


@pytest.fixture
def hostile(wechat: Report) -> Report:
    """The report with markup, commands and escapes wherever a user may write."""
    findings = tuple(replace(f, message=NASTY, fix=NASTY, where=Where("a,b:c%.yaml", 3, 1)) for f in wechat.findings)
    return replace(wechat, map_name=NASTY, findings=findings, questions=(Question(NASTY, ()),))


def sarif_run(report: Report) -> dict:
    return json.loads(report_sarif(report))["runs"][0]


def test_sarif_has_a_result_for_each_finding_that_points_at_its_rule(wechat: Report) -> None:
    run = sarif_run(wechat)
    rules = run["tool"]["driver"]["rules"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "error"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert {rule["name"] for rule in rules} == {finding.rule for finding in wechat.findings}


def test_sarif_regions_point_into_the_map(wechat: Report) -> None:
    place = sarif_run(wechat)["results"][2]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "wechat.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 31, "startColumn": 3}


def test_sarif_results_without_a_place_point_at_the_file(wechat: Report) -> None:
    assert sarif_run(wechat)["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "wechat.yaml", "uriBaseId": "%SRCROOT%"}
    }


def test_sarif_fingerprints_are_the_stable_ids(wechat: Report) -> None:
    prints = [result["partialFingerprints"]["datamapFinding/v1"] for result in sarif_run(wechat)["results"]]
    assert prints == [finding.id for finding in wechat.findings]


def test_sarif_marks_what_is_waived(wechat: Report) -> None:
    suppressed = [result.get("suppressions") for result in sarif_run(wechat)["results"]]
    assert suppressed[0] is suppressed[2] is None
    assert suppressed[1] == [
        {"kind": "external", "status": "accepted", "justification": "the desk closes in spring (dpo@example.com, until 2027-03-31)"}
    ]


@pytest.mark.parametrize("file", ["maps/ä b.yaml", "/srv/maps/x.yaml", "C:\\maps\\x.yaml", "./x.yaml", "100%.yaml"])
def test_sarif_addresses_are_uris(wechat: Report, file: str) -> None:
    moved = replace(wechat, findings=tuple(replace(f, where=Where(file, 1, 1)) for f in wechat.findings))
    uri = sarif_run(moved)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert " " not in uri
    assert urlparse(uri).scheme == ("file" if file[0] in "/C" else "")


def test_junit_counts_what_it_holds(wechat: Report) -> None:
    suite = ElementTree.fromstring(report_junit(wechat)).find("testsuite")
    assert suite is not None
    cases = suite.findall("testcase")
    assert int(suite.get("tests", "")) == len(cases) == 5
    assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure")) == 2
    assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped")) == 1
    assert [case.get("name") for case in cases[:2]] == ["signup: not restricted", "tis_europe..singapore: covered"]


def test_junit_fails_what_fails_the_run(wechat: Report) -> None:
    only = report_junit(wechat, {"uncovered_transfer@tis_europe..hong_kong/eu-gdpr"})
    root = ElementTree.fromstring(only)
    failed = [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None]
    assert failed == ["uncovered_transfer@tis_europe..hong_kong/eu-gdpr"]
    assert "chain: EEA users → Tencent" in root.findtext(".//failure", "")


def test_junit_holds_any_text(hostile: Report) -> None:
    root = ElementTree.fromstring(report_junit(hostile))
    assert any("<b>x</b>" in (failure.text or "") for failure in root.iter("failure"))


def test_github_commands_are_one_a_line_the_gravest_first(wechat: Report) -> None:
    lines = report_github(wechat).splitlines()
    assert lines[0].startswith("::error title=DM101 uncovered_transfer,file=wechat.yaml,line=31,col=3::Nothing covers")
    assert lines[1].startswith("::notice title=DM201 reaches_forbidden_place::Waived until 2027-03-31")
    assert lines[2].startswith("::warning title=DM109")
    assert lines[3:] == ["Violated: 2 errors on 2020-11-20 under eu-gdpr; 1 answer unknown (1 finding waived)."]


def test_github_commands_cannot_be_forged(hostile: Report) -> None:
    lines = report_github(hostile).splitlines()
    assert len(lines) == 4
    assert all("file=a%2Cb%3Ac%25.yaml,line=3,col=1::" in line for line in lines[:3])
    assert "%250A::error::" in lines[0]
    assert not any("\x1b" in line for line in lines)


def test_markdown_says_what_the_text_says(wechat: Report) -> None:
    text = report_markdown(wechat)
    assert text.startswith("### ❌ Violated: 2 errors on 2020-11-20 under eu-gdpr; 1 answer unknown")
    rows = [line for line in text.splitlines() if line.startswith(("| error", "| warning"))]
    assert len(rows) == 3
    assert "EEA users → Tencent International Service Europe BV → Hong Kong servers" in rows[0]
    assert "<code>uncovered\\_transfer@tis\\_europe..hong\\_kong/eu-gdpr</code>" in rows[0]
    assert "waived until 2027-03-31" in rows[1]
    assert "Decision 2004/915/EC (from memory)" in text
    assert "not legal advice" in text


def test_markdown_tables_keep_their_columns_and_hold_no_markup(hostile: Report) -> None:
    text = report_markdown(hostile)
    rows = [line for line in text.splitlines() if line.startswith(("| error", "| warning"))]
    assert [row.replace("\\|", "").count("|") for row in rows] == [5, 5, 5]
    assert "<b>x" not in text
    assert re.search(r"(?<!\\)\]\(", text) is None
    assert "@team" not in text
    assert "\x1b" not in text


def test_markdown_limits_and_says_so(wechat: Report) -> None:
    assert "2 more findings not listed (1 error and 1 warning)" in report_markdown(wechat, limit=1)


@pytest.mark.parametrize("write", [report_sarif, report_junit, report_github, report_markdown])
def test_the_same_report_gives_the_same_bytes_and_a_clean_one_works(write, wechat: Report, clean: Report) -> None:
    assert write(wechat) == write(replace(wechat))
    assert write(clean).endswith("\n")
