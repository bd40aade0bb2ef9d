"""The law book, read aloud: a page a regime, and pages for what several regimes share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from datamap.law import (
    Adequacy,
    Barred,
    Conduct,
    Derogation,
    Duty,
    Fact,
    Guidance,
    LawBook,
    Mechanism,
    Presumption,
    Regime,
    Territory,
)
from pages.page import Page, code, plain, table

Columns = tuple[tuple[str, Callable[..., str]], ...]
KINDS = {
    "company": "companies",
    "public_body": "public bodies",
    "eu_institution": "institutions of the Union",
    "international_organisation": "international organisations",
}


def pages() -> list[Page]:
    """The overview, the regimes, the zones, the attributes and the access laws."""
    book = LawBook.default()
    found = [Page("Law", "law/index.md", "Law book", _index(book))]
    found += [Page("Law", f"law/{regime.id}.md", regime.id, regime_page(regime)) for regime in book.regimes.values()]
    found.append(Page("Law", "law/zones.md", "Zones", _zones(book)))
    found.append(Page("Law", "law/attributes.md", "Attributes of entities", _attributes(book)))
    found.append(Page("Law", "law/access.md", "Access laws", _access(book)))
    return found


def _index(book: LawBook) -> str:
    rows = [(f"[{code(r.id)}]({r.id}.md)", plain(r.title), plain(r.zone), _began(r), str(len(r.facts))) for r in book.regimes.values()]
    return "\n\n".join(
        (
            "# Law book",
            f"What datamap knows of law, version {code(book.version)}, checked up to {book.checked_on}. Every fact has the day from "
            "which it holds, a citation, the place where it was read, the day of its last check, and says how sure it is. It is no "
            "legal advice.",
            table(("Regime", "Title", "Zone", "Since", "Facts"), rows),
            "[Zones](zones.md) say who is in the EEA on a day; [attributes](attributes.md) what may be said of an entity; "
            "[access laws](access.md) how governments may read data.",
        )
    )


def _began(regime: Regime) -> str:
    days = [fact.from_ for fact in regime.of(Conduct) if fact.from_]
    return str(min(days)) if days else ""


def regime_page(regime: Regime) -> str:
    """All that one regime says, over time."""
    whom = ", ".join(KINDS[kind] for kind in regime.exporters)
    parts = [f"# {plain(regime.title)}", f"Called {code(regime.id)}. It binds, by their seat in {plain(regime.zone)}: {whom}."]
    if regime.like:
        parts.append(f"Facts of the kinds {', '.join(regime.takes)} are those of [{code(regime.like)}]({regime.like}.md).")
    parts += [
        _part(
            "The act in force",
            regime.of(Conduct),
            (("Act", lambda f: plain(f.act)), ("A transfer is", lambda f: plain(f.definition or ""))),
        ),
        _part("Counted as inside", regime.of(Territory), (("Places", _places), ("As", lambda f: f.counts))),
        _part("Adequacy", regime.of(Adequacy), (("Destination", _destination), ("For", _scope), ("Next leg", _onward))),
        _part("Closed", regime.of(Barred), (("What", lambda f: plain(f.says)), ("Opened by", lambda f: ", ".join(f.opens)))),
        _part("Mechanisms", regime.of(Mechanism), (("Mechanism", _mechanism), ("Article", lambda f: plain(f.article or "")))),
        _part(
            "Derogations",
            regime.of(Derogation),
            (("Ground", lambda f: code(f.ground)), ("Says", lambda f: plain(f.title)), ("Limits", _limits)),
        ),
        _part("Duties", regime.of(Duty), (("Duty", lambda f: plain(f.title)),)),
        _part(
            "Presumed problematic",
            regime.of(Presumption),
            (("Place", lambda f: f.place), ("Law", lambda f: plain(f.law)), ("For", lambda f: f.attribute or "every importer")),
        ),
        _part("Guidance", regime.of(Guidance), (("Says", lambda f: plain(f.title)),)),
    ]
    return "\n\n".join(part for part in parts if part)


def _part(heading: str, facts: Iterable[Fact], columns: Columns) -> str:
    """A table of facts with their days and their proof; nothing where there are none."""
    rows = [(*(column(fact) for _, column in columns), _day(fact.from_), _day(fact.until), _proof(fact)) for fact in facts]
    text = table((*(name for name, _ in columns), "First day", "Last day", "Source"), rows)
    return f"## {heading}\n\n{text}" if text else ""


def _day(day: date | None) -> str:
    return str(day) if day else ""


def _proof(fact: Fact) -> str:
    cite = f"[{plain(fact.cite)}]({fact.source})" if fact.source.startswith("http") else plain(fact.cite)
    sure = "read" if fact.confidence == "seen" else "**from memory**"
    open_ = f"; not verified: {plain(', '.join(fact.unverified))}" if fact.unverified else ""
    ended = f"; ended by {plain(fact.ended_by)}" if fact.ended_by else ""
    note = "".join(f" *{plain(' '.join(text.split()))}*" for text in (fact.boundary, fact.note) if text)
    return f"{cite} ({sure}, checked {fact.checked_on}{open_}{ended}).{note}"


def _places(fact: Territory) -> str:
    return ", ".join(fact.places) or f"every member of {fact.zone}"


def _destination(fact: Adequacy) -> str:
    return f"{', '.join(fact.to) or fact.zone or fact.organisation}: {plain(fact.title)}"


def _scope(fact: Adequacy) -> str:
    outside = [plain(x.says) + ("" if x.judged else " (not judged: an assumption)") for x in fact.excludes]
    whom = f"; the importer is {code(fact.recipient)}" if fact.recipient else ""
    return plain(fact.scope) + whom + (f". Outside: {'; '.join(outside)}" if outside else "")


def _onward(fact: Adequacy) -> str:
    if fact.onward is None:
        return ""
    needs = {
        "contract": "a contract",
        "own_regime": f"its own law{f' ({fact.onward.regime})' if fact.onward.regime else ''}",
        "tool": "a tool again",
    }
    return needs[fact.onward.needs]


def _mechanism(fact: Mechanism) -> str:
    says = [f"{code(fact.agreement)}" if fact.agreement else "no agreement needed", plain(fact.title)]
    if fact.modules:
        says.append("modules " + ", ".join(f"{n} {m.exporter} to {m.importer}" for n, m in fact.modules.items()))
    if fact.roles:
        says.append(" or ".join(f"{m.exporter} to {m.importer}" for m in fact.roles))
    signed = [
        f"signed from {fact.signed_from}" if fact.signed_from else "",
        f"signed until {fact.signed_until}" if fact.signed_until else "",
    ]
    needs = [
        f"needs the {fact.needs_addendum} addendum" if fact.needs_addendum else "",
        f"needs approval ({', '.join(fact.approval)})" if fact.approval else "",
    ]
    only = [
        f"for {', '.join(fact.destinations)}" if fact.destinations else "",
        f"importer is {code(fact.importer)}" if fact.importer else "",
    ]
    return "; ".join(filter(None, [*says, *signed, *needs, *only]))


def _limits(fact: Derogation) -> str:
    said = [
        "occasional only" if fact.occasional_only else "",
        "flagged where routine" if fact.flag_routine else "",
        "" if fact.public_bodies else "not for public bodies",
    ]
    return "; ".join(filter(None, said))


def _zones(book: LawBook) -> str:
    parts = ["# Zones", "Sets of places whose membership is law, and so has dates."]
    for zone in book.zones.values():
        parts.append(
            _part(
                zone.id,
                sorted(zone.facts, key=lambda f: (f.from_ or date.min, f.id)),
                (("Place", _places), ("Says", lambda f: plain(f.title))),
            )
        )
    return "\n\n".join(parts)


def _attributes(book: LawBook) -> str:
    means = {"unknown": "unknown", "no": "no", "presumed": "yes, unless excluded"}
    columns: Columns = (
        ("Attribute", lambda f: code(f.name)),
        ("Means", lambda f: plain(f.title)),
        ("Silence means", lambda f: means[f.undeclared]),
        ("Covers by default", lambda f: ", ".join(f.data_default)),
    )
    text = _part("Attributes", book.attributes.values(), columns)
    intro = "What a map may say of an entity under `attributes`, and what a regime makes of silence."
    return "\n\n".join(("# Attributes of entities", intro, text.replace("## Attributes\n\n", "")))


def _access(book: LawBook) -> str:
    columns: Columns = (
        ("Place", lambda f: f.place),
        ("Law", lambda f: plain(f.title)),
        ("For", lambda f: code(f.attribute) if f.attribute else "everybody"),
    )
    text = _part("Laws", book.access, columns).replace("## Laws\n\n", "")
    intro = "Laws by which governments may read data. A place that is not listed is not a place without such laws."
    return "\n\n".join(("# Access laws", intro, text))
