"""Values from outside: what people hold in hand after a check, and what they hand in."""

from __future__ import annotations

import pickle
from datetime import date, datetime

import pytest

import datamap as dm
from datamap.checking.explaining import explain
from datamap.errors import QuestionError
from datamap.findings import Level, Report, Status, Verdict


@pytest.fixture(name="m")
def a_map() -> dm.DataMap:
    return dm.DataMap(
        data_subjects=[dm.DataSubjects(id="people", location="DE")],
        entities=[
            dm.Entity(id="shop", location="DE", role="controller"),
            dm.Entity(id="help", location="IN", role="processor"),
            dm.Entity(id="host", location="HK", role="processor"),
        ],
        transfers=[
            dm.Transfer(id="sign-up", from_="people", to="shop", data_categories=["user.contact"]),
            dm.Transfer(id="tickets", from_="shop", to="help", data_categories=["user.contact"]),
            dm.Transfer(id="store", from_="shop", to="host", data_categories=["user.contact"]),
        ],
    )


@pytest.fixture(name="report")
def a_report(m: dm.DataMap) -> Report:
    report: Report = m.check(on="2023-06-01")
    return report


def test_verdicts_levels_and_statuses_equal_their_words(report: Report) -> None:
    finding = report.findings[0]
    assert (report.verdict, finding.level, finding.verdict) == ("violated", "error", "violated")
    assert f"{report.verdict}" == "violated"
    assert Status.NOT_RESTRICTED == "not_restricted"
    assert (Level("note"), Verdict("ok")) == (Level.NOTE, Verdict.OK)


@pytest.mark.parametrize("mapping", ["nodes", "arrows"])
def test_the_mappings_of_a_report_cannot_be_changed(report: Report, mapping: str) -> None:
    held = getattr(report, mapping)
    assert held
    with pytest.raises(TypeError):
        held["more"] = None
    assert pickle.loads(pickle.dumps(report)) == report


def test_a_moment_is_judged_as_its_day(m: dm.DataMap, report: Report) -> None:
    assert m.check(on=datetime(2023, 6, 1, 23, 59)) == m.check(on=date(2023, 6, 1)) == report


@pytest.mark.parametrize("on", [20230601, 0, "", "tomorrow", ["2023-06-01"]])
def test_what_is_no_day_is_refused_in_words(m: dm.DataMap, on: object) -> None:
    with pytest.raises(QuestionError, match="is no date"):
        m.check(on=on)  # type: ignore[arg-type]


def test_a_finding_answers_to_its_code(m: dm.DataMap) -> None:
    waiver = {"finding": "DM101@tickets/eu-gdpr", "reason": "until the contract is signed", "by": "dpo", "until": "2024-01-01"}
    report = dm.DataMap.model_validate({**m.model_dump(by_alias=True, exclude_defaults=True), "waivers": [waiver]}).check(on="2023-06-01")
    waived = [finding.id for finding in report.findings if finding.waived]
    assert waived == ["uncovered_transfer@tickets/eu-gdpr"]
    assert not [finding for finding in report.findings if finding.rule == "unused_waiver"]
    assert explain(m, "DM101@tickets/eu-gdpr", on="2023-06-01") == explain(m, waived[0], on="2023-06-01")


def test_a_place_forbidden_for_one_check_is_not_called_the_house_default(m: dm.DataMap) -> None:
    reached = [f for f in m.check(on="2023-06-01", forbid=["HK"]).findings if f.rule == "reaches_forbidden_place"]
    assert [f.id for f in reached] == ["reaches_forbidden_place@host/HK"]
    assert "house default" not in reached[0].message
    assert "forbidden for this check, not law" in reached[0].message


def test_an_explanation_names_the_place_only_where_there_are_several(m: dm.DataMap) -> None:
    assert "if it is in" not in explain(m, "tickets", on="2023-06-01").text()
