"""ISO 8601 durations, compared without pretending to know how long a month is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_FORM = re.compile(
    r"^P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?$"
)
_UNNAMED = re.sub(r"\?P<\w+>", "", _FORM.pattern)


class Duration:
    """An ISO 8601 duration such as `PT72H`, `P180D` or `P12M`.

    Months are kept apart from exact time, so `P3M` against `P90D` is *undecided* (28 to 31 days a month).
    """

    __slots__ = ("exact", "months", "text")

    def __init__(self, text: str) -> None:
        found = _FORM.match(text)
        if not found or text in ("P", "PT") or text.endswith("T"):
            raise ValueError(f"{text!r} is no ISO 8601 duration; write for example PT72H, P180D or P12M")
        part = {name: int(value or 0) for name, value in found.groupdict().items()}
        self.text = text
        self.months = part["years"] * 12 + part["months"]
        self.exact = timedelta(
            weeks=part["weeks"], days=part["days"], hours=part["hours"], minutes=part["minutes"], seconds=part["seconds"]
        )

    def within(self, limit: Duration) -> bool | None:
        """Whether this is at most `limit`: True, False, or None where it depends on the months meant."""
        months = self.months - limit.months
        spread = (months * timedelta(days=28), months * timedelta(days=31))
        if months % 12 == 0:
            spread = (months // 12 * timedelta(days=365), months // 12 * timedelta(days=366))
        over = sorted(self.exact - limit.exact + span for span in spread)
        if over[1] <= timedelta(0):
            return True
        return False if over[0] > timedelta(0) else None

    def before(self, day: date) -> date:
        """The day that lies this long before `day` (a month's last days are clipped)."""
        year, month = divmod(day.year * 12 + day.month - 1 - self.months, 12)
        if year < 1:
            return date.min
        for last in range(day.day, 27, -1):
            try:
                start = date(year, month + 1, last)
                break
            except ValueError:
                continue
        else:
            start = date(year, month + 1, day.day)
        return start - timedelta(days=-(-self.exact // timedelta(days=1)))

    @property
    def words(self) -> str:
        """The duration in plain words: `72 hours`, `180 days`, `12 months`."""
        hours, rest = divmod(int(self.exact.total_seconds()), 3600)
        days = hours // 24 if hours % 24 == 0 and ("D" in self.text or "W" in self.text) else 0
        counts = {"month": self.months, "day": days, "hour": 0 if days else hours, "minute": rest // 60, "second": rest % 60}
        return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for unit, count in counts.items() if count) or "no time"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and (self.months, self.exact) == (other.months, other.exact)

    def __hash__(self) -> int:
        return hash((self.months, self.exact))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Duration({self.text!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(cls, core_schema.str_schema(pattern=_UNNAMED)),
            python_schema=core_schema.no_info_plain_validator_function(cls._of),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @classmethod
    def _of(cls, value: Any) -> Duration:
        if isinstance(value, Duration):
            return value
        if not isinstance(value, str):
            raise ValueError("a duration is ISO 8601 text; write for example PT72H, P180D or P12M")
        return cls(value)
