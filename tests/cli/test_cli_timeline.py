"""`datamap timeline`: which days by default, which when asked, as text and as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

MAP = """\
datamap: 1
name: Netherlands to the United Kingdom
on: 2024-06-30
entities:
  shop: {location: NL, role: controller}
  lab: {location: GB, role: controller}
transfers:
  - {id: study, from: shop, to: lab, data_categories: [user.contact]}
"""


@pytest.fixture
def british(folder):
    (folder / "map.yaml").write_text(MAP, encoding="utf-8")


def days(shown) -> list[str]:
    return [line.split()[0] for line in shown.stdout.splitlines() if line[:2] == "20"]


def test_three_years_around_the_map_s_own_date(datamap, british) -> None:
    shown = datamap("timeline", "map.yaml", "--regime", "eu-gdpr")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("No answer changes from 2021-06-30 to 2027-06-30.")
    assert "Three years around 2024-06-30, the map's own date." in " ".join(shown.stdout.split())


def test_without_a_date_in_the_map_three_years_around_today(datamap, british, folder) -> None:
    (folder / "map.yaml").write_text(MAP.replace("on: 2024-06-30\n", ""), encoding="utf-8")
    shown = json.loads(datamap("timeline", "map.yaml", "--format", "json").stdout)
    assert (date.fromisoformat(shown["from"]).year, date.fromisoformat(shown["to"]).year) == (date.today().year - 3, date.today().year + 3)


@pytest.mark.parametrize(
    ("args", "span"),
    [
        (["--from", "2019-12-31", "--to", "2032-01-01"], ("2019-12-31", "2032-01-01")),
        (["--from", "2019-12-31"], ("2019-12-31", "2027-06-30")),
        (["--to", "2032-01-01"], ("2021-06-30", "2032-01-01")),
        (["--from", "2030-01-01"], ("2030-01-01", "2036-01-01")),
        (["--to", "2001-01-01"], ("1995-01-01", "2001-01-01")),
        (["--from", "2024-02-29", "--to", "2024-02-29"], ("2024-02-29", "2024-02-29")),
    ],
)
def test_the_days_asked_for(datamap, british, args: list[str], span: tuple[str, str]) -> None:
    shown = json.loads(datamap("timeline", "map.yaml", "--format", "json", *args).stdout)
    assert (shown["from"], shown["to"]) == span


def test_past_and_scheduled_days_with_their_causes(datamap, british) -> None:
    shown = datamap("timeline", "map.yaml", "--regime", "eu-gdpr", "--from", "1998-01-01", "--to", "2035-12-31")
    text = " ".join(shown.stdout.split())
    assert days(shown) == ["2000-10-02", "2018-03-12", "2018-12-27", "2021-06-28", "2031-12-28,"]  # the first three by laws on access
    assert "2021-06-28 (ok)" in text
    assert "begins United Kingdom, first decision [Implementing Decision (EU) 2021/1772, Article 1" in text
    assert "eu-gdpr: not restricted, now covered by adequacy shop → lab (study)" in text
    assert "What follows is scheduled, as known today: the law book was checked on" in text
    assert "2031-12-28, known today (violated, before ok)" in text
    assert "ends United Kingdom, renewed, ended by its own sunset" in text


def test_json_to_a_file(datamap, british, folder) -> None:
    done = datamap("timeline", "map.yaml", "--from", "2021-06-28", "--to", "2021-06-28", "--regime", "eu-gdpr", "-o", "timeline.json")
    assert (done.returncode, done.stdout) == (0, "")
    read = json.loads((folder / "timeline.json").read_text(encoding="utf-8"))
    assert (read["format"], read["map"]["file"], read["opening"]) == ("datamap-timeline/1", "map.yaml", "ok")
    (day,) = read["days"]
    (change,) = day["changes"]
    assert (day["on"], day["scheduled"], day["before"], day["verdict"]) == ("2021-06-28", False, "ok", "ok")
    assert (change["transfer"], change["regime"]) == ("study", "eu-gdpr")
    assert (change["before"]["verdict"], change["after"]["verdict"], change["after"]["mechanism"]) == (
        "not_restricted",
        "covered",
        "adequacy",
    )
    assert change["after"]["reason"]["fact"] == "eu-gdpr/adequacy/gb"
    assert {cause["id"] for cause in day["causes"]} == set(change["causes"])
    assert {cause["event"] for cause in day["causes"]} == {"begins", "ends"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--from", "2025-01-01", "--to", "2024-01-01"], "the last day, 2024-01-01, lies before the first, 2025-01-01"),
        (["--from", "soon"], "'soon' is no date; write it as 2020-11-20"),
        (["--regime", "eu-gdrp"], "did you mean eu-gdpr"),
    ],
)
def test_wrong_questions_are_refused(datamap, british, args: list[str], said: str) -> None:
    wrong = datamap("timeline", "map.yaml", *args)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert said in wrong.stderr


def test_the_help_says_which_days(datamap) -> None:
    text = " ".join(datamap("timeline", "--help").stdout.split())
    assert "Default: three years before the map's own `on`, else before today." in text
    assert "Default: three years after the map's own `on`, else after today." in text


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<svg"), ("pdf", b"%PDF-1.7"), ("html", b"<!DOCTYPE html")])
def test_the_ending_makes_it_a_picture(datamap, british, folder, ending: str, start: bytes) -> None:
    done = datamap("timeline", "map.yaml", "--regime", "eu-gdpr", "--from", "2019-01-01", "-o", f"t.{ending}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    drawn = (folder / f"t.{ending}").read_bytes()
    assert drawn.startswith(start)
    if ending == "svg":
        text = drawn.decode()
        assert "the map's day 2024-06-30".replace("'", "&#x27;") in text
        assert "Implementing Decision (EU) 2021/1772" in text
        assert "√ adequacy" in text


def test_today_is_shown_where_the_map_names_no_day(datamap, british, folder) -> None:
    (folder / "map.yaml").write_text(MAP.replace("on: 2024-06-30\n", ""), encoding="utf-8")
    datamap("timeline", "map.yaml", "--regime", "eu-gdpr", "-o", "t.svg")
    assert f"this day {date.today().isoformat()}" in (folder / "t.svg").read_text(encoding="utf-8")


def test_colours_are_for_pictures(datamap, british) -> None:
    wrong = datamap("timeline", "map.yaml", "--theme", "dark")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--theme colours a picture" in wrong.stderr
