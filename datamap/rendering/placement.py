"""The coordinates of a drawing, in points, from the top left.

Boxes stand in even ranks, the labels of lines in the odd ones between. A line runs level through every rank on its way
and turns only in the channels between ranks, so that no line lies on a box or on a label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from datamap.rendering.drawing import Drawing, Line
from datamap.rendering.frames import Frame
from datamap.rendering.palette import Sign
from datamap.rendering.routes import upwards
from datamap.rendering.spacing import Spacing

PAD = 14
"""Room between a frame and what is in it, in points."""
CHANNEL = 34
"""The least room between two ranks for lines to turn in."""
SLOT = 17
"""The distance between lines that reach one side of a box."""
ARROW = 9
"""The length of an arrow head."""
_BETWEEN = {"box": 15, "label": 8, "bend": 7, "frame": 13}

Point = tuple[float, float]
Edges = dict[int, tuple[float, float]]
"""Rank to its left and its right edge."""
Path = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in points; for a label also how far down its line runs, and how far from its left it goes on."""

    width: int
    height: int
    through: int = 0
    out: int = 0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, in points from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        """Its middle."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)


@dataclass(frozen=True, slots=True)
class Stop:
    """What a line passes on its way: a `box`, its `label` or a `bend`. `key` says how far down it stands among others."""

    id: str
    kind: str
    rank: int
    frame: str | None
    key: float
    size: Size


@dataclass(frozen=True)
class Placement:
    """Where everything is. `paths` has, for each line, the Bézier points from its left end to its label and on to its right end."""

    size: Size
    stops: Mapping[str, Rect]
    frames: Mapping[str, Rect]
    paths: Mapping[str, tuple[Path, Path]]


def slots(drawing: Drawing) -> dict[str, int]:
    """How many lines reach the busier side of each box."""
    sides: dict[tuple[str, int], int] = defaultdict(int)
    for line in drawing.lines:
        sides[line.route.stops[0], 1] += 1
        sides[line.route.stops[-1], 0] += 1
    return {box.id: max(sides[box.id, 0], sides[box.id, 1]) for box in drawing.boxes}


def place(drawing: Drawing, boxes: Mapping[str, Size], labels: Mapping[str, Size], headings: Mapping[str, Size]) -> Placement:
    """The placement of a drawing whose boxes, line labels and frame headings have these sizes (by box, line and frame)."""
    plan = _Plan(drawing, boxes, labels, headings)
    across, down = plan.across(), plan.down()
    stops = {stop.id: plan.rect(stop, across, down) for stop in plan.stops.values()}
    frames = {key: plan.frame_rect(key, across, down) for key in plan.reach}
    paths = {line.id: plan.path(line, across, down) for line in drawing.lines}
    right = max([*(rect.right for rect in stops.values()), *(rect.right for rect in frames.values())], default=0)
    return Placement(Size(round(right), down.get("end", 0) // 2), stops, frames, paths)


class _Plan:
    """The stops of a drawing with their order, and the rules by which they are placed."""

    def __init__(self, drawing: Drawing, boxes: Mapping[str, Size], labels: Mapping[str, Size], headings: Mapping[str, Size]) -> None:
        self.drawing, self.headings = drawing, headings
        self.frames: dict[str, Frame] = {frame.key: frame for frame in drawing.frames}
        self.stops: dict[str, Stop] = {}
        for row, item in enumerate(drawing.items):
            kind = "box" if item.id in boxes else "bend"
            self.stops[item.id] = Stop(item.id, kind, 2 * item.column, item.frame, row, boxes.get(item.id, Size(0, 0)))
        self.tracks = {line.id: tuple(self._track(line, labels[line.id])) for line in drawing.lines}
        self.offsets = self._offsets()
        self.reach = self._reach()

    def _track(self, line: Line, label: Size) -> Iterator[str]:
        """The stops of a line in every rank that it crosses; those between columns are made here."""
        stops = line.route.stops
        for one, other in pairwise(stops):
            yield one
            left, right = self.stops[one], self.stops[other]
            rank, key = left.rank + 1, (left.key + right.key) / 2
            if left.rank == 2 * line.route.gap:
                made = Stop(f"label {line.id}", "label", rank, line.route.frame, key, label)
            else:
                around = set(upwards(self.frames, left.frame))
                frame = next((at for at in upwards(self.frames, right.frame) if at in around), None)
                made = Stop(f"between {rank} {line.id}", "bend", rank, frame, key, Size(0, 0))
            self.stops[made.id] = made
            yield made.id
        yield stops[-1]

    def _offsets(self) -> dict[tuple[str, str], int]:
        """How far below the middle of a stop a line meets it, in half points, by line and stop."""
        found: dict[tuple[str, str], int] = {}
        sides: dict[tuple[str, bool], list[tuple[float, float, int, str]]] = defaultdict(list)
        for number, (line, track) in enumerate(self.tracks.items()):
            for index, stop in enumerate(track):
                size = self.stops[stop].size
                found[line, stop] = 2 * size.through - size.height if self.stops[stop].kind == "label" else 0
                if index in (0, len(track) - 1):
                    near, far = (track[1], track[2]) if index == 0 else (track[-2], track[-3])
                    sides[stop, index == 0].append((self.stops[far].key, self.stops[near].key, number, line))
        for (stop, _), ends in sides.items():
            step = min(2 * SLOT, (2 * self.stops[stop].size.height - 24) // max(1, len(ends)))
            for slot, (_, _, _, line) in enumerate(sorted(ends)):
                found[line, stop] = (2 * slot - len(ends) + 1) * step // 2
        return found

    def _reach(self) -> dict[str, tuple[int, int]]:
        """The first and the last rank of each frame."""
        found: dict[str, tuple[int, int]] = {}
        for stop in self.stops.values():
            for key in upwards(self.frames, stop.frame):
                first, last = found.get(key, (stop.rank, stop.rank))
                found[key] = (min(first, stop.rank), max(last, stop.rank))
        return found

    # From left to right.

    def _margin(self, key: str, side: int) -> int:
        """Room that a frame takes beyond its first (side 0) or last (side 1) rank, with the frames inside it that end there too."""
        ends = self.reach[key][side]
        inner = [
            self._margin(child, side) for child, frame in self.frames.items() if frame.parent == key and self.reach[child][side] == ends
        ]
        return PAD + max(inner, default=0)

    def across(self) -> Edges:
        """The left and the right edge of each rank."""
        ranks = sorted({stop.rank for stop in self.stops.values()})
        wide = {rank: max(stop.size.width for stop in self.stops.values() if stop.rank == rank) for rank in ranks}
        busy: dict[int, int] = defaultdict(int)
        for track in self.tracks.values():
            for stop in track[:-1]:
                busy[self.stops[stop].rank] += 1
        for _ in range(2):
            edges = self._edges(ranks, wide, busy)
            for key, (first, last) in self.reach.items():
                have = edges[last][1] - edges[first][0] + self._margin(key, 0) + self._margin(key, 1)
                wide[last] += max(0, self.headings[key].width + 20 - int(have))
                edges = self._edges(ranks, wide, busy)
        return edges

    def _edges(self, ranks: Sequence[int], wide: Mapping[int, int], busy: Mapping[int, int]) -> Edges:
        found: Edges = {}
        at = 0.0
        for rank in ranks:
            opening = max((self._margin(key, 0) for key, (first, _) in self.reach.items() if first == rank), default=0)
            closing = max((self._margin(key, 1) for key, (_, last) in self.reach.items() if last == rank), default=0)
            left = at + opening
            found[rank] = (left, left + wide[rank])
            at = found[rank][1] + closing + CHANNEL + min(70.0, 1.4 * busy[rank])
        return found

    # From top to bottom, in half points.

    def down(self) -> dict[str, int]:
        """The middle of each stop by its id, `top KEY` and `bottom KEY` of each frame, and the `end` of all."""
        spacing = Spacing()
        spacing.add("end")
        spacing.pull(spacing.start, "end", 0, 1)
        for stop in self.stops.values():
            spacing.add(f"stop {stop.id}", stop.size.height)
            spacing.wall(f"stop {stop.id}", "end", stop.size.height)
        for key in self.reach:
            spacing.add(f"top {key}")
            spacing.wall(f"bottom {key}", "end", 0)
            spacing.pull(f"top {key}", f"bottom {key}", 0, 2)
            spacing.names.setdefault(f"bottom {key}")
        for parent in (None, *self.reach):
            self._stack(spacing, parent)
        for line in self.drawing.lines:
            track = self.tracks[line.id]
            for one, other in pairwise(track):
                bends = (self.stops[one].kind == "bend") + (self.stops[other].kind == "bend")
                weight = (4, 8, 16)[bends] + 3 * (line.sign.rank >= Sign.BROKEN.rank)
                spacing.pull(f"stop {one}", f"stop {other}", self.offsets[line.id, one] - self.offsets[line.id, other], weight)
        return spacing.solve()

    def _stack(self, spacing: Spacing, parent: str | None) -> None:
        """What stands directly in a frame, kept in order and apart in each rank."""
        parts = [(stop.key, stop.id, stop.rank, stop.rank) for stop in self.stops.values() if stop.frame == parent]
        inner = [key for key in self.reach if self.frames[key].parent == parent]
        parts += [(self._key(key), f"frame {key}", *self.reach[key]) for key in inner]
        parts.sort()
        for rank in sorted({rank for _, _, first, last in parts for rank in range(first, last + 1)}):
            here = [part for _, part, first, last in parts if first <= rank <= last]
            for one, other in pairwise(here):
                (before, low), (after, high) = self._edge(one, 1), self._edge(other, 0)
                spacing.wall(before, after, low + high + 2 * max(self._apart(one, other), self._apart(other, one)))
            if parent is not None:
                first_part, high = self._edge(here[0], 0)
                last_part, low = self._edge(here[-1], 1)
                spacing.wall(f"top {parent}", first_part, 2 * (self.headings[parent].height + 20) + high)
                spacing.wall(last_part, f"bottom {parent}", 2 * PAD + low)

    def _key(self, frame: str) -> float:
        keys = [stop.key for stop in self.stops.values() if stop.rank % 2 == 0 and frame in upwards(self.frames, stop.frame)]
        return sum(keys) / len(keys)

    def _edge(self, part: str, side: int) -> tuple[str, int]:
        """The coordinate by which a part is known at its top (0) or bottom (1), and how far the edge lies from it."""
        if part in self.stops:
            return f"stop {part}", self.stops[part].size.height
        return (f"bottom {part[6:]}" if side else f"top {part[6:]}"), 0

    def _apart(self, one: str, other: str) -> int:
        kinds = [self.stops[part].kind if part in self.stops else "frame" for part in (one, other)]
        return _BETWEEN[kinds[0]] if kinds[0] == kinds[1] else max(_BETWEEN[kind] for kind in kinds)

    # Both together.

    def rect(self, stop: Stop, across: Edges, down: Mapping[str, int]) -> Rect:
        """Where a stop is: in the middle of its rank."""
        left, right = across[stop.rank]
        x, y, size = (left + right) / 2, down[f"stop {stop.id}"] / 2, stop.size
        return Rect(x - size.width / 2, y - size.height / 2, x + size.width / 2, y + size.height / 2)

    def frame_rect(self, key: str, across: Edges, down: Mapping[str, int]) -> Rect:
        """Where a frame is."""
        first, last = self.reach[key]
        left, right = across[first][0] - self._margin(key, 0), across[last][1] + self._margin(key, 1)
        return Rect(left, down[f"top {key}"] / 2, right, down[f"bottom {key}"] / 2)

    def path(self, line: Line, across: Edges, down: Mapping[str, int]) -> tuple[Path, Path]:
        """The two parts of a line, before and after its label. Room is left for the arrow head at the end that data reaches."""
        track = self.tracks[line.id]
        middle = next(index for index, stop in enumerate(track) if self.stops[stop].kind == "label")
        ends = [self.rect(self.stops[stop], across, down) for stop in (track[0], track[middle], track[-1])]
        starts = (ends[0].right + (ARROW if line.back else 0), ends[1].left + self.stops[track[middle]].size.out)
        stopping = (ends[1].left, ends[2].left - (0 if line.back else ARROW))
        parts = (track[: middle + 1], track[middle:])
        first, second = (tuple(self._curve(line, part, x, to, across, down)) for part, x, to in zip(parts, starts, stopping, strict=True))
        return first, second

    def _curve(
        self, line: Line, track: Sequence[str], start: float, stop: float, across: Edges, down: Mapping[str, int]
    ) -> Iterator[Point]:
        """Level through each rank, an S from rank to rank; as Bézier points, three for each piece and one more."""
        heights = [(down[f"stop {at}"] + self.offsets[line.id, at]) / 2 for at in track]
        ranks = [self.stops[at].rank for at in track]
        at = (start, heights[0])
        yield at
        for index in range(len(track) - 1):
            turn = (max(at[0], across[ranks[index]][1]), heights[index])
            end = stop if index == len(track) - 2 else across[ranks[index + 1]][0]
            after = (min(end, across[ranks[index + 1]][0]), heights[index + 1])
            yield from (at, turn, turn)
            half = (after[0] - turn[0]) * 0.5
            yield from ((turn[0] + half, turn[1]), (after[0] - half, after[1]), after)
            at = after
        yield from (at, (stop, heights[-1]), (stop, heights[-1]))
