"""What would repair a map, as plain values: transfers to cut, agreements to sign, and what neither can help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from datamap.findings import Verdict


@dataclass(frozen=True, slots=True)
class Cut:
    """The cheapest transfers whose end keeps data out of every place where it must not be.

    `dry` are the transfers that carry nothing once those are cut, so that they end with them. `proven` is False where
    the search was given up, and something cheaper may exist. `stuck` are nodes that cutting does not help.
    """

    transfers: tuple[str, ...]
    weight: float
    proven: bool
    dry: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An agreement to sign between two parties, and the transfers that it would cover, each with the regime."""

    id: str
    kind: str
    version: str | None
    modules: tuple[int, ...]
    addenda: tuple[str, ...]
    measures: tuple[str, ...]
    parties: tuple[str, str]
    covers: tuple[tuple[str, str], ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A transfer that no agreement would cover under a regime, and why."""

    transfer: str
    regime: str
    why: str


@dataclass(frozen=True, slots=True)
class Repair:
    """The whole repair. `verdict` is that of the map as it would be, with every draft signed, assessed and complete."""

    on: date
    was: Verdict
    verdict: Verdict
    cut: Cut
    drafts: tuple[Draft, ...]
    left: tuple[Left, ...]
    errors: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to cut and nothing to sign."""
        return not (self.cut.transfers or self.drafts)
