"""Tools, derogations, duties, presumptions: which hold on a day, and with what conditions."""

from __future__ import annotations

from datetime import date

import pytest

from datamap.law import LawBook, Mechanism


def day(text: str) -> date:
    return date.fromisoformat(text)


def scc(book: LawBook, regime: str, version: str, on: str) -> Mechanism | None:
    return next(iter(book.mechanisms(book.regimes[regime], "scc", version, day(on))), None)


@pytest.mark.parametrize(
    ("regime", "version", "before", "first", "last", "after"),
    [
        ("eu-gdpr", "2001/497", "2001-09-02", "2001-09-03", "2022-12-27", "2022-12-28"),
        ("eu-gdpr", "2002/16", "2002-04-02", "2002-04-03", "2021-09-26", "2021-09-27"),
        ("eu-gdpr", "2004/915", "2005-03-31", "2005-04-01", "2022-12-27", "2022-12-28"),
        ("eu-gdpr", "2010/87", "2010-05-14", "2010-05-15", "2022-12-27", "2022-12-28"),
        ("eu-gdpr", "2021/914", "2021-06-26", "2021-06-27", "2040-01-01", None),
        ("uk-gdpr", "2010/87", "2020-12-31", "2021-01-01", "2024-03-21", "2024-03-22"),
        ("uk-gdpr", "2021/914", "2022-03-20", "2022-03-21", "2040-01-01", None),
        ("ch-fadp", "2004/915", "2007-12-31", "2008-01-01", "2022-12-31", "2023-01-01"),
        ("ch-fadp", "2021/914", "2021-08-26", "2021-08-27", "2040-01-01", None),
    ],
)
def test_the_days_of_a_set(book: LawBook, regime: str, version: str, before: str, first: str, last: str, after: str | None) -> None:
    assert scc(book, regime, version, before) is None
    assert scc(book, regime, version, first) is not None
    assert scc(book, regime, version, last) is not None
    assert after is None or scc(book, regime, version, after) is None


@pytest.mark.parametrize(
    ("regime", "version", "still_signed", "grace", "last_signature", "changed"),
    [
        ("eu-gdpr", "2004/915", "2021-09-26", "2021-09-27", "2021-09-26", "2021-09-27"),
        ("eu-gdpr", "2010/87", "2021-09-26", "2021-09-27", "2021-09-26", "2021-09-27"),
        ("eu-gdpr", "2002/16", "2010-05-14", "2010-05-15", "2010-05-14", "2010-05-15"),
        ("uk-gdpr", "2001/497", "2022-09-21", "2022-09-22", "2022-09-21", "2022-09-22"),
        ("ch-fadp", "2010/87", "2021-09-26", "2021-09-27", "2021-09-26", "2021-09-27"),
    ],
)
def test_grace_for_old_contracts(
    book: LawBook, regime: str, version: str, still_signed: str, grace: str, last_signature: str, changed: str
) -> None:
    open_, late = scc(book, regime, version, still_signed), scc(book, regime, version, grace)
    assert open_ is not None
    assert (open_.signed_until, open_.unchanged_after) == (None, None)
    assert late is not None
    assert (late.signed_until, late.unchanged_after) == (day(last_signature), day(changed))


def test_modules_of_2021(book: LawBook) -> None:
    found = scc(book, "eu-gdpr", "2021/914", "2024-01-01")
    assert found is not None
    pairs = {n: (m.exporter, m.importer, m.impact_assessment) for n, m in found.modules.items()}
    assert pairs == {
        1: ("controller", "controller", True),
        2: ("controller", "processor", True),
        3: ("processor", "processor", True),
        4: ("processor", "controller", False),
    }
    assert found.importer_unbound
    assert found.needs_addendum is None


def test_addenda(book: LawBook) -> None:
    for regime, name, since in (("uk-gdpr", "uk", "2022-03-21"), ("ch-fadp", "swiss", "2021-08-27")):
        found = scc(book, regime, "2021/914", "2024-01-01")
        assert found is not None
        assert (found.needs_addendum, found.addendum_from) == (name, day(since))


def test_clauses_for_processors_are_no_transfer_tool(book: LawBook) -> None:
    assert not any(book.mechanisms(book.regimes[name], "scc", "2021/915") for name in ("eu-gdpr", "uk-gdpr", "ch-fadp"))


def test_an_institution_needs_its_supervisor_for_clauses(book: LawBook) -> None:
    found = scc(book, "eu-2018-1725", "2021/914", "2024-01-01")
    assert found is not None
    assert found.approval == ("EU",)
    assert book.authorities["edps"] == "EU"


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ("49(1)(a)", "26(1)(a)", "49(1)(a)"),
        ("Art. 49(1)(b)", "26(1)(b)", "49(1)(b)"),
        ("Article 49(1)(e)", "26(1)(d)", "49(1)(e)"),
        ("49(1)(f)", "26(1)(e)", "49(1)(f)"),
        ("g", "26(1)(f)", "49(1)(g)"),
        ("consent", "26(1)(a)", "49(1)(a)"),
    ],
)
def test_a_ground_answers_to_its_names_on_both_sides_of_2018(book: LawBook, said: str, before: str, after: str) -> None:
    law = book.regimes["eu-gdpr"]
    old, new = book.derogation(law, said, day("2018-05-24")), book.derogation(law, said, day("2018-05-25"))
    assert old is not None
    assert new is not None
    assert (old.ground, new.ground) == (before, after)


def test_what_derogations_excuse(book: LawBook) -> None:
    law, on = book.regimes["eu-gdpr"], day("2024-01-01")
    grounds = {letter: book.derogation(law, f"49(1)({letter})", on) for letter in "abcdefg"}
    assert {letter for letter, d in grounds.items() if d and d.occasional_only} == set("bce")
    assert {letter for letter, d in grounds.items() if d and not d.public_bodies} == set("abc")
    assert book.derogation(law, "49(1)(z)", on) is None


@pytest.mark.parametrize(
    ("said", "ground"),
    [
        ("17(1)(a)", "17(1)(a)"),
        ("consent", "17(1)(a)"),
        ("17(1)(d)", "17(1)(d)"),
        ("17(1)(e)", "17(1)(e)"),
        ("49(1)(e)", "17(1)(c)(2)"),
    ],
)
def test_swiss_exceptions(book: LawBook, said: str, ground: str) -> None:
    found = book.derogation(book.regimes["ch-fadp"], said, day("2024-01-01"))
    assert found is not None
    assert found.ground == ground


@pytest.mark.parametrize(
    ("regime", "first"), [("eu-gdpr", "2020-07-16"), ("eu-2018-1725", "2020-07-16"), ("uk-gdpr", "2021-01-01"), ("ch-fadp", "2020-09-08")]
)
def test_the_duty_to_assess(book: LawBook, regime: str, first: str) -> None:
    law = book.regimes[regime]
    assert law.duty("impact_assessment", day(first)) is not None
    assert law.duty("impact_assessment", date.fromordinal(day(first).toordinal() - 1)) is None


@pytest.mark.parametrize(
    ("regime", "last"), [("eu-gdpr", "2023-07-09"), ("eu-2018-1725", "2023-07-09"), ("uk-gdpr", "2023-10-11"), ("ch-fadp", "2024-09-14")]
)
def test_the_presumption_about_the_united_states_ends(book: LawBook, regime: str, last: str) -> None:
    law, end = book.regimes[regime], day(last)
    (held,) = book.presumptions(law, "US", end)
    assert held.attribute == "us-fisa-702"
    assert book.presumptions(law, "US-CA", end)
    assert not book.presumptions(law, "US", date.fromordinal(end.toordinal() + 1))


@pytest.mark.parametrize("regime", ["eu-gdpr", "eu-2018-1725", "uk-gdpr", "ch-fadp"])
def test_presumptions_about_countries(book: LawBook, regime: str) -> None:
    law, on = book.regimes[regime], day("2024-01-01")
    for place in ("CN", "CN-GD", "RU"):
        (held,) = book.presumptions(law, place, on)
        assert held.attribute is None
    for place in ("HK", "MO", "TW", "IN", "SG"):
        assert not book.presumptions(law, place, on)


def test_how_regimes_differ_on_a_processor_that_returns_data(book: LawBook) -> None:
    for name, restricts in {"eu-gdpr": True, "uk-gdpr": False, "ch-fadp": True}.items():
        conduct = book.regimes[name].conduct(day("2024-01-01"))
        assert conduct is not None
        assert conduct.restricts_processor_return is restricts


@pytest.mark.parametrize(
    ("regime", "before", "acts"),
    [
        ("eu-gdpr", "1998-10-23", {"1998-10-24": "Directive 95/46/EC", "2018-05-25": "Regulation (EU) 2016/679"}),
        ("eu-gdpr", "1998-10-23", {"2018-05-24": "Directive 95/46/EC"}),
        ("eu-2018-1725", "2001-01-31", {"2018-12-10": "Regulation (EC) No 45/2001", "2018-12-11": "Regulation (EU) 2018/1725"}),
        ("uk-gdpr", "2020-12-31", {"2021-01-01": "UK GDPR"}),
        ("ch-fadp", "1993-06-30", {"2023-08-31": "FADP of 1992", "2023-09-01": "FADP of 2020"}),
    ],
)
def test_the_act_in_force(book: LawBook, regime: str, before: str, acts: dict[str, str]) -> None:
    law = book.regimes[regime]
    assert law.conduct(day(before)) is None
    for on, act in acts.items():
        held = law.conduct(day(on))
        assert held is not None
        assert held.act == act
