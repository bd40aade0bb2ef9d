"""What the network answers with: chains along which data travels, and what a transfer carries. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True, slots=True)
class Carried:
    """Data that a transfer really passes on: a category of a group of people, None where nobody has declared them.

    `explained` is False where nothing upstream says how the source comes to have it.
    """

    category: str
    people: str | None
    explained: bool


@dataclass(frozen=True)
class Flow:
    """A shortest chain of transfers along which one category of one group of people really travels.

    Args:
        data_category: the key, as narrow as what travels.
        data_subjects: id of the people it is about; None where nobody has declared them.
        path: ids of the transfers in the order of travel; empty for data that is where it starts.
        nodes: ids of the nodes in the order of travel. A system is followed by its operator where the chain goes on
            from the operator; that step is no transfer.
        certain: False where every chain rests on an inferred transfer.
    """

    data_category: str
    data_subjects: str | None
    path: tuple[str, ...]
    nodes: tuple[str, ...]
    certain: bool = True

    @property
    def origin(self) -> str:
        """The node where the data starts."""
        return self.nodes[0]

    @property
    def target(self) -> str:
        """The node to which it comes."""
        return self.nodes[-1]

    def __str__(self) -> str:
        doubt = "" if self.certain else " (rests on an inferred transfer)"
        return f"{self.data_category} of {self.data_subjects or 'people not declared'}: {' → '.join(self.nodes)}{doubt}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        head = f"<b>{escape(self.data_category)}</b> of {escape(self.data_subjects or 'people not declared')}"
        doubt = "" if self.certain else " <i>(rests on an inferred transfer)</i>"
        chain = " → ".join(f"<code>{escape(node)}</code>" for node in self.nodes)
        return {"text/plain": str(self), "text/html": f"<div>{head}: {chain}{doubt}</div>"}
