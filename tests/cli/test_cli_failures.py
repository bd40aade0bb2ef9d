"""What cannot be judged: exit code 2, plain words on stderr, nothing on stdout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

import datamap.cli.failures
from datamap.errors import MapError, Problem, QuestionError, RenderError, Where

BROKEN = """datamap: 1
name: broken
entites: {}
entities:
  shop: {location: UK, role: controler}
  shop: {location: NL}
transfers:
  - {from: shop, to: nobody, data_categories: user.contct}
"""


def test_all_problems_are_told_at_once_with_place_caret_and_count(datamap, folder: Path) -> None:
    (folder / "map.yaml").write_text(BROKEN, encoding="utf-8")
    done = datamap("check", "map.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("map.yaml:") >= 5
    assert "did you mean" in done.stderr
    assert "^" in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.endswith("problems in map.yaml; nothing was judged")
    assert int(last.split()[0]) == sum(line.startswith("map.yaml:") for line in done.stderr.splitlines())


@pytest.mark.parametrize("command", ["check", "flows", "draw", "explain"])
@pytest.mark.parametrize("make", ["missing", "folder", "empty", "binary", "latin"])
def test_inputs_that_are_no_map(datamap, folder: Path, command: str, make: str) -> None:
    path = folder / "map.yaml"
    if make == "folder":
        path.mkdir()
    elif make != "missing":
        path.write_bytes({"empty": b"", "binary": bytes(range(256)) * 20, "latin": "name: caf\xe9".encode("latin-1")}[make])
    more = {"draw": ["-o", "x.dot"], "explain": ["t"]}.get(command, [])
    done = datamap(command, "map.yaml", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "map.yaml" in done.stderr
    assert "Traceback" not in done.stderr
    assert "error in datamap itself" not in done.stderr
    assert not (folder / "x.dot").exists()


@pytest.mark.parametrize("command", [["check"], ["flows"], ["explain", "support"]])
def test_the_answer_never_replaces_the_map(datamap, map_file: Path, command: list[str]) -> None:
    before = map_file.read_bytes()
    done = datamap(command[0], "map.yaml", *command[1:], "-o", "./map.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "would replace the map itself" in done.stderr
    assert map_file.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(datamap, map_file: Path) -> None:
    map_file.chmod(0)
    done = datamap("check", "map.yaml")
    assert done.returncode == 2
    assert "map.yaml" in done.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (QuestionError("no date to judge by"), "datamap: no date to judge by\n"),
        (RenderError("install graphviz-pure"), "datamap: install graphviz-pure\n"),
        (FileNotFoundError(2, "No such file or directory", "x.yaml"), "datamap: x.yaml: No such file or directory\n"),
        (
            MapError([Problem(("a",), "wrong \x1b[2J", "fix it", Where("m.yaml", 1, 2), "  line\n  ^")]),
            "m.yaml:1:2: wrong \\x1b[2J; fix it\n  line\n  ^\n1 problem in m.yaml; nothing was judged\n",
        ),
    ],
)
def test_each_kind_of_error_is_told_plainly(capfd: pytest.CaptureFixture[str], error: Exception, said: str) -> None:
    assert datamap.cli.failures.explain_failure(error) == 2
    assert capfd.readouterr() == ("", said)


@pytest.fixture
def broken_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine with a bug in it."""
    from datamap import checking

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug\nof ours")

    monkeypatch.setattr(checking, "check", fail)


def test_a_bug_of_ours_is_one_clear_line_and_no_traceback(datamap, map_file, broken_engine) -> None:
    done = datamap("check", "map.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "an error in datamap itself, nothing was judged: ZeroDivisionError: a bug of ours" in done.stderr
    assert "DATAMAP_DEBUG=1" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_traceback_comes_when_asked_for(datamap, map_file, broken_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAMAP_DEBUG", "1")
    done = datamap("check", "map.yaml")
    assert done.returncode == 2
    assert "Traceback (most recent call last)" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals of POSIX")
class TestInterruptions:
    """A closed pipe and Ctrl-C end quietly."""

    def test_a_closed_pipe(self, map_file: Path) -> None:
        line = [sys.executable, "-m", "datamap", "law", "eu-gdpr"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        running = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        assert running.stdout is not None
        running.stdout.close()
        _, err = running.communicate(timeout=60)
        assert err == b""
        assert running.returncode == 130

    def test_control_c(self, folder: Path) -> None:
        line = [sys.executable, "-m", "datamap", "check", "-"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a test run in the background passes on that it ignores it
        pipe = subprocess.PIPE
        running = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, preexec_fn=heeds)
        time.sleep(3)  # it waits for a map on stdin
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
        assert (running.returncode, out) == (130, b"")
        assert b"Traceback" not in err
