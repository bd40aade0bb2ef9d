"""The list of facts that nobody has checked for a year."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from datamap.cli import run
from datamap.law import LawBook
from datamap.law.ageing import stale

DAY = timedelta(days=1)


def test_a_fact_is_stale_the_day_after_a_year(book: LawBook) -> None:
    fact = next(f for f in book.facts() if f.id == "eu-gdpr/adequacy/br")
    year = fact.checked_on.replace(year=fact.checked_on.year + 1)
    assert fact.id not in {one.fact.id for one in stale(book, year)}
    found = {one.fact.id: one for one in stale(book, year + DAY)}
    assert (found[fact.id].checked_on, found[fact.id].days) == (fact.checked_on, (year + DAY - fact.checked_on).days)


def test_every_fact_grows_old(book: LawBook) -> None:
    found = stale(book, date(2040, 1, 1))
    assert {one.fact.id for one in found} == {fact.id for fact in book.facts()}
    assert [one.checked_on for one in found] == sorted(one.checked_on for one in found)
    assert len({(one.fact.id, one.checked_on) for one in found}) == len(found)


def test_of_one_regime(book: LawBook) -> None:
    assert {one.fact.regime for one in stale(book, date(2040, 1, 1), "uk-gdpr")} == {"uk-gdpr"}


def test_on_the_command_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "--stale", "--on", "2026-10-08"]) == 0
    assert capfd.readouterr().out == "Every fact was checked within a year, on 2026-10-08.\n"
    assert run(["law", "eu-gdpr", "--stale", "--on", "2040-01-01", "--format", "json"]) == 0
    read = json.loads(capfd.readouterr().out)
    brazil = next(fact for fact in read["facts"] if fact["id"] == "eu-gdpr/adequacy/br")
    assert brazil["cite"].startswith("Implementing Decision (EU) 2026/179")
    assert brazil["days"] > 366
    assert run(["law", "eu-gdpr", "--stale", "--on", "2040-01-01"]) == 0
    assert "eu-gdpr/adequacy/br: Brazil" in capfd.readouterr().out
    assert run(["law", "--stale", "--place", "BR"]) == 2
    assert "leave out --place" in capfd.readouterr().err
    assert run(["law", "eu-gdrp", "--stale"]) == 2
    assert "did you mean eu-gdpr" in capfd.readouterr().err
