"""The WeChat example answers what its README says, on the day of the statement and on later ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import datamap as dm
from datamap.findings import Finding, Report, Status, Verdict

HERE = Path(__file__).parents[2] / "examples" / "wechat"
THEN, TODAY = "2020-11-20", "2026-11-24"
EU = "eu-gdpr"
MAPS = ("wechat", "shenzhen-desk", "contracts-signed", "korea", "singapore", "pay-europe", "today")


@cache
def report(name: str, on: str | None = None) -> Report:
    found: Report = dm.load(HERE / f"{name}.yaml").check(on=on)
    return found


def verdict(answer: Report, transfer: str) -> Status:
    found = answer.assessment(transfer, EU)
    assert found is not None, transfer
    return found.verdict


def subject(finding: Finding) -> str:
    return finding.id.split("@")[1].split("/")[0]


def reach(answer: Report, how: Verdict) -> dict[str, Finding]:
    return {subject(f): f for f in answer.findings if f.rule == "reaches_forbidden_place" and f.verdict is how}


def reached(answer: Report) -> dict[str, Finding]:
    """What certainly reaches the forbidden place: the node, and the finding."""
    return reach(answer, Verdict.VIOLATED)


def maybe(answer: Report) -> set[str]:
    """The nodes of which nobody can say that they are not there."""
    return set(reach(answer, Verdict.UNKNOWN))


def by_id(answer: Report, name: str) -> Finding:
    return next(f for f in answer.findings if f.id == name)


def test_europe_to_hong_kong_needs_a_mechanism_and_has_no_adequacy_decision() -> None:
    found = report("wechat").assessment("europe-to-hong-kong", EU)
    assert found is not None
    assert (found.restricted, found.verdict) == (True, Status.UNKNOWN)
    said = [reason.says for reason in found.reasons]
    assert any("no adequacy decision for Hong Kong" in says for says in said)
    assert any("mechanism" in says for says in said)
    told = by_id(report("wechat"), "unknown_transfer_status@europe-to-hong-kong/eu-gdpr")
    assert told.path == ("eea_users..tis_europe", "europe-to-hong-kong")


def test_ontario_rests_on_the_canadian_decision_only_under_pipeda() -> None:
    found = report("wechat").assessment("europe-to-ontario", EU)
    assert found is not None
    assert (found.restricted, found.verdict) == (True, Status.UNKNOWN)
    reason = next(r for r in found.reasons if r.fact == "eu-gdpr/adequacy/ca")
    assert "PIPEDA" in reason.says
    assert "2002/2/EC" in (reason.cite or "")
    assert any("PIPEDA" in q.ask and "europe-to-ontario" in q.settles for q in report("wechat").questions)


@pytest.mark.parametrize(("holds", "answer"), [(True, Status.COVERED), (False, Status.UNCOVERED)])
def test_one_fact_settles_ontario(holds: bool, answer: Status) -> None:
    m = dm.load(HERE / "wechat.yaml")
    canada = m.entities["wechat_canada"].model_copy(update={"attributes": (dm.Attribute(is_="ca-pipeda", holds=holds),)})
    told = m.model_copy(update={"entities": dm.FrozenMap({**m.entities, "wechat_canada": canada})})
    found = told.check().assessment("europe-to-ontario", EU)
    assert found.verdict is answer
    assert found.mechanism == ("adequacy" if holds else None)


def test_nothing_declared_reaches_mainland_china_and_nobody_can_say_that_nothing_does() -> None:
    assert reached(report("wechat")) == {}
    assert maybe(report("wechat")) == {"other_servers", "unnamed_offices"}
    asked = " ".join(q.ask for q in report("wechat").questions)
    assert "unnamed_offices" in asked
    assert "other_servers" in asked


def test_the_statement_and_the_policy_disagree_on_chat() -> None:
    kept = [f for f in report("wechat").findings if f.policy == "chat-72h"]
    assert {(subject(f), f.verdict) for f in kept} == {
        ("ontario", Verdict.VIOLATED),
        ("hong_kong", Verdict.VIOLATED),
        ("other_servers", Verdict.UNKNOWN),
    }
    assert "120 hours" in by_id(report("wechat"), "retention_exceeded@hong_kong/chat-72h").message


def test_the_other_promises_hold_as_far_as_the_map_tells() -> None:
    broken = {f.policy for f in report("wechat").findings if f.policy and f.verdict is Verdict.VIOLATED}
    assert broken == {"chat-72h"}
    kept = {"designated-teams", "no-sale"}
    assert not {f.policy for f in report("wechat").findings} & kept


def test_the_supposed_desk_is_reached_along_a_chain() -> None:
    found = reached(report("shenzhen-desk"))
    assert set(found) == {"shenzhen_desk"}
    desk = found["shenzhen_desk"]
    assert (desk.by, desk.place, desk.policy) == ("access", "mainland-china", None)
    assert desk.path[-2:] == ("others-to-hong-kong", "desk-reads-hong-kong")
    assert "house default, not law" in desk.message
    assert verdict(report("shenzhen-desk"), "desk-reads-hong-kong") is Status.UNCOVERED
    with pytest.raises(AssertionError, match="desk-reads-hong-kong"):
        dm.assert_no_flow(dm.load(HERE / "shenzhen-desk.yaml"), to="mainland-china", data_categories="user")


COVERED = ("europe-to-ontario", "europe-to-hong-kong", "europe-to-singapore", "europe-to-wechat-international")


def test_signed_contracts_cover_what_they_name_and_nothing_else() -> None:
    signed = report("contracts-signed")
    for transfer in COVERED:
        found = signed.assessment(transfer, EU)
        assert found is not None
        assert (found.verdict, found.mechanism) == (Status.COVERED, "scc"), transfer
    assert verdict(signed, "europe-to-other-servers") is Status.UNKNOWN
    assert maybe(signed) == {"other_servers", "unnamed_offices"}
    assert not {f.rule for f in signed.findings} & {"missing_impact_assessment", "ineffective_measures", "wrong_module"}


def test_the_old_clause_sets_end() -> None:
    assert verdict(report("contracts-signed", "2022-12-27"), "europe-to-hong-kong") is Status.COVERED
    after = report("contracts-signed", "2022-12-28")
    assert verdict(after, "europe-to-hong-kong") is Status.UNCOVERED
    assert verdict(after, "europe-to-ontario") is Status.UNKNOWN, "the Canadian decision may still carry it"
    assert {f.id for f in after.findings if f.rule == "lapsed_mechanism"} >= {"lapsed_mechanism@clauses-hong-kong/eu-gdpr/HK"}


def test_the_policys_page_for_korea_leads_to_mainland_china() -> None:
    found = reached(report("korea"))
    assert set(found) == {"youdao", "fanyijun"}
    assert found["youdao"].path == ("korean_users..tis_singapore", "tis_singapore..youdao")
    assert found["youdao"].policy is None, "the promise speaks of servers of the service, for other users"


def test_singapore_takes_the_place_of_ontario() -> None:
    later = report("singapore")
    assert later.assessment("europe-to-ontario", EU) is None
    found = later.assessment("europe-to-singapore-servers", EU)
    assert found is not None
    assert (found.restricted, found.verdict) == (True, Status.UNKNOWN)
    assert any("no adequacy decision for Singapore" in reason.says for reason in found.reasons)
    assert set(reached(later)) == {"shenzhen_tencent"}
    assert reached(later)["shenzhen_tencent"].by == "recipient"


def test_the_later_map_still_answers_for_the_earlier_day() -> None:
    then = {(a.transfer, a.regime): a.verdict for a in report("singapore", THEN).assessments}
    assert then == {(a.transfer, a.regime): a.verdict for a in report("wechat").assessments}


def test_the_sibling_service_stores_in_mainland_china_and_breaks_no_promise_made_for_another() -> None:
    found = reached(report("pay-europe"))
    assert found["pay_servers"].by == "storage"
    assert found["pay_servers"].policy is None
    stored = report("pay-europe").assessment("pay-storage", EU)
    assert stored is not None
    assert stored.restricted is True
    assert stored.verdict in (Status.UNKNOWN, Status.UNCOVERED)


def test_a_promise_for_the_whole_group_would_be_broken_by_the_sibling() -> None:
    m = dm.load(HERE / "pay-europe.yaml")
    everyone = tuple(
        p.model_copy(update={"forbid": p.forbid.model_copy(update={"data_subjects": ()})}) if p.forbid else p for p in m.policies
    )
    told = m.model_copy(update={"policies": everyone}).check()
    assert reached(told)["pay_servers"].policy == "no-mainland-servers"


def test_today_access_from_mainland_china_is_disclosed() -> None:
    found = reached(report("today"))
    assert set(found) == {"shenzhen_support", "shenzhen_tencent"}
    assert found["shenzhen_support"].by == "access"
    assert set(found["shenzhen_support"].transfers) == {"singapore..shenzhen_support", "hong_kong..shenzhen_support"}


def test_the_arrangement_of_2020_judged_today() -> None:
    today = report("wechat", TODAY)
    assert verdict(today, "europe-to-hong-kong") is Status.UNKNOWN
    assert verdict(today, "europe-to-ontario") is Status.UNKNOWN
    assert {a.regime for a in today.assessments} >= {EU, "uk-gdpr", "ch-fadp"}, "the United Kingdom has left, the Swiss act is new"
    assert "uk-gdpr" not in {a.regime for a in report("wechat").assessments}
    assert reached(today) == {}


@pytest.mark.parametrize("name", MAPS)
def test_every_claim_names_a_source_that_the_map_lists(name: str) -> None:
    m = dm.load(HERE / f"{name}.yaml")
    assert all(source.title and source.date for source in m.sources.values())
    claims: list[dm.Entity | dm.System | dm.Policy | dm.Transfer] = [*m.entities.values(), *m.systems.values(), *m.policies, *m.transfers]
    loose = [claim.id for claim in claims if not claim.source and not claim.note]
    supposed = {"wechat_canada", "oriental_power", *COVERED} if name == "contracts-signed" else set()
    assert set(loose) == supposed


@pytest.mark.parametrize("name", MAPS)
def test_the_same_map_gives_the_same_bytes(name: str) -> None:
    assert dm.load(HERE / f"{name}.yaml").check().to_json() == report(name).to_json()


def test_every_map_in_the_folder_is_tested() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(MAPS)
    told = (HERE / "README.md").read_text(encoding="utf-8")
    assert all(f"{name}.yaml" in told for name in MAPS)
