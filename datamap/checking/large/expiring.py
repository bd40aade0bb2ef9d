"""Bases of a large map that end soon: its rows are told apart by what becomes of each on the day after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from datamap.assessment.estates import Answers, EstateScene, judge_estate
from datamap.assessment.estates.coding import firsts, whole
from datamap.findings import Assessment, Finding, Status
from datamap.flow.arcs import Truth
from datamap.rules import Case, Rule

_BAD = (Status.UNCOVERED, Status.UNKNOWN)


def expiring(rule: Rule, answers: Answers, case: Case) -> tuple[Case, list[Finding]]:
    """What rests on a basis that is about to end, and the case in which its legs are; `case` has the answers by classes.

    The rows of a class rest on the same today. Tomorrow some may have ended, or rest on something else, and another importer's
    certification is another one.
    """
    days: dict[date, Truth] = {}

    def noted(day: date, regime: str) -> set[str]:
        days.setdefault(day, np.zeros(0, bool))
        return set()

    list(rule.find(replace(case, elsewhen=noted)))
    if not days:
        return case, []
    lost = {day: _lost(answers, day) for day in days}
    here = _told_apart(answers, case, lost)
    return here, list(rule.find(here))


def _lost(answers: Answers, day: date) -> Truth:
    """For each row of the day judged whether it is restricted, or may be, and not covered on another day."""
    scene = answers.scene
    later = scene.later(day)
    failed = np.zeros(len(scene.estate.rows), bool)
    for then in judge_estate(later, [answers.regime.id]):
        bad = np.array([a is not None and a.verdict in _BAD for a in then.assessments], bool)
        failed[later.tide.rows[bad[then.of]]] = True
    found: Truth = failed[scene.tide.rows]
    return found


def _told_apart(answers: Answers, case: Case, lost: Mapping[date, Truth]) -> Case:
    """The case of the covered classes, each in as many as its rows come to differ."""
    scene = answers.scene
    resting = np.array([a is not None and any(p.verdict is Status.COVERED for p in a.parts) for a in answers.assessments], bool)
    rows = np.flatnonzero(resting[answers.of])
    kinds = whole(answers.of[rows], scene.ends.importer[rows], *(failed[rows] for failed in lost.values()))
    sizes = np.bincount(kinds)
    first = rows[firsts(kinds, len(sizes))]
    order = np.argsort(first)
    first, sizes = first[order], sizes[order]
    apart = scene.split(first, sizes, (scene.tide.carried[first], scene.tide.gaps[first]))
    said = tuple(_said(answers, apart, place, number) for number, place in enumerate(first.tolist()))
    names = {leg.id: place for leg, place in zip(apart.legs, first.tolist(), strict=True)}
    failing = {day: {name for name, place in names.items() if failed[place]} for day, failed in lost.items()}
    return replace(case, scene=apart, assessments=said, elsewhen=lambda day, regime: failing[day])


def _said(answers: Answers, apart: EstateScene, place: int, number: int) -> Assessment:
    """The answer for a class, of the rows like the one at a place."""
    said = answers.assessments[int(answers.of[place])]
    assert said is not None
    movement = apart.movements[apart.legs[number].id]
    return replace(
        said, transfer=movement.leg.id, exporter=movement.exporter.id, importer=movement.importer.id, count=int(apart.sizes[number])
    )
