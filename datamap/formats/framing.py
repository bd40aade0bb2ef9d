"""Data frames → a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from datamap.documents import Document, Lines
from datamap.errors import QuestionError
from datamap.formats import grids, tables
from datamap.formats.columns.assembling import FRAMES
from datamap.formats.columns.grid import Grid
from datamap.formats.columns.opening import grid_of
from datamap.formats.loading import read_in
from datamap.formats.parts import LARGE_SECTIONS
from datamap.formats.sections import BY_NAME, HEAD
from datamap.model import DataMap
from datamap.model.references import meant


def from_frames(transfers: Any = None, **parts: Any) -> DataMap:
    """A map from data frames of pandas, polars or pyarrow.

    Args:
        transfers: a frame whose columns are named as the keys of a transfer; a list is a list or text joined by `|`.
        parts: any other section of a map, as a frame too or as a file would write it (`agreements={"scc": {…}}`), and
            `name`, `on` and `defaults`.

    Problems name the frame and the row: `<transfers>:2:1` is its first row, line 1 being the names of the columns.

    Raises:
        MapError: with every problem of every frame.
        QuestionError: there is no such section.
        ImportError: narwhals is not installed.
    """
    tree: dict[str, Any] = {"datamap": 1}
    for name, value in {"transfers": transfers, **parts}.items():
        if name not in BY_NAME and name not in HEAD:
            raise QuestionError(f"a map has no section {name!r}; {meant(name, (*BY_NAME, *HEAD), 'it has ' + ', '.join(BY_NAME))}")
        if value is None:
            continue
        tree[name] = value if isinstance(value, (str, Mapping, Sequence)) or name in HEAD else {"table": _table(name, value)}
    text = repr(sorted((name, str(part)) for name, part in tree.items() if name not in BY_NAME))
    digest = sha256((text + "".join(part["table"].sha256 for part in tree.values() if _framed(part))).encode()).hexdigest()
    return read_in(Document(FRAMES, digest, tree, Lines("", FRAMES)))


def _framed(part: Any) -> bool:
    return isinstance(part, dict) and isinstance(part.get("table"), (Document, Grid))


def _table(name: str, frame: Any) -> Document | Grid:
    file = f"<{name}>"
    large = grid_of(frame, file, BY_NAME[name]) if name in LARGE_SECTIONS else None
    if large is not None:
        return large
    text = grids.text_of(frame, file)
    return tables.document(text, file, sha256(text.encode()).hexdigest(), BY_NAME[name])
