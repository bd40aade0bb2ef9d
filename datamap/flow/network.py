"""Where the data of a map goes on a day: what nodes hold, what transfers carry, and the chains that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from itertools import islice

import numpy as np

from datamap.errors import QuestionError
from datamap.flow.arcs import Truth, unpacked
from datamap.flow.claims import Claims, claims, own_data, settle
from datamap.flow.flows import Carried, Flow
from datamap.flow.labels import Label
from datamap.flow.streams import Stream
from datamap.flow.wiring import Wiring, wire
from datamap.model import DataMap, Leg, Taxonomy

Some = str | Iterable[str] | None


class Network:
    """The transfers of a map that exist on a day, and what travels along them.

    >>> network = Network.of(m, date(2020, 11, 20))
    >>> network.held("hong_kong")
    frozenset({('user.content.chat', 'eea_users')})

    Everything is worked out once, in `of`; the questions read it off.
    """

    def __init__(self, m: DataMap, wiring: Wiring, made: Claims, unexplained: Truth, streams: tuple[Stream, ...]) -> None:
        """Use `Network.of`. Of two `streams` the first does without inferred legs."""
        self._map, self._wiring, self._made, self._unexplained = m, wiring, made, unexplained
        self._streams, self._all = streams, streams[-1]
        self._leg = {leg.id: index for index, leg in enumerate(wiring.legs)}
        self._witnesses: dict[tuple[str, str, str | None], Flow | None] = {}
        self._carried: dict[str, tuple[Carried, ...]] = {}
        self._told: dict[tuple[int, int], tuple[Carried, ...]] = {}

    @classmethod
    def of(cls, m: DataMap, on: date | str | None = None) -> Network:
        """What travels in a map on a day; without one, on the map's own `on`.

        Legs that rest on inferred evidence count, but what would not travel without them is not certain.

        Raises:
            QuestionError: there is no date.
        """
        day = m.day(on)
        people = tuple(m.data_subjects)
        wiring = wire(m, tuple(leg for leg in m.legs if leg.transfer.on(day)))
        made = claims(wiring, people)
        every = np.ones(len(wiring.legs), bool)
        sure = np.array([leg.transfer.evidence != "inferred" for leg in wiring.legs], bool)
        arcs = wiring.arcs if sure.all() else wiring.only(sure)
        start, unexplained = settle(wiring, arcs, own_data(wiring, sure, people), made, made.of(sure))
        streams: tuple[Stream, ...] = (Stream(wiring, arcs, start, sure),)
        if not sure.all():
            start, more = settle(wiring, wiring.arcs, start | own_data(wiring, every, people), made, ~unexplained)
            unexplained |= more
            streams = (*streams, Stream(wiring, wiring.arcs, start, every))
        return cls(m, wiring, made, unexplained, streams)

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs that exist on the day."""
        return self._wiring.legs

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of all nodes: people, entities, systems, in the order of the map."""
        return self._wiring.names

    def held(self, node: str) -> frozenset[Label]:
        """The category and people of all data at a node: what comes to it, what starts there, and for an entity what its systems hold.

        A category stands for itself and all below it. Where a transfer drops a category from a wider one, the wider one
        stands for the rest.

        Raises:
            QuestionError: there is no such node.
        """
        return frozenset(self._wiring.labels.pairs[bit] for bit in self._said(self._node(node)))

    @cached_property
    def _starting(self) -> dict[int, int]:
        """For each node the bits that are there because nothing explains them."""
        found: dict[int, int] = {}
        for claim in np.flatnonzero(self._unexplained).tolist():
            node = int(self._made.nodes[claim])
            found[node] = found.get(node, 0) | unpacked(self._made.given[self._made.sorts[claim]])
        return found

    def _said(self, node: int) -> list[int]:
        """The bits by which a node's holdings are said: those that each leg brings, and those that start there."""
        labels = self._wiring.labels
        sets = [self._all.start(node), *(self._all.start(system) for system in self._systems.get(node, ()))]
        sets += [self._all.carried(leg) for leg in self._all.into(node)]
        return sorted({bit for bits in sets for bit in labels.listed(bits)})

    @cached_property
    def _systems(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for system, operator in zip(self._wiring.lenders.tolist(), self._wiring.borrowers.tolist(), strict=True):
            found.setdefault(operator, []).append(system)
        return found

    def carried(self, leg_id: str) -> tuple[Carried, ...]:
        """What a leg really passes on, as narrow as what travels, ordered by category and people. Nothing if it is anonymised.

        Raises:
            QuestionError: there is no such leg on the day.
        """
        found = self._carried.get(leg_id)
        if found is None:
            found = self._carried[leg_id] = self._passed(self._number(leg_id))
        return found

    def _passed(self, index: int) -> tuple[Carried, ...]:
        bits = self._all.carried(index)
        lost = self._starting.get(self._wiring.number[self.legs[index].from_], 0) & bits
        found = self._told.get((bits, lost))
        if found is None:
            pairs = self._wiring.labels.pairs
            listed = self._wiring.labels.listed(bits)
            found = self._told[bits, lost] = tuple(Carried(*pairs[bit], explained=not lost >> bit & 1) for bit in listed)
        return found

    @cached_property
    def unexplained(self) -> tuple[tuple[str, str, str | None], ...]:
        """Leg, category and people of everything that a leg names although nothing upstream explains it."""
        made = zip(self.legs, self._made.made, strict=True)
        return tuple((leg.id, key, who) for leg, mine in made for key, who, claim in mine if self._unexplained[claim])

    def flows(
        self, from_: Some = None, to: Some = None, category: Some = None, subjects: Some = None, limit: int | None = None
    ) -> tuple[Flow, ...]:
        """For everything that comes to a node, one shortest chain that brings it.

        Args:
            from_: ids of nodes: only chains that begin there, with all that they hold. Missing: chains begin where data originates.
            to: ids of the nodes to which it comes. Missing: every node but those of `from_`.
            category: keys: what travels is told as narrow as these, and nothing else is told.
            subjects: ids of the people it is about. Missing: everyone, declared or not.
            limit: the most flows to give.

        Returns:
            Flows by node, in the order of the map or of `to`, then by category and people. A chain that needs no inferred
            leg is given before a shorter one that does.

        Raises:
            QuestionError: there is no such node, category or group of people.
        """
        keys = None if category is None else self._keys(category)
        about = None if subjects is None else self._wiring.labels.about(self._people(subjects))
        begin = [] if from_ is None else [self._node(name) for name in _several(from_)]
        streams = self._streams if from_ is None else tuple(stream.beginning(begin) for stream in self._streams)
        targets = [self._node(name) for name in (_several(to) if to is not None else self.nodes)]
        if to is None:
            targets = [node for node in targets if node not in begin]
        flows = (self._flow(streams, *wanted, arriving=True) for wanted in self._arriving(streams[-1], targets, keys, about))
        return tuple(islice((flow for flow in flows if flow), limit))

    def _arriving(
        self, stream: Stream, targets: Iterable[int], keys: tuple[str, ...] | None, about: int | None
    ) -> Iterator[tuple[int, int, Label]]:
        """Everything that comes to some nodes: the node, the bit that tells it, and the label by which to say it."""
        labels = self._wiring.labels
        for target in dict.fromkeys(targets):
            found: set[tuple[int, Label]] = set()
            for leg in stream.into(target):
                bits = stream.carried(leg) if about is None else stream.carried(leg) & about
                found.update([(bit, labels.pairs[bit]) for bit in labels.listed(bits)] if keys is None else labels.said(bits, keys))
            for bit, label in sorted(found, key=lambda pair: (pair[1][0], pair[0])):
                yield target, bit, label

    def witness(self, node: str, category: str, people: str | None) -> Flow | None:
        """The shortest chain by which a category of some people comes to a node; its path is empty where the data starts there.

        Where the node does not hold the category whole, the shortest chain for something below it; None where it holds nothing of it.

        Raises:
            QuestionError: there is no such node.
        """
        asked = (node, category, people)
        if asked not in self._witnesses:
            number, labels = self._node(node), self._wiring.labels
            said = labels.said(self._all.held(number) & labels.about((people,)), self._keys(category))
            self._witnesses[asked] = _best(self._flow(self._streams, number, bit, label) for bit, label in said)
        return self._witnesses[asked]

    def along(self, leg_id: str, category: str, people: str | None) -> tuple[tuple[str, ...], bool]:
        """The shortest chain by which data comes to the start of a leg, with the leg; and whether no leg of it is only inferred."""
        leg = self.legs[self._number(leg_id)]
        found = self.witness(leg.from_, category, people)
        path = (*(found.path if found else ()), leg_id)
        certain = len(self._streams) == 1 or all(self.legs[self._leg[name]].transfer.evidence != "inferred" for name in path)
        return path, certain

    def chain(self, leg_id: str, category: str, people: str | None) -> Flow | None:
        """The shortest chain of which a leg is the last step; None where the leg carries nothing of the category.

        Raises:
            QuestionError: there is no such leg on the day.
        """
        index, labels = self._number(leg_id), self._wiring.labels
        leg = self.legs[index]
        said = labels.said(self._all.carried(index) & labels.about((people,)), self._keys(category))
        flow = _best(self._flow(self._streams, self._wiring.number[leg.from_], bit, label) for bit, label in said)
        certain = leg.transfer.evidence != "inferred"
        return flow and replace(flow, path=(*flow.path, leg_id), nodes=(*flow.nodes, leg.to), certain=flow.certain and certain)

    def _flow(self, streams: tuple[Stream, ...], target: int, bit: int, label: Label, arriving: bool = False) -> Flow | None:
        for stream in streams:
            found = stream.chain(target, bit, arriving)
            if found:
                return Flow(*label, *found, certain=stream is streams[0])
        return None

    def _node(self, name: str) -> int:
        number = self._wiring.number.get(name)
        if number is None:
            raise QuestionError(f"there is no node {name!r}; {_meant(name, self.nodes)}")
        return number

    def _keys(self, keys: str | Iterable[str]) -> tuple[str, ...]:
        taxonomy = Taxonomy.of(self._map.data_categories)
        for key in _several(keys):
            if key not in taxonomy:
                raise QuestionError(f"there is no data category {key!r}; {taxonomy.meant(key)}")
        return _several(keys)

    def _people(self, names: str | Iterable[str]) -> tuple[str, ...]:
        for name in _several(names):
            if name not in self._map.data_subjects:
                raise QuestionError(f"there is no group of data subjects {name!r}; {_meant(name, self._map.data_subjects)}")
        return _several(names)

    def _number(self, leg_id: str) -> int:
        index = self._leg.get(leg_id)
        if index is None:
            raise QuestionError(f"there is no transfer {leg_id!r} on that day; `legs` lists those that exist")
        return index


def _best(flows: Iterable[Flow | None]) -> Flow | None:
    """The first of the shortest, those that are certain before all others."""
    return min((flow for flow in flows if flow), key=lambda flow: (not flow.certain, len(flow.path)), default=None)


def _meant(name: str, known: Iterable[str]) -> str:
    choices = list(known)
    near = get_close_matches(name, choices, n=2)
    return f"did you mean {' or '.join(near)}?" if near else f"name one of the map's: {', '.join(choices[:6]) or 'it has none'}"


def _several(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
