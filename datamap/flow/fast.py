"""Whether compiled code does the work: where numba is there, and the map is large enough to make up for its import.

Both ways give the same answers. Without numba, or where it cannot be imported, everything is done in numpy.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

LARGE = 1_000_000  # arcs, from which numba is imported (about half a second)
WORTH = 20_000  # arcs, from which it is used where it has been imported already


def kernels(arcs: int) -> ModuleType | None:
    """The compiled kernels, if they are to be used for a graph of so many arcs."""
    if arcs >= LARGE or (arcs >= WORTH and _compiled.cache_info().currsize):
        return _compiled()
    return None


@cache
def _compiled() -> ModuleType | None:
    if find_spec("numba") is None:
        return None
    try:
        return import_module("datamap.flow.compiled")
    except ImportError:
        return None
