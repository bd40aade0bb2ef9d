"""What a Sankey diagram says, before it has a look: each pair of a data category and a group of people, from whom to where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from datamap.flow import Flow
from datamap.model import DataMap, Leg, Taxonomy
from datamap.rendering.frames import Geography, code_of, title_of
from datamap.rendering.lettering import clean
from datamap.rendering.palette import Sign
from datamap.rendering.signs import Judgement
from datamap.rendering.wording import count

By = Literal["people", "category"]
COLUMNS = 4
MOST = (16, 16, 22, 20)
"""So many boxes are drawn in each column; the least of the others are taken together."""
_UNDECLARED = "People not declared"


@dataclass(frozen=True, slots=True)
class Stop:
    """A box of a column: people or a category, who collects, who is reached, or a place. `status` is what is said of a place."""

    key: str
    name: str
    under: str = ""
    code: str = ""
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Strand:
    """One category of one group of people that reaches one party: a stop in each column, and the worst on its way."""

    stops: tuple[Stop, Stop, Stop, Stop]
    sign: Sign
    category: str
    people: str


def strands(
    m: DataMap, judgement: Judgement, geography: Geography, flows: Sequence[Flow], legs: Sequence[Leg], by: By
) -> tuple[Strand, ...]:
    """A strand for each flow along these transfers that ends at one of them, folded as far as it takes to be read."""
    ends = {leg.id: leg.to for leg in legs}
    taxonomy = Taxonomy.of(m.data_categories)
    reached = [flow for flow in flows if flow.path and all(leg in ends for leg in flow.path) and ends[flow.path[-1]] == flow.target]
    areas = {flow.target: geography.area(flow.target) for flow in reached}
    frames = geography.frames(areas.values())
    signs = {leg.id: judgement.sign(leg.id) for leg in legs}
    found = []
    for flow in reached:
        area = areas[flow.target]
        frame = frames[area]
        category = clean(taxonomy.name(flow.data_category))
        people = clean(m.title(flow.data_subjects)) if flow.data_subjects else _UNDECLARED
        first = Stop(f"category {flow.data_category}", category) if by == "category" else _people(m, geography, flow.data_subjects)
        collector = flow.nodes[1] if flow.origin in m.data_subjects else flow.origin
        place = Stop(area, title_of(area), frame.status, code_of(area), frame.shut)
        worst = max((signs[leg] for leg in flow.path), key=lambda sign: sign.rank)
        stops = (first, _party(m, geography, collector), _party(m, geography, flow.target), place)
        found.append(Strand(stops, worst, category, people))
    homes = {stop.key: geography.area(stop.key) for strand in found for stop in strand.stops[1:3]}
    return _few(_by_place(_by_place(tuple(found), 1, homes), 2, homes))


def _people(m: DataMap, geography: Geography, group: str | None) -> Stop:
    if group is None:
        return Stop("people not declared", _UNDECLARED)
    area = geography.area(group)
    return Stop(group, clean(m.title(group)), title_of(area), code_of(area))


def _party(m: DataMap, geography: Geography, node: str) -> Stop:
    code = code_of(geography.area(node))
    if node in m.entities:
        return Stop(node, clean(m.title(node)), (m.entities[node].role or "").replace("_", "-"), code)
    if node in m.systems:
        operator = m.systems[node].operator
        return Stop(node, clean(m.title(node)), f"run by {clean(m.title(operator))}" if operator else "operator not declared", code)
    return Stop(node, clean(m.title(node)), "people", code)


def _by_place(found: tuple[Strand, ...], column: int, areas: Mapping[str, str]) -> tuple[Strand, ...]:
    """Where a column has more parties than can be drawn, those in one place as one. `areas` says where each is, by its key."""
    homes: dict[str, dict[str, None]] = defaultdict(dict)
    for strand in found:
        key = strand.stops[column].key
        homes[areas[key]][key] = None
    if sum(map(len, homes.values())) <= MOST[column]:
        return found
    joined = {
        area: Stop(f"all in {area}", count(len(nodes), "party"), f"in {title_of(area)}", code_of(area))
        for area, nodes in homes.items()
        if len(nodes) > 1
    }
    return tuple(_with(strand, column, joined.get(areas[strand.stops[column].key])) for strand in found)


def _with(strand: Strand, column: int, stop: Stop | None) -> Strand:
    """The strand with another stop in a column; as it is where there is none."""
    stops = tuple(stop if stop and at == column else one for at, one in enumerate(strand.stops))
    return replace(strand, stops=stops)  # type: ignore[arg-type]


def _few(found: tuple[Strand, ...]) -> tuple[Strand, ...]:
    """In each column the boxes that matter most, a forbidden place and the worst answers before many strands; the others as one."""
    for column in range(COLUMNS):
        weight: Counter[Stop] = Counter(strand.stops[column] for strand in found)
        if len(weight) <= MOST[column]:
            continue
        kept = set(sorted(weight, key=_Gravity(found, column, weight))[: MOST[column] - 1])
        others = Stop("others", f"{len(weight) - len(kept):,} others")
        found = tuple(_with(strand, column, None if strand.stops[column] in kept else others) for strand in found)
    return found


class _Gravity:
    """How much the boxes of a column matter, as a key to sort by: a forbidden place first, then the worst, then the widest."""

    def __init__(self, found: Sequence[Strand], column: int, weight: Mapping[Stop, int]) -> None:
        self.weight = weight
        self.worst: dict[Stop, int] = defaultdict(int)
        for strand in found:
            stop = strand.stops[column]
            self.worst[stop] = max(self.worst[stop], strand.sign.rank)

    def __call__(self, stop: Stop) -> tuple[bool, int, int, str]:
        return not stop.shut, -self.worst[stop], -self.weight[stop], stop.key


HEADS: Mapping[By, tuple[str, ...]] = {
    "people": ("About", "Collected by", "Reaches", "In", "Data", "Pairs", "Answer"),
    "category": ("Data", "Collected by", "Reaches", "In", "About", "Pairs", "Answer"),
}


def rows_of(found: Sequence[Strand], by: By) -> tuple[tuple[str, ...], ...]:
    """Strands that take the same way with the same answer, as rows of words; the worst first."""
    groups: dict[tuple[tuple[Stop, ...], Sign], list[Strand]] = defaultdict(list)
    for strand in found:
        groups[strand.stops, strand.sign].append(strand)
    rows = []
    for (stops, sign), group in sorted(groups.items(), key=lambda item: -item[0][1].rank):
        others = ", ".join(dict.fromkeys(strand.category if by == "people" else strand.people for strand in group))
        place = f"{stops[3].name}{f' ({stops[3].under})' if stops[3].under else ''}"
        rows.append((*(stop.name for stop in stops[:3]), place, others, f"{len(group):,}", sign.legend))
    return tuple(rows)
