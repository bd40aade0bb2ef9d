"""What the command leaves out of its process before anything else is imported."""

from __future__ import annotations

import sys
from typing import Any


class Without:
    """To who imports it, a package is as good as not installed."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Every other package is looked for as ever."""
        if name == self.name:
            raise ModuleNotFoundError(f"the command datamap does without {name}", name=name)


def begin() -> None:
    """pyarrow imports pandas with the first value that it converts, a third of a second, and no command has a use for it."""
    sys.meta_path.insert(0, Without("pandas"))
