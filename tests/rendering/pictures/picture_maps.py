"""Maps and reports made by hand, for tests of what their pictures show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from datamap.errors import Where
from datamap.findings import Assessment, Finding, Level, Question, Reason, Report, Status, Verdict
from datamap.model import Agreement, DataMap, DataSubjects, Entity, ImpactAssessment, Policy, System, Transfer
from datamap.model.policies import Forbid

EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
ZONES = {"EEA": EEA}
STATUS = {
    "HK": "no EU adequacy decision",
    "CA": "EU adequacy, partial",
    "SG": "no EU adequacy decision",
    "US": "EU adequacy, certified only",
}


def assessment(transfer: str, verdict: Status, **more: object) -> Assessment:
    """An assessment under eu-gdpr with everything that a test does not care about filled in."""
    plain = Assessment(
        transfer=transfer,
        regime="eu-gdpr",
        restricted=verdict is not Status.NOT_RESTRICTED,
        verdict=verdict,
        onward=False,
        exporter="tis_europe",
        importer=None,
        exporter_role="controller",
        importer_role="processor",
        mechanism=None,
        agreement=None,
        module=None,
        data_categories=("user.account",),
        data_subjects=("eea_users",),
        assumptions=(),
        alternatives=(),
        parts=(),
        reasons=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def finding(rule: str, code: str, subject: str, message: str, **more: object) -> Finding:
    """A violated error unless told otherwise."""
    plain = Finding(f"{rule}@{subject}", rule, code, Level.ERROR, Verdict.VIOLATED, message)
    return replace(plain, **more)  # type: ignore[arg-type]


def report(
    m: DataMap, assessments: tuple[Assessment, ...] = (), findings: tuple[Finding, ...] = (), questions: tuple[Question, ...] = ()
) -> Report:
    """A report on a map, judged on 2020-11-20."""
    bad = any(found.verdict is Verdict.VIOLATED for found in findings)
    return Report(
        map_name=m.name or "",
        map_file="wechat.yaml",
        map_sha256=None,
        on=date(2020, 11, 20),
        law_version="2026.10",
        law_checked_on=date(2026, 10, 1),
        verdict=Verdict.VIOLATED if bad else Verdict.OK,
        assessments=assessments,
        findings=findings,
        questions=questions,
    )


def wechat() -> DataMap:
    """The case that the first picture was drawn for, with a support desk in Shenzhen."""
    account, log, chat, pay, contact = "user.account", "user.device", "user.content", "user.payment", "user.contact"
    return DataMap(
        name="messaging service (illustrative)",
        data_subjects=[
            DataSubjects(id="eea_users", name="EEA users", location="EEA"),
            DataSubjects(id="us_users", name="US users (California)", location="US-CA"),
            DataSubjects(id="others", name="Users elsewhere"),
        ],
        entities=[
            Entity(id="tis_europe", name="Tencent International Service Europe BV", location="NL", role="controller"),
            Entity(id="tis_pte", name="Tencent International Service Pte Ltd", location="SG", role="controller"),
            Entity(id="wechat_int", name="WeChat International Pte Ltd", location="SG", role="controller"),
            Entity(id="oriental", name="Oriental Power Holdings Ltd", location="HK", role="processor"),
            Entity(id="wechat_ca", name="WeChat International (Canada) Ltd", location="CA-ON", role="processor"),
        ],
        systems=[
            System(id="hong_kong", name="Hong Kong region", location="HK", operator="oriental"),
            System(id="ontario", name="Ontario region", location="CA-ON", operator="wechat_ca"),
            System(id="shenzhen", name="Shenzhen engineering", location="CN-GD"),
        ],
        agreements=[
            Agreement(
                id="scc",
                kind="scc",
                version="2021/914",
                parties=["tis_europe", "tis_pte"],
                impact_assessment=ImpactAssessment(on=date(2020, 10, 5)),
            )
        ],
        policies=[Policy(id="no-mainland", forbid=Forbid(place="mainland-china"))],
        transfers=[
            Transfer(from_="eea_users", to="tis_europe", data_categories=[account, contact, chat]),
            Transfer(from_="us_users", to="tis_pte", data_categories=[account, pay]),
            Transfer(from_="others", to="wechat_int", data_categories=[account, chat]),
            Transfer(from_="tis_europe", to="tis_pte", data_categories=[account], purpose="support"),
            Transfer(id="nl-hk", from_="tis_europe", to="hong_kong", data_categories=[account, log], kind="storage"),
            Transfer(from_="tis_europe", to="ontario", data_categories=[account, chat], kind="storage"),
            Transfer(from_="wechat_int", to="hong_kong", data_categories=[account, chat], kind="storage"),
            Transfer(from_="tis_pte", to="ontario", data_categories=[account, pay], kind="storage"),
            Transfer(id="desk", from_="hong_kong", to="shenzhen", data_categories=[account, log], kind="remote_access"),
        ],
    )


def wechat_report(m: DataMap) -> Report:
    """What a check would say of it, nearly."""
    adequacy = Reason("Canada is adequate for recipients under PIPEDA", "eu-gdpr/adequacy/ca", "Commission Decision 2002/2/EC", "seen")
    return report(
        m,
        (
            assessment("eea_users..tis_europe", Status.NOT_RESTRICTED),
            assessment("tis_europe..tis_pte", Status.COVERED, mechanism="scc", agreement="scc", module=1),
            assessment("nl-hk", Status.UNCOVERED, reasons=(Reason("No adequacy decision names Hong Kong", cite="GDPR Art. 45"),)),
            assessment("tis_europe..ontario", Status.COVERED, mechanism="adequacy", reasons=(adequacy,)),
        ),
        (
            finding(
                "uncovered_transfer",
                "DM101",
                "nl-hk/eu-gdpr",
                "Nothing covers the transfer of account and log data from Tencent International Service Europe BV to Hong Kong.",
                transfers=("nl-hk",),
                path=("eea_users..tis_europe", "nl-hk"),
                regime="eu-gdpr",
                fix="Agree standard contractual clauses with Oriental Power Holdings Ltd, or stop the transfer.",
                cites=("GDPR Art. 44", "GDPR Art. 46"),
                where=Where("wechat.yaml", 61, 5),
            ),
            finding(
                "reaches_forbidden_place",
                "DM201",
                "desk/no-mainland/mainland-china",
                "Account and log data reach mainland China: Shenzhen engineering reads them in Hong Kong.",
                transfers=("desk",),
                path=("eea_users..tis_europe", "nl-hk", "desk"),
                policy="no-mainland",
                place="mainland-china",
                by="access",
                fix="Remove the access, or give the desk a view without personal data.",
                where=Where("wechat.yaml", 70, 5),
            ),
        ),
    )


PLACES = ("NL", "DE", "FR", "IE", "US-CA", "US-VA", "IN", "SG", "HK", "GB", "CH", "JP", "BR", "CA-ON", "CN-GD", "AU", "PL", "ZA")
KEYS = ("user.account", "user.contact", "user.content", "user.payment", "user.device", "user.location", "user.behavior")


def generated(transfers: int, seed: int = 7) -> DataMap:
    """A map of so many transfers that looks like a company's: people, controllers, processors, systems, a few readers."""
    dice = Random(seed)
    n = max(4, transfers // 5)
    places = PLACES[: max(4, min(len(PLACES), transfers // 3))]
    people = [
        DataSubjects(id=f"people{i}", name=f"Customers in {place}", location=place)
        for i, place in enumerate(["EEA", *places[4:]][: max(1, n // 3)])
    ]
    owners = [
        Entity(
            id=f"ctl{i}",
            name=f"Northwind {dice.choice(['Retail', 'Services', 'Logistics', 'Insurance'])} {i} GmbH",
            location=dice.choice(places),
            role="controller",
        )
        for i in range(max(1, n // 2))
    ]
    helpers = [
        Entity(
            id=f"prc{i}",
            name=f"{dice.choice(['Acme Analytics', 'Blue Mail', 'Cloudworks', 'Paygate'])} {i} Inc.",
            location=dice.choice(places),
            role="processor",
        )
        for i in range(n)
    ]
    systems = [
        System(
            id=f"sys{i}",
            name=f"{dice.choice(['CRM', 'Data lake', 'Mail archive', 'Ticketing', 'Billing'])} {i}",
            location=dice.choice(places),
            operator=dice.choice(helpers).id,
        )
        for i in range(n)
    ]
    desks = [
        System(id=f"desk{i}", name=f"Support desk {i}", location=dice.choice(places), operator=dice.choice(helpers).id)
        for i in range(max(1, n // 6))
    ]
    pairs: dict[tuple[str, str, str | None], None] = {}
    for i, group in enumerate(people):
        pairs[group.id, owners[i % len(owners)].id, None] = None
    while len(pairs) < transfers:
        roll = dice.random()
        if roll < 0.35:
            pairs[dice.choice(owners).id, dice.choice(helpers).id, "disclosure"] = None
        elif roll < 0.65:
            pairs[dice.choice(owners).id, dice.choice(systems).id, "storage"] = None
        elif roll < 0.85:
            pairs[dice.choice(helpers).id, dice.choice(systems).id, "storage"] = None
        elif roll < 0.93:
            pairs[dice.choice(people).id, dice.choice(owners).id, None] = None
        else:
            pairs[dice.choice(systems).id, dice.choice(desks).id, "remote_access"] = None
    moves = [Transfer(from_=a, to=b, kind=kind, data_categories=dice.sample(KEYS, dice.randint(1, 4))) for a, b, kind in pairs]  # type: ignore[arg-type]
    return DataMap(
        name=f"Northwind group, {transfers} transfers",
        data_subjects=people,
        entities=[*owners, *helpers],
        systems=[*systems, *desks],
        transfers=moves,
    )


def generated_report(m: DataMap, seed: int = 3) -> Report:
    """Some of everything: covered, by derogation, uncovered, unknown, forbidden."""
    dice = Random(seed)
    assessments, findings, questions = [], [], []
    for leg in m.legs:
        roll = dice.random()
        if leg.kind == "collection" or roll < 0.25:
            continue
        if roll < 0.6:
            assessments.append(assessment(leg.id, Status.COVERED, mechanism="scc", module=dice.choice([1, 2, 3])))
        elif roll < 0.7:
            assessments.append(
                assessment(
                    leg.id,
                    Status.COVERED,
                    mechanism="adequacy",
                    reasons=(Reason("adequate", "eu-gdpr/adequacy/jp", "Decision (EU) 2019/419", "seen"),),
                )
            )
        elif roll < 0.74:
            assessments.append(assessment(leg.id, Status.EXCEPTION, mechanism="derogation"))
        elif roll < 0.86:
            assessments.append(assessment(leg.id, Status.UNKNOWN))
            questions.append(Question(f"Who operates `{leg.to}`?", (leg.id,)))
        else:
            assessments.append(assessment(leg.id, Status.UNCOVERED))
            findings.append(
                finding(
                    "uncovered_transfer",
                    "DM101",
                    f"{leg.id}/eu-gdpr",
                    f"Nothing covers {leg.id}.",
                    transfers=(leg.id,),
                    path=(leg.id,),
                    regime="eu-gdpr",
                )
            )
        system = m.systems.get(leg.to)
        if system and system.location == "CN-GD":
            findings.append(
                finding(
                    "reaches_forbidden_place",
                    "DM201",
                    f"{leg.id}/CN-GD",
                    "Data reach mainland China.",
                    transfers=(leg.id,),
                    path=(leg.id,),
                    place="CN-GD",
                )
            )
    return report(m, tuple(assessments), tuple(findings), tuple(questions))
