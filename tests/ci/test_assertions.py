"""The assertions as a script uses them: silence or a proof, unknown told apart, and nothing that could not have failed."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

import datamap as dm
from datamap.findings import Verdict

WECHAT = Path(__file__).parents[2] / "examples" / "wechat"


@pytest.fixture(scope="module")
def m() -> dm.DataMap:
    """The map with a desk in Shenzhen."""
    return dm.load(WECHAT / "shenzhen-desk.yaml")


@pytest.fixture(scope="module")
def plain() -> dm.DataMap:
    """The map without it."""
    return dm.load(WECHAT / "wechat.yaml")


def raised(call: Callable[[], object]) -> dm.ProofError:
    with pytest.raises(AssertionError) as caught:
        call()
    assert isinstance(caught.value, dm.ProofError)
    return caught.value


def test_the_message_is_the_proof_hop_by_hop(m: dm.DataMap) -> None:
    error = raised(lambda: dm.assert_no_flow(m, to="mainland-china", data_categories="user.content.chat", data_subjects="eea_users"))
    lines = str(error).splitlines()
    assert lines[0] == "user.content.chat must not reach mainland-china on 2020-11-20: violated"
    assert "[DM201 reaches_forbidden_place]" in lines[1]
    hops = [line for line in lines if line.lstrip()[0].isdigit()]
    assert [hop.split(".")[0].strip() for hop in hops] == ["1", "2", "3"]
    assert "Users in the EEA (EEA) → Tencent International Service Europe BV (NL): collection of user.content.chat" in hops[0]
    assert "Hong Kong servers (HK) → Shenzhen support desk (supposed) (CN-GD): remote access of user.content.chat" in hops[2]
    assert "shenzhen-desk.yaml:29:5" in hops[2]
    assert "wechat.yaml:" in hops[0]
    assert any("eu-gdpr: uncovered" in line and "[Regulation (EU) 2016/679" in line for line in lines)
    assert (error.verdict, error.findings[0].code) == (Verdict.VIOLATED, "DM201")


def test_unknown_raises_and_is_told_apart(plain: dm.DataMap) -> None:
    error = raised(lambda: dm.assert_no_flow(plain, to="mainland-china"))
    assert error.verdict is Verdict.UNKNOWN
    assert str(error).splitlines()[0].endswith(": unknown, which does not pass")


def test_covered_tells_rule_law_and_what_was_tried(m: dm.DataMap) -> None:
    text = str(raised(lambda: dm.assert_covered(m, regime="eu-gdpr")))
    assert "desk-reads-hong-kong under eu-gdpr: uncovered" in text
    assert "rule: uncovered_onward_transfer" in text
    assert "[Regulation (EU) 2016/679, Article 44]" in text


def test_retained(m: dm.DataMap) -> None:
    text = str(raised(lambda: dm.assert_retained(m, data_categories="user.content.chat", at_most="PT72H")))
    assert text.startswith("user.content.chat must be kept at most PT72H after collection on 2020-11-20: violated")
    assert "Hong Kong servers" in text
    assert "[DM301 retention_exceeded]" in text
    with pytest.raises(dm.QuestionError, match="is no duration"):
        dm.assert_retained(m, data_categories="user.content.chat", at_most="3 days")


def test_no_sale(m: dm.DataMap) -> None:
    dm.assert_no_sale(m, data_subjects="california_users")
    same = {name: getattr(m, name) for name in ("entities", "systems", "data_subjects", "data_categories", "zones", "sources")}
    sale = dm.Transfer(from_="california_users", to="tis_europe", data_categories="user.account", sale=True)
    sold = dm.DataMap(**same, on=m.on, transfers=[sale])
    text = str(raised(lambda: dm.assert_no_sale(sold, data_subjects="california_users")))
    assert "[DM302 sold_against_promise]" in text
    assert "2019-11-20" in text


def test_clean_selects_rules_and_promises(m: dm.DataMap) -> None:
    assert raised(lambda: dm.assert_clean(m, rules="DM201")).findings[0].rule == "reaches_forbidden_place"
    dm.assert_clean(m, rules=["wrong_module"])
    assert {f.policy for f in raised(lambda: dm.assert_clean(m, policies="chat-72h")).findings} == {"chat-72h"}
    for wrong in ({"rules": "DM999"}, {"policies": "nothing"}):
        with pytest.raises(dm.QuestionError, match="there is no"):
            dm.assert_clean(m, **wrong)


EMPTY = [
    lambda m: dm.assert_no_flow(m, to="CN", data_categories="user.biometric"),
    lambda m: dm.assert_confined(m, data_categories="user.biometric", within="EEA"),
    lambda m: dm.assert_retained(m, data_categories="user.biometric", at_most="PT1H"),
    lambda m: dm.assert_no_sale(m, data_categories="user.biometric"),
    lambda m: dm.assert_covered(m, regime="br-lgpd"),
    lambda m: m.flows(data_categories="user.biometric").assert_within("EEA"),
    lambda m: m.flows(data_categories="user.biometric").assert_covered(),
    lambda m: m.flows(to="CN", data_categories="user.biometric").assert_none(),
]


@pytest.mark.parametrize("call", EMPTY)
def test_what_could_not_have_failed_says_so(m: dm.DataMap, call: Callable[[dm.DataMap], object]) -> None:
    with pytest.raises(dm.QuestionError, match="empty assertion"):
        call(m)


WRONG = [
    lambda m: dm.assert_no_flow(m, to="Atlantis"),
    lambda m: dm.assert_no_flow(m, to="CN", data_categories="user.contct"),
    lambda m: dm.assert_no_flow(m, to="CN", data_subjects="nobody"),
    lambda m: dm.assert_confined(m, data_categories="user", within=[]),
    lambda m: dm.assert_covered(m, transfers="nothing"),
    lambda m: m.flows().assert_within(),
]


@pytest.mark.parametrize("call", WRONG)
def test_what_cannot_be_asked_is_no_failure(m: dm.DataMap, call: Callable[[dm.DataMap], object]) -> None:
    with pytest.raises(dm.QuestionError):
        call(m)


def test_the_fluent_form(m: dm.DataMap, plain: dm.DataMap) -> None:
    flows = m.flows(to="hong_kong", data_subjects="eea_users")
    assert flows.assert_within("NL", "HK") is flows
    assert "must stay within NL on 2020-11-20: violated" in str(raised(lambda: flows.assert_within("NL")))
    assert raised(lambda: m.flows(to="mainland-china").assert_none()).verdict is Verdict.VIOLATED
    assert raised(lambda: plain.flows(to="mainland-china").assert_none()).verdict is Verdict.UNKNOWN
    assert raised(lambda: m.flows(from_="eea_users", to="CN").assert_none()).verdict is Verdict.VIOLATED
    assert raised(lambda: plain.flows(from_="eea_users", to="CN").assert_none()).verdict is Verdict.UNKNOWN
    assert "desk-reads-hong-kong under eu-gdpr: uncovered" in str(raised(lambda: m.flows(to="CN").assert_covered(regime="eu-gdpr")))
    m.flows(from_="california_users", to="eea_users", data_categories="user.account").assert_none()


def test_a_proof_can_be_sent_to_another_process(m: dm.DataMap) -> None:
    error = raised(lambda: dm.assert_no_flow(m, to="CN"))
    back = pickle.loads(pickle.dumps(error))
    assert (str(back), back.verdict, back.findings) == (str(error), error.verdict, error.findings)
