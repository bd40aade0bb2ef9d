"""What the world map shows, before it has a look: spots, arcs between them, tinted land, and parties without a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datamap import geo
from datamap.model import DataMap
from datamap.rendering.frames import Geography, title_of
from datamap.rendering.lettering import clean, file_name
from datamap.rendering.palette import Sign
from datamap.rendering.selection import Selection
from datamap.rendering.signs import Judgement
from datamap.rendering.wording import count
from datamap.rendering.world.atlas import atlas
from datamap.rendering.world.places import Places, Spot
from datamap.rendering.world.traffic import Arc, Stray, arcs, strays

WIDEST = 24
"""So many arcs between spots of a large map are drawn, those of most transfers."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole. `zone` and `shut` are the ISO codes of tinted countries, `zone_name` and `shut_name` what the legend calls them.

    `pinned` are the spots that lie outside the part that is shown.
    """

    title: str
    subtitle: tuple[str, ...]
    spots: tuple[Spot, ...]
    arcs: tuple[Arc, ...]
    strays: tuple[Stray, ...]
    zone: frozenset[str]
    zone_name: str
    shut: frozenset[str]
    shut_name: str
    names: Mapping[str, str]
    pinned: frozenset[str] = frozenset()

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The signs that occur, the best first."""
        return tuple(sorted({arc.sign for arc in self.arcs} | {stray.sign for stray in self.strays}, key=lambda sign: sign.rank))

    def within(self, key: str) -> Arc | None:
        """The transfers within one spot."""
        return next((arc for arc in self.arcs if arc.tail == arc.head == key), None)


def picture(m: DataMap, judgement: Judgement, geography: Geography, selection: Selection) -> Picture:
    """What was selected of a map, on the globe.

    Raises:
        QuestionError: a category, a group of people or a node that the map does not have.
    """
    legs = selection.legs(m, judgement)
    used = {end for leg in legs for end in (leg.from_, leg.to)}
    places = Places.of(m, geography, [node for node in (*m.data_subjects, *m.entities, *m.systems) if node in used])
    codes = sorted({land.code for land in atlas().lands if land.code})
    every = arcs(m, judgement, legs, places.home)
    shown = _widest(every) if judgement.report and judgement.report.overview else every
    met = {key for arc in shown for key in (arc.tail, arc.head)} if len(shown) < len(every) else set(places.spots)
    drawn = sum(len(arc.legs) for arc in shown)
    return Picture(
        f"Personal-data transfers on the map — {clean(m.name)}" if m.name else "Personal-data transfers on the map",
        _subtitle(m, judgement, selection, drawn, len(legs), len(shown) < len(every)),
        tuple(spot for key, spot in places.spots.items() if key in met),
        shown,
        strays(m, judgement, legs, places.nowhere),
        frozenset(code for zone in geography.zones.values() for code in zone),
        ", ".join(title_of(zone) for zone in geography.zones),
        frozenset(code for code in codes if any(geography.inside(code, area) for area in geography.forbidden)),
        ", ".join(geo.name(area) if area not in m.zones else area for area in geography.forbidden),
        {node: clean(m.title(node)) for node in used},
    )


def _widest(found: Sequence[Arc]) -> tuple[Arc, ...]:
    """The arcs of most transfers, and those within spots that they meet."""
    across = [arc for arc in found if arc.tail != arc.head]
    kept = sorted(across, key=lambda arc: (-len(arc.legs), arc.tail, arc.head))[:WIDEST]
    met = {key for arc in kept for key in (arc.tail, arc.head)} or {arc.tail for arc in found}
    chosen = set(map(id, kept))
    return tuple(arc for arc in found if id(arc) in chosen or (arc.tail == arc.head and arc.tail in met))


def _subtitle(m: DataMap, judgement: Judgement, selection: Selection, drawn: int, legs: int, cut: bool) -> tuple[str, ...]:
    report = judgement.report
    widest = f", along the {WIDEST} widest flows" if cut else ""
    parts = [count(legs, "transfer") if drawn == legs else f"{drawn:,} of {count(legs, 'transfer')} drawn{widest}"]
    if report:
        parts.append(count(len(report.findings), "finding"))
        parts.append(f"{', '.join(judgement.judging)} law" if judgement.judging else "no regime applies")
        parts.append(f"judged on {report.on.isoformat()}")
    else:
        parts.append("not judged")
    file = (report.map_file if report else None) or (m.origin.file if m.origin else None)
    parts += file_name(file)
    return (*parts, *(clean(text) for text in selection.words(m)))
