"""A whole law book checked against itself: whatever a fact names must exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from datamap import geo
from datamap.errors import LawError
from datamap.law.book import LawBook, Regime
from datamap.law.facts import Adequacy, Barred, Conduct, Presumption, Territory
from datamap.law.tools import Derogation, Mechanism

KINDS_OF_ENTITY = ("company", "public_body", "eu_institution", "international_organisation")


def prove(book: LawBook) -> LawBook:
    """The same book, read whole.

    Raises:
        LawError: everything that does not hold together, a line each.
    """
    wrong = list(_wrong(book))
    if wrong:
        raise LawError("\n".join(wrong))
    return book


def _wrong(book: LawBook) -> Iterator[str]:
    for zone in book.zones.values():
        for fact in zone.facts:
            yield from _territory(fact, book)
    for law in book.access:
        yield from _place(law.id, law.place, book)
    for regime in book.regimes.values():
        yield from _regime(regime, book)


def _regime(regime: Regime, book: LawBook) -> Iterator[str]:
    if not regime.of(Conduct):
        yield f"{regime.id}: no fact of kind conduct says when it began"
    yield from _attributes(f"{regime.id}/regime", (regime.members,), book)
    for act in regime.of(Conduct):
        yield from _attributes(act.id, (act.status, *act.unless), book)
    for place in regime.places:
        yield from _place(f"{regime.id}/regime", place, book)
    for said in regime.of(Territory):
        yield from _territory(said, book)
        if said not in regime.territory:
            yield f"{said.id}: what a regime counts as inside stands in its territory.yaml"
    for decision in regime.of(Adequacy):
        yield from _adequacy(decision, book)
    named = [(tool.id, kind) for tool in regime.of(Mechanism) for kind in (tool.agreement, *tool.also) if kind]
    named += [(tool.id, kind) for tool in regime.of(Mechanism) for kind in tool.sensitive_besides]
    named += [(ground.id, kind) for ground in regime.of(Derogation) for kind in ground.sensitive_besides]
    named += [(closed.id, kind) for closed in regime.of(Barred) for kind in closed.opens]
    for fact, kind in named:
        if kind not in book.agreements:
            yield f"{fact}: no kind of agreement {kind!r} stands in agreements.yaml"
    for tool in regime.of(Mechanism):
        yield from _attributes(
            tool.id, (tool.importer, tool.exporter, *(name for name in tool.exporter_not if name not in KINDS_OF_ENTITY)), book
        )
        for place in (*tool.origins, *tool.destinations, *tool.at_once):
            yield from _place(tool.id, place, book)
        for place in tool.approval:
            yield from _place(tool.id, place, book)
    for ground in regime.of(Derogation):
        yield from _attributes(ground.id, tuple(name for name in ground.exporter_not if name not in KINDS_OF_ENTITY), book)
    for closed in regime.of(Barred):
        yield from _attributes(closed.id, (closed.exporter,), book)
        for place in closed.places:
            yield from _place(closed.id, place, book)
    for presumed in regime.of(Presumption):
        yield from _place(presumed.id, presumed.place, book)
        yield from _attributes(presumed.id, (presumed.attribute,), book)
    for (first, start), count in Counter((fact.id, fact.from_) for fact in regime.facts).items():
        if count > 1:
            yield f"{first}: stands {count} times from {start}; give each fact of a file its own id"


def _territory(fact: Territory, book: LawBook) -> Iterator[str]:
    for place in (*fact.places, *([fact.zone] if fact.zone else [])):
        yield from _place(fact.id, place, book)


def _adequacy(fact: Adequacy, book: LawBook) -> Iterator[str]:
    for place in (*fact.to, *([fact.zone] if fact.zone else [])):
        yield from _place(fact.id, place, book)
    if not (fact.to or fact.zone or fact.organisation):
        yield f"{fact.id}: names no destination; say `to`, `zone` or `organisation`"
    named = [name for outside in fact.excludes for name in (*outside.recipient, outside.unless) if name not in KINDS_OF_ENTITY]
    yield from _attributes(fact.id, (fact.recipient, fact.organisation, *named), book)


def _place(fact: str, place: str, book: LawBook) -> Iterator[str]:
    if place in book.zones or place == "mainland-china":
        return
    try:
        written = geo.canonical(place)
    except ValueError as error:
        yield f"{fact}: {place!r} is no place or zone: {error}"
        return
    if written != place:
        yield f"{fact}: write {written} instead of {place}"


def _attributes(fact: str, names: tuple[str | None, ...], book: LawBook) -> Iterator[str]:
    for name in names:
        if name and name not in book.attributes:
            yield f"{fact}: no attribute {name!r} stands in attributes.yaml"


__all__ = ["KINDS_OF_ENTITY", "prove"]
