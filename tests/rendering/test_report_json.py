"""The report as JSON: its shape, the order of its keys, its bytes."""

from __future__ import annotations

import json
from dataclasses import replace

from datamap.findings import Part, Report, Status
from datamap.rendering import report_json

TOP = ["format", "map", "on", "law", "verdict", "assessments", "findings", "questions"]
ASSESSMENT = [
    *("transfer", "regime", "restricted", "verdict", "onward", "exporter", "importer", "exporter_role", "importer_role", "mechanism"),
    *("agreement", "module", "data_categories", "data_subjects", "assumptions", "alternatives", "parts", "reasons"),
]
FINDING = [
    *("id", "rule", "code", "level", "verdict", "transfer", "transfers", "regime", "policy", "place", "by", "path", "count"),
    *("witnesses", "data_categories", "message", "fix", "cites", "where", "waived"),
]


def test_keys_stand_in_the_order_of_the_format(wechat: Report) -> None:
    read = json.loads(report_json(wechat))
    assert list(read) == TOP
    assert all(list(a) == ASSESSMENT for a in read["assessments"])
    assert all(list(f) == FINDING for f in read["findings"])
    assert all(list(q) == ["ask", "settles", "where"] for q in read["questions"])
    assert list(read["map"]) == ["name", "file", "sha256"]
    assert list(read["law"]) == ["version", "checked_on"]


def test_values_are_those_of_the_report(wechat: Report) -> None:
    read = json.loads(report_json(wechat))
    assert read["format"] == "datamap-report/1"
    assert (read["on"], read["verdict"], read["law"]["checked_on"]) == ("2020-11-20", "violated", "2026-10-01")
    covered = read["assessments"][3]
    assert (covered["verdict"], covered["agreement"], covered["module"], covered["restricted"]) == ("covered", "scc-eu-sg", 1, True)
    assert covered["reasons"][0] == {
        "says": "the clauses were valid on that day",
        "fact": "eu-gdpr/mechanism/scc-2004-915",
        "cite": "Decision 2004/915/EC",
        "confidence": "from-memory",
    }
    assert read["assessments"][1]["alternatives"][0]["fails"] == "no decision names Hong Kong"


def test_findings_keep_their_order_and_name_their_first_transfer(wechat: Report) -> None:
    unknown, mainland, hong_kong = json.loads(report_json(wechat))["findings"]
    assert (unknown["verdict"], unknown["where"], unknown["waived"]) == ("unknown", None, None)
    assert (mainland["transfer"], mainland["count"], mainland["path"][-1]) == ("desk-reads", 14, "desk-reads")
    assert mainland["waived"] == {"reason": "the desk closes in spring", "by": "dpo@example.com", "until": "2027-03-31", "ticket": "PRIV-7"}
    assert mainland["witnesses"] == [["signup", "tis_europe..hong_kong", "desk-reads"]]
    assert hong_kong["where"] == {"file": "wechat.yaml", "line": 31, "column": 3}


def test_an_unknown_restriction_is_null(wechat: Report) -> None:
    doubt = replace(wechat.assessments[0], restricted=None)
    assert json.loads(report_json(replace(wechat, assessments=(doubt,))))["assessments"][0]["restricted"] is None


def test_parts_say_what_differs(wechat: Report) -> None:
    part = Part(("user.contact",), ("eea_users",), "HK", Status.UNCOVERED, True)
    whole = replace(wechat.assessments[0], parts=(part,))
    read = json.loads(report_json(replace(wechat, assessments=(whole,))))["assessments"][0]["parts"][0]
    assert (read["data_categories"], read["place"], read["verdict"]) == (["user.contact"], "HK", "uncovered")


def test_letters_stay_letters_and_the_end_is_a_line_break(wechat: Report) -> None:
    text = report_json(replace(wechat, map_name="微信 \x1b"))
    assert '"name": "微信 \\u001b"' in text
    assert text.endswith("}\n")
    assert text.startswith('{\n  "format": "datamap-report/1",\n')


def test_the_same_report_gives_the_same_bytes(wechat: Report) -> None:
    assert report_json(wechat) == report_json(replace(wechat)) == wechat.to_json()
