"""Where the parties of a map stand on the globe: one spot for each place, and a list of those without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from datamap import geo
from datamap.model import DataMap
from datamap.rendering.frames import Geography, code_of, title_of
from datamap.rendering.lettering import clean
from datamap.rendering.world.atlas import middle, point


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with parties in it. `people` where nobody but data subjects is there; `said` is what is said of a forbidden place."""

    key: str
    code: str
    title: str
    lon: float
    lat: float
    nodes: tuple[str, ...]
    people: bool = False
    shut: bool = False
    said: str = ""


@dataclass(frozen=True)
class Places:
    """The spots of a map by key, the spot of each node, and the nodes that have none."""

    spots: dict[str, Spot]
    home: dict[str, str]
    nowhere: tuple[str, ...]

    @classmethod
    def of(cls, m: DataMap, geography: Geography, nodes: Iterable[str]) -> Places:
        """Where these nodes are."""
        found: dict[str, tuple[float, float]] = {}
        there: dict[str, list[str]] = defaultdict(list)
        home: dict[str, str] = {}
        nowhere: list[str] = []
        for node in nodes:
            placed = _placed(m, geography, geography.area(node))
            if placed is None:
                nowhere.append(node)
                continue
            key, lon, lat = placed
            found[key] = (lon, lat)
            there[key].append(node)
            home[node] = key
        frames = geography.frames(found)
        spots: dict[str, Spot] = {}
        for key, (lon, lat) in found.items():
            frame = frames[key]
            people = all(node in m.data_subjects for node in there[key])
            title = clean(title_of(key).rpartition(" · ")[2])
            spots[key] = Spot(key, code_of(key), title, lon, lat, tuple(there[key]), people, frame.shut, frame.status)
        return cls(spots, home, tuple(nowhere))


def _placed(m: DataMap, geography: Geography, area: str) -> tuple[str, float, float] | None:
    """The key of the spot of an area, and its longitude and latitude; None for an area that is no one place."""
    if area == geo.UNKNOWN or "|" in area:
        return None
    members = _members(m, geography, area)
    if members:
        points = [at[1:] for at in map(point, sorted(members)) if at]
        centre = middle(points) if points else None
        return (area, *centre) if centre else None
    code = "CN" if area == "mainland-china" else geo.iso(area)
    return point(code) if code and code not in geo.ZONES else None


def _members(m: DataMap, geography: Geography, area: str, within: frozenset[str] = frozenset()) -> frozenset[str]:
    """The ISO codes in a zone, by law or of the map's own; none for a place."""
    listed = m.zones.get(area) or geography.zones.get(area) or frozenset()
    found: set[str] = set()
    for member in listed:
        if member not in within:
            inner = _members(m, geography, member, within | {area})
            code = "CN" if member == "mainland-china" else geo.iso(member)
            found |= inner or ({code} if code and code not in geo.ZONES else set())
    return frozenset(found)
