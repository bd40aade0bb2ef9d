"""The law book in a notebook: its regimes, what a look-up found, and single facts, as tables and data frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from datamap import geo
from datamap.law import Fact, LawBook, Regime
from datamap.rendering.data_frames import frame
from datamap.rendering.law_extract import KINDS, Extract
from datamap.rendering.live_tables import live, table, text
from datamap.rendering.wording import count

_HEADS = ("regime", "kind", "title", "from", "until", "cite", "ended_by", "source", "checked_on", "confidence", "id")


def book_html(book: LawBook) -> str:
    """The regimes of a book, a row each."""
    rows = (
        [f"<code>{text(regime.id)}</code>", text(regime.title), text(regime.zone), f"{len(regime.facts):,}"]
        for regime in book.regimes.values()
    )
    caption = f"Law book {book.version}, checked on {book.checked_on.isoformat()}: {count(len(book.regimes), 'regime')}"
    return live(table(("Regime", "Act", "Zone", "Facts"), rows, caption))


def regime_html(regime: Regime) -> str:
    """Everything that a regime says over time, a row for each fact."""
    return live(_facts(regime.facts, f"{regime.title} ({regime.id}): {count(len(regime.facts), 'fact')}"))


def regime_text(regime: Regime) -> str:
    """A regime in one line."""
    return f"{regime.title} ({regime.id}), zone {regime.zone}: {count(len(regime.facts), 'fact')}"


def extract_html(found: Extract) -> str:
    """What a look-up found: the answers in sentences, and a row for each fact."""
    of = f" of {geo.name(found.place)} ({found.place})" if found.place else ""
    when = f" on {found.on.isoformat()}" if found.on else ""
    told = []
    for chapter in found.chapters:
        if chapter.answer:
            lines = "".join(f"<li>{text(sentence)}</li>" for sentence in chapter.answer)
            told.append(f"<p><b>{text(chapter.regime.title)}</b></p><ul>{lines}</ul>")
    answers = (
        "".join(told) if len(told) < 4 else f"<details><summary>{count(len(told), 'regime')} answer</summary>{''.join(told)}</details>"
    )
    return live(answers + _facts(found.facts, f"What the law book says{of}{when}: {count(len(found.facts), 'fact')}"))


def fact_html(fact: Fact) -> str:
    """One fact, a row for each thing that it says."""
    said = fact.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rows = (
        [f"<b>{text(name.replace('_', ' '))}</b>", _link(value) if name == "source" else text(_plain(value))]
        for name, value in said.items()
    )
    body = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    return f"<table>{body}</table>"


def facts_frame(facts: Sequence[Fact], backend: str = "pandas") -> Any:
    """Facts as a data frame, a row each.

    Raises:
        QuestionError: there is no such backend.
        ImportError: it is not installed.
    """
    rows = [
        (f.regime, getattr(f, "kind", ""), f.title, f.from_, f.until, f.cite, f.ended_by, f.source, f.checked_on, f.confidence, f.id)
        for f in facts
    ]
    return frame(_HEADS, rows, backend)


def _facts(facts: Iterable[Fact], caption: str) -> str:
    rows = (
        [
            text(fact.regime),
            text(KINDS.get(getattr(fact, "kind", ""), getattr(fact, "kind", ""))),
            text(fact.title),
            _day(fact.from_),
            _day(fact.until),
            text(fact.cite) + (f"<br>ended by {text(fact.ended_by)}" if fact.ended_by else ""),
            _link(fact.source) + ("<br>from memory" if fact.confidence == "from-memory" else ""),
        ]
        for fact in facts
    )
    return table(("Regime", "Kind", "Says", "From", "Until", "Law", "Source"), rows, caption)


def _day(day: date | None) -> str:
    """A day that is not broken at its hyphens."""
    return f'<span style="white-space:nowrap">{day.isoformat()}</span>' if day else ""


def _link(source: str) -> str:
    """A link to where a fact was read; plain text where it was not."""
    if not source.startswith(("https://", "http://")):
        return text(source)
    return f'<a href="{text(source)}" rel="noreferrer">{text(source.split("/")[2])}</a>'


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(part)}" for name, part in value.items())
    return ", ".join(map(_plain, value)) if isinstance(value, list) else str(value)
