"""A large map as columns: what machines write, without an object for each system and transfer.

A record becomes an object only where somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.model.base import FrozenMap
from datamap.model.columns import HOSTING, IMPLIED, OWN, Numbers, Rows, Says, Systems, grouped, moved, rows_of
from datamap.model.map import DataMap
from datamap.model.naming import Nodes
from datamap.model.transfers import Kind, Leg


@dataclass(frozen=True, eq=False)
class Made:
    """An edit by which an estate was made of another, of which no more is kept than this.

    Args:
        before: the `mark` of the other.
        rows: how many rows the other has.
        gone: those of them that are no more, ascending.
        fresh: the rows that are new, ascending; the others are those that were kept, in their order.
        records: how many records were ever written under `transfers`: the index of the next one.
    """

    before: object
    rows: int
    gone: Numbers
    fresh: Numbers
    records: int

    def lineage(self, rows: int) -> Numbers:
        """For each of the `rows` after the edit the row from which it came, -1 where it is new."""
        found = np.full(rows, -1, np.int32)
        kept = np.ones(rows, bool)
        kept[self.fresh] = False
        found[kept] = np.delete(np.arange(self.rows, dtype=np.int32), self.gone)
        return found


@dataclass(frozen=True, eq=False)
class Estate:
    """A large map: `frame` holds all that is not large (people, entities, agreements, promises), without systems and transfers.

    The rows end with the transfers that the `host` of a system implies; there are `stated` before them.
    """

    frame: DataMap
    systems: Systems
    rows: Rows
    stated: int
    made: tuple[Made, ...] = field(default=(), repr=False)
    """The edits by which it was made, the last one last."""
    mark: object = field(default_factory=object, init=False, repr=False)
    """What it is known by to those that are made of it."""

    @classmethod
    def of(cls, frame: DataMap, systems: Systems, rows: Rows) -> Estate:
        """An estate with the transfers that hosts imply added to its rows."""
        return cls(frame, systems, _hosted(frame, systems, rows), len(rows))

    @classmethod
    def of_map(cls, m: DataMap) -> Estate:
        """The same map as columns; its objects are grouped by sort."""
        systems = list(m.systems.values())
        numbered, sorts = grouped(systems, OWN)
        frame = m.model_copy(update={"systems": FrozenMap(), "transfers": ()})
        kept = Systems([s.id for s in systems], numbered, sorts, Says(systems, OWN - {"id"}))
        number = {name: at for at, name in enumerate((*m.data_subjects, *m.entities, *m.systems))}
        return cls.of(frame, kept, rows_of(m.transfers, number))

    @cached_property
    def outset(self) -> tuple[str, ...]:
        """Ids of people and entities, by number; the systems come after them."""
        return (*self.frame.data_subjects, *self.frame.entities)

    @property
    def nodes(self) -> int:
        """The number of nodes."""
        return len(self.outset) + len(self.systems)

    def name(self, node: int) -> str:
        """The id of a node."""
        return self.number.name(node)

    @cached_property
    def number(self) -> Nodes:
        """The number of each node, by its id."""
        return Nodes(self.outset, self.systems)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def repeats(self) -> Numbers:
        """For each row how many rows before it go by the same name: those of its transfer, or unnamed ones with the same ends."""
        rows, found = self.rows, np.zeros(len(self), np.int32)
        found[rows.named] = _places(rows.written[rows.named])  # the rows of a transfer follow one another
        unnamed = np.flatnonzero(~rows.named)
        ends = rows.from_[unnamed].astype(np.int64) * self.nodes + rows.to[unnamed]
        order = np.argsort(ends, kind="stable")
        found[unnamed[order]] = _places(ends[order])
        return found

    @cached_property
    def numbered(self) -> frozenset[str]:
        """The ids that are numbered, and so shift when the map changes."""
        return frozenset(self.id(int(row)) for row in np.flatnonzero(self.repeats))

    def id(self, row: int) -> str:
        """The id of a row: that of its transfer, or `<from>..<to>`, numbered when it repeats."""
        rows, count = self.rows, int(self.repeats[row])
        if rows.ids is not None and rows.named[row]:
            name = str(rows.ids[row])
        else:
            name = f"{self.name(rows.from_[row])}..{self.name(rows.to[row])}"
        return f"{name}..{count + 1}" if count else name

    def kind(self, row: int) -> Kind:
        """What kind of transfer a row is: what its record says, else a collection or a disclosure."""
        people = len(self.frame.data_subjects)
        return self.rows.sorts[self.rows.sort[row]].kind or ("collection" if self.rows.from_[row] < people else "disclosure")

    def own(self, row: int) -> Mapping[str, Any]:
        """What the record of a row says for itself (`purpose`, `source`, `note`); the purpose of one that a host implies is hosting."""
        return IMPLIED if row >= self.stated else self.rows.own(int(self.rows.written[row]))

    def row(self, name: str) -> int | None:
        """The row of an id; None where there is none."""
        for row, own in enumerate(self.rows.ids or ()):
            if own and name.startswith(own) and self.id(row) == name:
                return row
        return self.unnamed(name)

    def unnamed(self, name: str) -> int | None:
        """The row of a transfer without an id, by its ends (`<from>..<to>`, numbered when it repeats); None where there is none."""
        for at in range(1, len(name)):
            if name[at : at + 2] == ".." and name[:at] in self.number:
                start = self.number[name[:at]]
                for row in np.flatnonzero((self.rows.from_ == start) & ~self.rows.named).tolist():
                    if self.id(row) == name:
                        return int(row)
        return None

    def leg(self, row: int) -> Leg:
        """A row as an object."""
        rows = self.rows
        start, end = self.name(rows.from_[row]), self.name(rows.to[row])
        says = {"id": None, "from_": (start,), "to": (end,), "data_categories": rows.categories(row), **self.own(row)}
        if rows.ids is not None and rows.named[row]:
            says["id"] = str(rows.ids[row])
        transfer = rows.sorts[rows.sort[row]].model_copy(update=says)
        written = None if row >= self.stated else int(rows.written[row])
        return Leg(self.id(row), start, end, self.kind(row), transfer, written, bool(self.repeats[row]))


def _places(groups: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """For each of some numbers how many before it are the same, where the same ones follow one another."""
    first = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1]))) if len(groups) else np.zeros(0, np.int64)
    return np.arange(len(groups)) - np.repeat(first, np.diff(np.append(first, len(groups))))


def _hosted(frame: DataMap, systems: Systems, rows: Rows) -> Rows:
    """The rows with those that the hosts of systems imply, unless a transfer without an id is stated between the same two."""
    people, entities = len(frame.data_subjects), {name: at for at, name in enumerate(frame.entities)}
    hosts = np.array([people + entities[s.host] if s.host and s.operator and s.host != s.operator else -1 for s in systems.sorts], np.int32)
    hosted = hosts[systems.sort] if len(systems.sorts) else np.zeros(0, np.int32)
    ours = np.flatnonzero(hosted >= 0)
    first = people + len(entities)
    nodes = first + len(systems)
    wanted = (ours + first) * nodes + hosted[ours]
    if len(ours):
        stated = np.unique((rows.from_.astype(np.int64) * nodes + rows.to)[~rows.named])
        ours = ours[~np.isin(wanted, stated)]
    if not len(ours):
        return rows
    keys = tuple(sorted({*rows.keys, "user"}))
    bits = np.concatenate([moved(rows, keys), np.zeros((1, max(1, -(-len(keys) // 64))), np.uint64)])
    at = keys.index("user")
    bits[-1, at // 64] = np.uint64(1 << at % 64)

    def more(column: Numbers, added: Any) -> Numbers:
        return np.concatenate([column, np.broadcast_to(np.asarray(added, np.int32), (len(ours),))])

    return Rows(
        from_=more(rows.from_, ours + first),
        to=more(rows.to, hosted[ours]),
        sort=more(rows.sort, len(rows.sorts)),
        sorts=(*rows.sorts, HOSTING),
        sets=more(rows.sets, len(bits) - 1),
        keys=keys,
        bits=bits,
        written=more(rows.written, -1),
        ids=rows.ids,
        own=rows.own,
    )
