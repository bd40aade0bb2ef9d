"""The data files of this room, each read once, when first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The mapping in `geo/data/<name>.yaml`."""
    import yaml

    text = (Path(__file__).parent / "data" / f"{name}.yaml").read_bytes()
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found
