"""The law book that comes with datamap, read whole and checked once."""

from __future__ import annotations

import pytest

from datamap.law import LawBook
from datamap.law.book import DATA


@pytest.fixture(scope="session")
def book() -> LawBook:
    return LawBook.load(DATA)
