"""The days between which an agreement counts by force of law: a wait after it was made, and a term at whose end it runs out."""

from __future__ import annotations

from datetime import date, timedelta

from datamap.law import Mechanism

WEEKEND = 5


def last_day(law: Mechanism, signed: date | None) -> date | None:
    """The last day of a term that the law sets, in years from the day of signature; None where it sets none."""
    if signed is None or law.lasts is None:
        return None
    leap = signed.month == 2 and signed.day == 29
    return signed.replace(year=signed.year + law.lasts, day=28 if leap else signed.day) - timedelta(days=0 if leap else 1)


def first_day(law: Mechanism, signed: date | None) -> date | None:
    """The first day after a wait that the law sets, in working days from the day of signature; None where it sets none.

    Saturdays and Sundays are left out, public holidays are not.
    """
    if signed is None or law.waits is None:
        return None
    day, left = signed, law.waits
    while left or day.weekday() >= WEEKEND:
        day += timedelta(days=1)
        left -= bool(left) and day.weekday() < WEEKEND
    return day + timedelta(days=1)
