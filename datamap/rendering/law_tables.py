"""What the law book says as JSON, format `datamap-law/1`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from datamap.law import Fact, LawBook
from datamap.rendering.law_extract import Chapter, extract


def law_json(book: LawBook, regime: str | None = None, place: str | None = None, on: date | None = None) -> str:
    """The facts of a regime (or of all), that concern a place (or any), on a day (or over all time), as JSON text.

    Raises:
        LawError: there is no such regime.
        PlaceError: the text names no place.
    """
    found = extract(book, regime, place, on)
    tree = {
        "format": "datamap-law/1",
        "law": {"version": book.version, "checked_on": book.checked_on.isoformat()},
        "place": found.place,
        "on": on.isoformat() if on else None,
        "regimes": [_chapter(chapter) for chapter in found.chapters],
        "access": [_fact(law) for law in found.access],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _chapter(chapter: Chapter) -> dict[str, Any]:
    law = chapter.regime
    return {"id": law.id, "title": law.title, "zone": law.zone, "answer": list(chapter.answer), "facts": [_fact(f) for f in chapter.facts]}


def _fact(fact: Fact) -> dict[str, Any]:
    return fact.model_dump(mode="json", by_alias=True)
