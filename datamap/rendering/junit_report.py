"""The report as JUnit XML, for continuous integration: what was judged is a test case, what fails the run a failure."""

from __future__ import annotations

import re
from collections.abc import Collection
from xml.etree import ElementTree

from datamap.findings import Assessment, Finding, Report, Status
from datamap.rendering.wording import chain, hop, status_word, verdict_sentence

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def report_junit(report: Report, failing: Collection[str] | None = None) -> str:
    """A suite with a case for each finding and each assessment that no finding names.

    `failing` holds the ids of the findings that fail the run; without it, every finding that nobody waived does.
    A waived finding is a skipped case.
    """
    suite = ElementTree.Element("testsuite", name=_clean(f"datamap {report.map_name}"))
    named = {(transfer, finding.regime) for finding in report.findings for transfer in finding.transfers}
    quiet = [a for a in report.assessments if (a.transfer, a.regime) not in named]
    for assessment in quiet:
        _assessed(suite, report, assessment)
    for finding in report.findings:
        _found(suite, report, finding, failing)
    failures, skipped = len(suite.findall("*/failure")), len(suite.findall("*/skipped"))
    for name, number in (("tests", len(suite)), ("failures", failures), ("errors", 0), ("skipped", skipped)):
        suite.set(name, str(number))
    suite.insert(0, _properties(report))
    suite.append(_element("system-out", verdict_sentence(report)))
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"


def _properties(report: Report) -> ElementTree.Element:
    properties = ElementTree.Element("properties")
    for name, value in (("on", report.on.isoformat()), ("verdict", report.verdict.value), ("law", report.law_version)):
        ElementTree.SubElement(properties, "property", name=name, value=value)
    return properties


def _assessed(suite: ElementTree.Element, report: Report, assessment: Assessment) -> None:
    name = f"{assessment.transfer}: {status_word(assessment.verdict)}"
    case = ElementTree.SubElement(suite, "testcase", classname=_clean(f"datamap.{assessment.regime}"), name=_clean(name))
    if assessment.verdict in (Status.UNKNOWN, Status.UNCOVERED):
        failure = _element("failure", hop(report, assessment.transfer))
        failure.set("message", status_word(assessment.verdict))
        failure.set("type", assessment.verdict.value)
        case.append(failure)


def _found(suite: ElementTree.Element, report: Report, finding: Finding, failing: Collection[str] | None) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=f"datamap.{finding.rule}", name=_clean(finding.id))
    if finding.where:
        case.set("file", _clean(finding.where.file))
        case.set("line", str(finding.where.line))
    if finding.waived:
        until = f"waived until {finding.waived.until.isoformat()} by {finding.waived.by}: {finding.waived.reason}"
        ElementTree.SubElement(case, "skipped", message=_clean(until))
    elif failing is None or finding.id in failing:
        failure = _element("failure", _proof(report, finding))
        failure.set("message", _clean(finding.message))
        failure.set("type", f"{finding.level.value}, {finding.verdict.value}")
        case.append(failure)
    else:
        case.append(_element("system-out", f"{finding.level.value}: {_proof(report, finding)}"))


def _proof(report: Report, finding: Finding) -> str:
    lines = [finding.message]
    lines += [f"chain: {chain(report, finding.path)}"] if finding.path else []
    lines += [f"law: {'; '.join(finding.cites)}"] if finding.cites else []
    lines += [f"fix: {finding.fix}"] if finding.fix else []
    lines += [f"where: {finding.where}"] if finding.where else []
    return "\n".join(lines)


def _element(tag: str, text: str) -> ElementTree.Element:
    element = ElementTree.Element(tag)
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    """The text without the characters that XML cannot hold, each written out."""
    return _REFUSED.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
