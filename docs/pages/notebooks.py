"""The notebooks of the examples as pages: run from the first cell to the last while the site is built, and shown with what they print."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from pages.page import Page, fenced, plain, slot

EXAMPLES = Path(__file__).parents[2] / "examples"
Data = dict[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands in the notebook, and what running it gave: text, and values in every form that they have."""

    kind: str
    source: str
    printed: str = ""
    shown: tuple[Data, ...] = ()


def pages() -> list[Page]:
    """One page a notebook."""
    return [page(path) for path in sorted(EXAMPLES.rglob("*.ipynb"))]


def page(path: Path) -> Page:
    """The page of one notebook, with the notebook and its maps to take along.

    Raises:
        Exception: whatever a cell raised.
    """
    name = path.stem
    text: list[str] = []
    files: dict[str, str | bytes] = {f"notebooks/{one.name}": one.read_bytes() for one in (path, *sorted(path.parent.glob("*.yaml")))}
    parts: dict[str, str] = {}
    for cell in run(path):
        text.append(cell.source if cell.kind == "markdown" else fenced(cell.source, "python"))
        text += [fenced(cell.printed, "text")] if cell.printed else []
        for data in cell.shown:
            text.append(_shown(data, f"{name}-{len(files) + len(parts)}", files, parts))
    maps = ", ".join(f"[{one.name}]({one.name})" for one in sorted(path.parent.glob("*.yaml")))
    text.append(f"---\n\nTake it along: [{path.name}]({path.name}), with {maps}.")
    title = text[0].partition("\n")[0].removeprefix("# ")
    return Page("Tutorials", f"notebooks/{name}.md", title, "\n\n".join(text), files, parts)


def run(path: Path) -> Iterator[Cell]:
    """The cells of a notebook, each run in its folder as IPython runs it.

    Raises:
        Exception: whatever a cell raised.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    with _shell() as shell, contextlib.chdir(path.parent):
        for cell in cells:
            source = "".join(cell["source"])
            yield Cell("markdown", source) if cell["cell_type"] == "markdown" else shell.answer(source)


def _shown(data: Data, name: str, files: dict[str, str | bytes], parts: dict[str, str]) -> str:
    """A value in the richest of its forms: a picture in a file of its own, HTML as it is, or text."""
    if "image/svg+xml" in data:
        files[f"notebooks/{name}.svg"] = data["image/svg+xml"]
        alt = plain(data["text/plain"].strip().partition("\n")[0].rstrip("."))
        return f"[![{alt}]({name}.svg){{ .datamap-picture }}]({name}.svg)"
    if "text/html" in data:
        parts[name] = f'<div class="datamap-shown" data-search-exclude>{data["text/html"]}</div>'
        return slot(name)
    return fenced(data["text/plain"], "text")


class _Kept(DisplayHook):
    """Keeps what the last line of a cell gives, instead of printing it."""

    kept: list[Data]

    def write_output_prompt(self) -> None:
        """No prompt."""

    def write_format_data(self, format_dict: Data, md_dict: Any = None) -> None:
        """Keep the value in all its forms."""
        self.kept.append(format_dict)

    def finish_displayhook(self) -> None:
        """No line after it."""
        self._is_active = False


class _Shell(InteractiveShell):
    """IPython without a terminal, a history or a kernel."""

    displayhook_class = Type(_Kept)

    def answer(self, source: str) -> Cell:
        """Run a cell.

        Raises:
            Exception: whatever it raised.
        """
        kept: list[Data] = []
        displayed = CapturingDisplayPublisher()  # type: ignore[no-untyped-call]
        assert isinstance(self.displayhook, _Kept)
        self.displayhook.kept, self.display_pub = kept, displayed
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            self.run_cell(source).raise_error()  # type: ignore[no-untyped-call]
        return Cell("code", source, printed.getvalue(), (*(one["data"] for one in displayed.outputs), *kept))


@contextlib.contextmanager
def _shell() -> Iterator[_Shell]:
    config = Config()
    config.HistoryManager.enabled = False
    with tempfile.TemporaryDirectory() as room:
        shell = _Shell.instance(config=config, ipython_dir=room)
        try:
            yield shell
        finally:
            shell.restore_sys_module_state()  # type: ignore[no-untyped-call]
            _Shell.clear_instance()
