"""Facts that nobody has checked for a year: law may have moved on since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from datamap.law.book import LawBook
from datamap.law.fact import Fact


@dataclass(frozen=True, slots=True)
class Stale:
    """A fact, in its last state that was checked on that day, and how many days ago that is."""

    fact: Fact
    checked_on: date
    days: int


def stale(book: LawBook, on: date, regime: str | None = None) -> tuple[Stale, ...]:
    """Every fact of the book, or of one regime, that was last checked more than a year before a day, the oldest first.

    States of one fact that were checked on the same day are one.

    Raises:
        LawError: there is no such regime.
    """
    facts = (fact for fact in book.regime(regime).facts if fact.regime == regime) if regime else book.facts()
    found = {(fact.id, fact.checked_on): fact for fact in facts if _a_year_after(fact.checked_on) < on}
    return tuple(Stale(found[key], key[1], (on - key[1]).days) for key in sorted(found, key=lambda key: (key[1], key[0])))


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return date(day.year + 1, 3, 1)
