"""What a law says of a transfer, as the script reads it: each answer once, its texts as their places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.findings import Assessment, Part, Status
from datamap.model import DataMap, Taxonomy
from datamap.rendering.lettering import clean
from datamap.rendering.page.once import Once
from datamap.rendering.palette import Sign
from datamap.rendering.signs import SIGNS
from datamap.rendering.wording import status_word

_SIGNS = list(Sign)
Answer = tuple[Any, ...]
"""Regime, sign, title, facts, parts, reasons, what fails, what is assumed."""


class Answers:
    """The answers of all days."""

    def __init__(self, m: DataMap, words: Once[str]) -> None:
        self.m, self.words = m, words
        self._taxonomy = Taxonomy.of(m.data_categories)
        self._known: Once[Answer] = Once()

    @property
    def all(self) -> list[Answer]:
        """Each that differs."""
        return self._known.all

    def places(self, assessments: Iterable[Assessment]) -> list[int]:
        """The places of the answers that some assessments give."""
        return self._known.places(map(self._answer, assessments))

    def _word(self, text: str) -> int:
        return self.words.place(clean(text))

    def _answer(self, one: Assessment) -> Answer:
        word = self._word
        facts: list[tuple[int, int]] = []
        for label, party, role in (("Exporter", one.exporter, one.exporter_role), ("Importer", one.importer, one.importer_role)):
            if party:
                said = f"{self.m.title(party)} ({(role or 'role unknown').replace('_', ' ')})"
                facts.append((word(label), word(said)))
        agreement = self.m.agreements.get(one.agreement or "")
        facts += [(word("Agreement"), word(agreement.name or agreement.id))] if agreement else []
        differ = len({(part.verdict, part.mechanism) for part in one.parts}) > 1
        return (
            word(one.regime),
            _SIGNS.index(SIGNS[one.verdict]),
            word(_title(one.verdict, one.mechanism, one.module) + (", onward" if one.onward else "")),
            tuple(facts),
            tuple(dict.fromkeys(word(self._part(part)) for part in one.parts)) if differ else (),
            tuple((word(reason.says), self._cite(reason.cite, reason.confidence)) for reason in one.reasons),
            tuple((word(f"{other.basis}: {other.fails}"), self._cite(other.cite, None)) for other in one.alternatives),
            tuple(map(word, one.assumptions)),
        )

    def _cite(self, cite: str | None, confidence: str | None) -> int:
        return self._word(cite + ("; from memory" if confidence == "from-memory" else "")) if cite else -1

    def _part(self, part: Part) -> str:
        names = ", ".join(dict.fromkeys(self._taxonomy.name(key) for key in part.data_categories))
        people = ", ".join(self.m.title(group) for group in part.data_subjects if group in self.m.data_subjects)
        mark = SIGNS[part.verdict].mark
        return f"{names}{f' of {people}' if people else ''}: {mark} {_title(part.verdict, part.mechanism, part.module)}"


def _title(verdict: Status, mechanism: str | None, module: int | None) -> str:
    by = f" by {mechanism.replace('_', ' ')}" if mechanism else ""
    return f"{status_word(verdict)}{by}" + (f", module {module}" if module is not None else "")
