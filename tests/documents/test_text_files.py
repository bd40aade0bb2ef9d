"""Files that are no text, or not the one meant."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from datamap.documents import LIMIT, read
from datamap.errors import MapError


def refusal(path: Path) -> str:
    with pytest.raises(MapError) as caught:
        read(path)
    assert len(caught.value.problems) == 1
    return str(caught.value).replace(f"{path.parent}{os.sep}", "")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.yaml", b"\xff\xfea\0:\0", "m.yaml: this is UTF-16 text; save it as UTF-8"),
        ("m.yaml", b"d\0a\0t\0a\0m\0a\0p\0:\0", "m.yaml: this looks like UTF-16 text; save it as UTF-8"),
        (
            "m.yaml",
            b"PK\x03\x04\x14\0\0\0",
            "m.yaml: this is a zip archive or an Office document, not text; name a text file",
        ),
        ("m.json", bytes(range(256)) * 20, "m.json: this is a binary file, not text; name a text file"),
        ("m.txt", b"a: 1", "m.txt: `.txt` is no known ending; known are .yaml, .yml, .json, .toml"),
        ("m", b"a: 1", "m: the file name has no ending; known are .yaml, .yml, .json, .toml"),
    ],
)
def test_what_is_no_map_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == said


def test_a_byte_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_bytes("a: ü\nname: Zürich".encode()[:-4] + "ürich".encode("latin-1"))
    said = refusal(tmp_path / "m.yaml")
    assert said.split("\n")[0] == (
        "m.yaml:2:9: byte 0xfc (number 16 of the file) is not UTF-8; save the file as UTF-8 (in Latin-1 the byte would be `ü`)"
    )
    assert "2 | name: Zü" in said.replace("�", "ü")


def test_a_zero_byte_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(b'{"name":\n "a' + b"b" * 50 + b'\0"}')
    assert refusal(tmp_path / "m.json").startswith("m.json:2:54: a zero byte stands in this text; remove it")


def test_a_missing_file_suggests_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "wechat.yaml").write_text("a: 1")
    assert refusal(tmp_path / "wechatt.yaml") == "wechatt.yaml: there is no such file; did you mean wechat.yaml?"
    assert refusal(tmp_path / "zz.yaml") == "zz.yaml: there is no such file; check the path"
    assert "its folder does not exist" in refusal(tmp_path / "no" / "zz.yaml")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").mkdir()
    assert refusal(tmp_path / "m.yaml") == "m.yaml: this is a directory; name a file"
    with pytest.raises(MapError, match="this is a directory"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("a: 1")
    (tmp_path / "m.yaml").chmod(0)
    assert refusal(tmp_path / "m.yaml") == "m.yaml: no permission to read this file; ask for it, or name another"


def test_permission_denied_is_put_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*args: object, **options: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)
    assert refusal(tmp_path / "m.yaml") == "m.yaml: no permission to read this file; ask for it, or name another"


@pytest.mark.parametrize("name", ["a" * 5000 + ".yaml", "a\0b.yaml"])
def test_impossible_names_are_refused(name: str) -> None:
    with pytest.raises(MapError, match="cannot be read"):
        read(name)


def test_a_file_past_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with open(tmp_path / "m.yaml", "wb") as stream:
        stream.truncate(50 * 2**20)
    assert refusal(tmp_path / "m.yaml").startswith(
        "m.yaml: the file is larger than 32 MB; keep large parts outside the map, as in `transfers: {table:"
    )
    assert LIMIT == 32 * 2**20


def test_a_byte_order_mark_is_no_part_of_the_text_but_of_the_hash(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfa: 1\r\nb: 2\r\n"
    (tmp_path / "M.YML").write_bytes(content)
    doc = read(tmp_path / "M.YML")
    assert doc.tree == {"a": 1, "b": 2}
    assert doc.sha256 == sha256(content).hexdigest()
    assert (doc.where(("b",)).line, doc.where(("b",)).column) == (2, 1)
    assert doc.excerpt(doc.where(("b",))).startswith("    2 | b: 2\n")
