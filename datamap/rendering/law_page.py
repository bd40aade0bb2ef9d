"""Pages of the law book as text: what a regime says, of a place, on a day, with its sources."""

from __future__ import annotations

from datetime import date

from datamap import geo
from datamap.law import Adequacy, Attribute, Barred, Derogation, Fact, LawBook, Mechanism, Presumption, Zone
from datamap.rendering.law_extract import KINDS, Chapter, Extract, extract
from datamap.rendering.layout import Page
from datamap.rendering.wording import count


def law_text(
    book: LawBook,
    regime: str | None = None,
    place: str | None = None,
    on: date | None = None,
    *,
    colour: bool = False,
    width: int = 100,
) -> str:
    """What the book says of a regime, a place and a day, as text that ends with a line break.

    Without a regime and a place, the list of all that the book holds; without a day, every state over time.

    Raises:
        LawError: there is no such regime.
        PlaceError: the text names no place.
    """
    page = Page(colour, width)
    if regime is None and place is None:
        _contents(page, book, on)
    else:
        _chapters(page, extract(book, regime, place, on))
    return _signed(page, book)


def extract_text(found: Extract) -> str:
    """A part of the law book as text that ends with a line break."""
    page = Page(False, 100)
    _chapters(page, found)
    return _signed(page, found.book)


def _signed(page: Page, book: LawBook) -> str:
    page.gap()
    page.say(f"Law book {book.version}, checked on {book.checked_on.isoformat()}. This is not legal advice.", "dim")
    return page.text()


def _contents(page: Page, book: LawBook, on: date | None) -> None:
    page.heading(f"{count(len(book.regimes), 'regime')}{f' on {on.isoformat()}' if on else ''}")
    room = max((len(name) for name in book.regimes), default=0) + 2
    for regime in book.regimes.values():
        facts = [fact for fact in regime.facts if on is None or fact.on(on)]
        page.entry(regime.id, f"{regime.title} ({count(len(facts), 'fact')}; zone {regime.zone})", indent=2, room=room)
    page.heading("Zones")
    room = max((len(name) for name in book.zones), default=0) + 2
    for zone in book.zones.values():
        _zone(page, book, zone, on, room)
    page.heading("What may be said of an entity under `attributes`")
    room = max((len(name) for name in book.attributes), default=0) + 2
    for attribute in book.attributes.values():
        page.entry(attribute.name, f"{attribute.title}; undeclared: {_silence(attribute)}", indent=2, room=room)


def _zone(page: Page, book: LawBook, zone: Zone, on: date | None, room: int) -> None:
    places = zone.places(on, book) if on else frozenset[str]()
    said = ", ".join(sorted(places)) if places else count(len(zone.facts), "fact") + "; give a day to list its members"
    page.entry(zone.id, said, indent=2, room=room)


def _silence(attribute: Attribute) -> str:
    return {"unknown": "unknown", "no": "taken as no", "presumed": "presumed so"}[attribute.undeclared]


def _chapters(page: Page, found: Extract) -> None:
    told = [chapter for chapter in found.chapters if chapter.facts or chapter.answer]
    if found.without_own:
        page.say(found.without_own)
    for chapter in told:
        _chapter(page, found, chapter)
    if not told:
        of = f" of {geo.name(found.place)} ({found.place})" if found.place else ""
        when = f" on {found.on.isoformat()}" if found.on else ""
        page.say(f"The law book holds no decision, membership or presumption that speaks{of}{when}.")
    if found.access:
        page.heading(KINDS["access_law"])
        for law in found.access:
            _fact(page, law)


def _chapter(page: Page, found: Extract, chapter: Chapter) -> None:
    place = f", {geo.name(found.place)} ({found.place})" if found.place else ""
    day = f", on {found.on.isoformat()}" if found.on else ""
    page.heading(f"{chapter.regime.title} ({chapter.regime.id}){place}{day}", "cyan")
    for sentence in chapter.answer:
        page.say(sentence, indent=2)
    for kind, title in KINDS.items():
        facts = [fact for fact in chapter.facts if getattr(fact, "kind", "") == kind]
        if facts:
            page.gap()
            page.say(title, "bold", indent=2)
            for fact in facts:
                _fact(page, fact)


def _fact(page: Page, fact: Fact) -> None:
    page.gap()
    page.say(f"{fact.title}, {_days(fact)}", indent=4)
    for label, text in _details(fact):
        page.entry(label, text, indent=6)
    ended = f"; ended by {fact.ended_by}" if fact.ended_by else ""
    page.entry("law", fact.cite + ended, indent=6)
    memory = "; from memory, not read there" if fact.confidence == "from-memory" else ""
    page.entry("source", f"{fact.source} (checked on {fact.checked_on.isoformat()}{memory})", indent=6)
    for stay in fact.suspended:
        until = f" until {stay.until.isoformat()}" if stay.until else ""
        page.entry("stayed", f"from {stay.from_.isoformat()}{until}: {stay.cite}", indent=6)
    for label, said in (("unread", ", ".join(fact.unverified)), ("bounds", fact.boundary), ("note", fact.note)):
        if said:
            page.entry(label, said, indent=6)
    page.entry("id", fact.id, "dim", indent=6)


def _days(fact: Fact) -> str:
    start = f"from {fact.from_.isoformat()}" if fact.from_ else ""
    end = f"until {fact.until.isoformat()}" if fact.until else ""
    return f"{start} {end}".strip() or "always"


def _details(fact: Fact) -> list[tuple[str, str]]:
    """What is particular to the kind of fact, as labelled lines."""
    if isinstance(fact, Adequacy):
        lines = [("scope", fact.scope), ("needs", f"a recipient that is {fact.recipient}" if fact.recipient else "")]
        lines += [("not", exclusion.says) for exclusion in fact.excludes]
        lines.append(("risk", fact.at_risk or ""))
    elif isinstance(fact, Mechanism):
        lines = [("kind", f"{fact.agreement or 'none is needed'} {fact.version or ''}".strip()), ("signed", _signing(fact))]
        lines += [("module", f"{number}: {module.exporter} to {module.importer}") for number, module in fact.modules.items()]
        lines.append(("needs", f"the approval of {' or '.join(fact.approval)}" if fact.approval else ""))
        lines += _conditions(fact)
    elif isinstance(fact, Derogation):
        lines = [("ground", fact.ground), ("limits", "occasional transfers only" if fact.occasional_only else ""), _besides(fact)]
        lines.append(("not", f"exporters that are {' or '.join(fact.exporter_not)}" if fact.exporter_not else ""))
        lines.append(("gives", "a full basis" if fact.gives == "covered" else ""))
    elif isinstance(fact, Barred):
        lines = [("to", ", ".join(fact.places) or "every recipient abroad"), ("by", f"{fact.exporter} only" if fact.exporter else "")]
        lines.append(("owned", f"from there to {fact.share:.0%} or more counts as well" if fact.share else ""))
        lines += [("data", f"{', '.join(t.data_categories)}: about more than {t.more_than:,} people") for t in fact.thresholds]
        lines += [("sales", "only" if fact.sale_only else ""), ("opens", ", ".join(fact.opens) or "nothing")]
    elif isinstance(fact, Presumption):
        lines = [("place", fact.place), ("for", fact.attribute or "every importer there"), ("about", fact.law)]
    else:
        lines = []
    return [(label, text) for label, text in lines if text]


def _conditions(fact: Mechanism) -> list[tuple[str, str]]:
    """For whom and for what a tool serves, as labelled lines."""
    lines = [("also", ", ".join(fact.also)), ("from", ", ".join(fact.origins)), ("to", ", ".join(fact.destinations))]
    lines.append(("for", f"recipients that are {fact.importer}" if fact.importer else ""))
    lines.append(("for", f"recipients that are a {fact.importer_role}" if fact.importer_role else ""))
    lines.append(("for", f"exporters that are {fact.exporter}" if fact.exporter else ""))
    lines.append(("not", f"exporters that are {' or '.join(fact.exporter_not)}" if fact.exporter_not else ""))
    at_once = f"; none for {', '.join(fact.at_once)}" if fact.at_once else ""
    lines.append(("waits", f"{fact.waits} working days{at_once}" if fact.waits else ""))
    lines.append(("lasts", f"{fact.lasts} years" if fact.lasts else ""))
    lines.append(("only", f"what had started by {fact.started_until.isoformat()}" if fact.started_until else ""))
    lines.append(("needs", "an impact assessment, or it does not count" if fact.needs_assessment else ""))
    lines.append(("gives", "an exception" if fact.gives == "exception" else ""))
    lines.append(_besides(fact))
    for limit in fact.limits:
        until = f"fewer than {limit.people_below:,}" if limit.people_below is not None else "any number of"
        start = f"{limit.people_from:,} or more, " if limit.people_from else ""
        lines.append(("people", f"{start}{until} people, of {'sensitive' if limit.sensitive else 'other'} data"))
    return lines


def _besides(fact: Mechanism | Derogation) -> tuple[str, str]:
    kinds = " or ".join(kind.replace("_", " ") for kind in fact.sensitive_besides)
    return ("besides", f"{kinds}, for sensitive data" if kinds else "")


def _signing(fact: Mechanism) -> str:
    start = f"from {fact.signed_from.isoformat()}" if fact.signed_from else ""
    end = f"until {fact.signed_until.isoformat()}" if fact.signed_until else ""
    return f"{start} {end}".strip()
