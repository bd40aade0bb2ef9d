"""Pictures → files."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from datamap.documents.writing import write_whole
from datamap.errors import RenderError


def save(path: str | os.PathLike[str], what: str, endings: Collection[str], made: Callable[[str], str | bytes]) -> Path:
    """Write a picture to a file, whole or not at all; the ending of its name chooses how it is `made`.

    Raises:
        RenderError: `what` is drawn has no such ending.
        OSError: the file cannot be written.
    """
    target = Path(path)
    ending = target.suffix.lower().removeprefix(".")
    if ending not in endings:
        wrong = f"{what} is no {ending!r}" if ending else f"the name does not say as which kind of file {what} is wanted"
        raise RenderError(f"{target.name}: {wrong}; use one of {', '.join(endings)}")
    content = made(ending)
    write_whole(target, content if isinstance(content, bytes) else content.encode("utf-8"))
    return target
