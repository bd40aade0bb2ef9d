"""Files ↔ maps, one module for each format."""

from datamap.formats.loading import load, loads
from datamap.formats.origin import MapOrigin

__all__ = ["MapOrigin", "load", "loads"]
