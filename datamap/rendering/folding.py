"""Large maps, made readable: systems folded into their jurisdiction, then parties too, then jurisdictions alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from datamap.model import Leg
from datamap.rendering.drawing import Box, Kind
from datamap.rendering.frames import Frame
from datamap.rendering.wording import count

PLAIN = 40
"""So many transfers are drawn one by one."""
BOXES, LINES = 60, 90
"""So much can be read; beyond, parties of a jurisdiction are folded by their kind, then all of them."""
_NAMED = 3
_SIDES: Mapping[str, Kind] = {"sends": "sender", "receives": "receiver"}


@dataclass(frozen=True)
class Folded:
    """The boxes to draw, the box from which each node sends and the one in which it receives, and the frames.

    `level` says how far things were folded: 0 not at all, 3 down to jurisdictions.
    """

    boxes: list[Box]
    tails: Mapping[str, str]
    heads: Mapping[str, str]
    frames: Mapping[str, Frame]
    level: int


def fold(boxes: list[Box], legs: Sequence[Leg], frames: Mapping[str, Frame]) -> Folded:
    """The boxes folded as far as it takes for them and their lines to be read."""
    home = {node: box.id for box in boxes for node in box.nodes}
    if len(legs) <= PLAIN:
        return Folded(boxes, home, home, frames, 0)
    for level, key in enumerate((_systems, _kinds), 1):
        folded = _folded(boxes, key)
        home = {node: box.id for box in folded for node in box.nodes}
        lines = {(home[leg.from_], home[leg.to]) for leg in legs if home[leg.from_] != home[leg.to]}
        if len(folded) <= BOXES and len(lines) <= LINES:
            inside: dict[str, int] = defaultdict(int)
            for leg in legs:
                inside[home[leg.from_]] += home[leg.from_] == home[leg.to]
            return Folded([_told(box, inside[box.id]) for box in folded], home, home, frames, level)
    return _summary(_folded(boxes, _areas), legs, frames)


def _summary(boxes: Sequence[Box], legs: Sequence[Leg], frames: Mapping[str, Frame]) -> Folded:
    """Jurisdictions as they send, on the left, and as they receive, on the right: no circles, however many lines."""
    home = {node: box for box in boxes for node in box.nodes}
    sent: dict[str, int] = defaultdict(int)
    inside: dict[str, int] = defaultdict(int)
    for leg in legs:
        tail, head = home[leg.from_].id, home[leg.to].id
        sent[f"{tail} sends"] += tail != head
        sent[f"{head} receives"] += tail != head
        inside[f"{tail} sends"] += tail == head
    shown = []
    for side, kind in _SIDES.items():
        for box in boxes:
            key = f"{box.id} {side}"
            if sent[key] or inside[key]:
                one = replace(box, id=key, kind=kind, frame=box.frame and f"{box.frame} {side}")
                shown.append(_told(one, inside[key]))
    tails, heads = ({node: f"{box.id} {side}" for node, box in home.items()} for side in _SIDES)
    return Folded(shown, tails, heads, sides(frames), 3)


def sides(frames: Mapping[str, Frame]) -> dict[str, Frame]:
    """Each frame twice: for what sends there, and for what receives."""
    return {
        f"{key} {side}": replace(frame, key=f"{key} {side}", parent=frame.parent and f"{frame.parent} {side}")
        for side in _SIDES
        for key, frame in frames.items()
    }


def _systems(box: Box) -> str:
    return f"systems in {box.frame}" if box.frame and box.kind == "system" else box.id


def _kinds(box: Box) -> str:
    return f"{box.over} in {box.frame}" if box.frame and box.kind != "system" else _systems(box)


def _areas(box: Box) -> str:
    return f"all in {box.frame}" if box.frame else box.id


def _folded(boxes: Sequence[Box], key: Callable[[Box], str]) -> list[Box]:
    groups: dict[str, list[Box]] = defaultdict(list)
    for box in boxes:
        groups[key(box)].append(box)
    return [group[0] if len(group) == 1 else _one(name, group) for name, group in groups.items()]


def _one(name: str, group: Sequence[Box]) -> Box:
    kinds = list(dict.fromkeys(box.kind for box in group))
    titles = [box.title[0] for box in group]
    shown = titles if len(titles) <= _NAMED + 1 else [*titles[:_NAMED], f"and {len(titles) - _NAMED:,} more"]
    badges = sorted((badge for box in group for badge in box.badges), key=lambda badge: -badge.sign.rank)
    kept = badges[:1] if len(badges) < 2 else [replace(badges[0], more=len(badges) - 1)]
    return Box(
        name,
        kinds[0] if len(kinds) == 1 else "place",
        _over(group),
        tuple(shown),
        (),
        tuple(kept),
        group[0].frame,
        group[0].shut,
        tuple(node for box in group for node in box.nodes),
    )


def _over(group: Sequence[Box]) -> str:
    nouns = {"people": "people group", "entity": "entity", "system": "system", "reader": "remote reader"}
    kinds = [box.kind for box in group]
    return " · ".join(count(kinds.count(kind), noun) for kind, noun in nouns.items() if kind in kinds).upper()


def _told(box: Box, inside: int) -> Box:
    """The box, with how many transfers stay inside it."""
    return replace(box, under=(*box.under, f"{count(inside, 'transfer')} inside")) if inside and len(box.nodes) > 1 else box
