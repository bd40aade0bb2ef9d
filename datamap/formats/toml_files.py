"""Maps as TOML, written by tomli-w: small, without dependencies, by the author of Python's own reader."""

from __future__ import annotations

from datamap.documents import Tree
from datamap.errors import MapError, Problem


def write(tree: dict[str, Tree]) -> str:
    """The tree as TOML. Dates are text, as TOML's own dates would read back as text too.

    Raises:
        MapError: tomli-w is not installed.
    """
    try:
        import tomli_w
    except ImportError:
        raise MapError(Problem((), "writing TOML needs tomli-w", "pip install 'datamap[toml]', or write YAML or JSON")) from None
    return tomli_w.dumps(tree)
