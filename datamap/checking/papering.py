"""The agreements that would cover what is uncovered: which kind, which module, between whom.

Nothing is guessed: every kind of agreement between two parties that the law book knows for the regimes in question is
tried on the map, signed, assessed and complete, and what it then covers is read from the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from datamap.assessment import assess, parts_of
from datamap.assessment.parties import role_group
from datamap.checking.spine import scene
from datamap.findings import Assessment, Status
from datamap.law import LawBook, Mechanism
from datamap.model import Agreement, DataMap, FrozenMap, ImpactAssessment, Party
from datamap.repairs import Draft, Left

Pair = tuple[str, str]
Answer = tuple[str, str]
"""A transfer and a regime."""
MODULES = {("controller", "controller"): 1, ("controller", "processor"): 2, ("processor", "processor"): 3, ("processor", "controller"): 4}
WORKING = ("pseudonymised", "keys_held_by_exporter")
"""Measures that are tried where clauses alone do not stand: one for data at work, one for data at rest."""
NEVER = frozenset({"bcr", "consent", "derogation", "authorisation", "comparable_law", "code_of_conduct", "certification"})
"""Kinds that two parties cannot simply sign."""


@dataclass(frozen=True, slots=True)
class _Tool:
    kind: str
    version: str | None
    measures: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


def drafts(m: DataMap, on: date, law: LawBook | None = None) -> tuple[tuple[Draft, ...], tuple[Left, ...]]:
    """For each two parties between whom something is uncovered the fewest agreements that cover it, and what none covers."""
    here = scene(m, on, law)
    judged = assess(here)
    open_ = {(a.transfer, a.regime): a for a in judged if a.verdict is Status.UNCOVERED}
    pairs: dict[Pair, list[Answer]] = {}
    left: list[Left] = []
    for answer, a in open_.items():
        if a.exporter and a.importer:
            first, second = sorted((a.exporter, a.importer), key=list(m.entities).index)
            pairs.setdefault((first, second), []).append(answer)
        else:
            who = "exports" if not a.exporter else "imports"
            left.append(Left(*answer, f"nobody says who {who}; name the entity first"))
    works = _tried(m, on, here.law, pairs, open_)
    made: list[Draft] = []
    for pair, answers in pairs.items():
        chosen = _fewest(answers, works.get(pair, {}))
        made += [_draft(m, pair, tool, [x for x in covers if x in answers], open_) for tool, covers in chosen]
        covered = {answer for _, covers in chosen for answer in covers}
        left += [Left(*answer, _why(open_[answer])) for answer in answers if answer not in covered]
    return tuple(_named(m, made)), tuple(left)


def _tried(
    m: DataMap, on: date, law: LawBook, pairs: Mapping[Pair, list[Answer]], open_: Mapping[Answer, Assessment]
) -> dict[Pair, dict[_Tool, list[Answer]]]:
    """What each tool would cover between each two parties. One trial of a tool serves all pairs at once."""
    found: dict[Pair, dict[_Tool, list[Answer]]] = {}
    regimes = list(dict.fromkeys(regime for _, regime in open_))
    for tool in _tools(law, regimes, on):
        wanted = {pair: a for pair, a in pairs.items() if not _settled(a, found.get(pair, {}), tool)}
        if not wanted:
            continue
        papers = {
            f"draft.{index}": _agreement(f"draft.{index}", tool, pair, a, open_, on) for index, (pair, a) in enumerate(wanted.items())
        }
        after = assess(scene(with_agreements(m, papers, on), on, law), regimes)
        fine = {(a.transfer, a.regime) for a in after if a.verdict in (Status.COVERED, Status.NOT_RESTRICTED)}
        fine |= {answer for answer in open_ if answer not in {(a.transfer, a.regime) for a in after}}
        for pair, answers in wanted.items():
            covers = [answer for answer in answers if answer in fine]
            if covers:
                found.setdefault(pair, {})[tool] = covers
    return found


def _settled(answers: list[Answer], works: Mapping[_Tool, list[Answer]], tool: _Tool) -> bool:
    """Whether one tool covers all already, or a weaker form of this one as much as may be."""
    return any(len(covers) == len(answers) for covers in works.values()) or (
        bool(tool.measures) and any(t.kind == tool.kind and len(c) == len(answers) for t, c in works.items())
    )


def _tools(law: LawBook, regimes: Iterable[str], on: date) -> Iterator[_Tool]:
    """What two parties can sign on the day: clauses of the Commission first, then the others; then the same with measures."""
    known: dict[tuple[str, str | None], list[str]] = {}
    for regime in regimes:
        for mechanism in law.regimes[regime].of(Mechanism, on):
            kinds = [k for k in (mechanism.agreement, *mechanism.also) if k and k not in NEVER]
            signable = mechanism.contractual and not mechanism.approval and mechanism.gives == "covered"
            if signable and not (mechanism.signed_until and mechanism.signed_until < on):
                for kind in kinds:
                    known.setdefault((kind, mechanism.version), []).append(mechanism.cite)
    order = sorted(known, key=lambda tool: (tool[0] != "scc", tool[0] == "contract"))
    for measures in ((), WORKING):
        for kind, version in order:
            yield _Tool(kind, version, measures, tuple(dict.fromkeys(known[kind, version])))


def _agreement(name: str, tool: _Tool, pair: Pair, answers: list[Answer], open_: Mapping[Answer, Assessment], on: date) -> Agreement:
    modules, addenda = _terms(tool, answers, open_)
    return Agreement(
        id=name,
        kind=tool.kind,
        version=tool.version,
        modules=modules,
        addenda=addenda,
        parties=tuple(Party(entity=party) for party in pair),
        signed=on,
        measures=tool.measures,
        impact_assessment=ImpactAssessment(on=on, problematic_law=False, document="to be made"),
    )


def _terms(tool: _Tool, answers: list[Answer], open_: Mapping[Answer, Assessment]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    if tool.kind != "scc" or tool.version != "2021/914":
        return (), ()
    judged = [open_[answer] for answer in answers]
    roles = [(role_group(a.exporter_role), role_group(a.importer_role)) for a in judged]
    modules = sorted({MODULES[exporter, importer] for exporter, importer in roles if exporter and importer})
    regimes = {a.regime for a in judged}
    return tuple(modules), tuple(name for name, regime in (("uk", "uk-gdpr"), ("swiss", "ch-fadp")) if regime in regimes)


def with_agreements(m: DataMap, papers: Mapping[str, Agreement], on: date) -> DataMap:
    """The map with further agreements; transfers that name their agreements name the new ones between their parties as well."""
    held = scene(m, on)
    transfers = list(m.transfers)
    for movement in held.movements.values():
        written = movement.leg.written
        if written is None or transfers[written].agreements is None:
            continue
        ends = {movement.exporter.id, movement.importer.id}
        fitting = [name for name, paper in papers.items() if {party.entity for party in paper.parties} == ends]
        named = transfers[written].agreements
        kept = named if isinstance(named, tuple) else ()
        more = tuple(name for name in fitting if name not in kept)
        if more:
            transfers[written] = transfers[written].model_copy(update={"agreements": (*kept, *more)})
    copy = m.model_copy(update={"agreements": FrozenMap({**m.agreements, **papers}), "transfers": tuple(transfers)})
    copy.__dict__.pop("legs", None)
    return copy


def _fewest(answers: list[Answer], works: Mapping[_Tool, list[Answer]]) -> list[tuple[_Tool, list[Answer]]]:
    """Tools until all is covered that any covers; each time the one that covers most of what is left, the plainest of equals."""
    chosen: list[tuple[_Tool, list[Answer]]] = []
    open_ = {answer for covers in works.values() for answer in covers}
    while open_:
        tool = max(works, key=lambda t: len(open_.intersection(works[t])))
        chosen.append((tool, works[tool]))
        open_ -= set(works[tool])
    return chosen


def _draft(m: DataMap, pair: Pair, tool: _Tool, covers: list[Answer], open_: Mapping[Answer, Assessment]) -> Draft:
    modules, addenda = _terms(tool, covers, open_)
    return Draft("", tool.kind, tool.version, modules, addenda, tool.measures, pair, tuple(covers), tool.cites)


def _named(m: DataMap, made: list[Draft]) -> Iterator[Draft]:
    taken = {*m.agreements, *m.entities, *m.systems, *m.data_subjects}
    for draft in made:
        base = name = f"{draft.parties[0]}-{draft.parties[1]}-{draft.kind}".replace("_", "-")
        number = 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        yield replace(draft, id=name)


def _why(a: Assessment) -> str:
    """What stands in the way of every agreement."""
    faults = [fault.says for _, part in parts_of((a,)) for fault in part.faults]
    return next(iter(dict.fromkeys(faults)), a.reasons[-1].says if a.reasons else "nothing that two parties could sign covers it")
