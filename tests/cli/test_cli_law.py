"""`datamap law`: what the book says of a regime, a place, a day, with its sources."""

from __future__ import annotations

import json

import pytest

from datamap.law import LawBook


def test_without_a_question_it_lists_what_the_book_holds(datamap) -> None:
    shown = datamap("law")
    assert (shown.returncode, shown.stderr) == (0, "")
    book = LawBook.default()
    for name in (*book.regimes, *book.zones, *book.attributes):
        assert f"\n  {name} " in shown.stdout


@pytest.mark.parametrize(
    ("place", "on", "answer"),
    [
        ("BR", "2026-01-25", "No decision accepts Brazil on 2026-01-25; a transfer needs a tool or another basis."),
        ("BR", "2026-01-25", "One comes into force on 2026-01-26"),
        ("BR", "2026-01-26", "A decision accepts Brazil on 2026-01-26"),
        ("US", "2020-07-15", "EU-US Privacy Shield; organisations on the Privacy Shield list"),
        ("US", "2020-07-16", "One held until 2020-07-15: EU-US Privacy Shield"),
        ("US", "2020-07-16", "Its law is presumed to defeat contractual tools for importers that are us-fisa-702"),
        ("GB", "2021-01-01", "is treated as inside on 2021-01-01"),
        ("GB", "2020-01-01", "lies inside (EEA) on 2020-01-01"),
        ("HK", "2020-11-20", "No decision accepts Hong Kong SAR on 2020-11-20"),
        ("aws:ca-central-1", "2020-11-20", "PIPEDA"),
        ("US", "1990-01-01", "was not in force on 1990-01-01"),
    ],
)
def test_a_place_on_a_day_gets_an_answer(datamap, place: str, on: str, answer: str) -> None:
    shown = datamap("law", "eu-gdpr", "--place", place, "--on", on)
    assert shown.returncode == 0
    assert answer in " ".join(shown.stdout.split())


def test_every_fact_comes_with_its_source(datamap) -> None:
    shown = " ".join(datamap("law", "eu-gdpr").stdout.split())
    facts = LawBook.default().regimes["eu-gdpr"].facts
    assert facts
    for fact in facts:
        assert fact.title in shown
        assert " ".join(fact.cite.split()) in shown
        assert f"checked on {fact.checked_on}" in shown


def test_json_holds_every_state_and_the_answer(datamap) -> None:
    read = json.loads(datamap("law", "eu-gdpr", "--place", "US", "--format", "json").stdout)
    assert (read["format"], read["place"], read["on"]) == ("datamap-law/1", "US", None)
    titles = [fact["title"] for fact in read["regimes"][0]["facts"] if fact["kind"] == "adequacy"]
    assert titles == ["Safe Harbor", "EU-US Privacy Shield", "EU-US Data Privacy Framework"]
    assert all(fact["cite"] and fact["checked_on"] for fact in read["regimes"][0]["facts"])
    dated = json.loads(datamap("law", "eu-gdpr", "--place", "US", "--on", "2021-01-01", "--format", "json").stdout)
    assert [fact["kind"] for fact in dated["regimes"][0]["facts"]] == ["presumption"]
    assert dated["regimes"][0]["answer"][0].startswith("No decision accepts United States")


def test_a_file_ending_names_the_format(datamap, folder) -> None:
    assert datamap("law", "eu-gdpr", "-o", "law.json").stdout == ""
    assert json.loads((folder / "law.json").read_text(encoding="utf-8"))["format"] == "datamap-law/1"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["eu-gdrp"], "there is no regime 'eu-gdrp'; did you mean eu-gdpr"),
        (["--place", "UK"], "did you mean GB?"),
        (["--on", "2020-13-01"], "'2020-13-01' is no date; write it as 2020-11-20"),
    ],
)
def test_wrong_questions_are_refused_with_a_hint(datamap, args: list[str], said: str) -> None:
    wrong = datamap("law", *args)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert said in wrong.stderr
