"""The timeline against judging every single day, and against days that a lawyer knows by heart."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from casebook import data_map

import datamap as dm
from datamap.checking import check, timeline
from datamap.checking.calendar import QUIET
from datamap.chronicle import Change, Timeline, Turn
from datamap.law import LawBook
from datamap.law.book import DATA

DAY = timedelta(days=1)
WECHAT = Path(__file__).parents[2] / "examples" / "wechat" / "wechat.yaml"

DATED = {
    "data_subjects": {"eea": {"location": "EEA"}, "uk": {"location": "GB"}, "california": {"location": "US-CA"}},
    "entities": {
        "shop": {"location": "NL", "role": "controller", "subject_to": ["uk-gdpr"]},
        "mailer": {
            "location": "US",
            "role": "processor",
            "attributes": [
                {"is": "us-privacy-shield", "from": "2016-09-01", "until": "2021-03-31"},
                {"is": "eu-us-dpf", "from": "2023-08-15", "until": "2025-08-14"},
                {"is": "us-fisa-702", "from": "2019-01-01"},
            ],
        },
        "desk": {"location": "HK", "role": "processor"},
        "lab": {"location": "GB", "role": "controller"},
        "broker": {"location": "US", "role": "controller"},
    },
    "systems": {"crm": {"location": "CA", "operator": "shop"}},
    "agreements": {
        "old": {
            "kind": "scc",
            "version": "2010/87",
            "parties": ["shop", "desk", {"entity": "mailer", "from": "2020-05-01"}],
            "signed": "2019-03-01",
            "impact_assessment": {"on": "2021-02-10", "problematic_law": False, "document": "tia.pdf"},
        },
        "new": {
            "kind": "scc",
            "version": "2021/914",
            "modules": [2],
            "parties": ["shop", "desk"],
            "signed": "2022-06-01",
            "until": "2026-05-31",
            "addenda": ["uk"],
            "impact_assessment": {"on": "2022-07-01", "problematic_law": False, "document": "tia-2.pdf"},
        },
        "onward": {"kind": "contract", "parties": ["mailer", "broker"], "signed": "2024-02-01", "until": "2024-12-31"},
    },
    "transfers": [
        {"id": "signup", "from": "eea", "to": "shop", "data_categories": ["user.contact"]},
        {"id": "uk-signup", "from": "uk", "to": "shop", "data_categories": ["user.contact"]},
        {"id": "mail", "from": "shop", "to": "mailer", "data_categories": ["user.contact"]},
        {"id": "support", "from": "shop", "to": "desk", "data_categories": ["user.contact"], "starts": "2020-02-15", "ends": "2026-09-30"},
        {"id": "analysis", "from": "shop", "to": "lab", "data_categories": ["user.contact"]},
        {"id": "passed-on", "from": "mailer", "to": "broker", "data_categories": ["user.contact"], "starts": "2021-01-15"},
        {"id": "crm", "from": "shop", "to": "crm", "kind": "storage", "data_categories": ["user.contact"]},
        {"id": "leads", "from": "california", "to": "broker", "data_categories": ["user.contact"], "sale": True, "ends": "2020-04-30"},
    ],
    "policies": [
        {"id": "not-sold", "no_sale": {"data_subjects": ["california"], "window": "P12M"}},
        {"id": "near", "confine": {"data_categories": ["user.contact"], "data_subjects": ["eea"], "within": ["EEA", "GB", "CA"]}},
        {"id": "clauses", "require": {"mechanism": ["scc"], "leaving": "EEA"}},
    ],
    "waivers": [{"finding": "*access_law*", "reason": "known", "by": "dpo", "until": "2023-06-30"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def m() -> dm.DataMap:
    return data_map(DATED)


def days(first: str, last: str) -> Iterator[date]:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield day
        day += DAY


def answers(report: dm.Report) -> dict[tuple[str, ...], object]:
    """What counts as an answer, told without the timeline's own code."""
    told: dict[tuple[str, ...], object] = {
        (a.transfer, a.regime): (a.verdict, a.restricted, a.mechanism, a.agreement)
        for a in report.assessments
        if a.verdict is not dm.Status.NOT_RESTRICTED
    }
    covered = {(a.transfer, a.regime) for a in report.assessments if a.verdict in (dm.Status.COVERED, dm.Status.EXCEPTION)}
    for f in report.findings:
        says_more = f.rule not in SAY_AGAIN or all((transfer, f.regime) in covered for transfer in f.transfers)
        if f.rule not in ("expiring_basis", "stale_law", "unused_waiver") and says_more:
            told[(f.id,)] = (f.level, f.verdict, f.cites if f.level is dm.Level.NOTE else None)
    return told


SAY_AGAIN = {
    *("uncovered_transfer", "uncovered_onward_transfer", "lapsed_mechanism", "wrong_module", "ineffective_measures"),
    *("adequacy_out_of_scope", "incomplete_mechanism", "unknown_transfer_status"),
}


def said(found: Timeline) -> dict[date, set[tuple[str, ...]]]:
    """For each day of the timeline the answers that change."""
    return {t.on: {(c.transfer, c.regime) for c in t.changes} | {(f.finding.id,) for f in t.findings} for t in found.turns}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2019-12-01", "2020-08-31"),
        ("2020-12-01", "2021-10-15"),
        ("2022-05-15", "2023-01-15"),
        ("2023-06-01", "2023-11-15"),
        ("2024-01-15", "2024-02-15"),
        ("2025-06-15", "2026-10-15"),
    ],
)
def test_it_finds_just_the_days_that_judging_every_day_finds(m: dm.DataMap, first: str, last: str) -> None:
    expected = day_by_day(m, first, last)
    assert said(timeline(m, first, last)) == expected
    assert len(expected) >= 1


def day_by_day(m: dm.DataMap, first: str, last: str) -> dict[date, set[tuple[str, ...]]]:
    """For each day on which an answer changes, the answers that do: every single day is judged."""
    before = answers(check(m, date.fromisoformat(first) - DAY))
    found: dict[date, set[tuple[str, ...]]] = {}
    for day in days(first, last):
        now = answers(check(m, day))
        changed = {key for key in {**before, **now} if before.get(key) != now.get(key)}
        if changed:
            found[day] = changed
        before = now
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_map_with_dates_at_random_is_judged_right_on_every_day(seed: int) -> None:
    """Everything that a map can date, dated at random within two months around the end of the clauses of 2010."""
    dice = Random(seed)
    first, last = "2022-11-15", "2023-01-15"
    m = data_map(random_map(dice, lambda: str(date(2022, 11, 10) + dice.randrange(70) * DAY)))
    expected = day_by_day(m, first, last)
    assert said(timeline(m, first, last)) == expected
    assert len(expected) > 3


def random_map(dice: Random, day: Callable[[], str]) -> dict[str, object]:
    """A dozen transfers between places that law treats in different ways."""
    nodes = ["NL", "DE", "GB", "US", "HK", "CA", "CH"]
    attributes = {"US": ["us-fisa-702", "eu-us-dpf", "us-privacy-shield"], "CA": ["ca-pipeda"]}
    entities = {
        place.lower(): {
            "location": place,
            "role": dice.choice(["controller", "processor"]),
            "attributes": [
                {"is": name, dice.choice(["from", "until"]): day()} for name in attributes.get(place, []) if dice.random() < 0.7
            ],
        }
        for place in nodes
    }
    names = list(entities)
    agreements = {}
    for index in range(6):
        one, other = dice.sample(names, 2)
        kind = dice.choice([("scc", "2010/87"), ("scc", "2021/914"), ("contract", None), ("derogation", None)])
        agreements[f"a{index}"] = {
            "kind": kind[0],
            "parties": [one, {"entity": other, dice.choice(["from", "until"]): day()}],
            **({"version": kind[1]} if kind[1] else {}),
            **({"modules": [1, 2]} if kind[1] == "2021/914" else {}),
            **({"ground": "49(1)(a)", "occasional": dice.random() < 0.5} if kind[0] == "derogation" else {}),
            "signed": "2019-05-05" if kind[1] == "2010/87" else day(),
            dice.choice(["until", "changed"]): day(),
            **(
                {"impact_assessment": {"on": day(), "problematic_law": dice.random() < 0.3, "document": "tia.pdf"}}
                if dice.random() < 0.6
                else {}
            ),
        }
    transfers: list[dict[str, object]] = [{"id": "in", "from": "people", "to": "nl", "data_categories": ["user.contact"]}]
    for index in range(12):
        one, other = dice.sample(names, 2)
        dated = {dice.choice(["starts", "ends"]): day()} if dice.random() < 0.5 else {}
        transfers.append(
            {"id": f"t{index}", "from": one, "to": other, "data_categories": ["user.contact"], "sale": dice.random() < 0.2, **dated}
        )
    return {
        "data_subjects": {"people": {"location": "EEA"}},
        "entities": entities,
        "agreements": agreements,
        "transfers": transfers,
        "policies": [
            {"id": "near", "confine": {"data_categories": ["user.contact"], "within": ["EEA", "GB"]}},
            {"id": "not-sold", "no_sale": {"window": "P1M"}},
        ],
        "waivers": [{"finding": "*", "reason": "known", "by": "dpo", "until": day()}],
    }


def test_each_change_tells_the_answers_of_both_days(m: dm.DataMap) -> None:
    found = timeline(m, "2019-01-01", "2027-12-31")
    assert len(found.turns) > 15
    for turn in found.turns:
        before, after = check(m, turn.on - DAY), check(m, turn.on)
        assert (turn.before, turn.verdict) == (before.verdict, after.verdict)
        for change in turn.changes:
            for standing, report in ((change.before, before), (change.after, after)):
                told = report.assessment(change.transfer, change.regime)
                if standing is None:
                    assert told is None or told.verdict is dm.Status.NOT_RESTRICTED
                else:
                    assert told is not None
                    assert (told.verdict, told.restricted, told.mechanism, told.agreement) == (
                        standing.verdict,
                        standing.restricted,
                        standing.mechanism,
                        standing.agreement,
                    )


def turn_on(found: Timeline, day: str) -> Turn:
    return next(turn for turn in found.turns if turn.on.isoformat() == day)


def change_of(turn: Turn, transfer: str, regime: str = "eu-gdpr") -> Change:
    return next(change for change in turn.changes if (change.transfer, change.regime) == (transfer, regime))


def ids(parts: Iterable[object]) -> list[str]:
    return [f"{cause.event} {cause.id}" for part in parts for cause in part.causes]  # type: ignore[attr-defined]


def verdicts(change: Change) -> tuple[str | None, str | None]:
    return tuple(standing and standing.verdict.value for standing in (change.before, change.after))  # type: ignore[return-value]


def test_the_privacy_shield_falls_on_the_day_of_the_judgment() -> None:
    plain = {**DATED, "agreements": {}, "policies": [], "waivers": []}
    turn = turn_on(timeline(data_map(plain), "2020-07-10", "2020-07-20"), "2020-07-16")
    change = change_of(turn, "mail")
    assert verdicts(change) == ("covered", "uncovered")
    assert ids([change]) == ["ends eu-gdpr/adequacy/us"]
    assert change.causes[0].cite == "Implementing Decision (EU) 2016/1250, OJ L 207, 1.8.2016, p. 1"
    assert "C-311/18" in change.causes[0].says
    assert not turn.scheduled


def test_on_one_day_each_change_names_its_own_cause() -> None:
    """On 16 July 2020 the Shield fell, its law became presumed problematic, and assessments became a duty."""
    turn = turn_on(timeline(data_map({**DATED, "waivers": []}), "2020-07-16", "2020-07-16"), "2020-07-16")
    by_clauses = {**DATED, "waivers": [], "transfers": [dict(t) for t in DATED["transfers"]]}  # type: ignore[attr-defined]
    by_clauses["entities"] = {**DATED["entities"], "mailer": {"location": "US", "role": "processor", "attributes": ["us-fisa-702"]}}  # type: ignore[dict-item]
    clauses = turn_on(timeline(data_map(by_clauses), "2020-07-16", "2020-07-16"), "2020-07-16")
    assert "ends eu-gdpr/adequacy/us" in ids([change_of(turn, "mail")])
    assert ids([change_of(clauses, "mail")]) == ["begins eu-gdpr/presumptions/us-fisa-702"]
    missing = [f for f in turn.findings if f.finding.rule == "missing_impact_assessment" and f.finding.regime == "eu-gdpr"]
    assert [f.event for f in missing] == ["appears"]
    assert ids(missing) == ["begins eu-gdpr/duties/impact-assessment"]


@pytest.mark.parametrize(
    ("day", "transfer", "regime", "expected", "causes"),
    [
        ("2019-03-01", "support", "eu-gdpr", None, None),
        ("2020-02-15", "support", "eu-gdpr", (None, "covered"), ["begins transfers.3.starts"]),
        ("2021-06-28", "analysis", "eu-gdpr", (None, "covered"), ["ends eu-gdpr/territory/gb-bridge", "begins eu-gdpr/adequacy/gb"]),
        ("2022-12-28", "support", "eu-gdpr", ("covered", "covered"), ["ends eu-gdpr/mechanisms/scc-2010-87"]),
        ("2026-06-01", "support", "eu-gdpr", ("covered", "uncovered"), ["ends agreements.new.until"]),
        ("2026-10-01", "support", "eu-gdpr", ("uncovered", None), ["ends transfers.3.ends"]),
    ],
)
def test_days_and_causes(
    m: dm.DataMap, day: str, transfer: str, regime: str, expected: tuple[str | None, str | None] | None, causes: list[str] | None
) -> None:
    found = timeline(m, day, day)
    changes = [c for turn in found.turns for c in turn.changes if (c.transfer, c.regime) == (transfer, regime)]
    if expected is None:
        assert changes == []
    else:
        (change,) = changes
        assert verdicts(change) == expected
        assert sorted(ids(changes)) == sorted(causes or [])


def test_a_sale_leaves_its_window(m: dm.DataMap) -> None:
    turn = turn_on(timeline(m, "2021-04-01", "2021-06-30"), "2021-05-01")
    (gone,) = [f for f in turn.findings if f.finding.rule == "sold_against_promise"]
    assert gone.event == "goes"
    assert ids([gone]) == ["ends transfers.7.ends"]
    assert "within the P12M of not-sold" in gone.causes[0].says


def test_the_law_s_own_waits_and_terms_name_their_day() -> None:
    m = data_map(
        {
            "entities": {
                "home": {"location": "RU", "role": "controller"},
                "us": {"location": "US", "role": "processor"},
                "cn": {"location": "CN-BJ", "role": "controller"},
                "sg": {"location": "SG", "role": "controller"},
            },
            "agreements": {
                "notice": {"kind": "rkn_notification", "exporters": ["home"], "signed": "2024-06-03"},
                "passed": {"kind": "pipl_security_assessment", "exporters": ["cn"], "signed": "2023-02-01"},
            },
            "transfers": [
                {"from": "home", "to": "us", "data_categories": "user.contact", "agreements": "notice"},
                {"from": "cn", "to": "sg", "data_categories": "user.contact", "agreements": "passed", "volume": {"people": 2_000_000}},
            ],
        }
    )
    found = timeline(m, "2024-06-01", "2026-06-01", regimes=["ru-152fz", "cn-pipl"])
    assert [(turn.on.isoformat(), cause.event, cause.says) for turn in found.turns for cause in turn.causes] == [
        ("2024-06-18", "begins", "notice (rkn_notification), 10 working days after 2024-06-03"),
        ("2026-02-01", "ends", "passed (pipl_security_assessment), 3 years after 2023-02-01"),
    ]


def test_a_waiver_runs_out(m: dm.DataMap) -> None:
    turn = turn_on(timeline(m, "2023-06-30", "2023-07-01"), "2023-07-01")
    assert [f.finding.rule for f in turn.findings] == ["expired_waiver"]
    assert ids(turn.findings) == ["ends waivers.0.until"]


def test_what_lies_after_the_last_look_at_the_law_is_scheduled() -> None:
    m = data_map({
        "entities": {"shop": {"location": "NL", "role": "controller"}, "lab": {"location": "GB", "role": "controller"}},
        "transfers": [{"from": "shop", "to": "lab", "data_categories": ["user.contact"]}],
    })  # fmt: skip
    found = timeline(m, "2019-12-31", "2035-12-31", regimes=["eu-gdpr"])
    assert [(t.on.isoformat(), t.scheduled) for t in found.turns] == [("2021-06-28", False), ("2031-12-28", True)]
    text = found.to_text()
    assert "2031-12-28, known today" in text
    assert text.index("2021-06-28") < text.index("as known today") < text.index("2031-12-28")
    days_told = json.loads(found.to_json())["days"]
    assert [day["scheduled"] for day in days_told] == [False, True]
    assert days_told[1]["causes"][0]["id"] == "eu-gdpr/adequacy/gb"
    assert days_told[1]["changes"][0]["before"]["mechanism"] == "adequacy"


def test_without_dates_it_shows_three_years_around_the_map_s_own() -> None:
    m = data_map({**DATED, "on": "2024-02-29"})
    found = m.timeline()
    assert (found.start, found.end) == (date(2021, 2, 28), date(2027, 2, 28))
    with pytest.raises(dm.QuestionError, match="no date"):
        data_map(DATED).timeline()
    with pytest.raises(dm.QuestionError, match="lies before"):
        m.timeline("2024-01-01", "2023-01-01")
    with pytest.raises(dm.LawError, match="did you mean eu-gdpr"):
        m.timeline(regimes=["eu-gdrp"])


def test_the_whole_of_the_law_over_the_wechat_map_takes_less_than_five_seconds() -> None:
    m = dm.load(WECHAT)
    m.timeline("2020-01-01", "2020-01-02")
    start = time.process_time()
    found = m.timeline("1998-01-01", "2035-12-31")
    assert time.process_time() - start < 5
    told = {t.on.isoformat(): t for t in found.turns}
    assert {"1998-10-24", "2001-12-20"} <= told.keys()
    assert ids(told["2001-12-20"].changes) == ["begins eu-gdpr/adequacy/ca"]
    assert found.to_json() == m.timeline("1998-01-01", "2035-12-31").to_json()


def test_every_day_since_1998_can_be_judged(m: dm.DataMap) -> None:
    for year in range(1998, 2036):
        for day in (date(year, 1, 1), date(year, 2, 28) + DAY, date(year, 12, 31)):
            assert check(m, day).on == day


def test_quiet_rules_exist() -> None:
    from datamap.rules import RULES

    assert {rule.name for rule in RULES} >= QUIET


def test_a_law_that_is_suspended_does_not_count_until_it_is_applied_again(tmp_path: Path) -> None:
    """A decision stayed by a court for a month: two days, each with the order as its source."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    file = copy / "regimes" / "eu-gdpr" / "adequacy" / "nz.yaml"
    order = "suspended:\n  - {from: 2024-03-01, until: 2024-03-31, cite: Order of a court, source: https://example.org}\n"
    file.write_text(file.read_text(encoding="utf-8") + order, encoding="utf-8")
    m = data_map({
        "entities": {"shop": {"location": "NL", "role": "controller"}, "desk": {"location": "NZ", "role": "controller"}},
        "transfers": [{"id": "t", "from": "shop", "to": "desk", "data_categories": ["user.contact"]}],
    })  # fmt: skip
    found = timeline(m, "2024-01-01", "2024-12-31", law=LawBook.load(copy), regimes=["eu-gdpr"])
    assert [(t.on.isoformat(), verdicts(t.changes[0])) for t in found.turns] == [
        ("2024-03-01", ("covered", "uncovered")),
        ("2024-04-01", ("uncovered", "covered")),
    ]
    assert [ids(t.changes) for t in found.turns] == [["begins eu-gdpr/adequacy/nz"], ["ends eu-gdpr/adequacy/nz"]]
    assert {cause.cite for t in found.turns for cause in t.causes} == {"Order of a court"}
