"""What the matrix says, before it has a look: exporters, importers, and what one regime says of each pair of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from datamap.findings import Assessment, Report, Status
from datamap.model import DataMap, Leg, Taxonomy
from datamap.rendering.frames import Geography, code_of, title_of
from datamap.rendering.lettering import clean
from datamap.rendering.palette import Sign
from datamap.rendering.selection import Selection
from datamap.rendering.signs import SIGNS, Chip, Judgement
from datamap.rendering.wording import count

MOST_ACROSS, MOST_DOWN = 24, 40
"""So many importers and exporters are named; beyond, those of one place are taken together."""


@dataclass(frozen=True, slots=True)
class Side:
    """An exporter or an importer, or all of those in one place. `area` is where, `status` what the regime says of the place."""

    key: str
    name: str
    under: str
    area: str
    code: str
    place: str
    status: str
    shut: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What the regime says of the transfers from one exporter to one importer: the worst first."""

    chips: tuple[Chip, ...]
    sign: Sign
    legs: tuple[Leg, ...]
    onward: bool


@dataclass(frozen=True)
class Grid:
    """The whole: rows, columns (those of one place together), and cells by the keys of both. `legs` is how many were asked for."""

    rows: tuple[Side, ...]
    columns: tuple[Side, ...]
    cells: Mapping[tuple[str, str], Cell]
    legs: int

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The signs that occur, the best first."""
        found = {chip.sign for cell in self.cells.values() for chip in cell.chips}
        return tuple(sorted(found, key=lambda sign: sign.rank))


def main_regime(report: Report) -> str | None:
    """The regime that restricts most transfers, the first in the report among equals; None where none applies."""
    found: dict[str, int] = defaultdict(int)
    for one in report.assessments:
        found[one.regime] += 2 if one.restricted else one.restricted is None
    return max(found, key=lambda name: found[name]) if found else None


def grid(m: DataMap, report: Report, regime: str, geography: Geography, selection: Selection) -> Grid:
    """What `regime` says of what was selected.

    Raises:
        QuestionError: a category, group of people or node that does not exist.
    """
    judgement = Judgement(m, report, frozenset([regime]), geography.inside)
    legs = selection.legs(m, judgement)
    said = [(leg, one) for leg in legs for one in judgement.assessments(leg.id) if one.exporter or leg.from_ not in m.data_subjects]
    pairs = {leg.id: (one.exporter or leg.from_, one.importer or leg.to) for leg, one in said}
    ends = [dict.fromkeys(pair[side] for pair in pairs.values()) for side in (0, 1)]
    rows = _folded(_sides(m, geography, ends[0]), MOST_DOWN)
    columns = _folded(_sides(m, geography, ends[1]), MOST_ACROSS)
    groups: dict[tuple[str, str], list[tuple[Leg, Assessment]]] = defaultdict(list)
    for leg, one in said:
        tail, head = pairs[leg.id]
        groups[rows[tail].key, columns[head].key].append((leg, one))
    cells = {ends: _cell(judgement, group) for ends, group in groups.items()}
    return Grid(_ordered(rows.values(), cells, 0), _ordered(columns.values(), cells, 1), cells, len(legs))


def _sides(m: DataMap, geography: Geography, nodes: Iterable[str]) -> dict[str, Side]:
    """The side that each node is."""
    areas = {node: geography.area(node) for node in nodes}
    frames = geography.frames(areas.values())
    found = {}
    for node, area in areas.items():
        frame = frames[area]
        found[node] = Side(node, clean(m.title(node)), _under(m, node), area, code_of(area), title_of(area), frame.status, frame.shut)
    return found


def _under(m: DataMap, node: str) -> str:
    if node in m.entities:
        return (m.entities[node].role or "").replace("_", "-")
    return "operator not declared" if node in m.systems else "people"


def _folded(sides: Mapping[str, Side], most: int) -> Mapping[str, Side]:
    """The sides as they are, or those of one place as one where there are more than `most`."""
    if len(sides) <= most:
        return sides
    areas: dict[str, list[Side]] = defaultdict(list)
    for side in sides.values():
        areas[side.area].append(side)
    joined = {
        area: replace(group[0], key=f"all in {area}", name=count(len(group), "party"), under="") if len(group) > 1 else group[0]
        for area, group in areas.items()
    }
    return {node: joined[side.area] for node, side in sides.items()}


def _cell(judgement: Judgement, group: Sequence[tuple[Leg, Assessment]]) -> Cell:
    legs = tuple(dict.fromkeys(leg for leg, _ in group))
    chips = dict.fromkeys(chip for leg, one in group for chip in judgement.chips(leg) or _plain(one))
    ordered = sorted(chips, key=lambda chip: -chip.sign.rank)
    worst = max((judgement.sign(leg.id) for leg in legs), key=lambda sign: sign.rank)
    return Cell(tuple(ordered), worst, legs, any(one.onward for _, one in group))


def _plain(one: Assessment) -> tuple[Chip, ...]:
    """What is said of a transfer that has no chip of its own."""
    words = {Status.NOT_RESTRICTED: "not restricted"}
    return (Chip(SIGNS[one.verdict], words.get(one.verdict, one.verdict.value)),)


def _ordered(sides: Iterable[Side], cells: Mapping[tuple[str, str], Cell], axis: int) -> tuple[Side, ...]:
    """Places with the worst cells first, and in each place the parties with the worst; then by how much they send or get."""
    worst: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    unique = tuple({side.key: side for side in sides}.values())
    home = {side.key: side.area for side in unique}
    for pair, cell in cells.items():
        for key in (f"side {pair[axis]}", f"area {home[pair[axis]]}"):
            rank, many = worst[key]
            worst[key] = (max(rank, cell.sign.rank), many + len(cell.legs))

    def heavy(key: str) -> tuple[int, int]:
        return -worst[key][0], -worst[key][1]

    return tuple(sorted(unique, key=lambda s: (heavy(f"area {s.area}"), s.area, heavy(f"side {s.key}"), s.name)))


def rows_of(m: DataMap, found: Grid) -> tuple[tuple[str, ...], ...]:
    """The cells that hold something, as rows of words: exporter, importer, their places, how many, which data, what is said."""
    taxonomy = Taxonomy.of(m.data_categories)
    rows = []
    for tail in found.rows:
        for head in found.columns:
            cell = found.cells.get((tail.key, head.key))
            if cell:
                keys = dict.fromkeys(key for leg in cell.legs for key in leg.transfer.data_categories)
                data = ", ".join(dict.fromkeys(clean(taxonomy.name(key)) for key in keys))
                said = "; ".join(map(str, cell.chips)) + ("; an onward transfer" if cell.onward else "")
                forbidden = f", {head.status}" if head.shut else ""
                many = count(len(cell.legs), "transfer")
                rows.append((f"{tail.name} ({tail.place})", f"{head.name} ({head.place}{forbidden})", many, data, said))
    return tuple(rows)
