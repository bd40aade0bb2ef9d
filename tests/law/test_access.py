"""Which laws let a government read data in a place, on the days on which that changes."""

from __future__ import annotations

from datetime import date

import pytest

from datamap.law import LawBook

CHINA_2021 = "counter-espionage-law counter-terrorism-law cybersecurity-law national-intelligence-law national-security-law"

LOOKUPS = [
    ("CN", "2014-10-31", ""),
    ("CN-GD", "2014-11-01", "counter-espionage-law"),
    ("CN", "2015-06-30", "counter-espionage-law"),
    ("CN", "2015-07-01", "counter-espionage-law national-security-law"),
    ("CN", "2016-01-01", "counter-espionage-law counter-terrorism-law national-security-law"),
    ("CN", "2017-06-01", "counter-espionage-law counter-terrorism-law cybersecurity-law national-security-law"),
    ("CN", "2017-06-28", CHINA_2021),
    ("CN", "2021-08-31", CHINA_2021),
    ("CN", "2021-09-01", f"{CHINA_2021} data-security-law"),
    ("HK", "2020-06-29", ""),
    ("HK", "2020-06-30", "national-security-law"),
    ("HK", "2020-07-06", "national-security-law"),
    ("HK", "2020-07-07", "article-43-rules national-security-law"),
    ("HK", "2024-03-23", "article-43-rules national-security-law security-ordinance"),
    ("HK", "2026-11-28", "article-43-rules national-security-law security-ordinance"),
    ("MO", "2026-11-28", ""),
    ("TW", "2026-11-28", ""),
    ("US", "2008-07-09", ""),
    ("US", "2008-07-10", "fisa-702"),
    ("US", "2018-03-22", "fisa-702"),
    ("US", "2018-03-23", "cloud-act fisa-702"),
    ("US", "2026-06-13", "cloud-act fisa-702"),
    ("GB", "2018-03-11", "regulation-of-investigatory-powers-act"),
    ("GB", "2018-03-12", "investigatory-powers-act regulation-of-investigatory-powers-act"),
    ("GB", "2018-12-27", "investigatory-powers-act"),
    ("IN", "2009-10-26", ""),
    ("IN", "2009-10-27", "information-technology-act"),
    ("IN", "2024-06-26", "information-technology-act telecommunications-act"),
    ("AU", "2018-12-08", ""),
    ("AU", "2018-12-09", "industry-assistance"),
    ("VN", "2018-12-31", ""),
    ("VN", "2019-01-01", "cybersecurity-law"),
    ("VN", "2026-07-01", "cybersecurity-law"),
    ("RU", "2014-07-31", "interception"),
    ("RU", "2014-08-01", "interception organisers-of-dissemination"),
    ("RU", "2018-07-01", "interception organisers-of-dissemination stored-communications"),
]


@pytest.mark.parametrize(("place", "on", "laws"), LOOKUPS)
def test_lookup(book: LawBook, place: str, on: str, laws: str) -> None:
    day = date.fromisoformat(on)
    found = sorted(law.id.split("/")[-1] for law in book.access if law.on(day) and book.place_in_zone(place, law.place, day))
    assert found == sorted(laws.split())
