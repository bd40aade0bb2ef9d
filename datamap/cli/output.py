"""Where results go: stdout, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TextIO

TEXT_WIDTH = 100
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def colour_wanted(stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`: on a terminal, unless NO_COLOR; elsewhere only with FORCE_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def text_width() -> int:
    """Columns for prose: 100, or fewer on a narrower terminal."""
    return min(TEXT_WIDTH, shutil.get_terminal_size((TEXT_WIDTH, 24)).columns) if sys.stdout.isatty() else TEXT_WIDTH


def harmless(text: str) -> str:
    """The text with control characters written out; line breaks and tabs stay."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def deliver(content: str | bytes, target: str | None) -> None:
    """Write a result to stdout (`target` None or `-`), or whole to a file."""
    if target in (None, "-"):
        _to_stdout(content)
    else:
        from datamap.documents.writing import write_whole  # not at every start

        write_whole(Path(str(target)), _encoded(content))


def _encoded(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")


def _to_stdout(content: str | bytes) -> None:
    if isinstance(content, str):
        content = content.encode(sys.stdout.encoding or "utf-8", "backslashreplace")
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(content.decode(sys.stdout.encoding or "utf-8", "replace"))
        return
    binary.write(content)
    binary.flush()
