"""What the law book says of a regime, a place and a day: the facts chosen, and the answer in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from datamap import geo
from datamap.law import AccessLaw, Adequacy, Barred, Conduct, Fact, LawBook, Mechanism, Presumption, Regime, Territory, holds_law_of

KINDS = {
    "conduct": "The act",
    "territory": "Inside",
    "adequacy": "Destinations accepted",
    "barred": "Closed to transfers",
    "localisation": "Data that is first recorded inside",
    "mechanism": "Transfer tools",
    "derogation": "Derogations",
    "duty": "Duties",
    "presumption": "Law of destinations presumed to defeat contractual tools",
    "guidance": "Guidance",
    "access_law": "Laws by which governments read data",
}
"""The kinds of fact in the order in which they are read, with the heading of each."""

_HERE = "{here}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one regime says: its facts, and the answer about the place where one was asked for."""

    regime: Regime
    facts: tuple[Fact, ...]
    answer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """The part of the law book that answers a question. Shows itself in a notebook. `place` is canonical, None where none was asked for."""

    book: LawBook
    place: str | None
    on: date | None
    chapters: tuple[Chapter, ...]
    access: tuple[AccessLaw, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of it, regime by regime; a fact that one regime takes from another stands once."""
        listed = [fact for chapter in self.chapters for fact in chapter.facts]
        return tuple({(fact.id, fact.from_): fact for fact in (*listed, *self.access)}.values())

    @property
    def without_own(self) -> str:
        """A sentence where all regimes were asked and none is a law of the place itself; empty otherwise."""
        if not (self.place and self.on and len(self.chapters) > 1):
            return ""
        if any(holds_law_of(self.book, code, self.on) for code in _codes(self.book, self.place, self.on)):
            return ""
        return f"The law book holds no law of {geo.name(self.place)} itself: what it asks of those who send data from there is not told."

    @property
    def answers(self) -> tuple[str, ...]:
        """What the regimes say of the place on the day, in sentences; empty where no place or no day was asked for."""
        return tuple(sentence for chapter in self.chapters for sentence in chapter.answer)

    def to_frame(self, backend: str = "pandas") -> Any:
        """The facts as a data frame of pandas, polars or pyarrow, a row each.

        Raises:
            QuestionError: another backend.
            ImportError: the backend is not installed.
        """
        from datamap.rendering.law_notebook import facts_frame

        return facts_frame(self.facts, backend)

    def __str__(self) -> str:
        from datamap.rendering.law_page import extract_text

        return extract_text(self).rstrip("\n")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from datamap.rendering.law_notebook import extract_html

        return {"text/plain": str(self), "text/html": extract_html(self)}


def extract(book: LawBook, regime: str | None = None, place: str | None = None, on: date | None = None) -> Extract:
    """The facts of a regime (or of all, the place's own first), that concern a place (or any), on a day (or over all time).

    Raises:
        LawError: there is no such regime.
        PlaceError: the text names no place.
    """
    where = _place(place)
    codes = _codes(book, where, on) if where else ()
    regimes = [book.regime(regime)] if regime else list(book.regimes.values())
    if where and on:
        regimes.sort(key=lambda law: not any(book.inside(law, code, on) for code in codes))
    chapters = tuple(_chapter(book, law, where, codes, on) for law in regimes)
    access = tuple(
        law for law in book.access if _holds(law, on) and (not where or any(_reaches(book, law.place, code, law, on) for code in codes))
    )
    return Extract(book, where, on, chapters, access)


def _place(text: str | None) -> str | None:
    if text is None:
        return None
    canonical = geo.canonical(text, zones=True)
    return geo.iso(canonical) or canonical


def _codes(book: LawBook, place: str, on: date | None) -> tuple[str, ...]:
    """The codes for which a place stands: its own, or those of a zone's members on the day (without one when the book was checked)."""
    if place in book.zones:
        return tuple(sorted(book.zones[place].places(on or book.checked_on, book))) or (place,)
    return ("CN",) if place == "mainland-china" else (place,)


def _chapter(book: LawBook, regime: Regime, place: str | None, codes: tuple[str, ...], on: date | None) -> Chapter:
    facts = tuple(f for f in regime.facts if _holds(f, on) and (place is None or any(_concerns(book, f, code, on) for code in codes)))
    return Chapter(regime, facts, tuple(_answers(book, regime, place, codes, on)) if place and on else ())


def _answers(book: LawBook, regime: Regime, place: str, codes: tuple[str, ...], on: date) -> Iterator[str]:
    """What the regime says of a place: of a zone in one breath where it says the same of all members, else of those alike together.

    Where only the citations differ they are left out: they stand with the facts.
    """
    told: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}
    for code in codes:
        sentences = tuple(_answer(book, regime, code, on, _HERE))
        told.setdefault(tuple(sentence.partition(" [")[0] for sentence in sentences), []).append((code, sentences))
    for bare, members in told.items():
        name = geo.name(place) if len(told) == 1 else ", ".join(geo.name(code) for code, _ in members)
        same = len({sentences for _, sentences in members}) == 1
        yield from (sentence.replace(_HERE, name) for sentence in (members[0][1] if same else (f"{text}." for text in bare)))


def _holds(fact: Fact, on: date | None) -> bool:
    return on is None or fact.valid(on)


def _concerns(book: LawBook, fact: Fact, place: str, on: date | None) -> bool:
    """Whether a fact speaks of a place: on the day, or without one on any day on which it holds."""
    if isinstance(fact, Adequacy):
        return any(geo.within(place, to) for to in fact.to) or bool(fact.zone and _reaches(book, fact.zone, place, fact, on))
    if isinstance(fact, Territory):
        return any(geo.within(place, member) for member in fact.places) or bool(fact.zone and _reaches(book, fact.zone, place, fact, on))
    if isinstance(fact, Barred):
        return any(_reaches(book, zone, place, fact, on) for zone in fact.places)
    if isinstance(fact, Mechanism):
        return fact.waits is not None or any(_reaches(book, zone, place, fact, on) for zone in fact.destinations)
    return isinstance(fact, Presumption) and _reaches(book, fact.place, place, fact, on)


def _reaches(book: LawBook, zone: str, place: str, fact: Fact, on: date | None) -> bool:
    days = (on,) if on else (fact.from_, fact.until, fact.checked_on)
    return any(book.place_in_zone(place, zone, day) for day in days if day and fact.on(day))


def _answer(book: LawBook, regime: Regime, place: str, on: date, name: str) -> Iterator[str]:
    """What the regime says of data that goes to the place on the day, as sentences that call it by that name."""
    day = on.isoformat()
    act = regime.conduct(on)
    if regime.of(Conduct) and act is None:
        held = next((stay for fact in regime.of(Conduct) if fact.valid(on) and (stay := fact.suspension(on))), None)
        yield f"{regime.title} was valid and not applied on {day} [{held.cite}]." if held else f"{regime.title} was not in force on {day}."
        return
    member = book.membership(regime, place, on)
    if member:
        inside = f"lies inside ({regime.zone})" if member.counts == "member" else "is treated as inside"
        yield f"{name} {inside} on {day}: data that goes there is no restricted transfer [{member.cite}]."
        return
    if act and act.default == "unread":
        yield f"What {act.act} said of transfers is not held in this book: any answer about {day} is unknown [{act.cite}]."
        return
    if act and act.default == "allowed":
        yield from _free(book, regime, place, on, act, name)
        return
    decisions = book.adequacy(regime, place, on)
    if decisions:
        yield from (f"A decision accepts {name} on {day}: {_scope(fact)} [{fact.cite}]." for fact in decisions)
    else:
        open_list = act and act.unread_list and not any(book.place_in_zone(place, one, on) for one in act.unlisted)
        unread = f" It may be on {act.unread_list}, which is not held here." if act and open_list else ""
        listed = f"No decision accepts {name} on {day}; a" if regime.of(Adequacy) else "A"
        yield f"{listed} transfer needs a tool or another basis.{unread}"
        yield from _other_days(book, regime, place, on)
    yield from (
        f"Its law is presumed to defeat contractual tools{_for(fact)}: {fact.law} [{fact.cite}]."
        for fact in book.presumptions(regime, place, on)
    )


def _free(book: LawBook, regime: Regime, place: str, on: date, act: Conduct, name: str) -> Iterator[str]:
    """What a regime says that leaves transfers free unless it closes a destination."""
    closed = [law for law in regime.of(Barred, on) if any(book.place_in_zone(place, zone, on) for zone in law.places)]
    abroad = [law for law in regime.of(Barred, on) if not law.places]
    if not closed and not abroad:
        yield f"Transfers to {name} are free on {on.isoformat()} [{act.cite}]."
    for law in (*closed, *abroad):
        told = f"Disputed: {law.says}" if law.disputed else f"Closed: {law.title}" if law.places else f"Closed anywhere: {law.title}"
        yield f"{told}{', for sales' if law.sale_only else ''}; {_opens(law)} [{law.cite}]."


def _opens(law: Barred) -> str:
    kinds = f"{' or '.join(law.opens)} opens it" if law.opens else "nothing opens it"
    return f"for exporters that are {law.exporter}, {kinds}" if law.exporter else kinds


def _scope(fact: Adequacy) -> str:
    parts = [fact.title, fact.scope, *(f"not {out.says}" for out in fact.excludes)]
    return "; ".join(part for part in parts if part)


def _for(fact: Presumption) -> str:
    return f" for importers that are {fact.attribute}" if fact.attribute else ""


def _other_days(book: LawBook, regime: Regime, place: str, on: date) -> Iterator[str]:
    for fact in regime.of(Adequacy):
        if not _concerns(book, fact, place, None):
            continue
        if fact.from_ and fact.from_ > on:
            yield f"One comes into force on {fact.from_.isoformat()}: {fact.title} [{fact.cite}]."
        elif fact.until and fact.until < on:
            ended = f", ended by {fact.ended_by}" if fact.ended_by else ""
            yield f"One held until {fact.until.isoformat()}: {fact.title} [{fact.cite}]{ended}."
