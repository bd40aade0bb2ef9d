"""The days that a page shows: the map's own, and those on which an answer changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from datamap.checking.calendar import AROUND, timeline, years
from datamap.checking.spine import check
from datamap.chronicle import Turn
from datamap.findings import Report
from datamap.model import DataMap
from datamap.rendering.history import History, Stage

JUDGED = 900
"""So many transfers are judged again for a page, all days together: it is to be made in seconds and read at once."""
DAYS = 12
"""So many changes are shown at most: those nearest to the map's own day."""
LEAST = 3
"""With room for fewer days than that, none but the map's own is shown."""
_DAY = timedelta(days=1)


def history(m: DataMap, own: Report, staged: Callable[[Report], Stage]) -> History:
    """The stages of a map around the day of a report, as `staged` makes them; the map's own alone where it is too large."""
    legs = len(m.legs)
    days = min(DAYS, JUDGED // max(legs, 1))
    if days < LEAST:
        note = f"Days on which the law changed are shown for maps of at most {JUDGED // LEAST:,} transfers; this one has {legs:,}."
        return History((staged(own),), 0, f"{note} “datamap timeline” lists them for any map.")
    found = timeline(m, years(own.on, -AROUND), max(years(own.on, AROUND), years(own.law_checked_on, AROUND)))
    turns = _nearest(found.turns, own.on, days)
    note = ""
    if len(turns) < len(found.turns):
        shown = f"{len(turns)} of {len(found.turns)} days on which an answer changes"
        note = f"{shown}, those nearest to the map’s own. “datamap timeline” has all."
    if not turns:
        span = f"from {found.start.isoformat()} to {found.end.isoformat()}"
        return History((staged(own),), 0, f"No answer changes {span}, as the law is known on {own.law_checked_on.isoformat()}.")
    starts: list[Turn | None] = [None, *turns]
    place = max(number for number, turn in enumerate(starts) if turn is None or turn.on <= own.on)
    stages = []
    for number, turn in enumerate(starts):
        until = next((later.on - _DAY for later in (found.turns if turn else turns) if turn is None or later.on > turn.on), None)
        judged = own if number == place else check(m, turn.on if turn else turns[0].on - _DAY)
        stages.append(replace(staged(judged), turn=turn, until=until))
    return History(tuple(stages), place, note)


def _nearest(turns: tuple[Turn, ...], own: date, days: int) -> tuple[Turn, ...]:
    """The turns nearest to a day, in the order of time."""
    kept = sorted(turns, key=lambda turn: abs(turn.on - own))[:days]
    return tuple(sorted(kept, key=lambda turn: turn.on))
