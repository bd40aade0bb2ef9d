"""The book as a whole: cited, dated, quick to open, and clear about what is wrong with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from datamap.errors import LawError
from datamap.law import Adequacy, LawBook
from datamap.law.book import DATA

FACT = """\
kind: adequacy
title: Atlantis
to: IS
from: 2020-01-01
cite: Decision 2020/1/EU
source: https://example.org
checked_on: 2026-01-01
confidence: seen
"""
UNDATED = FACT.replace("from: 2020-01-01\n", "")
CONDUCT = """\
kind: conduct
title: The act in force
from: 2000-01-01
act: Act 1
cite: Act 1 of 2000
source: not read
checked_on: 2026-01-01
confidence: from-memory
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with one small regime."""
    regime = tmp_path / "regimes" / "xx-act"
    regime.mkdir(parents=True)
    (regime / "regime.yaml").write_text("title: The Act\nzone: IS\nexporters: [company]\n", encoding="utf-8")
    (regime / "conduct.yaml").write_text(CONDUCT, encoding="utf-8")
    return tmp_path


def put(shelf: Path, text: str, name: str = "adequacy.yaml") -> Path:
    (shelf / "regimes" / "xx-act" / name).write_text(text, encoding="utf-8")
    return shelf


def test_every_fact_is_cited_dated_and_honest(book: LawBook) -> None:
    facts = list(book.facts())
    assert len(facts) > 300
    for fact in facts:
        assert len(fact.cite) > 5, fact.id
        assert date(2026, 1, 1) <= fact.checked_on <= date(2026, 11, 28), fact.id
        assert fact.source.startswith("http") or (fact.source == "not read" and fact.confidence == "from-memory"), fact.id
        assert fact.until is None or fact.until.year > 2026 or fact.ended_by, f"{fact.id} ended on {fact.until}: say `ended_by`"


def test_ids_come_from_paths(book: LawBook) -> None:
    for fact in book.facts():
        at = DATA / "regimes" / fact.id if fact.id.split("/")[0] in book.regimes else DATA / fact.id
        assert at.with_suffix(".yaml").exists() or at.parent.with_suffix(".yaml").exists(), fact.id


def test_a_decision_knows_its_acts(book: LawBook) -> None:
    for fact in book.regimes["eu-gdpr"].of(Adequacy):
        assert fact.adopted is not None
        assert fact.published is not None
        assert fact.adopted <= fact.published
        assert fact.onward is not None


def test_attributes_say_what_silence_means(book: LawBook) -> None:
    silence = {name: attribute.undeclared for name, attribute in book.attributes.items()}
    assert {n for n, s in silence.items() if s == "unknown"} >= {"ca-pipeda", "jp-appi-business", "us-fisa-702"}
    assert {n for n, s in silence.items() if s == "presumed"} >= {"kr-pipa", "br-lgpd"}
    certified = {"eu-us-dpf", "uk-us-bridge", "swiss-us-dpf", "us-privacy-shield", "us-safe-harbor"}
    assert {n for n, s in silence.items() if s == "no"} >= {*certified, "epo", "public-sector"}
    assert all(book.attributes[name].data_default == ("non_hr",) for name in (*certified, "ca-pipeda"))
    assert all("{entity}" in attribute.asks for attribute in book.attributes.values())


def test_one_regime_takes_facts_from_another(book: LawBook) -> None:
    own, other = book.regimes["eu-gdpr"], book.regimes["eu-2018-1725"]
    assert other.of(Adequacy) == own.of(Adequacy)
    ids = [fact.id for fact in book.facts()]
    assert sum(name == "eu-gdpr/adequacy/br" for name in ids) == 1


def test_the_book_that_comes_with_datamap_is_the_one_that_was_proved(book: LawBook) -> None:
    quick = LawBook.default()
    assert quick.version == book.version
    assert [fact.id for fact in quick.facts()] == [fact.id for fact in book.facts()]


def test_an_authority_may_be_called_by_its_place(book: LawBook) -> None:
    assert (book.seat("aaip"), book.seat("UY"), book.seat("PW"), book.seat("the board of the club")) == ("AR", "UY", "PW", None)


def test_names_of_authorities_lead_to_places(book: LawBook) -> None:
    expected = {"cnil": "FR", "edöb": "CH", "ico": "GB", "edps": "EU", "hmbbfdi": "DE", "dpc": "IE", "no": "NO", "garante": "IT"}
    assert {name: book.authorities[name] for name in expected} == expected


def test_opening_the_book_reads_no_regime() -> None:
    code = "from datamap.law import LawBook\nbook = LawBook.default()\nassert not any('facts' in vars(r) for r in book.regimes.values())"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_regime_that_is_not_there_is_refused_with_its_neighbours(book: LawBook) -> None:
    with pytest.raises(LawError, match="did you mean eu-gdpr"):
        book.regime("eu-gdpd")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FACT.replace("cite: Decision 2020/1/EU\n", ""), "`cite`"),
        (FACT.replace("checked_on: 2026-01-01\n", ""), "`checked_on`"),
        (FACT.replace("kind: adequacy", "kind: adequecy"), "unknown kind 'adequecy'; it is one of territory"),
        (FACT.replace("source: https://example.org", "source: not read"), "needs the link"),
        (FACT.replace("2020-01-01", "2020-13-01"), "month must be in 1..12"),
        (FACT + "until: 2019-01-01\n", "lies before"),
        (FACT + "untill: 2021-01-01\n", "`untill`"),
        (FACT.replace("to: IS", "to: UK"), "write|no place"),
        (FACT.replace("to: IS\n", ""), "names no destination"),
        (FACT + "recipient: xx-certified\n", "no attribute 'xx-certified'"),
        (
            UNDATED + "states:\n  - {from: 2020-01-01}\n  - {from: 2021-01-01, until: 2022-01-01}\n",
            "overlap; give the earlier one an `until`",
        ),
        (FACT + "facts:\n  - {title: no id}\n", "each with an `id`"),
        ("- a list\n", "expected a mapping"),
        ("a: [1\n", "not readable as YAML"),
    ],
)
def test_a_malformed_fact_is_refused_with_its_place(shelf: Path, text: str, says: str) -> None:
    with pytest.raises(LawError, match=says) as caught:
        LawBook.load(put(shelf, text))
    assert "adequacy" in str(caught.value)


def test_a_good_fact_is_read(shelf: Path) -> None:
    book = LawBook.load(put(shelf, FACT))
    (fact,) = book.adequacy(book.regimes["xx-act"], "IS", date(2024, 1, 1))
    assert fact.id == "xx-act/adequacy"


def test_states_that_follow_each_other_are_read(shelf: Path) -> None:
    states = "states:\n  - {from: 2021-01-01}\n  - {from: 2020-01-01, until: 2020-12-31}\n"
    book = LawBook.load(put(shelf, UNDATED + states))
    assert [fact.from_ for fact in book.regimes["xx-act"].of(Adequacy)] == [date(2020, 1, 1), date(2021, 1, 1)]


def test_two_facts_of_one_id_are_refused(shelf: Path) -> None:
    twice = "facts:\n  - {id: a}\n  - {id: a}\n"
    with pytest.raises(LawError, match="give each fact of a file its own id"):
        LawBook.load(put(shelf, FACT + twice))


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("zone: IS\n", "'title' is missing"),
        ("title: The Act\nzone: IS\nlike: yy-act\ntakes: [adequacy]\n", "no such regime"),
        ("title: The Act\nzone: IS\nlike: xx-act\ntakes: [adequecy]\n", "no kind of fact"),
    ],
)
def test_a_malformed_head_is_refused(shelf: Path, head: str, says: str) -> None:
    with pytest.raises(LawError, match=says):
        LawBook.load(put(shelf, head, "regime.yaml"))


def test_a_regime_without_a_beginning_is_refused(shelf: Path) -> None:
    (shelf / "regimes" / "xx-act" / "conduct.yaml").unlink()
    with pytest.raises(LawError, match="when it began"):
        LawBook.load(shelf)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="holds no law files"):
        LawBook.load(tmp_path)


def test_a_changed_fact_changes_the_version(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    at = copy / "regimes" / "eu-gdpr" / "adequacy" / "br.yaml"
    at.write_text(at.read_text(encoding="utf-8").replace("title: Brazil", "title: Brasil"), encoding="utf-8")
    assert LawBook.load(copy).version != LawBook.default().version
