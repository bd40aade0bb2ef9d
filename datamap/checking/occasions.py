"""The dated things that may change an answer about a map, and the same world in which one of them comes a day later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from datamap.assessment.terms import first_day, last_day
from datamap.checking.concerning import Concerns
from datamap.chronicle import Cause, CauseKind, Event
from datamap.law import Adequacy, Conduct, Fact, LawBook, Mechanism, Territory
from datamap.law.fact import Suspension
from datamap.law.revising import revised
from datamap.model import DataMap, Path
from datamap.model.replacing import with_value

DAY = timedelta(days=1)
World = tuple[DataMap, LawBook]


@dataclass(frozen=True)
class Occasion:
    """Something that begins, changes or ends on a day.

    `touches` names the regimes whose answers it may change, None every one. `borders` tells whether it may move a border,
    so that other regimes bind. `later` makes the world in which it happens one day later, all else being as it is.
    """

    on: date
    cause: Cause
    touches: frozenset[str] | None
    borders: bool
    later: Callable[[DataMap, LawBook], World]

    def concerns(self, regime: str) -> bool:
        """Whether it may change what a regime says."""
        return self.touches is None or regime in self.touches


def occasions(m: DataMap, book: LawBook, regimes: Iterable[str], start: date, end: date) -> dict[date, list[Occasion]]:
    """Everything from `start` to `end` that may change what these regimes, or the promises, say of the map, by its day in order."""
    found: dict[date, list[Occasion]] = {}
    for occasion in (*_in_law(m, book, frozenset(regimes)), *_in_map(m), *_terms(m, book, frozenset(regimes))):
        if start <= occasion.on <= end:
            found.setdefault(occasion.on, []).append(occasion)
    return dict(sorted(found.items()))


def border_days(m: DataMap, book: LawBook) -> set[date]:
    """The days on which other regimes may come to bind: a border moves, or the map changes."""
    facts = [fact for regime in book.regimes.values() for fact in regime.territory]
    facts += [fact for zone in book.zones.values() for fact in zone.facts]
    concerns = Concerns(m, book)
    moved = {o.on for fact in facts if concerns.fact(fact) for o in _turns(fact.id, [fact], None)}
    return moved | {occasion.on for occasion in _in_map(m)}


# The law.


def _in_law(m: DataMap, book: LawBook, regimes: frozenset[str]) -> Iterator[Occasion]:
    concerns = Concerns(m, book)
    touched: dict[str, set[str]] = {}
    facts: dict[str, dict[date | None, Fact]] = {}
    for name in regimes:
        for reader in (name, *_handed_to(book, name)):
            for fact in book.regimes[reader].facts:
                if concerns.fact(fact):
                    touched.setdefault(fact.id, set()).add(name)
                    facts.setdefault(fact.id, {})[fact.from_] = fact
    zones = tuple(fact for zone in book.zones.values() for fact in zone.facts)
    for fact in (*zones, *book.access):
        if concerns.fact(fact):
            facts.setdefault(fact.id, {})[fact.from_] = fact
    everyone = {fact.id for fact in zones}
    for name, states in facts.items():
        yield from _turns(name, list(states.values()), None if name in everyone else frozenset(touched.get(name, ())))


def _handed_to(book: LawBook, regime: str) -> set[str]:
    """Regimes whose own rules a decision of this one refers to for the next leg."""
    named = {fact.onward.regime for fact in book.regimes[regime].of(Adequacy) if fact.onward and fact.onward.regime}
    return {name for name in named if name in book.regimes}


def _turns(name: str, states: list[Fact], touches: frozenset[str] | None) -> Iterator[Occasion]:
    begun = {fact.from_: fact for fact in states if fact.from_}
    ended = {fact.until + DAY: fact for fact in states if fact.until}
    borders = isinstance(states[0], Territory)
    for day in {**begun, **ended}:
        yield Occasion(day, _legal_cause(name, begun.get(day), ended.get(day)), touches, borders, _law_later(name, day))
    for fact in states:
        for pause in fact.suspended:
            says = f"{fact.title} is suspended"
            starts, ends = Cause("law", name, "begins", says, pause.cite), Cause("law", name, "ends", says, pause.cite)
            yield Occasion(pause.from_, starts, touches, borders, _pause_later(name, pause, "from_"))
            if pause.until:
                yield Occasion(pause.until + DAY, ends, touches, borders, _pause_later(name, pause, "until"))


def _legal_cause(name: str, begun: Fact | None, ended: Fact | None) -> Cause:
    fact = begun or ended
    assert fact is not None
    event: Event = "begins" if ended is None else "changes" if begun else "ends"
    says = f"{fact.title}: {fact.act}" if isinstance(fact, Conduct) else fact.title
    if ended and begun and _named(ended) != _named(begun):
        says += f" (until then: {_named(ended)})"
    elif ended and not begun and ended.ended_by:
        says += f", ended by {ended.ended_by}"
    return Cause("law", name, event, says, fact.cite, fact.confidence)


def _named(fact: Fact) -> str:
    return fact.act if isinstance(fact, Conduct) else fact.title


def _law_later(name: str, day: date) -> Callable[[DataMap, LawBook], World]:
    def change(fact: Fact) -> Fact:
        if fact.id != name:
            return fact
        if fact.until == day - DAY:
            return fact.model_copy(update={"until": day})
        return fact.model_copy(update={"from_": day + DAY}) if fact.from_ == day else fact

    return lambda m, book: (m, revised(book, change))


def _pause_later(name: str, pause: Suspension, end: Literal["from_", "until"]) -> Callable[[DataMap, LawBook], World]:
    """The world in which a suspension begins, or ends, a day later."""
    moved = pause.model_copy(update={end: getattr(pause, end) + DAY})

    def change(fact: Fact) -> Fact:
        if fact.id != name or pause not in fact.suspended:
            return fact
        return fact.model_copy(update={"suspended": tuple(moved if one == pause else one for one in fact.suspended)})

    return lambda m, book: (m, revised(book, change))


# The map.


def _in_map(m: DataMap) -> Iterator[Occasion]:
    yield from _agreements(m)
    for entity in m.entities.values():
        for index, said in enumerate(entity.attributes):
            path: Path = ("entities", entity.id, "attributes", index)
            says = f"{m.title(entity.id)} {'is' if said.holds else 'is not'} {said.is_}"
            yield from _span(m, "attribute", path, says, said.from_, said.until)
    for number, transfer in enumerate(m.transfers):
        path = ("transfers", number)
        says = f"the transfer {transfer.id or f'{transfer.from_[0]}..{transfer.to[0]}'}"
        yield from _span(m, "transfer", path, says, transfer.starts, transfer.ends, ("starts", "ends"))
        made = transfer.impact_assessment and transfer.impact_assessment.on
        if made:
            yield _dated(m, "assessment", (*path, "impact_assessment", "on"), "begins", f"the impact assessment for {says[4:]}", made)
        if transfer.sale and transfer.ends:
            yield from _windows(m, number, transfer.ends)
    for number, waiver in enumerate(m.waivers):
        yield _dated(m, "waiver", ("waivers", number, "until"), "ends", f"the waiver of {waiver.finding} by {waiver.by}", waiver.until)


def _agreements(m: DataMap) -> Iterator[Occasion]:
    for agreement in m.agreements.values():
        path: Path = ("agreements", agreement.id)
        yield from _span(m, "agreement", path, f"{agreement.id} ({agreement.kind})", agreement.signed, agreement.until, ("signed", "until"))
        if agreement.changed:
            says = f"the processing under {agreement.id} changes"
            yield _dated(m, "agreement", (*path, "changed"), "changes", says, agreement.changed)
        for index, approval in enumerate(agreement.approved):
            if approval.on:
                says = f"the approval of {agreement.id} by {approval.by}"
                yield _dated(m, "approval", (*path, "approved", index, "on"), "begins", says, approval.on)
        if agreement.impact_assessment and agreement.impact_assessment.on:
            says = f"the impact assessment for {agreement.id}"
            yield _dated(m, "assessment", (*path, "impact_assessment", "on"), "begins", says, agreement.impact_assessment.on)
        for side in ("parties", "exporters", "importers"):
            for index, party in enumerate(getattr(agreement, side)):
                says = f"{m.title(party.entity)} is a party to {agreement.id}"
                yield from _span(m, "party", (*path, side, index), says, party.from_, party.until)


def _terms(m: DataMap, book: LawBook, regimes: frozenset[str]) -> Iterator[Occasion]:
    """The days on which the law's own wait or term makes an agreement begin or cease to count."""
    seen: set[tuple[str, date]] = set()
    for law in (law for name in sorted(regimes) for law in book.regimes[name].of(Mechanism) if law.waits or law.lasts):
        for agreement in m.agreements.values():
            if agreement.kind not in (law.agreement, *law.also) or agreement.signed is None:
                continue
            path: Path = ("agreements", agreement.id, "signed")
            first, last = first_day(law, agreement.signed), last_day(law, agreement.signed)
            if first and (agreement.id, first) not in seen:
                seen.add((agreement.id, first))
                says = f"{agreement.id} ({agreement.kind}), {law.waits} working days after {agreement.signed}"
                yield _dated(m, "agreement", path, "begins", says, agreement.signed, first)
            if last and (agreement.id, last) not in seen:
                seen.add((agreement.id, last))
                says = f"{agreement.id} ({agreement.kind}), {law.lasts} years after {agreement.signed}"
                yield _dated(m, "agreement", path, "ends", says, agreement.signed, last + DAY)


def _span(
    m: DataMap, kind: CauseKind, path: Path, says: str, first: date | None, last: date | None, names: tuple[str, str] = ("from_", "until")
) -> Iterator[Occasion]:
    if first:
        yield _dated(m, kind, (*path, names[0]), "begins", says, first)
    if last and last < date.max:
        yield _dated(m, kind, (*path, names[1]), "ends", says, last)


def _dated(m: DataMap, kind: CauseKind, path: Path, event: Event, says: str, written: date, on: date | None = None) -> Occasion:
    """The occasion that the date `written` at `path` makes: that day, or the day after where something ends with it."""
    day = on or (written + DAY if event == "ends" else written)
    name = ".".join(str(step).removesuffix("_") for step in path)
    cause = Cause(kind, name, event, says, where=m.where(_as_written(path)))
    return Occasion(day, cause, None, True, lambda m, book: (with_value(m, path, written + DAY), book))


def _as_written(path: Path) -> Path:
    return tuple(step.removesuffix("_") if isinstance(step, str) else step for step in path)


def _windows(m: DataMap, number: int, ends: date) -> Iterator[Occasion]:
    """The first day on which a sale that ended lies outside the window of a promise."""
    for policy in m.policies:
        if policy.no_sale:
            window = policy.no_sale.window
            day = ends + window.exact + timedelta(days=28) * window.months
            while window.before(day) <= ends:
                day += DAY
            says = f"a sale that ended on {ends} is within the {window} of {policy.id}"
            yield _dated(m, "promise", ("transfers", number, "ends"), "ends", says, ends, day)
