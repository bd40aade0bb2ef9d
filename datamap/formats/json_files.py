"""Maps as JSON."""

from __future__ import annotations

import json

from datamap.documents import Tree


def write(tree: dict[str, Tree]) -> str:
    """The tree as indented JSON; characters of every script stand for themselves."""
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
