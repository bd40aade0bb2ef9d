"""The signs that a picture uses, and their look in each theme.

A sign is told by colour *and* width *and* dash *and* a character, since colour alone fails some readers. Every text
stands on its ground with a contrast of at least 4.5 to 1 (a test measures it), and within a theme each colour serves
one purpose, so that a page can exchange one theme for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from types import MappingProxyType
from typing import Literal

ThemeName = Literal["light", "dark", "print"]


class Sign(Enum):
    """What a line tells of the transfers it stands for, from best to worst."""

    FREE = "free"
    COVERED = "covered"
    EXCEPTION = "exception"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    UNCOVERED = "uncovered"
    FORBIDDEN = "forbidden"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return _ORDER[self]

    @property
    def mark(self) -> str:
        """The character that stands before the words of a chip."""
        return {Sign.FREE: "", Sign.COVERED: "√", Sign.EXCEPTION: "√", Sign.UNKNOWN: "?"}.get(self, "×")

    @property
    def legend(self) -> str:
        """What the legend says."""
        return _LEGEND[self]


_ORDER = {sign: rank for rank, sign in enumerate(Sign)}
_LEGEND = {
    Sign.FREE: "no transfer rule applies",
    Sign.COVERED: "√ covered by a mechanism",
    Sign.EXCEPTION: "√ covered by a derogation only",
    Sign.UNKNOWN: "? cannot tell: a fact is missing",
    Sign.BROKEN: "× breaks a promise",
    Sign.UNCOVERED: "× required safeguard missing",
    Sign.FORBIDDEN: "× reaches a forbidden place",
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line of a sign is drawn: width in points and dash (a Graphviz style)."""

    width: float
    style: str


STROKES: Mapping[Sign, Stroke] = MappingProxyType(
    {
        Sign.FREE: Stroke(1.1, "solid"),
        Sign.COVERED: Stroke(1.7, "solid"),
        Sign.EXCEPTION: Stroke(1.7, "dashed"),
        Sign.UNKNOWN: Stroke(2.0, "dotted"),
        Sign.BROKEN: Stroke(2.6, "solid"),
        Sign.UNCOVERED: Stroke(3.0, "solid"),
        Sign.FORBIDDEN: Stroke(3.0, "dashed"),
    }
)


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one sign: its line and letters, the ground of its chip, and the letters on a filled badge."""

    line: str
    chip: str
    on: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour of a picture, as lower-case `#rrggbb`."""

    canvas: str
    text: str
    muted: str
    zone: str
    zone_line: str
    frame: str
    frame_line: str
    box: str
    box_line: str
    people: str
    people_line: str
    code: str
    on_code: str
    legend: str
    legend_line: str
    shut: str
    shut_box: str
    free: Ink
    covered: Ink
    exception: Ink
    unknown: Ink
    broken: Ink
    uncovered: Ink
    forbidden: Ink

    def ink(self, sign: Sign) -> Ink:
        """The colours of a sign."""
        found: Ink = getattr(self, sign.value)
        return found

    def colours(self) -> dict[str, str]:
        """Every colour by its purpose: `canvas`, …, `covered.line`, `covered.chip`, …"""
        found: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                found[field.name] = value
            else:
                found |= {f"{field.name}.{part}": getattr(value, part) for part in ("line", "chip", "on")}
        return found


LIGHT = Theme(
    canvas="#ffffff", text="#17222c", muted="#556270",
    zone="#e9f1f9", zone_line="#c4d5e6", frame="#f5f7fb", frame_line="#cbd5e0",
    box="#fefefe", box_line="#8494a5", people="#e7edf2", people_line="#7f93a6",
    code="#586676", on_code="#fdfdfd", legend="#fcfdff", legend_line="#cfd8e2", shut="#fdeef6", shut_box="#fbe3ef",
    free=Ink("#5f6c78", "#ebeff3", "#fffffc"),
    covered=Ink("#006ba8", "#e3f0f8", "#fffffd"),
    exception=Ink("#00706b", "#e0f2f0", "#fffffb"),
    unknown=Ink("#6a3fb5", "#efe9f9", "#fffffa"),
    broken=Ink("#9c1458", "#fae4ee", "#fffff9"),
    uncovered=Ink("#b23f00", "#fdebe0", "#fffffe"),
    forbidden=Ink("#a3005c", "#f9dcec", "#fffff8"),
)  # fmt: skip

DARK = Theme(
    canvas="#10161d", text="#eef3f7", muted="#a9b7c4",
    zone="#18242f", zone_line="#2c3d4d", frame="#161e27", frame_line="#364452",
    box="#1d2831", box_line="#7d8d9c", people="#26333f", people_line="#8094a5",
    code="#a6b6c5", on_code="#0f151b", legend="#121a22", legend_line="#33414f", shut="#2a1522", shut_box="#421230",
    free=Ink("#a1b1be", "#232e38", "#0f161d"),
    covered=Ink("#5cb6eb", "#12303f", "#0f161e"),
    exception=Ink("#52d0ba", "#10332f", "#0f161c"),
    unknown=Ink("#bda8f7", "#2b2547", "#0f161b"),
    broken=Ink("#ff9cc0", "#40182b", "#0f161a"),
    uncovered=Ink("#f8a55f", "#3b2716", "#0f161f"),
    forbidden=Ink("#ff8ac4", "#451331", "#0f1619"),
)  # fmt: skip

PRINT = Theme(
    canvas="#ffffff", text="#000000", muted="#3c3c3c",
    zone="#fbfbfb", zone_line="#9a9a9a", frame="#fefefe", frame_line="#8a8a8a",
    box="#fffffe", box_line="#4a4a4a", people="#f0f0f0", people_line="#4b4b4b",
    code="#444444", on_code="#fdfdfd", legend="#fffffd", legend_line="#8b8b8b", shut="#fafafa", shut_box="#f6f6f6",
    free=Ink("#5e5e5e", "#f3f3f3", "#fffffc"),
    covered=Ink("#3a3a3a", "#f4f4f4", "#fffffb"),
    exception=Ink("#3b3b3b", "#f5f5f5", "#fffffa"),
    unknown=Ink("#2a2a2a", "#f2f2f2", "#fffff9"),
    broken=Ink("#111111", "#e9e9e9", "#fffff8"),
    uncovered=Ink("#010101", "#e6e6e6", "#fffff7"),
    forbidden=Ink("#020202", "#e3e3e3", "#fffff6"),
)  # fmt: skip

THEMES: Mapping[str, Theme] = MappingProxyType({"light": LIGHT, "dark": DARK, "print": PRINT})
