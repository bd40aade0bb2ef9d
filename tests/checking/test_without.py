"""What if a fact of the law fell: what would be uncovered that is covered now, and by what the rest would stand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from casebook import data_map

import datamap as dm
from datamap.cli import run
from datamap.law import Adequacy, LawBook

US = "eu-gdpr/adequacy/us"
MAP = {
    "on": "2026-03-01",
    "entities": {
        "shop": {"location": "NL", "role": "controller"},
        "mailer": {"location": "US", "role": "processor", "attributes": ["eu-us-dpf"]},
        "cloud": {"location": "US", "role": "processor", "attributes": ["eu-us-dpf"]},
        "lab": {"location": "CH", "role": "controller"},
    },
    "agreements": {
        "clauses": {
            "kind": "scc",
            "version": "2021/914",
            "modules": [2],
            "parties": ["shop", "cloud"],
            "signed": "2023-01-15",
            "impact_assessment": {"on": "2023-01-10", "problematic_law": False, "document": "tia.pdf"},
        }
    },
    "transfers": [
        {"id": "mail", "from": "shop", "to": "mailer", "data_categories": ["user.contact"]},
        {"id": "store", "from": "shop", "to": "cloud", "data_categories": ["user.contact"]},
        {"id": "study", "from": "shop", "to": "lab", "data_categories": ["user.contact"]},
    ],
}


@pytest.fixture
def m() -> dm.DataMap:
    return data_map(MAP)


def verdicts(report: dm.Report) -> dict[str, tuple[str, str | None]]:
    return {a.transfer: (a.verdict.value, a.mechanism) for a in report.assessments if a.regime == "eu-gdpr"}


def test_what_rests_on_the_fact_alone_is_uncovered(m: dm.DataMap) -> None:
    now, then = m.check(), m.suppose(US)
    assert verdicts(now) == {"mail": ("covered", "adequacy"), "store": ("covered", "adequacy"), "study": ("covered", "adequacy")}
    assert verdicts(then) == {"mail": ("uncovered", None), "store": ("covered", "scc"), "study": ("covered", "adequacy")}
    assert (now.verdict, then.verdict) == (dm.Verdict.OK, dm.Verdict.VIOLATED)
    assert then.without.verdict is now.verdict
    assert [(s.transfer, s.worse) for s in then.without.shifts] == [("mail", True), ("store", False)]
    (finding,) = [f for f in then.findings if f.level is dm.Level.ERROR]
    assert finding.rule == "lapsed_mechanism"
    assert "ended on 2026-02-28" in finding.message
    assert now.without is None


def test_the_book_itself_is_as_it_was(m: dm.DataMap) -> None:
    before = LawBook.default().version
    m.suppose(US)
    assert LawBook.default().version == before
    assert m.check().verdict is dm.Verdict.OK


def test_it_falls_on_the_day_and_not_before(m: dm.DataMap) -> None:
    book = LawBook.default().without(US, since=date(2026, 3, 2))
    assert verdicts(m.check("2026-03-01", law=book))["mail"] == ("covered", "adequacy")
    assert verdicts(m.check("2026-03-02", law=book))["mail"] == ("uncovered", None)
    never = LawBook.default().without(US)
    assert verdicts(m.check("2026-03-01", law=never))["mail"] == ("uncovered", None)


def test_a_book_that_takes_the_facts_of_another_loses_them_too() -> None:
    book = LawBook.default().without("eu-gdpr/adequacy/ch", since=date(2026, 1, 1))
    for regime in ("eu-gdpr", "eu-2018-1725"):
        assert book.adequacy(book.regimes[regime], "CH", date(2025, 12, 31))
        assert not book.adequacy(book.regimes[regime], "CH", date(2026, 1, 1))
    assert book.version.endswith("without eu-gdpr/adequacy/ch since 2026-01-01")


@pytest.mark.parametrize(("home", "law"), [("JE", "je-dpjl"), ("GG", "gg-dpl"), ("IM", "im-gdpr")])
def test_it_falls_where_the_law_of_an_adequate_place_takes_it_over(home: str, law: str) -> None:
    there = {"location": home, "role": "controller"}
    legs = [
        {"id": "out", "from": "shop", "to": "there", "data_categories": "user.contact"},
        {"id": "further", "from": "there", "to": "mailer", "data_categories": "user.contact"},
    ]
    then = data_map({**MAP, "agreements": {}, "entities": {**MAP["entities"], "there": there}, "transfers": legs}).suppose(US)
    assert [(shift.transfer, shift.regime, shift.worse) for shift in then.without.shifts] == [
        ("further", "eu-gdpr", True),
        ("further", law, True),
    ]


def test_earlier_states_stay_and_later_ones_go() -> None:
    book = LawBook.default().without(US, since=date(2018, 1, 1))
    spans = [(f.from_, f.until) for f in book.regimes["eu-gdpr"].of(Adequacy) if f.id == US]
    assert spans == [(date(2000, 7, 26), date(2015, 10, 5)), (date(2016, 7, 12), date(2017, 12, 31))]


def test_several_facts_fall_together(m: dm.DataMap) -> None:
    then = m.suppose((US, "eu-gdpr/mechanisms/scc-2021-914", "eu-gdpr/adequacy/ch"))
    assert {t: v for t, (v, _) in verdicts(then).items()} == {"mail": "uncovered", "store": "uncovered", "study": "uncovered"}
    assert [fact.fact for fact in then.without.facts] == [US, "eu-gdpr/mechanisms/scc-2021-914", "eu-gdpr/adequacy/ch"]


def test_a_member_that_left_a_zone_needs_a_basis() -> None:
    m = data_map({
        "entities": {"shop": {"location": "NL", "role": "controller"}, "bank": {"location": "NO", "role": "controller"}},
        "transfers": [{"id": "pay", "from": "shop", "to": "bank", "data_categories": ["user.financial"]}],
    })  # fmt: skip
    then = m.suppose("zones/EEA/no", on="2026-03-01", regimes=["eu-gdpr"])
    assert [(s.transfer, s.then.verdict.value) for s in then.without.shifts] == [("pay", "uncovered")]


@pytest.mark.parametrize(
    ("fact", "error", "says"),
    [
        ("eu-gdpr/adequacy/usa", dm.LawError, "did you mean eu-gdpr/adequacy/us"),
        ("eu-gdpr/adequacy", dm.LawError, "did you mean eu-gdpr/adequacy/ad .* more\\)"),
        ("privacy shield", dm.LawError, "eu-gdpr/adequacy/us"),
        ("attributes/ca-pipeda", dm.LawError, "no law that could fall"),
        ("zzz", dm.LawError, "`datamap law` lists the ids"),
        ("eu-gdpr/adequacy/hu", dm.QuestionError, "does not hold on 2026-03-01, .* until 2004-04-30"),
    ],
)
def test_what_cannot_fall_is_refused(m: dm.DataMap, fact: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        m.suppose(fact)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("map.yaml").write_text(json.dumps({"datamap": 1, **MAP}), encoding="utf-8")
    return "map.yaml"


def test_the_command_line_says_first_what_would_be_uncovered(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", file, "--without", US]) == 1
    text = capfd.readouterr().out
    assert text.startswith("Violated: 1 error")
    assert text.index("Supposed: without") < text.index("\n1 error\n")
    section = text[text.index("Supposed: without") : text.index("All that follows")]
    assert "Uncovered then, covered now: 1" in section
    assert "(mail), eu-gdpr: covered by adequacy → uncovered" in " ".join(section.split())
    assert "Covered by something else: 1" in section
    assert "covered by adequacy → covered by scc (clauses)" in " ".join(section.split())
    assert "The map's verdict is now: ok" in section


def test_json_tells_it_under_a_key_of_its_own(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    run(["check", file, "--without", US, "--without", "eu-gdpr/adequacy/ch", "--format", "json"])
    told = json.loads(capfd.readouterr().out)
    assert told["without"]["uncovered"] == [{"transfer": "mail", "regime": "eu-gdpr"}, {"transfer": "study", "regime": "eu-gdpr"}]
    assert told["without"]["verdict_now"] == "ok"
    assert [fact["id"] for fact in told["without"]["facts"]] == [US, "eu-gdpr/adequacy/ch"]
    assert told["law"]["version"].endswith("without eu-gdpr/adequacy/us, eu-gdpr/adequacy/ch since 2026-03-01")
    run(["check", file, "--format", "json"])
    assert "without" not in json.loads(capfd.readouterr().out)


def test_a_fact_on_which_nothing_rests_changes_nothing(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", file, "--without", "eu-gdpr/adequacy/br"]) == 0
    assert "Nothing that is covered now would lose its cover." in capfd.readouterr().out


def test_a_fact_that_is_not_there_is_told_with_suggestions(file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", file, "--without", "eu-gdpr/adequacy/usa"]) == 2
    assert "did you mean eu-gdpr/adequacy/us" in capfd.readouterr().err
