"""The chart of a timeline: lanes without gaps, marks where the law changes, hatching where all is only scheduled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import datamap as dm
from datamap.chronicle import Cause, Change, Standing, Timeline, Turn
from datamap.errors import QuestionError
from datamap.findings import Arrow, Node, Status, Verdict
from datamap.rendering import timeline_chart
from datamap.rendering.charts.flags import flags
from datamap.rendering.charts.furniture import hatched
from datamap.rendering.charts.spans import lanes
from datamap.rendering.lettering import width
from datamap.rendering.palette import THEMES, Sign
from datamap.rendering.world.shapes import Part, Shape, Stroke, Text

WECHAT = Path(__file__).parents[3] / "examples" / "wechat"
SHIELD = Cause("law", "eu-gdpr/adequacy/us", "ends", "Privacy Shield", "CJEU C-311/18", "seen")
SIGNED = Cause("agreement", "agreements.scc.signed", "begins", "scc (scc)")
STARTED = Cause("transfer", "transfers.1.starts", "begins", "the transfer late")
GOOD = Standing(Status.COVERED, True, "adequacy")
BAD = Standing(Status.UNCOVERED, True)
PAPER = Standing(Status.COVERED, True, "scc", "scc")


def made(**more: object) -> Timeline:
    """Two transfers that lose their decision and get a contract, one that starts late, one that never changes."""
    turns = (
        Turn(
            date(2020, 7, 16),
            False,
            Verdict.OK,
            Verdict.VIOLATED,
            (Change("one", "eu-gdpr", GOOD, BAD, (SHIELD,)), Change("two", "eu-gdpr", GOOD, BAD, (SHIELD,))),
            (),
        ),
        Turn(
            date(2021, 3, 1),
            False,
            Verdict.VIOLATED,
            Verdict.OK,
            (
                Change("one", "eu-gdpr", BAD, PAPER, (SIGNED,)),
                Change("two", "eu-gdpr", BAD, PAPER, (SIGNED,)),
                Change("late", "eu-gdpr", None, PAPER, (STARTED,)),
            ),
            (),
        ),
    )
    plain = Timeline(
        "shop", "shop.yaml", date(2020, 1, 1), date(2022, 12, 31), "1", date(2022, 1, 31), Verdict.OK, turns,
        {node.id: node for node in (Node("shop", "Shop", "entity", "NL"), Node("host", "Host", "entity", "US"))},
        {name: Arrow(name, "shop", "host", "disclosure", ("user.contact",)) for name in ("one", "two", "late", "still")},
        {("one", "eu-gdpr"): GOOD, ("two", "eu-gdpr"): GOOD, ("still", "eu-gdpr"): Standing(Status.UNKNOWN, None)},
        date(2020, 11, 20),
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def every(shapes: tuple[Shape, ...]) -> list[Shape]:
    """All shapes, those within parts too."""
    return [inner for shape in shapes for inner in (every(shape.shapes) if isinstance(shape, Part) else [shape])]


def test_the_table(golden: Callable[[str, str], None]) -> None:
    golden("timeline.txt", timeline_chart(made()).to_text())


def test_transfers_of_which_the_same_is_said_share_a_lane() -> None:
    whole, *others = lanes(made())
    assert [(span.words, span.sign) for span in whole.spans] == [
        ("ok", Sign.COVERED),
        ("violated", Sign.UNCOVERED),
        ("ok", Sign.COVERED),
    ]
    assert [lane.transfers for lane in others] == [("one", "two"), ("late",), ("still",)]
    assert [span.words for span in others[0].spans] == ["adequacy", "no mechanism", "SCC"]
    assert [span.words for span in others[1].spans] == ["not yet", "SCC"]


def test_a_lane_has_no_gap_and_no_day_twice() -> None:
    for timeline in (made(), dm.load(WECHAT / "contracts-signed.yaml").timeline("2018-01-01", "2028-12-31", regimes=["eu-gdpr"])):
        for lane in lanes(timeline):
            assert lane.spans[0].first == timeline.start
            assert lane.spans[-1].last == timeline.end
            assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(lane.spans))


def test_what_a_real_map_says_is_what_a_check_says_on_that_day() -> None:
    m = dm.load(WECHAT / "contracts-signed.yaml")
    found = lanes(m.timeline("2020-01-01", "2024-12-31", regimes=["eu-gdpr"]))
    for day in ("2020-03-01", "2022-12-27", "2022-12-28"):
        report = m.check(on=day, regimes=["eu-gdpr"])
        for lane in found[1:]:
            span = next(span for span in lane.spans if span.first <= date.fromisoformat(day) <= span.last)
            for transfer in lane.transfers:
                said = report.assessment(transfer, "eu-gdpr")
                assert (span.sign is None) == (said is None or said.verdict is Status.NOT_RESTRICTED)
                assert span.sign is None or said.verdict.value == span.sign.value


def test_only_what_is_scheduled_is_hatched() -> None:
    texts = [shape.text for shape in every(timeline_chart(made()).sheet.shapes) if isinstance(shape, Text)]
    assert "scheduled: as the law was known on 2022-01-31" in texts
    known = timeline_chart(made(law_checked_on=date(2023, 5, 1)))
    assert not [t for t in every(known.sheet.shapes) if isinstance(t, Text) and t.text.startswith("scheduled")]
    slanted = [
        stroke
        for stroke in every(known.sheet.shapes)
        if isinstance(stroke, Stroke) and len(stroke.points) == 2 and 0 not in (_across(stroke), _down(stroke))
    ]
    assert slanted == []


def _across(stroke: Stroke) -> float:
    return stroke.points[0][0] - stroke.points[1][0]


def _down(stroke: Stroke) -> float:
    return stroke.points[0][1] - stroke.points[1][1]


def test_hatching_stays_in_its_bar() -> None:
    for shape in hatched(103.5, 20, 47, 18, "#000000"):
        assert isinstance(shape, Stroke)
        assert all(103.5 - 1e-9 <= x <= 150.5 + 1e-9 and 20 - 1e-9 <= y <= 38 + 1e-9 for x, y in shape.points)
        assert _across(shape) == pytest.approx(-_down(shape))


def test_marks_name_the_law_and_tell_it_from_paper() -> None:
    parts = {shape.id: shape for shape in timeline_chart(made()).sheet.shapes if isinstance(shape, Part)}
    assert parts["turn-1"].kind == "turn law"
    assert parts["turn-2"].kind == "turn"
    assert "CJEU C-311/18" in [shape.text for shape in parts["turn-1"].shapes if isinstance(shape, Text)]
    texts = [shape.text for shape in every(timeline_chart(made()).sheet.shapes) if isinstance(shape, Text)]
    assert "ends: Privacy Shield [CJEU C-311/18]" in texts
    assert "the map's day 2020-11-20" in texts
    assert "law book checked 2022-01-31" in texts
    asked = timeline_chart(made(), on=date(2021, 5, 1))
    assert "this day 2021-05-01" in [shape.text for shape in every(asked.sheet.shapes) if isinstance(shape, Text)]


def test_flags_do_not_lie_on_one_another() -> None:
    day = date(2020, 1, 1)
    turns = [
        Turn(day + timedelta(days=9 * n), False, Verdict.OK, Verdict.OK, (Change("t", "r", GOOD, BAD, (SHIELD,)),), ()) for n in range(40)
    ]
    found = flags(turns, lambda on: 100.0 + (on - day).days * 1.2, 560.0)
    assert len(found) == 40
    rows = [sorted((one for one in found if one.row == row), key=lambda one: one.left) for row in {one.row for one in found}]
    assert len(rows) == 6
    assert all(one.left + one.wide <= other.left and one.end <= other.left + 1 for row in rows for one, other in pairwise(row))
    assert all(one.left + one.wide <= 560 for one in found)


def test_a_flag_at_the_right_edge_has_its_words_before_it() -> None:
    turn = Turn(date(2020, 1, 1), False, Verdict.OK, Verdict.OK, (Change("t", "r", GOOD, BAD, (SHIELD,)),), ())
    (flag,) = flags([turn], lambda on: 540.0, 560.0)
    assert (flag.before, flag.words) == (True, "CJEU C-311/18")
    (label,) = [shape for shape in flag.part(THEMES["light"]).shapes if isinstance(shape, Text) and shape.text != "1"]
    assert label.x + width(label.text, label.size) <= flag.left


def test_it_is_how_a_timeline_shows_itself() -> None:
    bundle = made()._repr_mimebundle_()
    assert bundle["image/svg+xml"] == made().chart()._repr_mimebundle_()["image/svg+xml"]
    assert 'width="100%" style="max-width:1400pt"' in bundle["image/svg+xml"]
    assert "2020-07-16" in bundle["text/plain"]
    with pytest.raises(QuestionError, match="no theme"):
        made().chart(theme="neon")


def test_years_are_thinned_out_and_months_shown_where_time_is_short() -> None:
    def ticks(start: date, end: date) -> list[str]:
        chart = timeline_chart(made(start=start, end=end, turns=()))
        return [shape.text for shape in chart.sheet.shapes if isinstance(shape, Text) and shape.text.replace("-", "").isdigit()]

    assert ticks(date(2020, 1, 1), date(2020, 6, 30)) == [f"2020-0{month}" for month in range(1, 7)]
    assert ticks(date(1990, 1, 1), date(2035, 1, 1)) == [str(year) for year in range(1990, 2036, 5)][:-1]
