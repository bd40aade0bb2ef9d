"""Fonts of a PDF: Helvetica for Latin letters, and for others a font of this machine that has them, put into the file.

What no font has is shown as a question mark. Letters stand in the order of the text, unjoined: a script that joins its
letters or runs from right to left reads better in SVG or HTML.
"""

from __future__ import annotations

import os
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
_OTHER = ("italic", "oblique", "mono", "serif", "bold", "narrow", "condensed", "light", "black", "thin")
_LIKED = ("arial", "liberationsans", "arimo", "notosans-", "dejavusans", "segoeui", "helvetica")
_NAMES = {
    "·": "periodcentered", "×": "multiply", "—": "emdash", "–": "endash", "…": "ellipsis", "’": "quoteright", "‘": "quoteleft",
    "“": "quotedblleft", "”": "quotedblright", "„": "quotedblbase", "‚": "quotesinglbase", "€": "Euro", "ß": "germandbls", "æ": "ae",
    "Æ": "AE", "ø": "oslash", "Ø": "Oslash", "œ": "oe", "Œ": "OE", "ł": "lslash", "Ł": "Lslash", "đ": "dcroat", "Đ": "Dcroat",
    "ð": "eth", "Ð": "Eth", "þ": "thorn", "Þ": "Thorn", "ı": "dotlessi", "§": "section", "©": "copyright", "®": "registered",
    "°": "degree", "±": "plusminus", "«": "guillemotleft", "»": "guillemotright", "•": "bullet", "™": "trademark", "¿": "questiondown",
    "¡": "exclamdown", "£": "sterling", "¥": "yen", "µ": "mu", "¶": "paragraph", "†": "dagger", "‡": "daggerdbl",
}  # fmt: skip
_MARKS = {
    0x300: "grave", 0x301: "acute", 0x302: "circumflex", 0x303: "tilde", 0x304: "macron", 0x306: "breve", 0x307: "dotaccent",
    0x308: "dieresis", 0x30A: "ring", 0x30B: "hungarumlaut", 0x30C: "caron", 0x326: "commaaccent", 0x327: "cedilla", 0x328: "ogonek",
}  # fmt: skip
_SYMBOLS = {"√": 0xD6}
_ASCII = [
    *("space", "exclam", "quotedbl", "numbersign", "dollar", "percent", "ampersand", "quotesingle"),
    *("parenleft", "parenright", "asterisk", "plus", "comma", "hyphen", "period", "slash"),
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("colon", "semicolon", "less", "equal", "greater", "question", "at"),
    *map(chr, range(65, 91)),
    *("bracketleft", "backslash", "bracketright", "asciicircum", "underscore", "grave"),
    *map(chr, range(97, 123)),
    *("braceleft", "bar", "braceright", "asciitilde"),
]


def glyph_name(char: str) -> str | None:
    """Adobe's name of a Latin letter or sign that Helvetica has; None for any other."""
    if " " <= char <= "~":
        return _ASCII[ord(char) - 32]
    if char in _NAMES:
        return _NAMES[char]
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[0].isascii() and ord(parts[1]) in _MARKS:
        return parts[0] + _MARKS[ord(parts[1])]
    return None


@dataclass(frozen=True, slots=True)
class Objects:
    """PDF objects of fonts: bodies in order, and which object each font's name stands for."""

    bodies: list[bytes]
    numbers: dict[str, int]


@dataclass
class Fonts:
    """The fonts that a page has used so far."""

    latin: dict[bool, dict[str, int]] = field(default_factory=dict)
    symbol: bool = False
    found: dict[str, FontFile] = field(default_factory=dict)

    def runs(self, words: str, bold: bool) -> Iterator[tuple[str, str]]:
        """The text in pieces of one font: its name on the page, and the codes in hexadecimal."""
        name, codes = "", ""
        for char in words:
            font, code = self._code(char, bold)
            if font != name and codes:
                yield name, codes
                codes = ""
            name, codes = font, codes + code
        if codes:
            yield name, codes

    def _code(self, char: str, bold: bool) -> tuple[str, str]:
        if char in _SYMBOLS:
            self.symbol = True
            return "S", f"{_SYMBOLS[char]:02X}"
        char = " " if char == "\xa0" else char
        if glyph_name(char):
            known = self.latin.setdefault(bold, {})
            if char in known or len(known) < 220:
                code = known.setdefault(char, 33 + len(known))
                return "B" if bold else "R", f"{code:02X}"
        font = font_with(char)
        if font:
            name = next((name for name, other in self.found.items() if other is font), f"F{len(self.found)}")
            self.found[name] = font
            return name, f"{font.glyph(char):04X}"
        return self._code("?", bold)

    def objects(self, first: int) -> Objects:
        """The objects of all fonts used, numbered from `first`."""
        bodies: list[bytes] = []
        numbers: dict[str, int] = {}
        for bold, known in sorted(self.latin.items()):
            names = " ".join(f"/{glyph_name(char)}" for char in known)
            face = "Helvetica-Bold" if bold else "Helvetica"
            numbers["B" if bold else "R"] = first + len(bodies)
            encoding = f"<< /Type /Encoding /Differences [33 {names}] >>"
            bodies.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding {encoding} >>".encode())
        if self.symbol:
            numbers["S"] = first + len(bodies)
            bodies.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>")
        for name, font in self.found.items():
            numbers[name] = first + len(bodies)
            bodies += font.objects(first + len(bodies))
        return Objects(bodies, numbers)


class FontFile:
    """A TrueType file: which characters it has, how wide they are, and its bytes."""

    def __init__(self, path: Path) -> None:
        self.path, self.data = path, path.read_bytes()
        count = struct.unpack_from(">H", self.data, 4)[0]
        records = (struct.unpack_from(">4sLLL", self.data, 12 + 16 * index) for index in range(count))
        self.tables = {tag.decode("latin-1"): (offset, length) for tag, _, offset, length in records}
        head, hhea = self.tables["head"][0], self.tables["hhea"][0]
        self.units: int = struct.unpack_from(">H", self.data, head + 18)[0]
        self.box = tuple(round(value * 1000 / self.units) for value in struct.unpack_from(">4h", self.data, head + 36))
        self.rise, self.drop = (round(value * 1000 / self.units) for value in struct.unpack_from(">2h", self.data, hhea + 4))
        self.metrics: int = struct.unpack_from(">H", self.data, hhea + 34)[0]
        self.used: dict[str, int] = {}
        self._map = dict(self._characters())

    def _characters(self) -> Iterator[tuple[int, int]]:
        """Character and glyph, from the tables of formats 4 and 12."""
        start = self.tables["cmap"][0]
        for index in range(struct.unpack_from(">H", self.data, start + 2)[0]):
            platform, _, offset = struct.unpack_from(">HHL", self.data, start + 4 + 8 * index)
            at = start + offset
            kind = struct.unpack_from(">H", self.data, at)[0]
            if platform in (0, 3) and kind == 4:
                yield from self._segments(at)
            elif platform in (0, 3) and kind == 12:
                for group in range(struct.unpack_from(">L", self.data, at + 12)[0]):
                    low, high, glyph = struct.unpack_from(">LLL", self.data, at + 16 + 12 * group)
                    yield from ((code, glyph + code - low) for code in range(low, min(high, low + 70_000) + 1))

    def _segments(self, at: int) -> Iterator[tuple[int, int]]:
        size = struct.unpack_from(">H", self.data, at + 6)[0] // 2
        gaps = (0, 2 * size + 2, 4 * size + 2, 6 * size + 2)
        ends, starts, deltas, offsets = (struct.unpack_from(f">{size}H", self.data, at + 14 + gap) for gap in gaps)
        for index in range(size):
            for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
                glyph = code
                if offsets[index]:
                    place = at + 14 + 6 * size + 2 + 2 * index + offsets[index] + 2 * (code - starts[index])
                    glyph = struct.unpack_from(">H", self.data, place)[0] if place + 2 <= len(self.data) else 0
                    if not glyph:
                        continue
                yield code, (glyph + deltas[index]) & 0xFFFF

    def has(self, char: str) -> bool:
        """Whether it can show a character."""
        return self._map.get(ord(char), 0) > 0

    def glyph(self, char: str) -> int:
        """The number of a character's glyph, which from now on is used."""
        return self.used.setdefault(char, self._map[ord(char)])

    def _wide(self, glyph: int) -> int:
        at = self.tables["hmtx"][0] + 4 * min(glyph, self.metrics - 1)
        return round(int(struct.unpack_from(">H", self.data, at)[0]) * 1000 / self.units)

    def objects(self, first: int) -> list[bytes]:
        """A composite font with this file in it, and a table that says which glyph is which character."""
        face = "".join(char for char in self.path.stem if char.isalnum()) or "Font"
        widths = " ".join(f"{glyph} [{self._wide(glyph)}]" for glyph in sorted(set(self.used.values())))
        box = " ".join(map(str, self.box))
        lines = "\n".join(f"<{glyph:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, glyph in sorted(self.used.items()))
        reading = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(self.used)} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
        )
        return [
            (
                f"<< /Type /Font /Subtype /Type0 /BaseFont /{face} /Encoding /Identity-H "
                f"/DescendantFonts [{first + 1} 0 R] /ToUnicode {first + 4} 0 R >>"
            ).encode(),
            (
                f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{face} "
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
                f"/FontDescriptor {first + 2} 0 R /W [{widths}] /CIDToGIDMap /Identity >>"
            ).encode(),
            (
                f"<< /Type /FontDescriptor /FontName /{face} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 "
                f"/Ascent {self.rise} /Descent {self.drop} /CapHeight {self.rise} /StemV 80 /FontFile2 {first + 3} 0 R >>"
            ).encode(),
            stream(self.data, f"/Length1 {len(self.data)} "),
            stream(reading.encode()),
        ]


def stream(content: bytes, more: str = "") -> bytes:
    """A compressed stream, as the body of a PDF object."""
    packed = zlib.compress(content, 9)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {more}>>\nstream\n".encode() + packed + b"\nendstream"


@lru_cache(maxsize=1)
def _candidates() -> tuple[Path, ...]:
    """TrueType files of this machine, those most like Arial first."""
    found = [path for folder in _FOLDERS for path in Path(os.path.expanduser(folder)).glob("**/*.ttf")]
    plain = [path for path in found if not any(style in path.stem.lower() for style in _OTHER)]

    def liking(path: Path) -> tuple[int, str]:
        name = path.stem.lower().replace(" ", "")
        return next((rank for rank, liked in enumerate(_LIKED) if name.startswith(liked)), len(_LIKED)), str(path)

    return tuple(sorted(plain, key=liking))[:80]


@lru_cache(maxsize=80)
def _opened(path: Path) -> FontFile | None:
    try:
        return FontFile(path)
    except (OSError, struct.error, KeyError, ZeroDivisionError):
        return None


def font_with(char: str) -> FontFile | None:
    """The first font of this machine that has a character."""
    if unicodedata.category(char)[0] == "C":
        return None
    return next((font for font in map(_opened, _candidates()) if font and font.has(char)), None)
