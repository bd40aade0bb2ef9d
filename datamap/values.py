"""Values of which a report makes very many: frozen, and quick to make."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from typing import Any, TypeVar

C = TypeVar("C")


def quick(cls: type[C]) -> type[C]:
    """A frozen dataclass with slots whose `__init__` fills the slots directly.

    The one that `dataclass` writes looks each name up through `object.__setattr__`, which takes twice as long. For
    classes without default factories and `__post_init__`; the arguments and defaults stay as they are.
    """
    known: dict[str, Any] = {f"_put_{field.name}": cls.__dict__[field.name].__set__ for field in fields(cls)}  # type: ignore[arg-type]
    known |= {f"_default_{field.name}": field.default for field in fields(cls) if field.default is not MISSING}  # type: ignore[arg-type]
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]
    taken = ", ".join(f"{name}=_default_{name}" if f"_default_{name}" in known else name for name in names)
    lines = "".join(f"\n  _put_{name}(self, {name})" for name in names)
    exec(f"def __init__(self, {taken}) -> None:{lines}", known)
    made, written = known["__init__"], cls.__init__
    made.__qualname__, made.__annotations__ = written.__qualname__, written.__annotations__
    cls.__init__ = made  # type: ignore[method-assign]
    return cls


@contextmanager
def unswept() -> Iterator[None]:
    """No search for garbage meanwhile: nearly all that is made for a report is kept, and every search looks at all of it."""
    sweeping = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeping:
            gc.enable()
