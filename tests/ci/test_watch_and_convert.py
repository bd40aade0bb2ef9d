"""`datamap watch` with somebody saving, and `datamap convert` there and back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from queue import Empty, Queue

import pytest

import datamap as dm

MAP = """datamap: 1
on: 2020-11-20
include: [more.yaml]
entities: {shop: {location: NL, role: controller}}
transfers: [{from: shop, to: host, data_categories: user.contact}]
"""
MORE = "datamap: 1\nentities: {host: {location: DE, role: processor}}\n"
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))


class Watching:
    """A watch in a process of its own, whose lines are read as they come."""

    def __init__(self, folder: Path) -> None:
        self.lines: Queue[str] = Queue()
        command = [sys.executable, "-m", "datamap", "watch", "map.yaml", "--every", "0.05"]
        heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a test run in the background passes on that it ignores it
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=heeds)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, text: str, seconds: float = 60) -> None:
        """Wait for a line that holds the text."""
        end, seen = time.monotonic() + seconds, []
        while time.monotonic() < end:
            try:
                seen.append(self.lines.get(timeout=0.2))
            except Empty:
                continue
            if text in seen[-1]:
                return
        pytest.fail(f"{text!r} did not come, but {''.join(seen)}")


def replaced(path: Path, text: str) -> None:
    """Save as editors do: a new file in the place of the old one."""
    path.with_suffix(".new").write_text(text)
    os.replace(path.with_suffix(".new"), path)


@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_it_checks_again_on_every_save_of_every_file(folder: Path) -> None:
    (folder / "map.yaml").write_text(MAP)
    (folder / "more.yaml").write_text(MORE)
    watching = Watching(folder)
    try:
        watching.until("OK: no restricted transfer")
        replaced(folder / "more.yaml", MORE.replace("DE", "SG"))
        watching.until("Violated: 1 error")
        watching.until("Since the last save: 1 new, 0 gone")
        watching.until("+ uncovered_transfer@shop..host/eu-gdpr")
        replaced(folder / "map.yaml", MAP.replace("entities", "entitys"))
        watching.until("map.yaml:4:1")
        (folder / "map.yaml").write_text(MAP)
        watching.until("Violated: 1 error")
        replaced(folder / "more.yaml", MORE)
        watching.until("- uncovered_transfer@shop..host/eu-gdpr")
        watching.process.send_signal(signal.SIGINT)
        assert watching.process.wait(30) == 130
    finally:
        watching.process.kill()


def test_what_is_not_there_is_told_at_once(datamap, folder: Path) -> None:
    done = datamap("watch", "nowhere.yaml")
    assert done.returncode == 2
    assert "there is no such file" in done.stderr


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("ending", ["json", "toml", "yaml"])
def test_a_converted_map_says_the_same(datamap, folder: Path, example: Path, ending: str) -> None:
    done = datamap("convert", str(example), "-o", f"map.{ending}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    old, new = dm.load(example), dm.load(folder / f"map.{ending}")
    said = {name: getattr(old, name) for name in type(old).model_fields if name not in ("include", "override")}
    assert said == {name: getattr(new, name) for name in said}
    assert {f.id for f in new.check().findings} == {f.id for f in old.check().findings}


def test_the_form_is_asked_for_or_told_by_the_ending(datamap, folder: Path) -> None:
    (folder / "map.yaml").write_text(MAP.replace("include: [more.yaml]", "name: x").replace("to: host", "to: shop"))
    assert datamap("convert", "map.yaml").stdout.startswith("datamap: 1")
    assert datamap("convert", "map.yaml", "--format", "json").stdout.startswith("{")
    assert datamap("convert", "map.yaml", "-o", "map.yaml").returncode == 2
