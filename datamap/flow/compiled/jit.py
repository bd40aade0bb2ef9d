"""Compilation, remembered on disk where there is a place for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def jit(work: Kernel) -> Kernel:
    """Compile a function when it is first called.

    numba keeps the machine code beside the module, else in the user's cache folder (or in NUMBA_CACHE_DIR). Where it may
    write to neither, each process compiles anew.
    """
    try:
        compiled: Any = numba.njit(cache=True, nogil=True)(work)
    except RuntimeError:
        compiled = numba.njit(nogil=True)(work)
    return cast(Kernel, compiled)
