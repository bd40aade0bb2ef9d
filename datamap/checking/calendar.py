"""A map over time: on which days an answer changes, and what begins or ends that day.

Between two dated things nothing changes, so only the days on which something dated begins or ends are judged. What a
regime says is worked out anew only on days that touch it.

Where several things come together on one day, each change names those that make the new answer: the day is judged once
more for each of them, in a world in which it comes one day later. Where none alone makes a difference, all are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from datamap.assessment import Scene, assess, relevant
from datamap.checking.occasions import DAY, Occasion, border_days, occasions
from datamap.checking.spine import report, scene
from datamap.chronicle import Cause, Change, FindingChange, Standing, Timeline, Turn
from datamap.errors import QuestionError
from datamap.findings import Assessment, Finding, Level, Report, Status
from datamap.flow import Network
from datamap.law import LawBook
from datamap.model import DataMap
from datamap.model.map import LARGE
from datamap.rules import RULES

AROUND = 3
"""Years before and after the map's own date that a timeline shows where nothing else is asked for."""
QUIET = frozenset({"expiring_basis", "stale_law", "unused_waiver"})
"""Rules that look at the day itself: a timeline says better what they say."""
RESTATING = frozenset(
    {"uncovered_transfer", "lapsed_mechanism", "wrong_module", "ineffective_measures", "adequacy_out_of_scope", "uncovered_onward_transfer"}
    | {"unknown_transfer_status", "incomplete_mechanism"}
)
"""Rules that say again that a transfer is not covered."""

Key = tuple[str, str]
"""Ids of a transfer and a regime."""


def timeline(
    m: DataMap,
    start: date | str | None = None,
    end: date | str | None = None,
    *,
    law: LawBook | None = None,
    regimes: Sequence[str] | None = None,
) -> Timeline:
    """Every day from `start` to `end` on which an answer about a map changes, past and scheduled, and why.

    Args:
        m: the map.
        start: the first day; without it three years before the map's own `on`.
        end: the last day; without it three years after the map's own `on`.
        law: another law book than the one that comes with datamap.
        regimes: ids of the regimes to judge; without it every regime that may bind an end or the data.

    Raises:
        QuestionError: there is no date, the last day lies before the first, or the map has more than 20,000 transfers.
        MapError: the map uses a word that the law book does not know.
        LawError: a regime that does not exist is named.
    """
    if len(m.transfers) > LARGE:
        says = f"a timeline judges maps of up to {LARGE:,} transfers day by day, and this one has {len(m.transfers):,}"
        raise QuestionError(f"{says}; `datamap check --on DATE` answers for a day, and its expiring_basis findings say what ends soon")
    book = law or LawBook.default()
    first = max(m.day(start) if start else years(m.day(), -AROUND), date.min + DAY)
    last = m.day(end) if end else years(m.day(), AROUND)
    if last < first:
        raise QuestionError(f"the last day, {last}, lies before the first, {first}")
    scene(m, first, book)  # refuses words that the law book does not know
    bound = _Bound(m, book, first, last, regimes)
    judge = _Judge(m, book, bound)
    opening = before = judge.on(first - DAY)
    arrows = dict(opening.arrows)
    turns: list[Turn] = []
    for day, met in occasions(m, book, bound.ever, first, last).items():
        after = judge.on(day, met)
        arrows.update(after.arrows)
        turn = _Day(judge, day, tuple(met), before, after).turn()
        turns += [turn] if turn else []
        before = after
    return Timeline(
        before.map_name, before.map_file, first, last, book.version, book.checked_on, opening.verdict, tuple(turns), before.nodes, arrows,
        _standings(opening.assessments), m.on,
    )  # fmt: skip


def years(day: date, number: int) -> date:
    """The same day a number of years on; the 28th of February where there is no 29th."""
    year = min(max(day.year + number, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


class _Bound:
    """Which regimes are judged on a day: those named, else those that may bind an end or the data, which changes with borders."""

    def __init__(self, m: DataMap, book: LawBook, first: date, last: date, wanted: Sequence[str] | None) -> None:
        self.wanted = None if wanted is None else tuple(book.regime(name).id for name in wanted)
        days = {first - DAY, *(day for day in border_days(m, book) if first <= day <= last)}
        network = Network.of(m, first)
        self._since = {day: self.of(Scene(m, day, book, network)) for day in days}
        met = {name for names in self._since.values() for name in names}
        self.ever = tuple(name for name in book.regimes if name in met)

    def of(self, here: Scene) -> tuple[str, ...]:
        """The regimes of a scene, found anew."""
        return self.wanted if self.wanted is not None else tuple(regime.id for regime in relevant(here))

    def on(self, day: date) -> tuple[str, ...]:
        """The regimes of a day."""
        return self._since[max(since for since in self._since if since <= day)]


class _Judge:
    """Judges a map on days, one after the other, and keeps what does not depend on the day."""

    def __init__(self, m: DataMap, book: LawBook, bound: _Bound) -> None:
        self.map, self.book, self.bound = m, book, bound
        self.rules = tuple(rule for rule in RULES if rule.name not in QUIET)
        self._networks: dict[tuple[str, ...], Network] = {}
        self._last: dict[str, tuple[Assessment, ...]] = {}

    def on(self, day: date, met: Sequence[Occasion] = ()) -> Report:
        """The report of a day. What a regime said before stands unless something that day may change it."""
        here, names = self._scene(day, self.map, self.book), self.bound.on(day)
        said = {name: self._last[name] for name in names if name in self._last and not any(o.concerns(name) for o in met)}
        self._last = {name: said[name] if name in said else assess(here, [name]) for name in names}
        return report(here, _by_transfer(here, self._last.values()), rules=self.rules)

    def later(self, day: date, occasion: Occasion) -> Report:
        """The report of the day, had this come a day later. Regimes that it does not touch say what they last said."""
        here = self._scene(day, *occasion.later(self.map, self.book))
        names = self._names(here, occasion)
        said = [assess(here, [n]) if occasion.concerns(n) or n not in self._last else self._last[n] for n in names]
        return report(here, _by_transfer(here, said), rules=self.rules)

    def assessed_later(self, day: date, occasion: Occasion, regime: str) -> tuple[Assessment, ...]:
        """What a regime would say on the day, had this come a day later."""
        here = self._scene(day, *occasion.later(self.map, self.book))
        return assess(here, [regime]) if regime in self._names(here, occasion) else ()

    def _names(self, here: Scene, occasion: Occasion) -> tuple[str, ...]:
        return self.bound.of(here) if occasion.borders else self.bound.on(here.on)

    def _scene(self, day: date, m: DataMap, book: LawBook) -> Scene:
        key = tuple(leg.id for leg in m.legs if leg.transfer.on(day))
        if key not in self._networks:
            self._networks[key] = Network.of(m, day)
        return Scene(m, day, book, self._networks[key])


def _by_transfer(here: Scene, said: Iterable[tuple[Assessment, ...]]) -> tuple[Assessment, ...]:
    """The assessments of several regimes in the order of the map."""
    order = {leg: place for place, leg in enumerate(here.movements)}
    return tuple(sorted((a for one in said for a in one), key=lambda a: order[a.transfer]))


class _Day:
    """A day on which something begins or ends, against the day before."""

    def __init__(self, judge: _Judge, on: date, met: tuple[Occasion, ...], before: Report, after: Report) -> None:
        self.judge, self.on, self.met, self.before, self.after = judge, on, met, before, after

    def turn(self) -> Turn | None:
        """What changes; None where nothing does."""
        changes, findings = self._changes(), self._findings()
        if not changes and not findings:
            return None
        scheduled = self.on > self.judge.book.checked_on
        return Turn(self.on, scheduled, self.before.verdict, self.after.verdict, changes, findings)

    def _changes(self) -> tuple[Change, ...]:
        was, now = _standings(self.before.assessments), _standings(self.after.assessments)
        changed = [key for key in {**was, **now} if was.get(key) != now.get(key)]
        found: dict[Key, Change] = {}
        for regime in dict.fromkeys(regime for _, regime in changed):
            mine = [key for key in changed if key[1] == regime]
            causes = self._causes(regime, mine, now)
            found.update({key: Change(*key, was.get(key), now.get(key), causes[key]) for key in mine})
        return tuple(found[key] for key in changed)

    def _causes(self, regime: str, keys: list[Key], now: dict[Key, Standing]) -> dict[Key, tuple[Cause, ...]]:
        """For each change of a regime what makes it: each thing without which, coming a day later, the answer would be another."""
        met = [occasion for occasion in self.met if occasion.concerns(regime)]
        worlds = {o: _standings(self.judge.assessed_later(self.on, o, regime)) for o in met} if len(met) > 1 else {}
        return {key: _made_by(met, lambda o, key=key: worlds[o].get(key) != now.get(key)) for key in keys}  # type: ignore[misc]

    def _findings(self) -> tuple[FindingChange, ...]:
        was, now = self._told(self.before), self._told(self.after)
        changed = [name for name in {**was, **now} if _mark(was.get(name)) != _mark(now.get(name))]
        if not changed:
            return ()
        worlds = {o: self._told(self.judge.later(self.on, o)) for o in self.met} if len(self.met) > 1 else {}
        return tuple(
            FindingChange(
                "appears" if name not in was else "changes" if name in now else "goes",
                now.get(name) or was[name],
                _made_by(self.met, lambda o, name=name: _mark(worlds[o].get(name)) != _mark(now.get(name))),  # type: ignore[misc]
            )
            for name in changed
        )

    def _told(self, judged: Report) -> dict[str, Finding]:
        """The findings that say more than that a transfer is not covered."""
        fine = {key for key, standing in _standings(judged.assessments).items() if standing.verdict in (Status.COVERED, Status.EXCEPTION)}
        return {
            f.id: f
            for f in judged.findings
            if f.rule not in QUIET and (f.rule not in RESTATING or all((name, f.regime) in fine for name in f.transfers))
        }


def _standings(assessments: Iterable[Assessment]) -> dict[Key, Standing]:
    """What is said of each transfer that is restricted, or may be."""
    return {(a.transfer, a.regime): _standing(a) for a in assessments if a.verdict is not Status.NOT_RESTRICTED}


def _standing(a: Assessment) -> Standing:
    return Standing(a.verdict, a.restricted, a.mechanism, a.agreement, a.reasons[-1] if a.reasons else None)


def _mark(finding: Finding | None) -> object:
    """What makes a finding another one: how sure and how grave it is, and for a note the law that it names."""
    return finding and (finding.verdict, finding.level, finding.cites if finding.level is Level.NOTE else ())


def _made_by(met: Sequence[Occasion], counts: Callable[[Occasion], bool]) -> tuple[Cause, ...]:
    alone = [o for o in met if counts(o)] if len(met) > 1 else met
    return tuple(o.cause for o in alone or met)
