"""Whether the book holds a law of a place at all."""

from __future__ import annotations

from datetime import date

from datamap.law.book import LawBook


def holds_law_of(book: LawBook, place: str, on: date) -> bool:
    """Whether a regime binds, or may bind, exporters by their seat in a place (ISO code): else nobody asks what the law there says."""
    return any(book.inside(regime, place, on) is not False for regime in book.regimes.values())
