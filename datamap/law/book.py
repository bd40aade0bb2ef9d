"""The law book: regimes, and what they say on a day. It knows no map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from datamap import geo
from datamap.errors import LawError, QuestionError
from datamap.late import room
from datamap.law.fact import Fact
from datamap.law.facts import AccessLaw, Adequacy, Attribute, Conduct, Duty, Presumption, Territory
from datamap.law.tools import Derogation, Mechanism

F = TypeVar("F", bound=Fact)
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Zone:
    """A dated set of places, such as the EEA."""

    id: str
    facts: tuple[Territory, ...]

    def membership(self, place: str, on: date, book: LawBook) -> Territory | None:
        """The fact by which `place` (an ISO code) belongs on that day, if it does."""
        for fact in self.facts:
            if fact.on(on):
                if any(geo.within(place, member) for member in fact.places):
                    return fact
                if fact.zone and (found := book.zones[fact.zone].membership(place, on, book)):
                    return found if fact.counts == "member" else fact
        return None

    def places(self, on: date, book: LawBook) -> frozenset[str]:
        """The ISO codes of its members on that day."""
        listed = {place for fact in self.facts if fact.on(on) and fact.counts == "member" for place in fact.places}
        nested = [book.zones[fact.zone].places(on, book) for fact in self.facts if fact.on(on) and fact.zone]
        return frozenset(listed).union(*nested)


@dataclass(frozen=True, eq=False)
class Regime:
    """One transfer law with everything it says, over time. Its facts are read when they are first asked for.

    It equals only itself: the same regime of another book may say something else.

    `exporters` are the kinds of entity that it binds by their seat. Its `zone` is a zone of the book, or a name for the
    ISO codes in `places`, or has none and `members` names the attribute of those inside, as in a free zone; where it
    changes over time, `borders` reads the facts that say so. A regime may be `like`
    another: facts of the kinds that it `takes` are the other's, under the other's ids.
    """

    id: str
    title: str
    zone: str
    exporters: tuple[str, ...]
    read: Callable[[], tuple[Fact, ...]] = field(repr=False, compare=False)
    places: tuple[str, ...] = ()
    members: str | None = None
    borders: Callable[[], tuple[Territory, ...]] = field(default=tuple, repr=False, compare=False)
    like: str | None = None
    takes: tuple[str, ...] = ()

    @cached_property
    def territory(self) -> tuple[Territory, ...]:
        """Places that it counts as inside at some time, beyond its zone. Nothing else of it is read for this."""
        return self.borders()

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that it says, over all time."""
        return self.read()

    def of(self, kind: type[F], on: date | None = None) -> tuple[F, ...]:
        """Its facts of one kind, on a day or over all time."""
        key = (kind, on)
        if key not in self._asked:
            self._asked[key] = tuple(f for f in self._by_kind.get(kind, ()) if on is None or f.on(on))
        return self._asked[key]  # type: ignore[return-value]

    @cached_property
    def _asked(self) -> dict[tuple[type[Fact], date | None], tuple[Fact, ...]]:
        return {}

    @cached_property
    def _by_kind(self) -> Mapping[type[Fact], tuple[Fact, ...]]:
        kinds: dict[type[Fact], list[Fact]] = {}
        for fact in self.facts:
            kinds.setdefault(type(fact), []).append(fact)
        return {kind: tuple(facts) for kind, facts in kinds.items()}

    def conduct(self, on: date) -> Conduct | None:
        """How it works on that day; None before it began."""
        if on not in self._acts:
            self._acts[on] = next(iter(self.of(Conduct, on)), None)
        return self._acts[on]

    @cached_property
    def _acts(self) -> dict[date, Conduct | None]:
        return {}

    def free(self, on: date) -> bool:
        """Whether transfers are free on that day unless something says otherwise."""
        act = self.conduct(on)
        return act is not None and act.default == "allowed"

    def duty(self, name: str, on: date) -> Duty | None:
        """The fact by which it asks for `name` on that day."""
        return next((duty for duty in self.of(Duty, on) if duty.duty == name), None)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        pages = room("rendering")
        return {"text/plain": pages.regime_text(self), "text/html": pages.regime_html(self)}


@dataclass(frozen=True)
class LawBook:
    """Every regime, zone and attribute that datamap knows, with dates and citations.

    `checked_on` is the day up to which new law was looked for; single facts may have been checked later. `agreements` are
    the kinds of agreement that a map may name, each with what it is.

    >>> LawBook.default().regimes["eu-gdpr"].title
    'EU General Data Protection Regulation'
    """

    version: str
    checked_on: date
    regimes: Mapping[str, Regime]
    zones: Mapping[str, Zone]
    attributes: Mapping[str, Attribute]
    access: tuple[AccessLaw, ...]
    authorities: Mapping[str, str]
    agreements: Mapping[str, str] = field(default_factory=dict)
    _insides: dict[tuple[str, str, date], bool | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    _memberships: dict[tuple[str, str, date], Territory | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    _decisions: dict[tuple[str, str, date], tuple[Adequacy, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def default(cls) -> LawBook:
        """The book that comes with datamap. A regime is read when it is first asked for."""
        return _default()

    def __reduce_ex__(self, protocol: Any) -> Any:
        """The book that comes with datamap is pickled by its name: whoever unpickles it has it."""
        return (_default, ()) if self is _default() else super().__reduce_ex__(protocol)

    @classmethod
    def load(cls, folder: Path) -> LawBook:
        """A book from a folder laid out as `law/data`, read whole and checked.

        Raises:
            LawError: a fact is malformed, uncited, overlaps another state of itself, or names what does not exist.
        """
        from datamap.law.proof import prove
        from datamap.law.shelf import shelve

        return prove(shelve(folder))

    @cached_property
    def announced(self) -> frozenset[str]:
        """Names of regimes to which decisions hand the next leg, whether or not the book holds them."""
        return frozenset(a.onward.regime for r in self.regimes.values() for a in r.of(Adequacy) if a.onward and a.onward.regime)

    def seat(self, authority: str) -> str | None:
        """The place of a supervisory authority, by its name or by the code of its place; None where it is not known."""
        if known := self.authorities.get(authority.casefold()):
            return known
        try:
            return geo.canonical(authority)
        except ValueError:
            return None

    def without(self, *facts: str, since: date | None = None) -> LawBook:
        """The book in which some facts, by their ids, do not exist: from a day on, or never.

        Raises:
            LawError: an id names no fact, with those that may be meant.
        """
        from datamap.law.revising import without

        return without(self, facts, since)

    def facts(self) -> Iterator[Fact]:
        """Every fact of the book."""
        for regime in self.regimes.values():
            yield from (fact for fact in regime.facts if fact.regime == regime.id)
        for zone in self.zones.values():
            yield from zone.facts
        yield from self.attributes.values()
        yield from self.access

    def regime(self, name: str) -> Regime:
        """A regime by its id.

        Raises:
            LawError: there is none, with the nearest names.
        """
        from difflib import get_close_matches

        if name not in self.regimes:
            near = get_close_matches(name, self.regimes, n=3, cutoff=0.4)
            hint = f"did you mean {' or '.join(near)}?" if near else f"it is one of {', '.join(self.regimes)}"
            raise LawError(f"there is no regime {name!r}; {hint}")
        return self.regimes[name]

    def membership(self, regime: Regime, place: str, on: date) -> Territory | None:
        """The fact by which a regime counts `place` as inside on that day: as a member, or as a bridged destination."""
        key = (regime.id, place, on)
        if key not in self._memberships:
            self._memberships[key] = self._membership(regime, place, on)
        return self._memberships[key]

    def _membership(self, regime: Regime, place: str, on: date) -> Territory | None:
        for fact in regime.territory:
            if fact.on(on) and any(geo.within(place, member) for member in fact.places):
                return fact
            if fact.on(on) and fact.zone and (found := self.zones[fact.zone].membership(place, on, self)):
                return found if fact.counts == "member" else fact
        if regime.zone in self.zones:
            return self.zones[regime.zone].membership(place, on, self)
        act = regime.conduct(on) if any(geo.within(place, member) for member in regime.places) else None
        return _by_act(regime, act) if act else None

    def inside(self, regime: Regime, place: str | None, on: date) -> bool | None:
        """Whether exporters in `place` are bound by their seat; None where the place is unknown, or too wide to tell.

        Reads no fact of a regime whose zone is a set of places: "CA" may or may not be in Quebec, "CA-ON" is not.
        """
        if place is None:
            return None
        key = (regime.id, place, on)
        if key not in self._insides:
            self._insides[key] = self._inside(regime, place, on)
        return self._insides[key]

    def _inside(self, regime: Regime, place: str, on: date) -> bool | None:
        if regime.zone not in self.zones and not regime.territory:
            here = any(geo.within(place, member) for member in regime.places)
            return here or (None if any(geo.within(member, place) for member in regime.places) else False)
        fact = self.membership(regime, place, on)
        return fact is not None and fact.counts == "member"

    def place_in_zone(self, place: str | None, zone: str, on: date) -> bool | None:
        """Whether a place (ISO code) lies in a zone or place on that day; None where the place is unknown."""
        if place is None:
            return None
        if zone in self.zones:
            return self.zones[zone].membership(place, on, self) is not None
        if zone == "mainland-china":
            return geo.mainland_china(place)
        return geo.within(place, zone)

    def adequacy(self, regime: Regime, place: str, on: date) -> tuple[Adequacy, ...]:
        """The decisions of a regime that speak of a country on that day, before their scope is looked at."""
        key = (regime.id, place, on)
        if key not in self._decisions:
            self._decisions[key] = self._speaking(regime, place, on)
        return self._decisions[key]

    def _speaking(self, regime: Regime, place: str, on: date) -> tuple[Adequacy, ...]:
        return tuple(
            fact
            for fact in regime.of(Adequacy, on)
            if any(geo.within(place, to) for to in fact.to) or (fact.zone and self.place_in_zone(place, fact.zone, on))
        )

    def mechanisms(self, regime: Regime, kind: str, version: str | None, on: date | None = None) -> tuple[Mechanism, ...]:
        """The tools of a regime to which an agreement of that kind and version answers, on a day or ever."""
        return tuple(m for m in regime.of(Mechanism, on) if kind in (m.agreement, *m.also) and (m.version is None or m.version == version))

    def presumptions(self, regime: Regime, place: str, on: date) -> tuple[Presumption, ...]:
        """The laws of a place that the regime presumes to defeat contractual tools on that day."""
        return tuple(p for p in regime.of(Presumption, on) if self.place_in_zone(place, p.place, on))

    def look_up(self, regime: str | None = None, *, place: str | None = None, on: date | str | None = None) -> Any:
        """What the book says of a regime (or all), of a place (or any), on a day (or over all time); it shows itself.

        `.facts` are the facts, `.answers` what is said of the place on the day in sentences, `.to_frame()` a data frame.

        Raises:
            LawError: there is no such regime.
            PlaceError: the text names no place.
            QuestionError: the text is no date.
        """
        return room("rendering").extract(self, regime, place, _day(on))

    def on(self, day: date | str) -> Any:
        """What the book says on a day, in all regimes; see `look_up`."""
        return self.look_up(on=day)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        pages = room("rendering")
        return {"text/plain": pages.law_text(self).rstrip("\n"), "text/html": pages.book_html(self)}

    def derogation(self, regime: Regime, ground: str, on: date) -> Derogation | None:
        """The derogation that a ground names on that day, however it is written."""
        said = _ground(ground)
        return next((d for d in regime.of(Derogation, on) if said in map(_ground, (d.ground, *d.aliases))), None)


def _day(on: date | str | None) -> date | None:
    if not isinstance(on, str):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise QuestionError(f"{on!r} is no date; write it as 2020-11-20") from None


def _by_act(regime: Regime, act: Conduct) -> Territory:
    """The act itself, as the fact by which a place of the regime's own is inside."""
    says = {
        **act.model_dump(include=set(Fact.model_fields), by_alias=True),
        "title": f"{regime.zone} is where {act.act} applies",
        "places": regime.places,
    }
    return Territory.model_validate(says)


def _ground(text: str) -> str:
    return text.lower().replace(" ", "").removeprefix("art.").removeprefix("article").removeprefix("art")


@cache
def _default() -> LawBook:
    from datamap.law.shelf import shelve

    return shelve(DATA)


__all__ = ["DATA", "LawBook", "LawError", "Regime", "Zone"]
