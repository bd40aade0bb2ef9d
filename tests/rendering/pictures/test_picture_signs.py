"""What a line and its chips say of a transfer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from picture_maps import STATUS, ZONES, assessment, finding, report, wechat, wechat_report

from datamap.findings import Assessment, Finding, Level, Question, Reason, Status, Verdict, Waived
from datamap.model import Agreement, DataMap
from datamap.rendering.drawing import Drawing, Line
from datamap.rendering.palette import Sign
from datamap.rendering.transfer_diagram import Diagram, diagram


def line(
    transfer: str = "nl-hk",
    assessments: tuple[Assessment, ...] = (),
    findings: tuple[Finding, ...] = (),
    questions: tuple[Question, ...] = (),
    m: DataMap | None = None,
    **look: object,
) -> tuple[Sign, list[str]]:
    """The sign of the line that stands for a transfer, and its chips as text."""
    m = m or wechat()
    drawn = diagram(m, report(m, assessments, findings, questions), zones=ZONES, **look).drawing  # type: ignore[arg-type]
    found = of(drawn, transfer)
    return found.sign, [str(chip) for chip in found.chips]


def of(drawn: Drawing, transfer: str) -> Line:
    return next(line for line in drawn.lines if transfer in line.transfers)


def test_the_messaging_service(picture: Diagram) -> None:
    said = {line.id: (line.sign, [str(chip) for chip in line.chips]) for line in picture.drawing.lines}
    assert said == {
        "eea_users..tis_europe": (Sign.FREE, []),
        "us_users..tis_pte": (Sign.FREE, []),
        "others..wechat_int": (Sign.FREE, []),
        "tis_europe..tis_pte": (Sign.COVERED, ["√ SCC module 1 + TIA"]),
        "nl-hk": (Sign.UNCOVERED, ["F-01 × no mechanism"]),
        "tis_europe..ontario": (Sign.COVERED, ["√ adequacy 2002/2/EC"]),
        "wechat_int..hong_kong": (Sign.FREE, ["no EU data"]),
        "tis_pte..ontario": (Sign.FREE, ["no EU data"]),
        "desk": (Sign.FORBIDDEN, ["F-02 × forbidden place"]),
    }
    assert picture.drawing.signs == (Sign.FREE, Sign.COVERED, Sign.UNCOVERED, Sign.FORBIDDEN)


def test_unknown_asks_its_question() -> None:
    ask = Question("which transfer mechanism covers `nl-hk`?", ("nl-hk",))
    assert line(assessments=(assessment("nl-hk", Status.UNKNOWN),), questions=(ask,)) == (Sign.UNKNOWN, ["? which transfer mechanism"])
    who = Question("who operates `hong_kong`?", ("nl-hk",))
    assert line(assessments=(assessment("nl-hk", Status.UNKNOWN),), questions=(who,)) == (Sign.UNKNOWN, ["? who operates Hong Kong region"])
    assert line(assessments=(assessment("nl-hk", Status.UNKNOWN),)) == (Sign.UNKNOWN, ["? status unknown"])


def test_an_unknown_finding_never_looks_like_a_fault() -> None:
    doubt = finding(
        "reaches_forbidden_place", "DM201", "nl-hk", "may reach", verdict=Verdict.UNKNOWN, level=Level.WARNING, transfers=("nl-hk",)
    )
    sign, chips = line(findings=(doubt,))
    assert (sign, chips) == (Sign.UNKNOWN, ["F-01 ? forbidden place"])


def test_a_fault_in_what_covers_is_a_missing_safeguard() -> None:
    fault = finding("missing_impact_assessment", "DM104", "scc", "no assessment", transfers=("nl-hk",))
    covered = assessment("nl-hk", Status.COVERED, mechanism="scc", module=2)
    assert line(assessments=(covered,), findings=(fault,)) == (Sign.UNCOVERED, ["F-01 × no impact assessment"])


def test_a_warning_stands_beside_what_covers() -> None:
    warning = finding("presumption_rebutted", "DM111", "nl-hk", "rebutted", level=Level.WARNING, transfers=("nl-hk",))
    covered = assessment("nl-hk", Status.COVERED, mechanism="scc", module=2)
    assert line(assessments=(covered,), findings=(warning,)) == (Sign.COVERED, ["F-01 √ presumption rebutted", "√ SCC module 2"])


def test_a_broken_promise() -> None:
    sale = finding("sold_against_promise", "DM302", "nl-hk", "sold", transfers=("nl-hk",))
    assert line(findings=(sale,)) == (Sign.BROKEN, ["F-01 × sold against a promise"])


def test_a_derogation_says_its_ground() -> None:
    m = wechat().model_copy(update={"agreements": {"ask": Agreement(id="ask", kind="derogation", ground="49(1)(a)")}})
    exception = assessment("nl-hk", Status.EXCEPTION, mechanism="derogation", agreement="ask")
    assert line(assessments=(exception,), m=m) == (Sign.EXCEPTION, ["√ derogation 49(1)(a)"])


def test_several_regimes_name_themselves() -> None:
    european = assessment("nl-hk", Status.COVERED, mechanism="scc", module=2)
    british = assessment("nl-hk", Status.UNCOVERED, regime="uk-gdpr")
    fault = finding("uncovered_transfer", "DM101", "nl-hk/uk-gdpr", "nothing covers it", transfers=("nl-hk",), regime="uk-gdpr")
    assert line(assessments=(european, british), findings=(fault,)) == (Sign.UNCOVERED, ["F-01 × no mechanism", "√ EU SCC module 2"])
    assert line(assessments=(european, british), findings=(fault,), regime="eu-gdpr") == (Sign.COVERED, ["√ SCC module 2"])


def test_a_waived_finding_stays_marked() -> None:
    waived = Waived("the desk closes", "dpo", date(2027, 3, 31))
    fault = finding("uncovered_transfer", "DM101", "nl-hk", "nothing", transfers=("nl-hk",), waived=waived)
    assert line(findings=(fault,)) == (Sign.UNCOVERED, ["F-01 × no mechanism (waived)"])


def test_a_chain_to_a_forbidden_place_is_drawn_at_its_last_step() -> None:
    reach = finding(
        "reaches_forbidden_place",
        "DM201",
        "shenzhen",
        "reaches",
        transfers=("nl-hk", "desk"),
        path=("eea_users..tis_europe", "nl-hk", "desk"),
        place="mainland-china",
    )
    m = wechat()
    drawn = diagram(m, report(m, findings=(reach,))).drawing
    assert {line.id for line in drawn.lines if line.sign is Sign.FORBIDDEN} == {"desk"}


def test_a_finding_about_a_node_is_a_badge() -> None:
    kept = finding("retention_exceeded", "DM301", "hong_kong/chat-72h", "kept too long", policy="chat-72h")
    m = wechat()
    box = next(box for box in diagram(m, report(m, findings=(kept,))).drawing.boxes if box.id == "hong_kong")
    assert [str(badge) for badge in box.badges] == ["F-01 × kept too long"]


def test_numbers_follow_severity(picture: Diagram) -> None:
    m = wechat()
    judged = wechat_report(m)
    mixed = replace(judged, findings=judged.findings[::-1])
    assert sorted(diagram(m, mixed).drawing.numbers.values()) == ["F-01", "F-02"]


def test_parallel_transfers_of_one_status_share_a_line() -> None:
    m = wechat()
    double = m.transfers[4].model_copy(update={"id": "second", "data_categories": ("user.payment",)})
    both = m.model_copy(update={"transfers": (*m.transfers, double)})
    uncovered = (assessment("nl-hk", Status.UNCOVERED), assessment("second", Status.UNCOVERED))
    shared = of(diagram(both, report(both, uncovered)).drawing, "second")
    assert shared.transfers == ("nl-hk", "second")
    assert shared.names == ("Account", "Device", "Payment")
    parted = of(diagram(both, report(both, uncovered[:1])).drawing, "second")
    assert parted.transfers == ("second",)


def test_a_transfer_to_itself_is_told_in_the_box() -> None:
    m = wechat()
    own = m.transfers[4].model_copy(update={"id": "own", "from_": ("hong_kong",), "to": ("hong_kong",)})
    both = m.model_copy(update={"transfers": (*m.transfers, own)})
    fault = finding("sold_against_promise", "DM302", "own", "sold", transfers=("own",))
    drawn = diagram(both, report(both, findings=(fault,))).drawing
    box = next(box for box in drawn.boxes if box.id == "hong_kong")
    assert "1 transfer to itself" in box.under
    assert [str(badge) for badge in box.badges] == ["F-01 × sold against a promise"]
    assert not [line for line in drawn.lines if "own" in line.transfers]


def test_a_mechanism_without_citation() -> None:
    adequate = assessment("nl-hk", Status.COVERED, mechanism="adequacy", reasons=(Reason("adequate", "eu-gdpr/adequacy/hk"),))
    assert line(assessments=(adequate,)) == (Sign.COVERED, ["√ adequacy"])


@pytest.mark.parametrize("status", ["", "EU adequacy, partial"])
def test_the_line_of_status_is_the_callers(status: str) -> None:
    frame = next(frame for frame in diagram(wechat(), status={"CA": status}).drawing.frames if frame.key == "CA-ON")
    assert frame.status == status
    assert STATUS["CA"] == "EU adequacy, partial"
