"""Which transfers a picture shows: those of a category, of some people, with findings, or near a node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from datamap.errors import QuestionError
from datamap.model import DataMap, Leg, Taxonomy
from datamap.rendering.signs import Judgement

Words = str | Sequence[str] | None


def listed(value: Words) -> tuple[str, ...]:
    """One word, or several, as a tuple."""
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def one_of(what: str, value: str, known: Collection[str]) -> None:
    """Refuse a word that is not one of those known.

    Raises:
        QuestionError: it is not.
    """
    if value not in known:
        raise QuestionError(f"there is no {what} {value!r}; use one of {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for. Empty parts ask for everything; `depth` counts transfers from a `focus`, in any direction."""

    categories: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    findings_only: bool = False
    focus: tuple[str, ...] = ()
    depth: int = 1

    @classmethod
    def of(cls, category: Words, subjects: Words, findings_only: bool, focus: Words, depth: int | None) -> Selection:
        """The selection that the arguments of a picture make."""
        return cls(listed(category), listed(subjects), findings_only, listed(focus), 1 if depth is None else depth)

    def legs(self, m: DataMap, judgement: Judgement) -> tuple[Leg, ...]:
        """The transfers to show, in the order of the map.

        Raises:
            QuestionError: a category, a group of people or a node that the map does not have.
        """
        self._known(m)
        day = judgement.report.on if judgement.report else m.on
        legs = tuple(leg for leg in m.legs if day is None or leg.transfer.on(day))
        if self.categories:
            legs = tuple(leg for leg in legs if _moves(leg, self.categories))
        if self.subjects:
            moved = concerned(legs, self.subjects)
            legs = tuple(leg for leg in legs if leg.id in moved)
        if self.findings_only:
            faulty = _faulty(judgement)
            legs = tuple(leg for leg in legs if leg.id in faulty)
        if self.focus:
            near = _near(legs, self.focus, self.depth)
            legs = tuple(leg for leg in legs if leg.from_ in near and leg.to in near)
        return legs

    def _known(self, m: DataMap) -> None:
        _refuse("data category", self.categories, Taxonomy.of(m.data_categories))
        _refuse("group of data subjects", self.subjects, m.data_subjects)
        _refuse("node", self.focus, [*m.data_subjects, *m.entities, *m.systems])
        if self.depth < 0:
            raise QuestionError(f"a depth counts transfers, and {self.depth} is below 0; give 1 or more")

    def words(self, m: DataMap) -> tuple[str, ...]:
        """What was left out, for the subtitle."""
        taxonomy = Taxonomy.of(m.data_categories)
        said = [f"only {', '.join(taxonomy.name(key) for key in self.categories)}"] if self.categories else []
        said += [f"about {', '.join(m.title(group) for group in self.subjects)}"] if self.subjects else []
        said += ["only what has findings"] if self.findings_only else []
        said += [f"within {self.depth} of {', '.join(m.title(node) for node in self.focus)}"] if self.focus else []
        return tuple(said)


def _refuse(what: str, names: Sequence[str], known: Iterable[str]) -> None:
    choices = set(known)
    for name in names:
        if name not in choices:
            near = get_close_matches(name, sorted(choices), n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "name one of the map's"
            raise QuestionError(f"there is no {what} {name!r}; {hint}")


def _moves(leg: Leg, keys: Sequence[str]) -> bool:
    """Whether any of `keys` passes: a key stands for itself and all below it, on either side."""
    covers = Taxonomy.covers
    return any(covers(key, moved) or covers(moved, key) for key in keys for moved in leg.transfer.data_categories)


def concerned(legs: Sequence[Leg], people: Sequence[str]) -> set[str]:
    """Transfers that can carry data about any of `people`: downstream of them, unless a transfer names others."""
    leaving: dict[str, list[Leg]] = defaultdict(list)
    for leg in legs:
        leaving[leg.from_].append(leg)
    found: set[str] = set()
    for group in people:
        found |= {leg.id for leg in legs if group in leg.transfer.data_subjects}
        todo, seen = [group], {group}
        while todo:
            for leg in leaving[todo.pop()]:
                if leg.transfer.data_subjects and group not in leg.transfer.data_subjects:
                    continue
                found.add(leg.id)
                if leg.to not in seen and not leg.transfer.anonymised:
                    seen.add(leg.to)
                    todo.append(leg.to)
    return found


def _faulty(judgement: Judgement) -> set[str]:
    report = judgement.report
    if report is None:
        raise QuestionError("only findings were asked for, and the map was not judged; check it first")
    kept = [f for f in report.findings if f.regime is None or judgement.regimes is None or f.regime in judgement.regimes]
    paths = (path for finding in kept for path in (finding.transfers, finding.path, *finding.witnesses))
    return {transfer for path in paths for transfer in path}


def _near(legs: Sequence[Leg], focus: Sequence[str], depth: int) -> set[str]:
    beside: dict[str, set[str]] = defaultdict(set)
    for leg in legs:
        beside[leg.from_].add(leg.to)
        beside[leg.to].add(leg.from_)
    near, edge = set(focus), set(focus)
    for _ in range(depth):
        edge = {other for node in edge for other in beside[node]} - near
        near |= edge
    return near
