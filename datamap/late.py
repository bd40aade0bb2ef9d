"""The one deferred import: values in low rooms offer methods whose work is done in rooms above them.

`DataMap.check()` is written where the map is defined, but judging is the spine's business. Such methods reach up
through this function and nothing else does.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def room(name: str) -> Any:
    """The module `datamap.<name>`, imported at the time of the call."""
    return import_module(f"datamap.{name}")
