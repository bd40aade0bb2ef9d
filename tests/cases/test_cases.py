"""Real decisions, judgments and guidance: datamap must answer as they did.

Each case is a map, a date and the answers that its source gives, restated in our own words; `confidence` says whether the
source was read. What a source leaves open and the map needs is assumed, and the case says so in its `note`. `twins` change a day or
a fact that the answer hangs on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from casebook import data_map, tree, varied

import datamap as dm
from datamap.findings import Status

HERE = Path(__file__).parent
DATES = "adequacy_dates"
DECISIONS = [case for path in sorted(HERE.glob("*.yaml")) if path.stem != DATES for case in tree(path)]


def _with_twins() -> Iterator[Mapping[str, Any]]:
    """Every case, and the same with a day or a fact changed, where it names such twins."""
    for case in DECISIONS:
        yield case
        for twin in case.get("twins", ()):
            other = {"id": f"{case['id']}-{twin['name']}", "on": twin.get("on", case["on"]), "map": varied(case["map"], twin.get("with"))}
            yield other | {"expect": twin["expect"]}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in _with_twins()])
def test_answers_as_the_authority_did(case: Mapping[str, Any]) -> None:
    report = data_map(case["map"]).check(on=case["on"])
    for want in case["expect"]:
        got = report.assessment(want["transfer"], want["regime"])
        verdict, restricted = (got.verdict.value, got.restricted) if got else ("not_restricted", False)
        said = [reason.says for reason in got.reasons] if got else []
        assert (verdict, restricted) == (want["verdict"], want["restricted"]), f"{want['why']} {said}"
        rules = {finding.rule for finding in report.findings if want["transfer"] in finding.transfers}
        assert set(want.get("rules", ())) <= rules
    found = {finding.id for finding in report.findings}
    assert set(case.get("finds", ())) <= found
    assert not set(case.get("finds_not", ())) & found
    if reach := case.get("expect_reach"):
        places = {f.place for f in report.findings if f.rule == "reaches_forbidden_place" and f.verdict.value == "violated"}
        assert (reach["place"] in places) is reach["reached"]


def test_every_case_says_where_it_is_from() -> None:
    assert len(DECISIONS) >= 65
    assert len({case["id"] for case in DECISIONS}) == len(DECISIONS)
    for case in DECISIONS:
        assert case["authority"], case["id"]
        assert case["source"], case["id"]
        assert case["confidence"] in ("seen", "from-memory"), case["id"]
        assert case["confidence"] == "from-memory" or any(str(link).startswith("https://") for link in case["source"]), case["id"]
        assert all(want["why"] for want in case["expect"]), case["id"]


def _rows() -> list[Any]:
    rows = []
    for regime, table in tree(HERE / f"{DATES}.yaml").items():
        for row in table["decisions"]:
            first = date.fromisoformat(row["first"])
            days = [(first - timedelta(days=1), row.get("before", "other")), (first, "adequacy"), (first + timedelta(days=1), "adequacy")]
            if "last" in row:
                last = date.fromisoformat(row["last"])
                days += [(last, "adequacy"), (last + timedelta(days=1), row.get("after", "other"))]
            home = (table["exporter"], tuple(table.get("bound", ())))
            rows += [pytest.param(regime, home, row, day, want, id=f"{regime}-{row['to']}-{day}") for day, want in days]
    return rows


@pytest.mark.parametrize(("regime", "home", "row", "day", "want"), _rows())
def test_a_decision_covers_from_its_first_day_to_its_last(
    regime: str, home: tuple[str, tuple[str, ...]], row: Mapping[str, Any], day: date, want: str
) -> None:
    entities = [
        dm.Entity(id="exporter", location=home[0], role="controller", attributes=home[1]),
        dm.Entity(id="importer", location=row["to"], role="processor", attributes=tuple(row.get("attributes", ()))),
    ]
    sending = dm.Transfer(id="sending", from_="exporter", to="importer", data_categories="user.contact")
    got = dm.DataMap(entities=entities, transfers=[sending]).check(on=day).assessment("sending", regime)
    assert got is not None
    if want == "adequacy":
        assert (got.verdict, got.mechanism) == (Status.COVERED, "adequacy")
        assert any(row["cite"] in (reason.cite or "") for reason in got.reasons), [reason.cite for reason in got.reasons]
    elif want == "not_restricted":
        assert got.verdict is Status.NOT_RESTRICTED
    else:
        assert got.verdict is Status.UNCOVERED
