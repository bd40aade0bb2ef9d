"""Diagrams as files: SVG, PNG, PDF and the page, whole or not at all, with or without a renderer."""

from __future__ import annotations

import re
import stat
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from picture_maps import ZONES, wechat, wechat_report

from datamap.errors import RenderError
from datamap.model import DataMap, Entity, Transfer
from datamap.rendering import renderer
from datamap.rendering.palette import LIGHT
from datamap.rendering.pdf import pdf
from datamap.rendering.pdf_fonts import glyph_name
from datamap.rendering.transfer_diagram import Diagram, diagram, show


def texts(svg: str) -> list[str]:
    """The lines of text in an SVG, in order."""
    return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def contents(document: bytes) -> str:
    """The streams of a PDF, unpacked."""
    found = re.findall(rb"/FlateDecode[^>]*>>\nstream\n(.*?)\nendstream", document, re.DOTALL)
    return "\n".join(zlib.decompress(stream).decode("latin-1") for stream in found)


@pytest.mark.usefixtures("drawn")
def test_svg(picture: Diagram) -> None:
    svg = picture.svg()
    assert svg.startswith("<svg ")
    found = texts(svg)
    for words in ("Personal-data transfers — messaging service (illustrative)", "F-01", "× no mechanism", "Shenzhen engineering", "LEGEND"):
        assert words in found
    assert "sans-serif" in svg
    assert 'font-family="Arial"' not in svg
    ids = [element.get("id") for element in ElementTree.fromstring(svg).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {"box-hong_kong", "label-nl-hk", "line-nl-hk-a", "line-nl-hk-b", "frame-EEA"} <= set(ids)


@pytest.mark.usefixtures("drawn")
def test_svg_shows_every_box_where_it_was_put(picture: Diagram) -> None:
    root = ElementTree.fromstring(picture.svg())
    wide, high = (float(part) for part in root.get("viewBox", "").split()[2:])
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(element.get("x", "-1")) <= wide
        assert -high <= float(element.get("y", "1")) <= 0


@pytest.mark.usefixtures("drawn")
def test_png(picture: Diagram) -> None:
    small, large = picture.png(scale=0.5), picture.png(scale=1)
    assert small[:8] == large[:8] == b"\x89PNG\r\n\x1a\n"
    width = [int.from_bytes(image[16:20], "big") for image in (small, large)]
    assert width[1] == pytest.approx(2 * width[0], abs=3)
    with pytest.raises(RenderError, match=r"give 0\.1 to 10"):
        picture.png(scale=99)


@pytest.mark.usefixtures("drawn")
def test_pdf(picture: Diagram) -> None:
    document = picture.pdf()
    assert document.startswith(b"%PDF-1.7")
    start = int(re.search(rb"startxref\n(\d+)", document)[1])  # type: ignore[index]
    assert document[start:].startswith(b"xref\n0 ")
    for number, offset in enumerate(re.findall(rb"\n(\d{10}) 00000 n", document), 1):
        assert document[int(offset) :].startswith(b"%d 0 obj" % number)
    drawn = contents(document)
    assert drawn.count(" Tj") >= len(texts(picture.svg())) - 5
    assert "[5 2] 0 d" in drawn or "[5 2 ] 0 d" in drawn
    assert document == picture.pdf()


def test_pdf_knows_the_letters_of_europe() -> None:
    names = {char: glyph_name(char) for char in "aé ŁőčğßØțŽ·—√я微"}
    assert [char for char, name in names.items() if name is None] == ["√", "я", "微"]
    assert names["ő"] == "ohungarumlaut"
    assert names["Ł"] == "Lslash"


def test_pdf_of_every_shape() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><g transform="scale(1 1) rotate(0) translate(4 46)">'
        '<ellipse fill="none" stroke="#ff0000" cx="10" cy="10" rx="5" ry="4"/><rect fill="#00ff00" x="1" y="2" width="3" height="4"/>'
        '<line stroke="#000000" x1="0" y1="0" x2="9" y2="9"/>'
        '<path fill="none" stroke="#000000" stroke-dasharray="5,2" d="M0,0 L1,1 H5 V6 Z"/>'
        '<text x="50" y="5" text-anchor="middle" font-size="10">(a\\b) √</text><text x="1" y="2" font-size="10">►</text></g></svg>'
    )
    drawn = contents(pdf(svg, "t"))
    assert "1 0 0 1 4 46 cm" in drawn
    assert len(re.findall(r" c$", drawn, re.MULTILINE)) == 4
    assert "1 2 m 10 -1.6 l 1 -5.2 l f" in drawn
    assert "1 2 3 4 re" in drawn
    assert "5 1 l\n5 6 l\nh" in drawn
    with pytest.raises(RenderError, match="cannot be read"):
        pdf("<svg", "t")


def test_saving(picture: Diagram, tmp_path: Path) -> None:
    path = picture.save(tmp_path / "map.DOT")
    assert path.read_text("utf-8") == picture.dot
    assert picture.save(str(tmp_path / "map.mmd")).read_text("utf-8") == picture.mermaid()
    assert not stat.S_IMODE(path.stat().st_mode) & 0o111
    assert sorted(file.name for file in tmp_path.iterdir()) == ["map.DOT", "map.mmd"]
    with pytest.raises(RenderError, match="a diagram is no 'jpeg'; use one of svg, png, pdf, dot, mmd, d2, html"):
        picture.save(tmp_path / "map.jpeg")
    with pytest.raises(RenderError, match="as which kind of file a diagram is wanted"):
        picture.save(tmp_path / "map")


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_without_a_renderer_one_line_says_what_to_install(picture: Diagram, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"map.{ending}"
    target.write_text("old")
    with pytest.raises(RenderError) as caught:
        picture.save(target)
    assert 'pip install "datamap[render]"' in str(caught.value)
    assert "\n" not in str(caught.value)
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


def test_a_renderer_that_fails_is_named(picture: Diagram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\necho 'syntax error near line 1' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(renderer, "program", lambda: str(program))
    with pytest.raises(RenderError, match=r"dot failed \(syntax error near line 1\)"):
        picture.svg()
    monkeypatch.setattr(renderer, "program", lambda: str(tmp_path / "none"))
    with pytest.raises(RenderError, match="cannot be run"):
        picture.svg()


def test_a_write_that_fails_leaves_nothing(picture: Diagram, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        picture.save(tmp_path / "missing" / "map.dot")
    (tmp_path / "folder.dot").mkdir()
    with pytest.raises(OSError, match="folder"):
        picture.save(tmp_path / "folder.dot")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.dot"]


@pytest.mark.usefixtures("drawn")
def test_in_a_notebook(picture: Diagram) -> None:
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/svg+xml"}
    assert bundle["text/plain"].startswith("Personal-data transfers — messaging service (illustrative) (9 transfers · 2 findings")
    assert set(show(wechat())) == {"text/plain", "image/svg+xml"}


@pytest.mark.usefixtures("bare")
def test_in_a_notebook_without_a_renderer(picture: Diagram) -> None:
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/html"].startswith("<iframe srcdoc=")
    assert bundle["text/html"].count('"') == 6


def test_it_cannot_be_changed(picture: Diagram) -> None:
    with pytest.raises(AttributeError):
        picture.dot = ""  # type: ignore[misc]


@pytest.mark.usefixtures("drawn")
def test_a_map_of_nothing() -> None:
    empty = diagram(DataMap(entities=[Entity(id="a", location="NL")]))
    assert "0 transfers" in empty.drawing.subtitle
    assert "Personal-data transfers" in texts(empty.svg())
    assert empty.pdf().startswith(b"%PDF")
    assert "flowchart LR" in empty.mermaid()


@pytest.mark.usefixtures("drawn")
def test_one_transfer_and_its_colours() -> None:
    m = DataMap(
        entities=[Entity(id="a", location="NL"), Entity(id="b", location="HK")],
        transfers=[Transfer(from_="a", to="b", data_categories="user.contact")],
    )
    used = set(re.findall(r"#[0-9a-f]{6}", diagram(m).svg()))
    assert used <= set(LIGHT.colours().values())


def test_the_report_is_not_needed_to_draw() -> None:
    m = wechat()
    assert "not judged" in diagram(m, zones=ZONES).drawing.subtitle
    assert "judged on 2020-11-20" in diagram(m, wechat_report(m)).drawing.subtitle
