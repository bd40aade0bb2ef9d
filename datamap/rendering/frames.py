"""Where boxes stand: frames for jurisdictions, nested in their zone, with a forbidden place set apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from datamap import geo
from datamap.findings import Report
from datamap.model import DataMap
from datamap.rendering.signs import places_of

Group = Literal["jurisdiction", "entity", "none"]

_TITLES = {"EEA": "European Economic Area", "EU": "European Union", "mainland-china": "Mainland China", "CN": "Mainland China"}
_CODES = {"mainland-china": "CN"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A jurisdiction, a zone or a legal entity around boxes. `shut` marks a forbidden place; `parent` is a frame's key."""

    key: str
    code: str
    title: str
    status: str = ""
    kind: Literal["zone", "place", "entity"] = "place"
    shut: bool = False
    parent: str | None = None


@dataclass(frozen=True)
class Geography:
    """Zones by law (from the caller) and of the map, and what is forbidden, to say which place lies where."""

    m: DataMap
    zones: Mapping[str, frozenset[str]]
    status: Mapping[str, str]
    forbidden: Mapping[str, str]

    @classmethod
    def of(cls, m: DataMap, report: Report | None, zones: Mapping[str, frozenset[str]], status: Mapping[str, str]) -> Geography:
        """The geography of a map and of what a report found forbidden: area to the words that say by what."""
        forbidden: dict[str, str] = {}
        for finding in report.findings if report else ():
            if finding.rule == "reaches_forbidden_place" and finding.place:
                words = f"forbidden by policy {finding.policy}" if finding.policy else "forbidden: house default, not law"
                forbidden.setdefault(finding.place, words)
        return cls(m, zones, status, forbidden)

    def inside(self, place: str, area: str, within: frozenset[str] = frozenset()) -> bool:
        """Whether a place lies in an area: a place, a zone by law, or one of the map's own zones.

        `within` are the zones that are being looked into, so that zones that name one another end.
        """
        if place == area:
            return True
        members = self.m.zones.get(area) or self.zones.get(area)
        if members:
            return area not in within and any(self.inside(place, member, within | {area}) for member in sorted(members))
        code = geo.iso(place)
        if code is None or code in geo.ZONES or code in self.m.zones:
            return False
        if area == "mainland-china":
            return geo.mainland_china(code)
        target = None if area in geo.ZONES else geo.iso(area)
        return target is not None and geo.within(code, target)

    def area(self, node: str) -> str:
        """The key of the frame of a node: an ISO code, a zone, `unknown`, or several codes joined by `|`."""
        codes = [geo.iso(place) or geo.UNKNOWN if ":" in place else place for place in places_of(self.m, node)]
        return "|".join(dict.fromkeys(codes)) or geo.UNKNOWN

    def frames(self, areas: Iterable[str]) -> dict[str, Frame]:
        """The frames of these areas by key, parents first."""
        found: dict[str, Frame] = {}
        wanted = list(dict.fromkeys(areas))
        shut = {area: forbidden for area in wanted for forbidden in self.forbidden if self.inside(area, forbidden)}
        for area in wanted:
            above = self._zone(area)
            if above and above not in found:
                found[above] = self._frame(above, None)
            if above != area:
                found[area] = self._frame(area, above, self.forbidden.get(shut.get(area, ""), ""))
        return found

    def _zone(self, area: str) -> str | None:
        """The zone by law in which an area is drawn."""
        if area in self.zones:
            return area
        return next((zone for zone in self.zones if "|" not in area and self.inside(area, zone)), None)

    def _frame(self, key: str, parent: str | None, forbidden: str = "") -> Frame:
        zone = key in self.zones or key in self.m.zones or key in geo.ZONES
        return Frame(key, code_of(key), title_of(key), forbidden or self._status(key), "zone" if zone else "place", bool(forbidden), parent)

    def _status(self, key: str) -> str:
        return self.status.get(key) or self.status.get(key[:2] if key[2:3] == "-" else "", "")


def code_of(area: str) -> str:
    """What stands in the chip of a frame."""
    if area.startswith("unknown"):
        return "?"
    return " / ".join(area.split("|")) if "|" in area else _CODES.get(area, area)


def title_of(area: str) -> str:
    """What to call an area: `United States · California`, `European Economic Area`, `Place unknown`."""
    if area in _TITLES:
        return _TITLES[area]
    if area.startswith("unknown"):
        return "Place unknown"
    if "|" in area:
        return "One of several places"
    if area[2:3] == "-" and geo.iso(area) and area not in geo.ZONES:
        above = geo.country(area)
        return f"{title_of(above)} · {geo.name(area).removesuffix(f', {geo.name(above)}')}"
    return geo.name(area)


def entity_frames(m: DataMap, nodes: Sequence[str]) -> tuple[dict[str, Frame], dict[str, str]]:
    """Frames by legal entity: its own box and the systems that it operates. Returns the frames, and node to frame."""
    home = {node: (m.systems[node].operator if node in m.systems else node if node in m.entities else None) for node in nodes}
    counted = [entity for entity in home.values() if entity]
    frames = {
        entity: Frame(entity, code_of(geo.iso(m.entities[entity].location) or m.entities[entity].location), m.title(entity), kind="entity")
        for entity in dict.fromkeys(counted)
        if counted.count(entity) > 1
    }
    return frames, {node: entity for node, entity in home.items() if entity in frames}
