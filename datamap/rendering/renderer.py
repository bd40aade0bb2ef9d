"""The one seam to programs that draw DOT: the `graphviz-pure` wheel, or Graphviz's own `dot`.

Neither is needed to import anything here. Both read DOT from standard input and know the same flags.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from datamap.errors import RenderError

MISSING = 'no renderer is installed; pip install "datamap[render]", or put Graphviz\'s dot on the PATH (html, dot, mmd and d2 need none)'
_SECONDS = 180
_FONTS = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"
_DPI = 96


def program() -> str | None:
    """The program that draws, or None where there is none."""
    return _wheel() or shutil.which("dot")


@lru_cache(maxsize=1)
def _wheel() -> str | None:
    """The binary of the `graphviz-pure` wheel, also where its folder is not on the PATH."""
    try:
        listed = files("graphviz-pure") or []
    except PackageNotFoundError:
        listed = []
    found = [Path(str(file.locate())) for file in listed if file.stem == "graphviz-pure" and file.parent.name in ("bin", "Scripts")]
    found.append(Path(sysconfig.get_path("scripts")) / "graphviz-pure")
    return next((str(path.resolve()) for path in found if path.is_file()), None) or shutil.which("graphviz-pure")


def svg(dot: str, title: str) -> str:
    """The picture as SVG text, with fonts to fall back to and a title for those who cannot see it.

    Raises:
        RenderError: there is no renderer, or it failed.
    """
    drawn = _run(dot, "svg").decode("utf-8")
    start = drawn.find("<svg")
    if start < 0:
        raise RenderError("the renderer wrote no SVG; try another one, or save as html, dot or mmd")
    drawn = re.sub(r"<!--.*?-->\n?", "", drawn[start:], flags=re.DOTALL)
    drawn = re.sub(r'font-family="Arial[^"]*"', f'font-family="{_FONTS}"', drawn)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)


def wheel_draws() -> bool:
    """Whether the program that draws is the wheel, which has fonts of its own and no others."""
    return program() is not None and program() == _wheel()


def check_scale(scale: float) -> None:
    """Refuse a scale that cannot be drawn.

    Raises:
        RenderError: it is too small or too large.
    """
    if not 0.1 <= scale <= 10:
        raise RenderError(f"a scale of {scale:g} cannot be drawn; give 0.1 to 10")


def png(dot: str, scale: float = 2) -> bytes:
    """The picture as PNG, at `scale` times 96 dots an inch; with letters that the wheel has no font for, by resvg where it is installed.

    Raises:
        RenderError: there is no renderer, or it failed.
    """
    from datamap.rendering import raster

    check_scale(scale)
    if wheel_draws() and raster.foreign(dot) and raster.usable():
        return raster.png(svg(dot, ""), scale)
    return _run(dot, "png", f"-Gdpi={_DPI * scale:g}")


def _run(dot: str, kind: str, *flags: str) -> bytes:
    name = program()
    if name is None:
        raise RenderError(MISSING)
    try:
        done = subprocess.run([name, "-q", f"-T{kind}", *flags], input=dot.encode(), capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        late = f"{Path(name).name} did not finish in {_SECONDS} seconds"
        raise RenderError(f"{late}; draw less with focus, category or findings_only") from None
    except OSError as error:
        raise RenderError(f"{name} cannot be run ({error.strerror}); reinstall it, or save as html, dot or mmd") from None
    if done.returncode or not done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[-1] if said else f"exit code {done.returncode}"
        raise RenderError(f"{Path(name).name} failed ({why}); save as html, dot or mmd instead")
    return done.stdout
