"""The hook of MkDocs: puts the generated pages among the files, and lists them in the navigation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from pages import every  # noqa: E402

PAGES = every()


def on_config(config: Any) -> Any:
    """Fill the empty sections of the navigation."""
    decisions = sorted((HERE.parent / "decisions").glob("*.md"), key=lambda path: (path.stem != "index", path.stem))
    _fill(config.nav, {"Decisions": [f"decisions/{path.name}" for path in decisions]})
    sections: dict[str, list[Any]] = {}
    for page in PAGES:
        sections.setdefault(page.section, []).append(page.path if page.path.endswith("index.md") else {page.title: page.path})
    _fill(config.nav, sections)
    return config


def _fill(entries: list[Any], sections: dict[str, list[Any]]) -> None:
    for entry in entries:
        for name, below in entry.items() if isinstance(entry, dict) else ():
            if name in sections and below == []:
                below.extend(sections[name])
            elif isinstance(below, list):
                _fill(below, sections)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages."""
    for page in PAGES:
        files.append(File.generated(config, page.path, content=page.text))
    return files
