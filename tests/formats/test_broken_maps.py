"""Every way in which a map can be broken, with the exact words that its author reads.

`broken/<file>` is the input, `broken/<file>.txt` what `load` says of it, asked for from within the folder.
"""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from datamap.errors import MapError
from datamap.formats import load

BROKEN = Path(__file__).parent / "broken"


@pytest.mark.parametrize("said", sorted(BROKEN.glob("*.txt")), ids=lambda path: path.stem)
def test_a_broken_map_is_refused_in_these_words(said: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)
    with pytest.raises(MapError) as caught:
        load(said.stem)
    assert str(caught.value) + "\n" == said.read_text(encoding="utf-8")
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_every_broken_file_is_asked_for() -> None:
    parts = {"included.yaml", "include_circle_back.yaml"}
    files = {path.name for path in BROKEN.iterdir() if path.suffix in (".yaml", ".json", ".toml")}
    assert {path.stem for path in BROKEN.glob("*.txt")} | parts == files


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MapError, match="this is a directory; name a file"):
        load(tmp_path)


def test_fifty_megabytes_are_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with open(path, "wb") as stream:
        stream.write(b"datamap: 1\n")
        stream.truncate(50 * 2**20)
    with pytest.raises(MapError, match=r"larger than 32 MB; keep large parts outside the map, as in `transfers: \{table: transfers.csv\}`"):
        load(path)


def test_no_message_can_move_a_cursor() -> None:
    for path in BROKEN.glob("*.txt"):
        text = path.read_text(encoding="utf-8").replace("\n", "")
        assert text.isprintable() or "👩\u200d💻" in text, path.name
