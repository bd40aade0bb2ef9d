"""Which adequacy decision speaks of a destination on a day, before its scope is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from casebook import tree

from datamap.law import Adequacy, Guidance, LawBook
from datamap.law.book import DATA

DAY = timedelta(days=1)

LOOKUPS: list[tuple[str, str, str, list[str]]] = [
    ("eu-gdpr", "US", "2015-10-05", ["Safe Harbor"]),
    ("eu-gdpr", "US", "2015-10-06", []),
    ("eu-gdpr", "US", "2020-07-15", ["EU-US Privacy Shield"]),
    ("eu-gdpr", "US", "2020-07-16", []),
    ("eu-gdpr", "US", "2023-07-09", []),
    ("eu-gdpr", "US", "2023-07-10", ["EU-US Data Privacy Framework"]),
    ("eu-gdpr", "GB", "2021-06-27", []),
    ("eu-gdpr", "GB", "2021-06-28", ["United Kingdom, first decision"]),
    ("eu-gdpr", "GB", "2025-07-01", ["United Kingdom, extended by six months"]),
    ("eu-gdpr", "GB", "2025-12-28", ["United Kingdom, renewed"]),
    ("eu-gdpr", "GB", "2032-01-01", []),
    ("eu-gdpr", "BR", "2026-01-25", []),
    ("eu-gdpr", "BR", "2026-01-26", ["Brazil"]),
    ("uk-gdpr", "BR", "2026-06-01", []),
    ("uk-gdpr", "KR", "2022-12-18", []),
    ("uk-gdpr", "KR", "2022-12-19", ["Republic of Korea"]),
    ("uk-gdpr", "US", "2023-10-11", []),
    ("uk-gdpr", "US", "2023-10-12", ["UK Extension to the EU-US Data Privacy Framework"]),
    ("ch-fadp", "US", "2024-09-14", []),
    ("ch-fadp", "US", "2024-09-15", ["Swiss-US Data Privacy Framework"]),
    ("ch-fadp", "JP", "2026-06-01", []),
    ("eu-gdpr", "MC", "2026-06-01", []),
    ("ch-fadp", "MC", "2026-06-01", ["Monaco, on the list of the Federal Council"]),
    ("eu-gdpr", "HK", "2026-06-01", []),
    ("eu-gdpr", "SG", "2026-06-01", []),
    ("eu-gdpr", "GI", "2026-06-01", []),
    ("uk-gdpr", "GI", "2026-06-01", ["Gibraltar"]),
    ("eu-gdpr", "epo", "2025-07-14", []),
    ("eu-gdpr", "epo", "2025-07-15", ["European Patent Organisation"]),
]

EVERY_DECISION: dict[str, list[tuple[str, str | None, str]]] = {
    to: [(state["first"], state.get("last"), state["act"]) for state in states]
    for to, states in tree(Path(__file__).parent / "decisions_of_the_union.yaml").items()
}
FAR = date(2040, 1, 1)


def answers(book: LawBook, regime: str, to: str, on: date) -> tuple[Adequacy, ...]:
    """The decisions for a place, or for an organisation that an attribute names."""
    law = book.regimes[regime]
    if to in book.attributes:
        return tuple(fact for fact in law.of(Adequacy, on) if fact.organisation == to)
    return book.adequacy(law, to, on)


@pytest.mark.parametrize(("regime", "to", "on", "titles"), LOOKUPS)
def test_lookup(book: LawBook, regime: str, to: str, on: str, titles: list[str]) -> None:
    assert [fact.title for fact in answers(book, regime, to, date.fromisoformat(on))] == titles


def edges() -> Iterator[tuple[str, date, str | None]]:
    """The day before, the first, the last and the day after of every decision of the Union, with the act that holds."""
    for to, states in EVERY_DECISION.items():
        spans = [(date.fromisoformat(first), date.fromisoformat(last) if last else FAR, act) for first, last, act in states]
        for day in {day for first, last, _ in spans for day in (first - DAY, first, last, last + DAY)}:
            yield to, day, next((act for first, last, act in spans if first <= day <= last or (last == FAR and first <= day)), None)


@pytest.mark.parametrize(("to", "on", "act"), sorted(edges()), ids=str)
def test_every_decision_of_the_union_at_its_edges(book: LawBook, to: str, on: date, act: str | None) -> None:
    found = answers(book, "eu-gdpr", to, on)
    assert len(found) == (act is not None)
    assert act is None or act in found[0].cite


def test_the_table_above_names_every_decision_of_the_union(book: LawBook) -> None:
    facts = book.regimes["eu-gdpr"].of(Adequacy)
    assert {to for fact in facts for to in (*fact.to, fact.organisation) if to} == set(EVERY_DECISION)
    assert len(facts) == sum(map(len, EVERY_DECISION.values()))


@pytest.mark.parametrize("regime", ["eu-gdpr", "uk-gdpr", "ch-fadp"])
def test_the_book_accepts_what_the_closed_list_names_and_nothing_else(book: LawBook, regime: str) -> None:
    law = book.regimes[regime]
    closed = next(fact for fact in law.of(Guidance) if fact.id.endswith("/closed-list"))
    accepted = {place for fact in law.of(Adequacy, closed.checked_on) for place in fact.to}
    assert accepted == set(closed.lists)


def test_numbers_that_circulate_and_are_wrong_are_not_in_the_book() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in DATA.rglob("*.yaml"))
    assert not [wrong for wrong in ("2019/568", "SI 2021/1448", "2010/727") if wrong in text]


@pytest.mark.parametrize(
    ("regime", "place", "says"),
    [
        ("eu-gdpr", "EEA", ["EEA lies inside (EEA) on 2025-10-01: data that goes there is no restricted transfer."]),
        ("uk-gdpr", "EU", ["A decision accepts EU on 2025-10-01: States of the European Economic Area"]),
        (
            "mc-1565",
            "EEA",
            ["A decision accepts Austria, Åland Islands, Belgium", "No decision accepts Iceland, Liechtenstein, Norway on 2025-10-01"],
        ),
        ("cn-pipl", "mainland-china", ["mainland China lies inside (mainland-china) on 2025-10-01"]),
        (
            "eu-gdpr",
            "mainland-china",
            ["No decision accepts mainland China on 2025-10-01", "Its law is presumed to defeat contractual tools"],
        ),
    ],
)
def test_of_a_zone_the_book_says_what_it_says_of_the_members(book: LawBook, regime: str, place: str, says: list[str]) -> None:
    answers = book.look_up(regime, place=place, on="2025-10-01").answers
    assert len(answers) == len(says)
    assert all(answer.startswith(start) for answer, start in zip(answers, says, strict=True)), answers
