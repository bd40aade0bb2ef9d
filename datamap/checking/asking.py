"""Questions about flows: which chains lead from here to there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from datamap import geo
from datamap.assessment import Scene
from datamap.checking.spine import scene
from datamap.errors import PlaceError, QuestionError
from datamap.flow import Flow
from datamap.late import room
from datamap.model import DataMap
from datamap.model.references import meant
from datamap.rules import Case
from datamap.rules.reach import holds, spots

if TYPE_CHECKING:
    from datamap.checking.demanding import Asked


@dataclass(frozen=True)
class Flows(Sequence[Flow]):
    """The chains found, shortest first; shows itself in a notebook."""

    found: tuple[Flow, ...]
    title: str
    names: tuple[tuple[str, str], ...] = ()
    asked: Asked | None = field(default=None, repr=False, compare=False)

    def assert_none(self, *, allow_empty: bool = False) -> Flows:
        """Assert that nothing flows so, and that nothing may; as `assert_no_flow` does. Gives itself back."""
        from datamap.checking import demanding

        demanding.none(self._question(), allow_empty)
        return self

    def assert_within(self, *places: str, allow_empty: bool = False) -> Flows:
        """Assert that all stops of the flows lie within places and zones. Gives itself back."""
        from datamap.checking import demanding

        demanding.within(self._question(), places, allow_empty)
        return self

    def assert_covered(
        self, *, regime: str | Sequence[str] | None = None, mechanism: str | Sequence[str] | None = None, allow_empty: bool = False
    ) -> Flows:
        """Assert that every restricted transfer on the flows is covered; as `assert_covered` does. Gives itself back."""
        from datamap.checking import demanding

        demanding.covered(self._question(), regime, mechanism, allow_empty)
        return self

    def _question(self) -> Asked:
        if self.asked is None:
            raise QuestionError("these flows come from no question; ask with `m.flows(...)`")
        return self.asked

    def to_frame(self, backend: str = "pandas") -> Any:
        """The flows as a data frame of pandas, polars or pyarrow, a row each.

        Raises:
            QuestionError: another backend.
            ImportError: the backend is not installed.
        """
        return room("rendering").flows_frame(self.found, backend)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, index: Any) -> Any:
        return self.found[index]

    def __iter__(self) -> Iterator[Flow]:
        return iter(self.found)

    def __str__(self) -> str:
        text: str = room("rendering").flows_text(self.found, dict(self.names), self.title)
        return text.rstrip("\n")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        table: str = room("rendering").flows_html(self.found, dict(self.names), self.title, script=True)
        return {"text/plain": str(self), "text/html": table}


def flows(
    m: DataMap,
    *,
    from_: str | None = None,
    to: str | None = None,
    data_categories: str | Sequence[str] | None = None,
    data_subjects: str | Sequence[str] | None = None,
    on: date | str | None = None,
    limit: int | None = None,
) -> Flows:
    """The shortest chain by which each data category of each group of people comes to a node or a place.

    Args:
        from_: only chains that start at this node.
        to: a node's id, else a place or zone; `place:CN` says place. Without it, every node.
        data_categories: keys; each stands for itself and all below it.
        data_subjects: ids of groups of people.
        on: the date; without it the map's own.
        limit: at most so many.

    Raises:
        QuestionError: a node, place, category or group that does not exist, or no date.
    """
    here = scene(m, on)
    nodes = targets(here, to)
    categories = named(here, data_categories, "data category")
    people = named(here, data_subjects, "group of data subjects")
    if from_ is not None:
        require_node(m, from_)
    found: list[Flow] = []
    for category in categories or (None,):
        for group in people or (None,):
            found += here.network.flows(from_=from_, to=nodes, category=category, subjects=group)
    ordered = sorted(dict.fromkeys(found), key=lambda f: (len(f.path), f.path, f.data_category, f.data_subjects or ""))
    title = f"{f'from {from_} ' if from_ else ''}{f'to {to} ' if to else ''}on {here.on}"
    named_nodes = dict.fromkeys(node for flow in ordered for node in (*flow.nodes, flow.data_subjects) if node)
    names = tuple((node, m.title(node)) for node in named_nodes)
    from datamap.checking.demanding import Asked

    return Flows(tuple(ordered[:limit]), title, names, Asked(m, here.on, from_, to, data_categories, data_subjects))


def require_node(m: DataMap, node: str) -> None:
    """Refuse the id of a node that does not exist."""
    if node not in m.data_subjects and node not in m.entities and node not in m.systems:
        raise QuestionError(f"there is no node {node!r}; {meant(node, [*m.data_subjects, *m.entities, *m.systems], 'name one of the map')}")


def targets(here: Scene, to: str | None) -> tuple[str, ...] | None:
    """The nodes that `to` means: a node by its id first, else all that are in a place or may be."""
    m = here.map
    if to is None:
        return None
    if not to.startswith("place:") and (to in m.data_subjects or to in m.entities or to in m.systems):
        return (to,)
    place = zone(here, to.removeprefix("place:"))
    case = Case(here, ())
    return tuple(
        node
        for node in (*m.data_subjects, *m.entities, *m.systems)
        if any(spot.by != "control" and holds(case, spot.place, place) for spot in spots(case, node, False))
    )


def zone(here: Scene, text: str) -> str:
    """A place or zone by its name.

    Raises:
        QuestionError: there is none, with suggestions.
    """
    if text in here.map.zones or text in here.law.zones:
        return text
    try:
        return geo.canonical(text, zones=True)
    except PlaceError as error:
        nodes = [*here.map.entities, *here.map.systems, *here.map.data_subjects, *here.map.zones]
        raise QuestionError(f"there is no node or place {text!r}; {meant(text, nodes, str(error))}") from None


def named(here: Scene, given: str | Sequence[str] | None, what: str) -> tuple[str, ...]:
    """Category keys or ids of people, each known to the map.

    Raises:
        QuestionError: one is not, with a suggestion.
    """
    wanted = (given,) if isinstance(given, str) else tuple(given or ())
    for word in wanted:
        if what == "data category" and word not in here.taxonomy:
            raise QuestionError(f"there is no data category {word!r}; {here.taxonomy.meant(word)}")
        if what != "data category" and word not in here.map.data_subjects:
            raise QuestionError(f"there is no {what} {word!r}; {meant(word, here.map.data_subjects, 'name one of the map')}")
    return wanted
