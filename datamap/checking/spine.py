"""Map, law and date in; report out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from datamap import geo
from datamap.assessment import Scene, assess, not_held, parts_of, vocabulary
from datamap.checking.reporting import ordered, verdict, waive
from datamap.errors import MapError, PlaceError, QuestionError
from datamap.findings import Arrow, Asked, Assessment, Node, Question, Report
from datamap.law import LawBook
from datamap.model import DataMap
from datamap.model.map import LARGE
from datamap.rules import RULES, Case, Rule, unused
from datamap.values import unswept

if TYPE_CHECKING:
    from datamap.assessment.estates import Answers, EstateScene, Watch


def scene(m: DataMap, on: date | str | None = None, law: LawBook | None = None) -> Scene:
    """The map on a day under a law book, its words checked.

    Raises:
        MapError: the map uses a regime, attribute or kind of agreement that the law book does not know.
        QuestionError: there is no date to judge by.
    """
    book, day = law or LawBook.default(), m.day(on)
    _known(m, book)
    return Scene(m, day, book)


def _known(m: DataMap, book: LawBook) -> None:
    """Refuse a map with words that the law book does not know."""
    found = vocabulary.problems(m, book)
    if found:
        placed = [m.origin.problem(problem) if m.origin else problem for problem in found]
        raise MapError(sorted(placed, key=lambda p: (p.where.file, p.where.line, p.where.column) if p.where else ("", 0, 0)))


def check(
    m: DataMap,
    on: date | str | None = None,
    *,
    law: LawBook | None = None,
    regimes: Sequence[str] | None = None,
    forbid: Iterable[str] = (),
    watch: Watch = lambda what, done, of: None,
) -> Report:
    """Judge every transfer of a map on a date, and hold the map to its promises.

    A map of more than 20,000 transfers is judged by classes of transfers of which the law reads the same; its report says so.

    Args:
        m: the map.
        on: the date to judge by; without it the map's own `on`.
        law: another law book than the one that comes with datamap.
        regimes: ids of the regimes to judge; without it every regime that may bind an end or the data.
        forbid: further places that no data about outsiders may reach.
        watch: called on a large map before each regime, with its id, how many are done, and how many there are.

    Raises:
        QuestionError: there is no date, or a place or regime that does not exist is named.
        MapError: the map uses a word that the law book does not know.
    """
    asked = Asked(law or LawBook.default(), None if regimes is None else tuple(regimes), _places(m, forbid))
    with unswept():
        if len(m.transfers) > LARGE:
            return _large(m, on, asked, watch)
        here = scene(m, on, asked.law)
        found = report(here, assess(here, asked.regimes), asked.forbid)
        return replace(found, asked=asked, notes=tuple(not_held(here)) if asked.regimes is None else ())


def update(before: Report, m: DataMap) -> Report:
    """The report on a map that came of another by `with_transfers`; `before` is the one on that. See `Report.update`."""
    if not isinstance(m, DataMap):
        raise QuestionError(f"a report is brought up to date with a map, such as m.with_transfers(…) gives, and not with {m!r:.60}")
    asked = before.asked
    if len(m.transfers) > LARGE:
        with unswept():
            return _large(m, before.on, asked, before=getattr(before, "answers", ()))
    return check(m, before.on, law=asked.law, regimes=asked.regimes, forbid=asked.forbid)


def _large(
    m: DataMap, on: date | str | None, asked: Asked, watch: Watch = lambda what, done, of: None, before: Sequence[Answers] = ()
) -> Report:
    from datamap.checking import large

    name = m.name or (m.origin.file if m.origin else "unnamed map")
    found = large.report(estate_scene(m, on, asked.law), name, m.origin, asked.regimes, asked.forbid, watch, before)
    return replace(found, asked=asked)


def estate_scene(m: DataMap, on: date | str | None = None, law: LawBook | None = None) -> EstateScene:
    """A large map on a day under a law book, its words checked; raises as `scene`."""
    from datamap.assessment.estates import EstateScene

    book, day = law or LawBook.default(), m.day(on)
    _known(m, book)
    return EstateScene(m.estate, day, book, m.origin)


def report(here: Scene, assessments: tuple[Assessment, ...], forbid: tuple[str, ...] = (), rules: Sequence[Rule] = RULES) -> Report:
    """What the rules, or some of them, make of the assessments of a scene, as a report."""
    m = here.map
    case = Case(here, assessments, forbid, {rule.name: rule for rule in RULES})
    found = [finding for rule in rules for finding in rule.find(case)]
    found += list(unused(case, found))
    findings = ordered(waive(case, found))
    return Report(
        map_name=m.name or (m.origin.file if m.origin else "unnamed map"),
        map_file=m.origin.file if m.origin else None,
        map_sha256=m.origin.sha256 if m.origin else None,
        on=here.on,
        law_version=here.law.version,
        law_checked_on=here.law.checked_on,
        verdict=verdict(findings),
        assessments=case.assessments,
        findings=findings,
        questions=_questions(case),
        nodes=_nodes(here),
        arrows=_arrows(here, case),
    )


def _places(m: DataMap, forbid: Iterable[str]) -> tuple[str, ...]:
    for place in forbid:
        if place not in m.zones:
            try:
                geo.canonical(place, zones=True)
            except PlaceError as error:
                raise QuestionError(f"cannot forbid {place!r}: {error}") from None
    return tuple(forbid)


def _questions(case: Case) -> tuple[Question, ...]:
    """One question for each missing fact, the one that settles most first."""
    settles: dict[str, list[str]] = {}
    paths: dict[str, tuple[str | int, ...]] = {}
    for assessment, part in parts_of(case.assessments):
        for ask in part.questions:
            settles.setdefault(ask.ask, []).append(assessment.transfer)
            paths.setdefault(ask.ask, ask.path)
    for node, legs in _unplaced(case).items():
        settles.setdefault(f"where is `{node}`?", []).extend(legs)
        paths.setdefault(f"where is `{node}`?", case.path(node))
    for wanted, transfers in case.asks.items():
        settles.setdefault(wanted.ask, []).extend(transfers)
        paths.setdefault(wanted.ask, wanted.path)
    questions = [Question(ask, tuple(dict.fromkeys(legs)), case.where(paths[ask])) for ask, legs in settles.items()]
    return tuple(sorted(questions, key=lambda q: (-len(q.settles), q.ask)))


def _unplaced(case: Case) -> dict[str, list[str]]:
    """Nodes in an unknown place that data reaches, with the transfers that go there."""
    found: dict[str, list[str]] = {}
    for leg in case.scene.legs:
        if None in case.scene.places(leg.to) and leg.to in case.scene.map.systems and case.scene.map.systems[leg.to].operator:
            found.setdefault(leg.to, []).append(leg.id)
    return found


def _nodes(here: Scene) -> dict[str, Node]:
    m = here.map
    nodes = [Node(g.id, m.title(g.id), "data_subjects", g.location) for g in m.data_subjects.values()]
    nodes += [Node(e.id, m.title(e.id), "entity", geo.iso(e.location) or "unknown", e.role) for e in m.entities.values()]
    nodes += [Node(s.id, m.title(s.id), "system", "|".join(geo.iso(p) or "unknown" for p in s.places)) for s in m.systems.values()]
    return {node.id: node for node in nodes}


def _arrows(here: Scene, case: Case) -> dict[str, Arrow]:
    return {
        leg.id: Arrow(
            leg.id, leg.from_, leg.to, leg.kind, leg.transfer.data_categories, leg.transfer.purpose, case.where(case.leg_path(leg.id))
        )
        for leg in here.legs
    }
