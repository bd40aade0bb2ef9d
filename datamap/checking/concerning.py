"""Which facts of the law book can matter to a map at some time. Too many is slow, one too few would be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from datamap import geo
from datamap.law import AccessLaw, Adequacy, Attribute, Derogation, Fact, Guidance, LawBook, Mechanism, Presumption, Territory
from datamap.model import DataMap


class Concerns:
    """A map's places, attributes and kinds of agreement, against which facts are held, whatever their dates."""

    def __init__(self, m: DataMap, book: LawBook) -> None:
        self.map, self.book = m, book
        self._met: dict[str, bool] = {}

    def fact(self, fact: Fact) -> bool:
        """Whether the fact can change an answer about the map."""
        match fact:
            case Attribute() | Guidance():
                return False
            case Territory():
                return fact.zone is not None or self._any(fact.places)
            case Adequacy():
                return bool(fact.zone or (fact.organisation in self._attributes)) or self._any(fact.to)
            case Mechanism():
                return fact.agreement is None or any((fact.agreement, fact.version) in ((k, v), (k, None)) for k, v in self._agreements)
            case Derogation():
                return any(kind == "derogation" for kind, _ in self._agreements)
            case Presumption() | AccessLaw():
                return self._any((fact.place,))
        return True

    def _any(self, places: Iterable[str]) -> bool:
        return any(self._meets(place) for place in places)

    def _meets(self, place: str) -> bool:
        """Whether a place or zone of the law has anything to do with a place of the map, on any day."""
        if place not in self._met:
            members = _members(place, self.book)
            self._met[place] = any(geo.within(ours, theirs) or geo.within(theirs, ours) for ours in self._places for theirs in members)
        return self._met[place]

    @cached_property
    def _agreements(self) -> frozenset[tuple[str, str | None]]:
        return frozenset((agreement.kind, agreement.version) for agreement in self.map.agreements.values())

    @cached_property
    def _attributes(self) -> frozenset[str]:
        return frozenset(said.is_ for entity in self.map.entities.values() for said in entity.attributes)

    @cached_property
    def _places(self) -> frozenset[str]:
        """ISO codes of all places that the map names, and of all that were ever in a zone that it names for people."""
        found: set[str] = set()
        for word in self._words():
            if word not in self.map.zones:
                found |= _members(word, self.book)
        return frozenset(found)

    def _words(self) -> Iterator[str]:
        m = self.map
        for entity in m.entities.values():
            yield from (entity.location, *entity.branches)
        for system in m.systems.values():
            yield from system.places
        for group in m.data_subjects.values():
            yield group.location
        for members in m.zones.values():
            yield from members
        for transfer in m.transfers:
            if transfer.branch:
                yield transfer.branch
        for agreement in m.agreements.values():
            for approval in agreement.approved:
                home = self.book.seat(approval.by)
                if home:
                    yield home


def _members(word: str, book: LawBook) -> frozenset[str]:
    """The ISO codes that a place, or a zone of the law book, stands for on some day."""
    if word in book.zones:
        facts = book.zones[word].facts
        nested = [_members(fact.zone, book) for fact in facts if fact.zone]
        return frozenset(place for fact in facts for place in fact.places).union(*nested)
    code = "CN" if word == "mainland-china" else geo.iso(word)
    return frozenset({code} if code else ())
