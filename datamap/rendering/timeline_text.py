"""The timeline as a dated list that a data protection officer can read: what begins or ends, and what that changes."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.chronicle import Cause, Change, FindingChange, Standing, Timeline, Turn
from datamap.findings import Level, Verdict
from datamap.rendering.layout import Page
from datamap.rendering.wording import NOT_ADVICE

_COLOUR = {Verdict.OK: "green", Verdict.UNKNOWN: "magenta", Verdict.VIOLATED: "red"}
_NAMED = 6


def timeline_text(timeline: Timeline, *, colour: bool = False, width: int = 100, dated: str = "") -> str:
    """The timeline as text, ending with a line break. `dated` says where its days came from, such as `three years around today`."""
    page = Page(colour, width)
    span = f"from {timeline.start.isoformat()} to {timeline.end.isoformat()}"
    page.say(f"Answers change on {_days(len(timeline.turns))} {span}." if timeline.turns else f"No answer changes {span}.", "bold")
    name = timeline.map_name + (f" ({timeline.map_file})" if timeline.map_file and timeline.map_file != timeline.map_name else "")
    by = f" {dated[0].upper()}{dated[1:]}." if dated else ""
    checked = timeline.law_checked_on.isoformat()
    page.say(f"{name}, by law book {timeline.law_version}, checked on {checked}.{by}", "dim")
    page.say(f"On the day before the first: {timeline.opening.value}.", "dim")
    scheduled = [turn for turn in timeline.turns if turn.scheduled]
    for turn in timeline.turns:
        if scheduled and turn is scheduled[0]:
            page.gap()
            page.say(f"What follows is scheduled, as known today: the law book was checked on {checked}.", "bold")
        _turn(page, timeline, turn)
    page.gap()
    page.say(NOT_ADVICE, "dim")
    return page.text()


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _turn(page: Page, timeline: Timeline, turn: Turn) -> None:
    page.gap()
    verdict = turn.verdict.value if turn.verdict is turn.before else f"{turn.verdict.value}, before {turn.before.value}"
    known = ", known today" if turn.scheduled else ""
    page.say(f"{turn.on.isoformat()}{known}   ({verdict})", "bold", *([_COLOUR[turn.verdict]] if turn.verdict is not turn.before else []))
    for causes in dict.fromkeys([*(change.causes for change in turn.changes), *(change.causes for change in turn.findings)]):
        for cause in causes:
            _cause(page, cause)
        for group in _alike([change for change in turn.changes if change.causes == causes]):
            _changes(page, timeline, group)
        found = [change for change in turn.findings if change.causes == causes]
        for change in found:
            if change.finding.level is not Level.NOTE:
                _finding(page, change)
        _notes(page, timeline, [change for change in found if change.finding.level is Level.NOTE])


def _cause(page: Page, cause: Cause) -> None:
    cite = f" [{cause.cite}{'; from memory' if cause.confidence == 'from-memory' else ''}]" if cause.cite else ""
    where = f" at {cause.where}" if cause.where else ""
    name = f" ({cause.id})" if cause.kind == "law" else ""
    page.entry(cause.event, f"{cause.says}{cite}{where}{name}", indent=2, room=9)


def _alike(changes: Sequence[Change]) -> list[list[Change]]:
    """Changes under one regime from the same to the same, together."""
    groups: dict[object, list[Change]] = {}
    for change in changes:
        groups.setdefault((change.regime, change.before, change.after), []).append(change)
    return list(groups.values())


def _changes(page: Page, timeline: Timeline, group: list[Change]) -> None:
    first = group[0]
    page.say(f"{first.regime}: {_standing(first.before)}, now {_standing(first.after)}", indent=13, first="- ")
    for change in group[:_NAMED]:
        page.say(_hop(timeline, change.transfer), indent=15)
    if len(group) > _NAMED:
        page.say(f"and {len(group) - _NAMED:,} more", indent=15)
    reason = first.after.reason if first.after else None
    if reason and reason.says:
        cite = f" [{reason.cite}]" if reason.cite and reason.cite not in reason.says else ""
        page.say(f"({reason.says}{cite}{'; and the like' if len(group) > 1 else ''})", "dim", indent=13)


def _standing(standing: Standing | None) -> str:
    if standing is None:
        return "not restricted"
    basis = f" by {standing.mechanism.replace('_', ' ')}" if standing.mechanism else ""
    return f"{standing.verdict.value}{basis}{f' ({standing.agreement})' if standing.agreement else ''}"


def _hop(timeline: Timeline, transfer: str) -> str:
    arrow = timeline.arrows.get(transfer)
    if arrow is None:
        return transfer
    ends = [timeline.nodes[node].name if node in timeline.nodes else node for node in (arrow.from_, arrow.to)]
    return f"{ends[0]} → {ends[1]} ({transfer})"


_EVENTS = {"appears": "appears", "goes": "is gone", "changes": "is now"}


def _finding(page: Page, change: FindingChange) -> None:
    found = change.finding
    doubt = ", unknown" if found.verdict is Verdict.UNKNOWN and change.event != "goes" else ""
    page.say(f"{_EVENTS[change.event]}: {found.level.value}{doubt} {found.code} {found.message}", indent=13, first="- ")


def _notes(page: Page, timeline: Timeline, changes: Sequence[FindingChange]) -> None:
    """Notes of one rule together, by what they are about: the cause above says the rest."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for change in changes:
        found = change.finding
        subject = found.id.partition("@")[2].split("/")[0]
        name = timeline.nodes[subject].name if subject in timeline.nodes else subject
        event = "changes" if change.event == "changes" else _EVENTS[change.event]
        groups.setdefault((event, found.code, found.rule.replace("_", " ")), []).append(f"{name} in {found.place}" if found.place else name)
    for (event, code, rule), names in groups.items():
        page.say(f"{event}: note {code} {rule}, for {'; '.join(names)}", indent=13, first="- ")
