"""What is to be found out about a large map: one question for each kind of missing fact, with the transfers that it settles."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

import numpy as np

from datamap import geo
from datamap.assessment import parts_of
from datamap.assessment.estates import Answers, EstateScene
from datamap.assessment.estates.coding import firsts, whole
from datamap.findings import Ask, Question
from datamap.flow.arcs import WORD, Whole, Words
from datamap.model import Path
from datamap.rules import Case

NAMED = 10
"""Transfers that a question or a finding names; it counts them all."""

ALSO = 3
"""Others of whom the same is asked that a question names."""

ROW = "row"
_QUOTED = re.compile(r"`([^`]*)`")
_LAW_OF = re.compile(r"(?<=the law of ).*(?= \()")


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is asked, less the names in it, and the columns whose values these are; () where no column has them."""

    kind: str
    columns: tuple[str, ...]
    name: str = field(compare=False)


@dataclass
class _Asked:
    """The questions of one kind: for each whom it is about, the part of the map that would say it, and the classes that it settles."""

    names: dict[str, str] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    legs: dict[str, dict[str, int]] = field(default_factory=dict)


class Questions:
    """Gathers the questions that regimes and rules ask of classes of rows."""

    def __init__(self, scene: EstateScene) -> None:
        self._scene = scene
        self._kinds: dict[str, _Asked] = {}
        self._marks: dict[_Mark, int] = {}
        self._words: list[Words] = []

    def take(self, answers: Answers, case: Case) -> None:
        """The questions on which the answers of a regime hang, and those that rules met on the way."""
        scene, met = answers.scene, dict[_Mark, list[int]]()
        asked = [(ask, a.transfer, a.count) for a, part in parts_of(case.assessments) for ask in part.questions]
        asked += [(ask, leg, scene.sized(leg)) for ask, legs in case.asks.items() for leg in legs]
        for ask, leg, size in asked:
            number = scene.place_of[leg]
            mark = self._mark(scene, ask, number)
            self._hear(mark, ask, leg, size)
            met.setdefault(mark, []).append(number)
        words: dict[int, Words] = {}
        for mark, numbers in met.items():
            word, bit = self._place(mark)
            words.setdefault(word, np.zeros(len(scene.first), np.uint64))[numbers] |= bit
        for word, of_class in words.items():
            self._words[word] |= of_class[answers.of]
        self.met(case)

    def met(self, case: Case) -> None:
        """The questions that rules met and that settle no transfer."""
        for ask, legs in case.asks.items():
            if not legs:
                self._hear(_Mark(self._kind(ask), (), _joined(self._names(ask))), ask, None, 0)

    def unplaced(self) -> None:
        """Where the systems are of which somebody is known to run them, and nobody says where."""
        tide, systems = self._scene.tide, self._scene.estate.systems
        lost = np.array([bool(sort.operator) and None in map(geo.iso, sort.places) for sort in systems.sorts], bool)
        if lost.any():
            into = np.concatenate([np.zeros(len(self._scene.estate.outset), bool), lost[systems.sort]])[tide.to]
            if into.any():
                row = int(np.argmax(into))
                node = self._scene.estate.name(int(tide.to[row]))
                ask = Ask(f"where is `{node}`?", ("systems", node))
                mark = _Mark(self._kind(ask), ("to",), f"`{node}`")
                self._hear(mark, ask, self._scene.named((row,))[0], 1)
                word, bit = self._place(mark)
                self._words[word][into] |= bit

    def told(self, case: Case) -> tuple[Question, ...]:
        """The questions, the one that settles most first."""
        questions = [self._told(case, kind, asked) for kind, asked in self._kinds.items()]
        return tuple(sorted(questions, key=lambda question: (-question.weight, question.ask)))

    # gathering

    def _hear(self, mark: _Mark, ask: Ask, leg: str | None, size: int) -> None:
        asked = self._kinds.setdefault(mark.kind, _Asked())
        asked.names.setdefault(ask.ask, mark.name)
        asked.paths.setdefault(ask.ask, ask.path)
        legs = asked.legs.setdefault(ask.ask, {})
        if leg is not None:
            legs[leg] = max(size, legs.get(leg, 0))

    def _place(self, mark: _Mark) -> tuple[int, np.uint64]:
        """Where it is noted of which rows a question is asked: a word of each, and a bit in it."""
        number = self._marks.setdefault(mark, len(self._marks))
        if number // WORD == len(self._words):
            self._words.append(np.zeros(len(self._scene.tide.rows), np.uint64))
        return number // WORD, np.uint64(1 << number % WORD)

    def _of(self, marks: Iterable[_Mark]) -> Whole:
        """The rows of which any of some questions is asked."""
        words: dict[int, np.uint64] = {}
        for word, bit in map(self._place, marks):
            words[word] = words.get(word, np.uint64(0)) | bit
        found = np.zeros(len(self._scene.tide.rows), bool)
        for word, bits in words.items():
            found |= self._words[word] & bits != 0
        return np.flatnonzero(found)

    def _kind(self, ask: Ask) -> str:
        """A question less the names in it."""
        return unnamed(ask.ask, self._scene.taxonomy)

    def _mark(self, scene: EstateScene, ask: Ask, number: int) -> _Mark:
        """The kind of a question about a class, and the columns that have its names."""
        names, kind = self._names(ask), self._kind(ask)
        leg, place, ends = scene.legs[number], int(scene.first[number]), scene.ends
        if leg.id in names:
            return _Mark(kind, (ROW,), f"`{leg.id}`")
        known = {leg.from_: "from", leg.to: "to"}
        for column in ("importer", "exporter"):
            entity = int(getattr(ends, column)[place])
            if entity >= 0:
                known[ends.entities[entity].id] = column
        columns = tuple(known[name] for name in names) if all(name in known for name in names) else ()
        return _Mark(kind, columns, _joined(names))

    def _names(self, ask: Ask) -> list[str]:
        """The names in a question; which data it is about is no name."""
        return [name for name in _QUOTED.findall(ask.ask) if name not in self._scene.taxonomy]

    # telling

    def _told(self, case: Case, kind: str, asked: _Asked) -> Question:
        """One question for all of a kind: the one that settles most, and of whom else it is asked."""
        ask = min(asked.legs, key=lambda text: (-sum(asked.legs[text].values()), text))
        marks = [mark for mark in self._marks if mark.kind == kind]
        rows = self._of(marks)
        legs = dict.fromkeys((*asked.legs[ask], *self._scene.named(rows[:NAMED].tolist())))
        others, more = self._others(ask, marks, asked)
        text = f"{ask} Also asked of {', '.join(others)}{f' and {more:,} more' if more else ''}." if others else ask
        return Question(text, tuple(legs)[:NAMED], case.where(asked.paths[ask]), len(rows))

    def _others(self, ask: str, marks: list[_Mark], asked: _Asked) -> tuple[list[str], int]:
        """Of whom else a question is asked: some of them, and how many more there are."""
        keys, count = self._values([mark for mark in marks if mark.columns])
        told = [self._name(key) for key in keys] + list(asked.names.values())
        others = [name for name in dict.fromkeys(told) if name != asked.names[ask]]
        left = max(count, len(asked.names)) - 1
        shown = others if len(others) == left <= ALSO + 1 else others[:ALSO]
        return shown, left - len(shown)

    def _values(self, marks: Iterable[_Mark]) -> tuple[list[tuple[int, ...]], int]:
        """Of whom questions are asked: some of them, and how many there are; nodes, or (-1, a row) for a transfer.

        They come by mark, and then in the order of the map.
        """
        tables: dict[int, list[list[Whole]]] = {}
        places: dict[int, list[Whole]] = {}
        seen = 0
        for mark in marks:
            columns = self._columns(mark)
            tables.setdefault(len(columns), []).append(columns)
            places.setdefault(len(columns), []).append(np.arange(seen, seen := seen + len(columns[0])))
        found: list[tuple[int, tuple[int, ...]]] = []
        count = 0
        for width, some in tables.items():
            table = [np.concatenate([columns[at] for columns in some]) for at in range(width)]
            numbers = whole(*table)
            first = np.sort(firsts(numbers, int(numbers.max(initial=-1)) + 1))
            count += len(first)
            place = np.concatenate(places[width])
            found += [(int(place[at]), tuple(int(column[at]) for column in table)) for at in first[: ALSO + 2].tolist()]
        return [key for _, key in sorted(found)[: ALSO + 2]], count

    def _columns(self, mark: _Mark) -> list[Whole]:
        """The values of the columns of a mark in the rows of which it is asked."""
        rows, tide, ends = self._of([mark]), self._scene.tide, self._scene.ends
        if mark.columns == (ROW,):
            return [np.full(len(rows), -1), rows]
        columns = {"from": tide.from_, "to": tide.to, "exporter": ends.exporter, "importer": ends.importer}
        return [columns[name][rows] + (ends.people if name in ("exporter", "importer") else 0) for name in mark.columns]

    def _name(self, key: tuple[int, ...]) -> str:
        """A value of columns as a question says it."""
        scene = self._scene
        names = scene.named(key[1:]) if key[0] < 0 else [scene.estate.name(node) for node in key]
        return _joined(names)


def unnamed(text: str, kept: Container[str] = ()) -> str:
    """A text less the names in it, but those `kept`."""
    quoted = _QUOTED.sub(lambda name: name[0] if name[1] in kept else "`…`", text)
    return _LAW_OF.sub("…", quoted)


def _joined(names: Iterable[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)
