"""The pytest plugin as pytest runs it, in processes of its own; and the same assertions under unittest and without asserts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from datamap.rules import RULES

pytest_plugins = ["pytester"]

MAP = """datamap: 1
on: 2020-11-20
data_subjects: {users: {location: NL}}
entities:
  shop: {location: NL, role: controller}
  host: {location: DE, role: processor}
systems:
  store: {location: NL, operator: shop, retention: {user.contact: PT72H}}
transfers:
  - {from: users, to: shop, data_categories: user.contact}
  - {from: shop, to: store, data_categories: user.contact}
  - {from: shop, to: host, data_categories: user.contact}
policies:
  - {id: stays, confine: {data_categories: user.contact, within: [EEA]}}
  - {id: three-days, retain: {data_categories: user.contact, at_most: PT72H}}
"""
BROKEN = MAP.replace("location: DE", "location: SG").replace("user.contact: PT72H", "user.contact: P9D")
PROMISES = ["policy[stays]", "policy[three-days]"]
OF_RULES = [f"rule[{rule.name}]" for rule in RULES if not rule.code.startswith("DM3")]


@pytest.fixture
def ran(pytester: pytest.Pytester):
    """Runs pytest in a process of its own, in the folder of the test."""

    def ran(*args: str) -> pytest.RunResult:
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", *args)

    return ran


def write(pytester: pytest.Pytester, text: str, name: str = "shop.datamap.yaml") -> None:
    (pytester.path / name).write_text(text, encoding="utf-8")


def test_each_promise_and_each_rule_is_an_item(pytester: pytest.Pytester, ran) -> None:
    write(pytester, MAP)
    write(pytester, MAP, "other.yaml")
    listed = ran("--collect-only", "-q").outlines
    assert [line.partition("::")[2] for line in listed if line.startswith("shop.datamap.yaml::")] == [*PROMISES, *OF_RULES]
    assert not any("other.yaml" in line for line in listed)
    ran().assert_outcomes(passed=len(PROMISES) + len(OF_RULES))


def test_what_is_broken_fails_with_its_proof_and_no_traceback(pytester: pytest.Pytester, ran) -> None:
    write(pytester, BROKEN)
    done = ran()
    done.assert_outcomes(failed=3, passed=len(PROMISES) + len(OF_RULES) - 3)
    text = "\n".join(done.outlines)
    assert "FAILED shop.datamap.yaml::policy[stays]" in text
    assert "FAILED shop.datamap.yaml::policy[three-days]" in text
    assert "FAILED shop.datamap.yaml::rule[uncovered_transfer]" in text
    assert "1. users (NL) → shop (NL): collection of user.contact" in text
    assert "shop.datamap.yaml:12:5" in text
    assert "Traceback" not in text
    assert "runtest" not in text


def test_items_are_selected_by_name_and_by_marker(pytester: pytest.Pytester, ran) -> None:
    write(pytester, BROKEN)
    pytester.makepyfile("def test_other(): pass")
    ran("-k", "uncovered_transfer").assert_outcomes(failed=1, deselected=len(PROMISES) + len(OF_RULES))
    ran("-m", "not datamap").assert_outcomes(passed=1, deselected=len(PROMISES) + len(OF_RULES))
    ran("shop.datamap.yaml::policy[stays]").assert_outcomes(failed=1)


def test_workers_collect_the_same(pytester: pytest.Pytester, ran) -> None:
    pytest.importorskip("xdist")
    write(pytester, BROKEN)
    ran("-n", "2").assert_outcomes(failed=3, passed=len(PROMISES) + len(OF_RULES) - 3)


def test_the_option_gives_a_map_to_tests_and_tests_it(pytester: pytest.Pytester, ran) -> None:
    write(pytester, BROKEN, "map.yaml")
    pytester.makepyfile(
        """
        import datamap as dm

        def test_covered(data_map):
            dm.assert_covered(data_map)

        def test_report(data_map_report):
            assert data_map_report.verdict is dm.Verdict.VIOLATED
        """
    )
    ran().assert_outcomes(errors=2)
    done = ran("--datamap", "map.yaml")
    done.assert_outcomes(failed=4, passed=len(PROMISES) + len(OF_RULES) - 3 + 1)
    done.stdout.fnmatch_lines(["*every restricted transfer must be covered on 2020-11-20: violated*"])
    pytest.importorskip("xdist")
    ran("--datamap", "map.yaml", "-n", "2").assert_outcomes(failed=4, passed=len(PROMISES) + len(OF_RULES) - 3 + 1)


def test_the_day_can_be_asked_for(pytester: pytest.Pytester, ran) -> None:
    write(pytester, MAP.replace("location: DE", "location: GB").replace("[EEA]", "[EEA, GB]"))
    ran("--datamap-on", "2019-01-01").assert_outcomes(passed=len(PROMISES) + len(OF_RULES))
    write(pytester, MAP.replace("on: 2020-11-20\n", ""))
    done = ran("-k", "stays")
    done.assert_outcomes(failed=1, deselected=len(PROMISES) + len(OF_RULES) - 1)
    done.stdout.fnmatch_lines(["*no date to judge by*"])


def test_a_file_that_is_no_map_is_an_error_with_its_place(pytester: pytest.Pytester, ran) -> None:
    write(pytester, MAP.replace("entities:", "entitys:"))
    done = ran()
    done.assert_outcomes(errors=1)
    text = "\n".join(done.outlines)
    assert "shop.datamap.yaml:4:1" in text
    assert "entities" in text
    assert "Traceback" not in text
    assert ran("--datamap", "nowhere.yaml").ret == pytest.ExitCode.USAGE_ERROR


def test_maps_that_differ_are_compared_by_what_they_say(pytester: pytest.Pytester, ran) -> None:
    write(pytester, MAP, "a.yaml")
    write(pytester, BROKEN, "b.yaml")
    pytester.makepyfile(
        """
        import datamap as dm

        def test_same():
            assert dm.load("a.yaml") == dm.load("b.yaml")

        def test_reports():
            assert dm.load("a.yaml").check() == dm.load("b.yaml").check()
        """
    )
    done = ran()
    done.assert_outcomes(failed=2)
    done.stdout.fnmatch_lines(["*the maps differ*", "*The change adds 3 errors*", "*location: DE*SG*"])
    done.stdout.fnmatch_lines(["*the reports differ: ok == violated*", "*uncovered_transfer@shop..host/eu-gdpr*"])


def test_junit_of_pytest_is_read_back(pytester: pytest.Pytester, ran) -> None:
    write(pytester, BROKEN)
    ran("--junitxml", "out.xml")
    failures = ElementTree.parse(pytester.path / "out.xml").findall(".//testcase/failure")
    assert len(failures) == 3
    assert any("SG" in (failure.text or "") for failure in failures)


def test_nothing_heavy_is_imported_where_there_is_no_map(pytester: pytest.Pytester, ran) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_light():
            heavy = {"pydantic", "numpy", "networkx", "pycountry", "datamap.checking", "datamap.model", "datamap.law"}
            assert "datamap.pytest_plugin" in sys.modules
            assert not heavy & sys.modules.keys()
        """
    )
    ran().assert_outcomes(passed=1)


UNITTEST = """
import unittest
import datamap as dm

class Promises(unittest.TestCase):
    def setUp(self):
        self.map = dm.load("map.yaml")

    def test_covered(self):
        dm.assert_covered(self.map)

    def test_kept(self):
        with self.assertRaisesRegex(AssertionError, "Kept too long at store"):
            dm.assert_retained(self.map, data_categories="user.contact", at_most="PT72H")

    def test_unsold(self):
        dm.assert_no_sale(self.map)

    def test_empty(self):
        with self.assertRaisesRegex(dm.QuestionError, "empty assertion"):
            dm.assert_no_flow(self.map, to="CN", data_categories="user.biometric")
"""


@pytest.mark.parametrize("flags", [(), ("-O",), ("-OO",)])
def test_unittest_uses_the_same_functions_with_asserts_on_or_off(tmp_path: Path, flags: tuple[str, ...]) -> None:
    (tmp_path / "map.yaml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "test_map.py").write_text(UNITTEST, encoding="utf-8")
    done = subprocess.run([sys.executable, *flags, "-m", "unittest", "-v"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "FAIL: test_covered" in done.stderr
    assert "FAILED (failures=1)" in done.stderr
    assert "datamap.checking.proving.ProofError: every restricted transfer must be covered on 2020-11-20: violated" in done.stderr
