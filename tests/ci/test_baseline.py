"""The baseline: what is known does not fail, what is new does, what is gone leaves, and nothing comes in unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ONE = """datamap: 1
on: 2020-11-20
data_subjects: {users: {location: NL}}
entities:
  shop: {location: NL, role: controller}
  host: {location: SG, role: processor}
  desk: {location: IN, role: processor}
transfers:
  - {from: users, to: shop, data_categories: user.contact}
  - {from: shop, to: host, data_categories: user.contact}
"""
DESK = "  - {from: shop, to: desk, data_categories: user.contact}\n"
KNOWN, NEW = "uncovered_transfer@shop..host/eu-gdpr", "uncovered_transfer@shop..desk/eu-gdpr"
HELD = ("--baseline", "known.json")


@pytest.fixture
def known(datamap, folder: Path):
    """A baseline with one finding, of a map with one finding."""
    (folder / "map.yaml").write_text(ONE)
    done = datamap("check", "map.yaml", *HELD, "--write-baseline")
    assert done.returncode == 0
    assert f"added: {KNOWN}" in done.stderr
    return lambda: json.loads((folder / "known.json").read_text())["findings"]


def test_what_is_known_does_not_fail_and_is_still_shown(datamap, known) -> None:
    assert datamap("check", "map.yaml").returncode == 1
    done = datamap("check", "map.yaml", *HELD)
    assert done.returncode == 0
    assert KNOWN in done.stdout
    assert "findings known, 0 new" in done.stderr


def test_what_is_new_fails_and_does_not_come_in(datamap, folder: Path, known) -> None:
    (folder / "map.yaml").write_text(ONE + DESK)
    done = datamap("check", "map.yaml", *HELD)
    assert done.returncode == 1
    assert f"new: {NEW}" in done.stderr
    assert KNOWN in known()
    assert NEW not in known()


def test_only_what_is_new_fails_in_junit_and_is_new_in_sarif(datamap, folder: Path, known) -> None:
    (folder / "map.yaml").write_text(ONE + DESK)
    junit = datamap("check", "map.yaml", *HELD, "--format", "junit").stdout
    assert junit.count("<failure") == 1
    results = json.loads(datamap("check", "map.yaml", *HELD, "--format", "sarif").stdout)["runs"][0]["results"]
    assert {r["properties"]["id"]: r["baselineState"] for r in results if r["level"] == "error"} == {KNOWN: "unchanged", NEW: "new"}


def test_a_known_finding_that_spreads_to_more_transfers_is_new(datamap, folder: Path) -> None:
    old = "agreements: {old: {kind: scc, version: 2010/87, parties: [shop, host], signed: 2022-01-01}}\n"
    (folder / "map.yaml").write_text(ONE.replace("2020-11-20", "2024-01-10").replace("transfers:", f"{old}transfers:"))
    datamap("check", "map.yaml", *HELD, "--write-baseline")
    assert datamap("check", "map.yaml", *HELD).returncode == 0
    more = "  - {id: copy, from: shop, to: host, kind: backup, data_categories: user.contact}\n"
    with (folder / "map.yaml").open("a") as file:
        file.write(more)
    done = datamap("check", "map.yaml", *HELD)
    assert done.returncode == 1
    assert "new: lapsed_mechanism@old/eu-gdpr/SG" in done.stderr


def test_what_is_gone_leaves_and_fails_when_it_comes_back(datamap, folder: Path, known) -> None:
    (folder / "map.yaml").write_text(ONE.replace("location: SG", "location: DE"))
    done = datamap("check", "map.yaml", *HELD)
    assert done.returncode == 0
    assert "1 findings are gone and left it" in done.stderr
    assert known() == {}
    (folder / "map.yaml").write_text(ONE)
    assert datamap("check", "map.yaml", *HELD).returncode == 1


def test_a_run_that_looks_at_less_does_not_shrink_it(datamap, folder: Path, known) -> None:
    datamap("check", "map.yaml", *HELD, "--regime", "uk-gdpr")
    datamap("check", "map.yaml", *HELD, "--on", "1990-01-01")
    assert KNOWN in known()
    assert NEW not in known()


def test_what_was_unknown_and_is_violated_is_new(datamap, folder: Path) -> None:
    (folder / "map.yaml").write_text(ONE.replace("location: SG", "location: unknown"))
    assert datamap("check", "map.yaml", *HELD, "--write-baseline").returncode == 0
    assert datamap("check", "map.yaml", *HELD).returncode == 0
    read = json.loads((folder / "known.json").read_text())
    read["findings"][KNOWN] = {"level": "warning", "verdict": "unknown"}
    (folder / "known.json").write_text(json.dumps(read))
    (folder / "map.yaml").write_text(ONE)
    assert datamap("check", "map.yaml", *HELD).returncode == 1


def test_a_wildcard_waiver_that_covers_more_is_reported_and_does_not_hide_it(datamap, folder: Path) -> None:
    waiver = 'waivers: [{finding: "uncovered_transfer@shop*", reason: known, by: dpo, until: 2021-01-01}]\n'
    (folder / "map.yaml").write_text(ONE + waiver)
    datamap("check", "map.yaml", *HELD, "--write-baseline")
    assert datamap("check", "map.yaml", *HELD).returncode == 0
    (folder / "map.yaml").write_text(ONE + DESK + waiver)
    assert datamap("check", "map.yaml").returncode == 0
    done = datamap("check", "map.yaml", *HELD)
    assert done.returncode == 1
    assert f"has come to accept 1 more than when it was recorded: {NEW}" in done.stderr
    assert datamap("check", "map.yaml", *HELD, "--write-baseline").returncode == 0
    assert datamap("check", "map.yaml", *HELD).returncode == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "datamap-report/1"}', '{"format": "datamap-baseline/1", "map": "map.yaml"}'])
def test_another_file_is_refused(datamap, folder: Path, text: str) -> None:
    (folder / "map.yaml").write_text(ONE)
    (folder / "known.json").write_text(text)
    done = datamap("check", "map.yaml", *HELD)
    assert done.returncode == 2
    assert "known.json is no baseline" in done.stderr
    assert (folder / "known.json").read_text() == text


def test_the_baseline_of_another_map_is_refused(datamap, folder: Path, known) -> None:
    (folder / "other.yaml").write_text(ONE)
    assert datamap("check", "other.yaml", *HELD).returncode == 2
    assert datamap("check", "map.yaml", "--baseline", "nowhere.json").returncode == 2
    assert datamap("check", "map.yaml", "--write-baseline").returncode == 2
