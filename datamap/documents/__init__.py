"""Text → plain tree with positions: YAML 1.2, JSON and TOML. Knows nothing of maps or law."""

from datamap.documents.document import ENDINGS, SYNTAXES, Document, data, parse, read
from datamap.documents.files import LIMIT, content
from datamap.documents.lines import Lines, short, visible
from datamap.documents.marks import Fields, Items, Mark, Path, Tree
from datamap.documents.wording import kind

__all__ = [
    "ENDINGS",
    "LIMIT",
    "SYNTAXES",
    "Document",
    "Fields",
    "Items",
    "Lines",
    "Mark",
    "Path",
    "Tree",
    "content",
    "data",
    "kind",
    "parse",
    "read",
    "short",
    "visible",
]
