"""Reports made by hand, for tests of what they look like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from datamap.errors import Where
from datamap.findings import (
    Alternative,
    Arrow,
    Assessment,
    Finding,
    Level,
    Node,
    Question,
    Reason,
    Report,
    Status,
    Verdict,
    Waived,
)


def assessment(transfer: str, verdict: Status, **more: object) -> Assessment:
    """An assessment under eu-gdpr with everything that a test does not care about filled in."""
    plain = Assessment(
        transfer=transfer,
        regime="eu-gdpr",
        restricted=True,
        verdict=verdict,
        onward=False,
        exporter="tis_europe",
        importer="oriental_power",
        exporter_role="controller",
        importer_role="processor",
        mechanism=None,
        agreement=None,
        module=None,
        data_categories=("user.contact",),
        data_subjects=("eea_users",),
        assumptions=(),
        alternatives=(),
        parts=(),
        reasons=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


NODES = (
    Node("eea_users", "EEA users", "data_subjects", "EEA"),
    Node("tis_europe", "Tencent International Service Europe BV", "entity", "NL", "controller"),
    Node("hong_kong", "Hong Kong servers", "system", "HK"),
    Node("ontario", "Ontario servers", "system", "CA-ON"),
    Node("desk", "Support desk", "system", "CN-GD"),
)
ARROWS = (
    Arrow("signup", "eea_users", "tis_europe", "collection", ("user.contact",)),
    Arrow("tis_europe..hong_kong", "tis_europe", "hong_kong", "disclosure", ("user.contact", "user.content.chat")),
    Arrow("tis_europe..ontario", "tis_europe", "ontario", "disclosure", ("user.contact",)),
    Arrow("desk-reads", "hong_kong", "desk", "remote_access", ("user.content.chat",)),
)
CANADA = Reason("Canada is adequate for recipients under PIPEDA", "eu-gdpr/adequacy/ca", "Decision 2002/2/EC", "seen")
SCC = Reason("the clauses were valid on that day", "eu-gdpr/mechanism/scc-2004-915", "Decision 2004/915/EC", "from-memory")


@pytest.fixture
def wechat() -> Report:
    """Two errors (one waived), a warning that is unknown, one covered transfer, two questions."""
    hong_kong = Finding(
        id="uncovered_transfer@tis_europe..hong_kong/eu-gdpr",
        rule="uncovered_transfer",
        code="DM101",
        level=Level.ERROR,
        verdict=Verdict.VIOLATED,
        message="Nothing covers the transfer from Tencent International Service Europe BV to Hong Kong servers.",
        fix="Sign standard contractual clauses with Oriental Power Holdings.",
        transfers=("tis_europe..hong_kong",),
        regime="eu-gdpr",
        path=("signup", "tis_europe..hong_kong"),
        data_categories=("user.contact",),
        cites=("GDPR Art. 44", "GDPR Art. 46"),
        where=Where("wechat.yaml", 31, 3),
    )
    mainland = Finding(
        id="reaches_forbidden_place@desk-reads/no-mainland/CN",
        rule="reaches_forbidden_place",
        code="DM201",
        level=Level.ERROR,
        verdict=Verdict.VIOLATED,
        message="Chat messages reach mainland China: Support desk reads them.",
        transfers=("desk-reads", "tis_europe..hong_kong"),
        policy="no-mainland",
        place="CN",
        by="access",
        path=("signup", "tis_europe..hong_kong", "desk-reads"),
        count=14,
        witnesses=(("signup", "tis_europe..hong_kong", "desk-reads"),),
        waived=Waived("the desk closes in spring", "dpo@example.com", date(2027, 3, 31), "PRIV-7"),
    )
    unknown = Finding(
        id="unknown_transfer_status@tis_europe..ontario/eu-gdpr",
        rule="unknown_transfer_status",
        code="DM109",
        level=Level.WARNING,
        verdict=Verdict.UNKNOWN,
        message="Whether the transfer to Ontario servers is covered cannot be told.",
        transfers=("tis_europe..ontario",),
        regime="eu-gdpr",
    )
    return Report(
        map_name="WeChat international",
        map_file="wechat.yaml",
        map_sha256="00" * 32,
        on=date(2020, 11, 20),
        law_version="abcdef012345",
        law_checked_on=date(2026, 10, 1),
        verdict=Verdict.VIOLATED,
        assessments=(
            assessment("signup", Status.NOT_RESTRICTED, restricted=False),
            assessment(
                "tis_europe..hong_kong",
                Status.UNCOVERED,
                reasons=(Reason("Hong Kong lies outside the EEA", "eu-gdpr/territory/eea", "GDPR Art. 44", "seen"),),
                alternatives=(Alternative("adequacy", "no decision names Hong Kong"),),
            ),
            assessment(
                "tis_europe..ontario",
                Status.COVERED,
                mechanism="adequacy",
                reasons=(CANADA,),
                assumptions=("Ontario servers fall under PIPEDA",),
            ),
            assessment("tis_europe..singapore", Status.COVERED, mechanism="scc", agreement="scc-eu-sg", module=1, reasons=(SCC,)),
        ),
        findings=(unknown, mainland, hong_kong),
        questions=(
            Question("Is Oriental Power subject to PIPEDA?", ("tis_europe..ontario",), Where("wechat.yaml", 9, 5)),
            Question("Who operates `crm`?", tuple(f"t{n}" for n in range(14)), Where("wechat.yaml", 31, 3)),
        ),
        nodes={node.id: node for node in NODES},
        arrows={arrow.id: arrow for arrow in ARROWS},
        notes=("the law book was checked on 2026-10-01; known law is taken to go on",),
    )


@pytest.fixture
def clean() -> Report:
    """One covered transfer and nothing else."""
    return Report(
        map_name="shop",
        map_file=None,
        map_sha256=None,
        on=date(2024, 1, 2),
        law_version="1",
        law_checked_on=date(2026, 10, 1),
        verdict=Verdict.OK,
        assessments=(assessment("a..b", Status.COVERED, mechanism="adequacy", reasons=(CANADA,)),),
        findings=(),
        questions=(),
    )
