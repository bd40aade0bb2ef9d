"""The hook of MkDocs: puts the generated pages and pictures among the files, and lists the pages in the navigation."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from pages import every  # noqa: E402
from pages.blocks import named  # noqa: E402
from pages.drawn import drawn  # noqa: E402
from pages.home import pictures  # noqa: E402
from pages.page import slot  # noqa: E402

PAGES = every()
PARTS = {page.path: page.parts for page in PAGES}


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
    """Add the pages, what they show, and the pictures of the maps in all pages."""
    for page in PAGES:
        files.append(File.generated(config, page.path, content=page.text))
        _add(files, page.files, config)
    for file in files.documentation_pages():
        text, made = drawn(file.content_string, file.src_uri)
        file.content_string = named(text)
        _add(files, made, config)
    _add(files, pictures(), config)
    return files


def _add(files: Files, made: Mapping[str, str | bytes], config: Any) -> None:
    for path, content in made.items():
        files.append(File.generated(config, path, content=content))


def on_page_content(html: str, page: Any, config: Any, files: Files) -> str:
    """Put HTML that is no Markdown where its page wants it."""
    for name, part in PARTS.get(page.file.src_uri, {}).items():
        html = html.replace(slot(name), part)
    return html
