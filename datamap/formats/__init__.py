"""Files ↔ maps, one module for each format."""

from datamap.formats.editing import Editor, edit
from datamap.formats.framing import from_frames
from datamap.formats.json_schema import schema
from datamap.formats.loading import load, loads
from datamap.formats.origin import MapOrigin
from datamap.formats.writing import dumps

__all__ = ["Editor", "MapOrigin", "dumps", "edit", "from_frames", "load", "loads", "schema"]
