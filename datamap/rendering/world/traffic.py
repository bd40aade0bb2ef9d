"""What moves between spots: one arc for each pair of them and direction, however many transfers it stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datamap.model import DataMap, Leg, Taxonomy
from datamap.rendering.lettering import clean
from datamap.rendering.palette import Sign
from datamap.rendering.signs import Chip, Judgement
from datamap.rendering.wording import count


@dataclass(frozen=True, slots=True)
class Arc:
    """Transfers from one spot to another (or within one). `chip` says the worst of them, and of how many it is said."""

    tail: str
    head: str
    sign: Sign
    chip: Chip | None
    legs: tuple[Leg, ...]
    lines: tuple[str, ...]

    @property
    def pair(self) -> frozenset[str]:
        """The spots, whichever way."""
        return frozenset((self.tail, self.head))


@dataclass(frozen=True, slots=True)
class Stray:
    """A party that has no one place, its transfers, what is said of them at worst, and a line about each."""

    title: str
    why: str
    sign: Sign
    legs: tuple[Leg, ...]
    lines: tuple[str, ...]


def arcs(m: DataMap, judgement: Judgement, legs: Sequence[Leg], home: Mapping[str, str]) -> tuple[Arc, ...]:
    """The arcs of these transfers, the worst last; those of parties without a spot are left out."""
    bundles: dict[tuple[str, str], list[Leg]] = defaultdict(list)
    for leg in legs:
        if leg.from_ in home and leg.to in home:
            bundles[home[leg.from_], home[leg.to]].append(leg)
    found = [_arc(m, judgement, ends, group) for ends, group in bundles.items()]
    return tuple(sorted(found, key=lambda arc: arc.sign.rank))


def _arc(m: DataMap, judgement: Judgement, ends: tuple[str, str], legs: Sequence[Leg]) -> Arc:
    signs = [judgement.sign(leg.id) for leg in legs]
    worst = max(signs, key=lambda sign: sign.rank)
    return Arc(*ends, worst, _chip(judgement, legs, worst), tuple(legs), tuple(_line(m, judgement, leg) for leg in legs))


def _chip(judgement: Judgement, legs: Sequence[Leg], worst: Sign) -> Chip | None:
    """What stands on the arc: the worst that is said, with how many of its transfers it is said of."""
    said: dict[Chip, int] = defaultdict(int)
    for leg in legs:
        for chip in judgement.chips(leg):
            if chip.sign is worst and chip.sign is not Sign.FREE:
                said[chip] += 1
    if not said:
        return None
    chip = next(iter(said))
    if len(said) > 1 and worst.rank < Sign.UNKNOWN.rank:
        return Chip(worst, f"{count(sum(judgement.sign(leg.id) is worst for leg in legs), 'transfer')} covered")
    times = sum(judgement.sign(leg.id) is worst for leg in legs)
    text = f"{chip.text} · {times} of {len(legs)}" if len(legs) > 1 and times < len(legs) else chip.text
    text += f" · {count(len(legs), 'transfer')}" if times == len(legs) > 1 else ""
    return Chip(worst, text, chip.tag, chip.more + len(said) - 1)


def _line(m: DataMap, judgement: Judgement, leg: Leg) -> str:
    """A transfer in one line: from, to, what, and what is said of it."""
    taxonomy = Taxonomy.of(m.data_categories)
    names = ", ".join(dict.fromkeys(clean(taxonomy.name(key)) for key in leg.transfer.data_categories))
    how = f" ({leg.kind.replace('_', ' ')})" if leg.kind in ("remote_access", "backup", "transit") else ""
    said = "; ".join(str(chip) for chip in judgement.chips(leg))
    return f"{clean(m.title(leg.from_))} → {clean(m.title(leg.to))}{how}: {names}" + (f" — {said}" if said else "")


def strays(m: DataMap, judgement: Judgement, legs: Sequence[Leg], nowhere: Sequence[str]) -> tuple[Stray, ...]:
    """The parties without a spot, those with the worst transfers first."""
    found = []
    for node in nowhere:
        own = [leg for leg in legs if node in (leg.from_, leg.to)]
        worst = max((judgement.sign(leg.id) for leg in own), key=lambda sign: sign.rank, default=Sign.FREE)
        kind = "people" if node in m.data_subjects else "company" if node in m.entities else "system"
        several = node in m.systems and len(m.systems[node].places) > 1
        why = f"{kind}, {'several places' if several else 'no one place'} · {count(len(own), 'transfer')}"
        found.append(Stray(clean(m.title(node)), why, worst, tuple(own), tuple(_line(m, judgement, leg) for leg in own)))
    return tuple(sorted(found, key=lambda stray: -stray.sign.rank))
