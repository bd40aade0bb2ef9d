"""PNG of names in any script: by the wheel where it has the letters, by resvg and the machine's fonts where it has not."""

from __future__ import annotations

import zlib

import pytest

import datamap as dm
from datamap.errors import RenderError
from datamap.rendering import raster, renderer
from datamap.rendering.pdf_fonts import font_with

ARABIC = "شركة الاتصالات الدولية"


def shop(name: str) -> dm.DataMap:
    """A transfer to a company of that name."""
    return dm.DataMap(
        on="2021-01-01",
        entities=[dm.Entity(id="shop", location="NL", role="controller"), dm.Entity(id="host", location="AE", role="processor", name=name)],
        transfers=[dm.Transfer(from_="shop", to="host", data_categories="user.contact")],
    )


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def ink(png: bytes) -> int:
    """How many bytes the pixels take, unpacked: enough to tell that a picture was read."""
    parts, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        parts += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    return len(zlib.decompress(parts))


def test_which_letters_need_another_font() -> None:
    assert not raster.foreign("Crème Brûlée ŁőčğßØț · × √ ► → — … Привет Ελλην")
    for text in (ARABIC, "微信", "日本", "🙂", "עברית"):
        assert raster.foreign(text)


@pytest.mark.usefixtures("drawn")
def test_without_resvg_the_wheel_draws_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "usable", lambda: False)
    assert ink(shop(ARABIC).diagram().png(0.5)) > 1000


@pytest.mark.usefixtures("drawn")
def test_latin_names_are_drawn_by_the_wheel_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "png", lambda *_: pytest.fail("resvg was asked"))
    monkeypatch.setattr(renderer, "wheel_draws", lambda: True)
    monkeypatch.setattr(raster, "usable", lambda: True)
    assert shop("Crème").diagram().png(0.5)
    assert shop("Crème").matrix().png(0.5)


@pytest.mark.skipif(not raster.usable(), reason="no resvg-py, or no font for it")
@pytest.mark.usefixtures("drawn")
def test_other_letters_are_drawn_by_resvg_in_the_same_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "wheel_draws", lambda: True)
    m = shop(ARABIC)
    for picture in (m.diagram(), m.matrix(), m.world()):
        with_resvg = picture.png(1)
        assert with_resvg == picture.png(1)
        monkeypatch.setattr(renderer, "wheel_draws", lambda: False)
        plain = picture.png(1)
        monkeypatch.setattr(renderer, "wheel_draws", lambda: True)
        assert with_resvg != plain
        assert all(abs(a - b) <= 2 for a, b in zip(size(with_resvg), size(plain), strict=True))


@pytest.mark.skipif(not raster.usable(), reason="no resvg-py, or no font for it")
@pytest.mark.usefixtures("bare")
def test_resvg_alone_draws_charts_and_the_world_map() -> None:
    assert size(shop("Crème").matrix().png(1))[0] > 500
    assert size(shop("Crème").world().png(1))[0] > 500
    with pytest.raises(RenderError, match="no renderer"):
        shop("Crème").diagram().png()


@pytest.mark.skipif(not raster.usable(), reason="no resvg-py, or no font for it")
def test_what_resvg_cannot_draw_is_told() -> None:
    with pytest.raises(RenderError, match="resvg failed"):
        raster.png("<svg")
    with pytest.raises(RenderError, match=r"give 0\.1 to 10"):
        raster.png("<svg/>", 99)


def test_it_is_usable_only_with_a_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "font_with", lambda char: None)
    assert not raster.usable()
    monkeypatch.setattr(raster, "font_with", font_with)
    monkeypatch.setattr(raster, "find_spec", lambda name: None)
    assert not raster.usable()
