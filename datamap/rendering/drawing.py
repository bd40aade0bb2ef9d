"""What a transfer diagram shows, before it has a look: boxes in frames, lines with chips, a title and a legend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from datamap import geo
from datamap.findings import Finding, Level
from datamap.model import DataMap, Leg, Taxonomy
from datamap.rendering.columns import Edge, columns
from datamap.rendering.frames import Frame, Geography, Group, entity_frames
from datamap.rendering.lettering import clean, file_name
from datamap.rendering.palette import Sign
from datamap.rendering.routes import NOWHERE, Bend, Route, Router, Span, upwards
from datamap.rendering.rows import Step, order
from datamap.rendering.selection import Selection
from datamap.rendering.signs import Chip, Judgement, sign_of, words
from datamap.rendering.wording import count

Kind = Literal["people", "entity", "system", "reader", "place", "sender", "receiver"]


@dataclass(frozen=True, slots=True)
class Box:
    """People, a legal entity, a system, or several of them folded into one. `nodes` are the ids that it stands for.

    A `reader` only reads from afar; a `place` is all that there is in a jurisdiction, a `sender` or `receiver` one side of it.
    """

    id: str
    kind: Kind
    over: str
    title: tuple[str, ...]
    under: tuple[str, ...] = ()
    badges: tuple[Chip, ...] = ()
    frame: str | None = None
    shut: bool = False
    nodes: tuple[str, ...] = ()
    column: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One arrow for one or more transfers between two boxes, by their ids. `names` are the categories that move.

    `compact` marks one that shows its chips alone; `back` one that runs right to left.
    """

    id: str
    tail: str
    head: str
    sign: Sign
    names: tuple[str, ...]
    chips: tuple[Chip, ...]
    transfers: tuple[str, ...]
    how: str = ""
    compact: bool = False
    back: bool = False
    route: Route = NOWHERE


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture. `items` are its boxes and bends from top to bottom; frames come with parents first."""

    title: str
    subtitle: tuple[str, ...]
    items: tuple[Box | Bend, ...]
    frames: tuple[Frame, ...]
    lines: tuple[Line, ...]
    numbers: Mapping[str, str]
    bundled: bool = False

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes from top to bottom."""
        return tuple(item for item in self.items if isinstance(item, Box))

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The signs that occur, worst last."""
        found = {line.sign for line in self.lines} | {chip.sign for line in self.lines for chip in line.chips}
        return tuple(sorted(found | {badge.sign for box in self.boxes for badge in box.badges}, key=lambda sign: sign.rank))

    @property
    def reads(self) -> bool:
        """Whether any line stands for remote access alone."""
        return any(line.how == "remote access" for line in self.lines)


@dataclass(frozen=True)
class Draughtsman:
    """Makes the drawing of a map under a judgement."""

    m: DataMap
    judgement: Judgement
    geography: Geography
    selection: Selection
    group: Group = "jurisdiction"

    def draw(self) -> Drawing:
        """The drawing: what was selected, folded as far as it takes to be read, laid out in columns."""
        from datamap.rendering.folding import fold

        legs = self.selection.legs(self.m, self.judgement)
        plain, frames = self._boxes(legs)
        folded = fold(plain, legs, frames)
        frames = folded.frames
        lines = _ordered(self._lines(legs, folded.tails, folded.heads, folded.level > 0), folded.boxes)
        boxes = [_with_own(box, [line for line in lines if line.tail == line.head == box.id]) for box in folded.boxes]
        lines = [line for line in lines if line.tail != line.head]
        items, routed = _laid_out(boxes, frames, lines)
        used = {box.frame for box in boxes}
        kept = [frame for frame in frames.values() if frame.key in used or any(frames[key].parent == frame.key for key in used if key)]
        return Drawing(
            f"Personal-data transfers — {clean(self.m.name)}" if self.m.name else "Personal-data transfers",
            self._subtitle(legs, folded.tails),
            items,
            tuple(kept),
            routed,
            self.judgement.numbers,
            folded.level > 0,
        )

    def _subtitle(self, legs: Sequence[Leg], home: Mapping[str, str]) -> tuple[str, ...]:
        report = self.judgement.report
        parts = [count(len(legs), "transfer")]
        left = len({leg.id for leg in self.m.legs}) - len(legs)
        if left > 0:
            parts[0] += f" of {len(legs) + left:,}"
        idle = sum(node not in home for node in (*self.m.data_subjects, *self.m.entities, *self.m.systems))
        if report:
            parts.append(count(len(report.findings), "finding"))
            parts.append(f"{', '.join(self.judgement.judging)} law" if self.judgement.judging else "no regime applies")
            parts.append(f"judged on {report.on.isoformat()}")
        else:
            parts.append("not judged")
        file = (report.map_file if report else None) or (self.m.origin.file if self.m.origin else None)
        parts += file_name(file)
        parts += [clean(text) for text in self.selection.words(self.m)]
        parts += [f"{count(idle, 'party')} without transfers not shown"] if idle and not left else []
        return tuple(parts)

    def _boxes(self, legs: Sequence[Leg]) -> tuple[list[Box], Mapping[str, Frame]]:
        m = self.m
        used = {end for leg in legs for end in (leg.from_, leg.to)} | set(self.selection.focus)
        nodes = [node for node in (*m.data_subjects, *m.entities, *m.systems) if node in used]
        read = {leg.to for leg in legs if leg.kind == "remote_access"} - {leg.to for leg in legs if leg.kind != "remote_access"}
        areas = {node: self._area(node, node in read) for node in nodes}
        frames = self.geography.frames(areas.values())
        shut = {key for key, frame in frames.items() if frame.shut}
        homes: Mapping[str, str] = areas
        if self.group == "entity":
            frames, homes = entity_frames(m, nodes)
        elif self.group == "none":
            frames, homes = {}, {}
        kept = {leg.to for leg in legs if leg.kind in ("storage", "backup")}
        badges = self._badges()
        boxes = [
            replace(
                self._box(node, node in read, node in kept),
                frame=homes.get(node),
                shut=areas[node] in shut,
                badges=tuple(badges.get(node, ())),
            )
            for node in nodes
        ]
        return boxes, frames

    def _area(self, node: str, read: bool) -> str:
        """The key of a node's frame. Unknown places are not one place, so each kind of box has its own."""
        area = self.geography.area(node)
        kind = "people" if node in self.m.data_subjects else "reader" if read else "entity" if node in self.m.entities else "system"
        return f"{area} {kind}" if area == geo.UNKNOWN else area

    def _box(self, node: str, read: bool, kept: bool) -> Box:
        m, title = self.m, clean(self.m.title(node))
        if node in m.data_subjects:
            workers = m.data_subjects[node].workers
            return Box(node, "people", "DATA SUBJECTS · WORKERS" if workers else "DATA SUBJECTS", (title,), nodes=(node,))
        under = self._region(node)
        if node in m.entities:
            entity = m.entities[node]
            role = f" · {entity.role.replace('_', '-').upper()}" if entity.role else ""
            sort = "LEGAL ENTITY" if entity.kind == "company" else entity.kind.replace("_", " ").upper()
            over = f"{'REMOTE ACCESS · ' if read else ''}{sort}{role}"
            return Box(node, "reader" if read else "entity", over, (title,), under, nodes=(node,))
        operator = m.systems[node].operator
        under += (f"run by {clean(m.title(operator))}",) if operator else ("operator not declared",)
        what = "REMOTE ACCESS" if read else "SYSTEM · STORAGE" if kept else "SYSTEM"
        return Box(node, "reader" if read else "system", what, (title,), under, nodes=(node,))

    def _region(self, node: str) -> tuple[str, ...]:
        """The cloud regions in which a node is, as written."""
        places = self.m.systems[node].places if node in self.m.systems else (self.m.entities[node].location,)
        return tuple(place for place in places if geo.is_cloud_region(place))

    def _badges(self) -> dict[str, list[Chip]]:
        """Findings that speak of a node and of no transfer, by node."""
        found: dict[str, list[Chip]] = defaultdict(list)
        for finding in self.judgement.report.findings if self.judgement.report else ():
            if not finding.transfers and not finding.path and finding.level is not Level.NOTE:
                sign = sign_of(finding) or Sign.FREE
                found[_subject(finding)].append(Chip(sign, words(finding), self.judgement.numbers[finding.id]))
        return {node: sorted(chips, key=lambda chip: -chip.sign.rank)[:2] for node, chips in found.items()}

    def _lines(self, legs: Sequence[Leg], tails: Mapping[str, str], heads: Mapping[str, str], bundled: bool) -> list[Line]:
        """One line for each pair of boxes and what is said of them; for each pair alone where lines are bundled."""
        groups: dict[tuple[object, ...], list[Leg]] = defaultdict(list)
        for leg in legs:
            tail, head = tails[leg.from_], heads[leg.to]
            if bundled:
                if tails[leg.from_] != tails[leg.to]:
                    groups[tail, head].append(leg)
                continue
            said = (self.judgement.sign(leg.id), self.judgement.chips(leg))
            groups[(tail, head, leg.kind == "remote_access", *said)].append(leg)
        return [self._line(group, (tails[group[0].from_], heads[group[0].to]), bundled) for group in groups.values()]

    def _line(self, legs: Sequence[Leg], ends: tuple[str, str], bundled: bool) -> Line:
        taxonomy = Taxonomy.of(self.m.data_categories)
        keys = dict.fromkeys(key for leg in legs for key in leg.transfer.data_categories)
        signs = [self.judgement.sign(leg.id) for leg in legs]
        kinds = {leg.kind for leg in legs}
        how = next(iter(kinds)).replace("_", " ") if len(kinds) == 1 and kinds & {"remote_access", "backup", "transit"} else ""
        chips = {self.judgement.chips(leg) for leg in legs}
        return Line(
            legs[0].id,
            *ends,
            max(signs, key=lambda sign: sign.rank),
            tuple(dict.fromkeys(clean(taxonomy.name(key)) for key in keys)),
            next(iter(chips)) if len(chips) == 1 and not (bundled and len(legs) > 1) else _counted(signs),
            tuple(leg.id for leg in legs),
            how,
            bundled,
        )


def _subject(finding: Finding) -> str:
    """The subject that a finding's id names: `rule@subject[/…]`."""
    return finding.id.partition("@")[2].partition("/")[0]


def _counted(signs: Sequence[Sign]) -> tuple[Chip, ...]:
    """How many of the transfers have which sign, the worst first."""
    said = {Sign.FREE: "free", Sign.EXCEPTION: "by derogation", Sign.BROKEN: "against a promise"}
    found = sorted(set(signs), key=lambda sign: -sign.rank)
    return tuple(Chip(sign, f"{signs.count(sign):,} {said.get(sign, sign.value)}") for sign in found)


def _with_own(box: Box, lines: Sequence[Line]) -> Box:
    """The box with what is said of transfers from it to itself, which have no line."""
    if not lines:
        return box
    chips = sorted((chip for line in lines for chip in line.chips), key=lambda chip: -chip.sign.rank)
    many = count(sum(len(line.transfers) for line in lines), "transfer")
    return replace(box, under=(*box.under, f"{many} to itself"), badges=(*box.badges, *chips)[:3])


def _ordered(lines: Sequence[Line], boxes: Sequence[Box]) -> list[Line]:
    """Lines by the boxes that they leave and reach, in the order of the boxes."""
    place = {box.id: index for index, box in enumerate(boxes)}
    return sorted(lines, key=lambda line: (place[line.tail], place[line.head]))


def _laid_out(boxes: Sequence[Box], frames: Mapping[str, Frame], lines: Sequence[Line]) -> tuple[tuple[Box | Bend, ...], tuple[Line, ...]]:
    """Boxes with their columns and bends, from top to bottom, and lines with their routes."""
    column = columns({box.id: box.kind for box in boxes}, [Edge(line.tail, line.head, len(line.transfers)) for line in lines])
    router = Router(frames, {box.id: box.frame for box in boxes}, column)
    ends = {line.id: sorted((line.tail, line.head), key=lambda box: column[box]) for line in lines}
    routes = router.routes([Span(line, left, right, 1) for line, (left, right) in ends.items()])
    placed: list[Box | Bend] = [replace(box, column=column[box.id]) for box in boxes]
    placed += [bend for route in routes.values() for bend in route.bends]
    by_id = {item.id: item for item in placed}
    steps = [
        Step(by_id[left].column, left, right, 1.4 if line.sign.rank >= Sign.BROKEN.rank else 1)
        for line in lines
        if (route := routes.get(line.id))
        for left, right in zip(route.stops, route.stops[1:], strict=False)
    ]
    nests = {item.id: tuple(upwards(frames, item.frame))[::-1] for item in placed}
    rows = order(list(by_id), nests, steps)
    known = tuple(replace(line, back=column[line.head] < column[line.tail], route=routes.get(line.id, line.route)) for line in lines)
    return tuple(by_id[item] for item in rows), known
