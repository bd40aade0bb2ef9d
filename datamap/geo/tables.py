"""The data files of this room, read once, when first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The mapping in `geo/data/<name>.yaml`."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("datamap.geo").joinpath(f"data/{name}.yaml").read_bytes()
    found: dict[str, Any] = yaml.load(text, Loader=loader)
    return found
