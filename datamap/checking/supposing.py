"""What if a fact of the law fell: the map judged as if it did not exist from the day on, against the law as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from datamap.answers import gist
from datamap.checking.spine import check
from datamap.errors import QuestionError
from datamap.findings import Reason, Report, Shift, Supposition
from datamap.law import LawBook
from datamap.law.revising import states
from datamap.model import DataMap
from datamap.model.map import LARGE


def suppose(
    m: DataMap,
    without: str | Sequence[str],
    on: date | str | None = None,
    *,
    law: LawBook | None = None,
    regimes: Sequence[str] | None = None,
    forbid: Iterable[str] = (),
) -> Report:
    """Judge a map as if facts of the law did not exist from the day on. The report's `without` tells what that changes.

    Args:
        m: the map.
        without: ids of facts, such as `eu-gdpr/adequacy/us`; `datamap law` lists them.
        on: the day on which they fall and by which the map is judged; without it the map's own `on`.
        law: another law book than the one that comes with datamap.
        regimes: ids of the regimes to judge; without it every regime that may bind an end or the data.
        forbid: further places that no data about outsiders may reach.

    Raises:
        LawError: an id names no fact, with those that may be meant.
        QuestionError: there is no date, or a fact does not hold on the day anyway.
        MapError: the map uses a word that the law book does not know.
    """
    book, day, places = law or LawBook.default(), m.day(on), tuple(forbid)
    ids = (without,) if isinstance(without, str) else tuple(dict.fromkeys(without))
    facts = tuple(_standing(book, name, day) for name in ids)
    now = check(m, day, law=book, regimes=regimes, forbid=places)
    then = check(m, day, law=book.without(*ids, since=day), regimes=regimes, forbid=places)
    if len(m.transfers) > LARGE:
        return _supposed(now, then, facts, day)
    return replace(then, without=Supposition(facts, day, now.verdict, _shifts(now, then)))


def _supposed(now: Report, then: Report, facts: tuple[Reason, ...], day: date) -> Report:
    """What is supposed of a large map: its reports are compared row by row."""
    from datamap.checking.large import LargeReport
    from datamap.checking.large.shifting import shifts

    assert isinstance(now, LargeReport)
    assert isinstance(then, LargeReport)
    found, arrows = shifts(now, then)
    return replace(then, without=Supposition(facts, day, now.verdict, found), arrows={**then.arrows, **arrows})


def _standing(book: LawBook, name: str, day: date) -> Reason:
    """The state of the fact that holds on the day, as a reason."""
    known = states(book, name)
    fact = next((fact for fact in known if fact.on(day)), None)
    if fact is None:
        spans = "; ".join(f"from {fact.from_ or 'ever'} until {fact.until or 'now'}" for fact in known)
        raise QuestionError(f"{name} does not hold on {day}, so nothing would change; it holds {spans}")
    return Reason(fact.title, fact.id, fact.cite, fact.confidence)


def _shifts(now: Report, then: Report) -> tuple[Shift, ...]:
    """Every transfer of which a regime says something else, in the order of the map."""
    was, will = ({(a.transfer, a.regime): a for a in report.assessments} for report in (now, then))
    return tuple(Shift(*key, was.get(key), will.get(key)) for key in {**was, **will} if gist(was.get(key)) != gist(will.get(key)))
