"""Another book in which some facts are not as they are: taken out, or a little later. The book itself stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

from datamap.errors import LawError
from datamap.law.book import LawBook, Regime, Zone
from datamap.law.fact import Fact
from datamap.law.facts import Attribute

F = TypeVar("F", bound=Fact)
Change = Callable[[Fact], Fact | None]


def revised(book: LawBook, change: Change, version: str | None = None) -> LawBook:
    """The book with each fact as `change` gives it back; a fact for which it gives None is not in it.

    Facts are still read only when they are asked for. Attributes stay as they are: they are words of maps.
    """
    return replace(
        book,
        version=version or book.version,
        regimes=MappingProxyType({name: _regime(regime, change) for name, regime in book.regimes.items()}),
        zones=MappingProxyType({name: Zone(name, _kept(zone.facts, change)) for name, zone in book.zones.items()}),
        access=_kept(book.access, change),
    )


def _regime(regime: Regime, change: Change) -> Regime:
    return replace(regime, read=lambda: _kept(regime.facts, change), borders=lambda: _kept(regime.territory, change))


def _kept(facts: Iterable[F], change: Change) -> tuple[F, ...]:
    return tuple(kept for fact in facts if (kept := change(fact)) is not None)  # type: ignore[misc]


def without(book: LawBook, ids: Iterable[str], since: date | None = None) -> LawBook:
    """The book in which facts do not exist: from `since` on, or never.

    Raises:
        LawError: an id names no fact, with those that may be meant, or names an attribute, which is no law.
    """
    gone = tuple(dict.fromkeys(ids))
    for name in gone:
        states(book, name)

    def change(fact: Fact) -> Fact | None:
        return _ended(fact, since) if fact.id in gone else fact

    return revised(book, change, f"{book.version} without {', '.join(gone)}{f' since {since}' if since else ''}") if gone else book


def _ended(fact: Fact, since: date | None) -> Fact | None:
    if since is None or (fact.from_ or date.min) >= since:
        return None
    if fact.until and fact.until < since:
        return fact
    return fact.model_copy(update={"until": since - timedelta(days=1), "ended_by": "supposed"})


def states(book: LawBook, name: str) -> tuple[Fact, ...]:
    """Every state of the fact with that id, in order of time.

    Raises:
        LawError: there is none, with those that may be meant; or it is an attribute.
    """
    found = tuple(fact for fact in _near(book, name) if fact.id == name)
    if not found:
        raise LawError(f"there is no fact {name!r} in the law book; {_meant(book, name)}")
    if isinstance(found[0], Attribute):
        raise LawError(f"{name} is a word of maps and no law that could fall; name the decision or tool that depends on it")
    return found


def _near(book: LawBook, name: str) -> Iterator[Fact]:
    """The facts among which that of an id is found, without reading other regimes."""
    room = name.partition("/")[0]
    if room in book.regimes:
        return iter(book.regimes[room].facts)
    return iter((*(fact for zone in book.zones.values() for fact in zone.facts), *book.access, *book.attributes.values()))


def _meant(book: LawBook, name: str) -> str:
    titles: dict[str, str] = {}
    for fact in book.facts():
        if not isinstance(fact, Attribute):
            titles[fact.id] = f"{titles.get(fact.id, '')} {fact.title} {fact.cite}".casefold()
    below = [known for known in titles if known.startswith(f"{name.rstrip('/')}/")]
    titled = [known for known, text in titles.items() if all(word in text for word in name.casefold().split())]
    near = below or get_close_matches(name, titles, n=4, cutoff=0.6) or titled
    if not near:
        return "`datamap law` lists the ids of all facts"
    more = f" (and {len(near) - 6} more)" if len(near) > 6 else ""
    return f"did you mean {' or '.join(near[:6])}{more}?"
