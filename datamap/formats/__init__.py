"""Files ↔ maps, one module for each format. Each name below is brought in from its file when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datamap.formats.editing import Editor, edit
    from datamap.formats.framing import from_frames
    from datamap.formats.json_schema import schema
    from datamap.formats.loading import load, loads
    from datamap.formats.origin import MapOrigin
    from datamap.formats.writing import dumps

_HOME = {
    "Editor": "editing",
    "MapOrigin": "origin",
    "dumps": "writing",
    "edit": "editing",
    "from_frames": "framing",
    "load": "loading",
    "loads": "loading",
    "schema": "json_schema",
}

__all__ = ["Editor", "MapOrigin", "dumps", "edit", "from_frames", "load", "loads", "schema"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'datamap.formats' has no attribute {name!r}")
    found = getattr(import_module(f"datamap.formats.{_HOME[name]}"), name)
    globals()[name] = found
    return found
