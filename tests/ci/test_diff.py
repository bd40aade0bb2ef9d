"""`datamap diff`: what a change does, and nothing about what it only rewrites."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from random import Random

import pytest
from clean_maps import Tree, estate, read
from harmless import described, renamed, reordered
from mutations import BREAKING

import datamap as dm
from datamap import documents
from datamap.checking import diff
from datamap.findings import Level

MAP = """# first
datamap: 1
on: 2020-11-20
data_subjects: {users: {location: NL}}
entities:
  shop: {location: NL, role: controller}
  host: {location: DE, role: processor}
transfers:
  - {from: users, to: shop, data_categories: user.contact}
  - {from: shop, to: host, data_categories: user.contact}
"""


@pytest.fixture
def write(folder: Path):
    """Writes a file of that name."""

    def write(name: str, text: str) -> str:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        return name

    return write


def test_order_comments_and_layout_are_nothing(datamap, write) -> None:
    tree = documents.parse(MAP, "old.yaml", "yaml").tree
    other = json.dumps(dict(reversed(tree.items())), indent=1)
    done = datamap("diff", write("old.yaml", MAP), write("new.json", other))
    assert (done.returncode, done.stdout) == (0, "No difference on 2020-11-20: ok.\n")


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("edit", [reordered, described])
def test_another_order_and_other_words_change_no_answer(edit, seed: int) -> None:
    rng, tree = Random(seed), estate(Random(seed))
    old = read(tree)
    edit(rng, tree)
    found = diff(old, read(tree))
    assert (found.flows, found.answers, found.findings) == ((), (), ())
    assert all(change.what == "changes" or change.kind == "source" for change in found.parts)
    assert edit is not reordered or found.empty


@pytest.mark.parametrize("seed", range(20))
def test_a_rename_is_a_rename(seed: int) -> None:
    rng, tree = Random(seed), estate(Random(seed))
    old = read(tree)
    renamed(rng, tree)
    found = diff(old, read(tree))
    assert [(change.what, change.id) for change in found.parts] == [("renamed", "another.name")]
    assert (found.flows, found.answers, found.findings) == ((), (), ())


def test_ids_of_transfers_agreements_and_policies_can_be_renamed() -> None:
    tree = estate(Random(3))
    old = read(tree)
    text = json.dumps(tree)
    for was in ("repairs-clauses", "to-repairs", "near"):
        text = text.replace(f'"{was}"', f'"{was}.new"')
    found = diff(old, dm.loads(text, "json"))
    assert {(c.kind, c.was_id, c.id) for c in found.parts} == {
        ("agreement", "repairs-clauses", "repairs-clauses.new"),
        ("transfer", "to-repairs", "to-repairs.new"),
        ("policy", "near", "near.new"),
    }
    assert (found.flows, found.answers, found.findings) == ((), (), ())


def test_two_that_are_alike_are_not_guessed() -> None:
    def tree(names: tuple[str, str]) -> Tree:
        return {"entities": {"a": {"location": "NL"}, **{name: {"location": "DE"} for name in names}}, "transfers": []}

    found = diff(read({"datamap": 1, "on": "2020-01-01", **tree(("b", "c"))}), read({"datamap": 1, "on": "2020-01-01", **tree(("d", "e"))}))
    assert sorted((c.what, c.id) for c in found.parts) == [("appears", "d"), ("appears", "e"), ("goes", "b"), ("goes", "c")]


@pytest.mark.parametrize("name", sorted(BREAKING))
def test_every_breaking_edit_adds_a_finding_and_its_undoing_adds_none(name: str) -> None:
    for seed in range(40):
        tree = estate(Random(seed))
        old = read(tree)
        if BREAKING[name](Random(seed), tree) is None:
            continue
        new = read(tree)
        assert [f for f in diff(old, new).added if f.level is not Level.NOTE]
        back = diff(new, old)
        assert [f for f in back.added if f.level is not Level.NOTE] == []
        assert any(change.what == "goes" for change in back.findings)
        return
    pytest.fail("no map to try it on")


def test_a_violation_exits_with_1_and_a_repair_with_0(datamap, write) -> None:
    old, new = write("old.yaml", MAP), write("new.yaml", MAP.replace("location: DE", "location: SG"))
    done = datamap("diff", old, new)
    assert done.returncode == 1
    assert done.stdout.startswith("The change adds 1 error")
    assert "on 2020-11-20: ok before, violated now." in done.stdout
    assert "+ error violated: shop → host (eu-gdpr)" in done.stdout
    assert "  where: new.yaml:10:5" in done.stdout
    assert "~ entity host changes" in done.stdout
    assert "location: DE → SG" in done.stdout
    assert datamap("diff", new, old).returncode == 0


def test_an_unknown_fails_where_that_is_asked(datamap, write) -> None:
    old, new = write("old.yaml", MAP), write("new.yaml", MAP.replace("location: DE", "location: unknown"))
    assert datamap("diff", old, new).returncode == 0
    assert datamap("diff", old, new, "--fail-on", "unknown").returncode == 1


def test_both_are_judged_on_the_day_asked_for(datamap, write) -> None:
    old, new = write("old.yaml", MAP), write("new.yaml", MAP.replace("location: DE", "location: GB"))
    assert datamap("diff", old, new, "--on", "2019-01-01").returncode == 0
    assert datamap("diff", old, new, "--on", "2021-06-01").returncode == 0
    assert "adequacy" not in datamap("diff", old, new, "--on", "2019-01-01").stdout
    assert "not restricted → covered by adequacy" in datamap("diff", old, new, "--on", "2022-01-01").stdout


def test_flows_appear_go_and_change(write) -> None:
    old = dm.loads(MAP)
    via = MAP.replace("  host:", "  agent: {location: NL, role: processor}\n  host:").replace(
        "  - {from: shop, to: host,", "  - {from: shop, to: agent, data_categories: user.contact}\n  - {from: agent, to: host,"
    )
    found = diff(old, dm.loads(via))
    assert {(change.what, change.target) for change in found.flows} == {("appears", "agent"), ("changes", "host")}
    assert {(change.what, change.target) for change in diff(dm.loads(via), old).flows} == {("goes", "agent"), ("changes", "host")}


def test_markdown_and_json(datamap, write) -> None:
    old, new = write("old.yaml", MAP), write("new.yaml", MAP.replace("location: DE", "location: SG"))
    comment = datamap("diff", old, new, "--format", "markdown").stdout
    assert comment.startswith("### ❌ The change adds 1 error")
    assert "```mermaid\nflowchart LR\n" in comment
    read_back = json.loads(datamap("diff", old, new, "--format", "json").stdout)
    assert read_back["adds"][0] == "uncovered_transfer@shop..host/eu-gdpr"
    assert read_back["answers"][0]["now"]["verdict"] == "uncovered"


@pytest.fixture
def repository(folder: Path, write):
    """A repository with a map in a folder that includes another, and a change to it that is not committed."""
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run((*git, "init", "-q", "-b", "main", "."), check=True)
    write("maps/map.yaml", MAP.replace("datamap: 1", "datamap: 1\ninclude: [more.yaml]"))
    write("maps/more.yaml", "datamap: 1\nentities: {other: {location: FR}}\n")
    subprocess.run(("git", "add", "."), check=True)
    subprocess.run((*git, "commit", "-q", "-m", "first"), check=True)
    write("maps/map.yaml", MAP.replace("datamap: 1", "datamap: 1\ninclude: [more.yaml]").replace("location: DE", "location: SG"))
    return folder


def test_a_git_revision(datamap, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = datamap("diff", "main:maps/map.yaml", "maps/map.yaml")
    assert (done.returncode, done.stderr) == (1, "")
    assert "location: DE → SG" in done.stdout
    assert "other" not in done.stdout
    monkeypatch.chdir(repository / "maps")
    assert datamap("diff", "HEAD:map.yaml", "map.yaml").returncode == 1
    back = datamap("diff", "map.yaml", "main:maps/map.yaml")
    assert back.returncode == 0
    assert "/tmp" not in back.stdout


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("nowhere:maps/map.yaml", "git knows no revision 'nowhere'"),
        ("main:other.yaml", "there is no file other.yaml in revision main"),
        (".--output=x:maps/map.yaml", "git knows no revision"),
    ],
)
def test_what_git_does_not_know_is_told(datamap, repository: Path, old: str, said: str) -> None:
    done = datamap("diff", old, "maps/map.yaml")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (repository / "x").exists()
