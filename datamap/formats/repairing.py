"""A repair as changes to the map's own files, which keep their comments and order.

A file says what is so, and a repair is a plan: a transfer that is cut gets the day before as its last day, and an
agreement is written as a draft without a day of signature, of which a check asks when it was signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from datamap.documents import Path, Tree
from datamap.errors import MapError
from datamap.formats.editing import Editor, edit
from datamap.formats.origin import MapOrigin
from datamap.model import DataMap
from datamap.repairs import Draft, Repair

NOTE = "A draft. Sign it and write the day as `signed`, with the impact assessment that was made"


@dataclass
class Repaired:
    """The files as they were and would be, and what has to be changed by hand."""

    editors: dict[str, Editor] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    by_hand: list[str] = field(default_factory=list)

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Each file that changes: its name, its text before and after."""
        for file, editor in self.editors.items():
            if editor.text != self.before[file]:
                yield file, self.before[file], editor.text

    def save(self) -> None:
        """Write the files, each whole or not at all."""
        for file, _, _ in self.texts():
            self.editors[file].save()

    def open(self, file: str) -> Editor:
        """The editor of a file."""
        if file not in self.editors:
            self.editors[file] = edit(file)
            self.before[file] = self.editors[file].text
        return self.editors[file]


def repaired(m: DataMap, repair: Repair) -> Repaired:
    """What a repair changes in the files of a map that was read from files."""
    done = Repaired()
    origin = m.origin
    if not isinstance(origin, MapOrigin):
        done.by_hand.append("the map was read from no file; nothing can be written")
        return done
    _cuts(m, origin, repair, done)
    for draft in repair.drafts:
        _attempt(done, f"add the agreement `{draft.id}`", origin.file, ("agreements", draft.id), _draft(draft))
        _named(m, origin, draft, done)
    return done


def _cuts(m: DataMap, origin: MapOrigin, repair: Repair, done: Repaired) -> None:
    gone = {*repair.cut.transfers, *repair.cut.dry}
    last = repair.on - timedelta(days=1)
    written: dict[int, list[str]] = {}
    for leg in m.legs:
        if leg.written is not None:
            written.setdefault(leg.written, []).append(leg.id)
        elif leg.id in gone:
            done.by_hand.append(f"take another host than `{leg.to}` for `{leg.from_}`")
    for index, legs in written.items():
        ended = [leg for leg in legs if leg in gone]
        starts = m.transfers[index].starts
        if ended and (len(ended) < len(legs) or (starts and starts > last)):
            done.by_hand.append(f"end `{'`, `'.join(ended)}` on {last}, apart from what else is written with it")
        elif ended:
            document, path = origin.source(("transfers", index))
            _attempt(done, f"end `{legs[0]}` on {last}", document.file, (*path, "ends"), last.isoformat())


def _named(m: DataMap, origin: MapOrigin, draft: Draft, done: Repaired) -> None:
    """Transfers that name their agreements name the draft as well."""
    legs = {leg.id: leg for leg in m.legs}
    indexes = {legs[transfer].written for transfer, _ in draft.covers}
    for index in sorted(i for i in indexes if i is not None):
        named = m.transfers[index].agreements
        if named is not None:
            document, path = origin.source(("transfers", index))
            both: list[Tree] = [*(named if isinstance(named, tuple) else ()), draft.id]
            _attempt(done, f"name `{draft.id}` under `agreements` of a transfer", document.file, (*path, "agreements"), both)


def _draft(draft: Draft) -> dict[str, Tree]:
    said: dict[str, Tree] = {"kind": draft.kind}
    if draft.version:
        said["version"] = draft.version
    for name, value in (("modules", draft.modules), ("addenda", draft.addenda), ("parties", draft.parties), ("measures", draft.measures)):
        if value:
            said[name] = list(value)
    return {**said, "note": NOTE}


def _attempt(done: Repaired, what: str, file: str, path: Path, value: Tree) -> None:
    try:
        editor = done.open(file)
        if path[0] == "agreements" and not _has(editor, path[:1]):
            editor.set(path[:1], {str(path[1]): value})
        else:
            editor.set(path, value)
    except MapError as error:
        done.by_hand.append(f"{what} ({error.problems[0].wrong})")


def _has(editor: Editor, path: Path) -> bool:
    from datamap.documents import parse

    tree = parse(editor.text, editor.file, editor.syntax).tree
    return isinstance(tree, dict) and bool(tree.get(str(path[0])))
