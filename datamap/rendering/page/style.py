"""The style of the page: its colours as variables, one set for each theme, which its pictures wear too."""

from __future__ import annotations

from importlib.resources import files

from datamap.rendering.palette import DARK, LIGHT, PRINT, Sign, Theme, ThemeName
from datamap.rendering.world.colours import GROUNDS


def style() -> str:
    """The style sheet. The pictures are drawn in the light theme; rules turn each of its colours into a variable."""
    css = "".join((files("datamap.rendering") / "page" / name).read_text("utf-8") for name in ("page.css", "paper.css"))
    light, dark, print_ = (_variables(theme, name) for theme, name in _THEMES)
    themes = (
        f":root {{{light} color-scheme: light}}\n"
        f':root[data-theme="print"] {{{print_}}}\n'
        f'@media screen {{ :root[data-theme="dark"] {{{dark} color-scheme: dark}} }}\n'
        f"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme]) {{{dark} color-scheme: dark}} }}\n"
    )
    return f"\n{themes}{css}{_signs()}{_worn()}"


_THEMES: tuple[tuple[Theme, ThemeName], ...] = ((LIGHT, "light"), (DARK, "dark"), (PRINT, "print"))


def colours(theme: Theme, name: ThemeName) -> dict[str, str]:
    """Every colour of a page in a theme by the name of its variable."""
    ground = GROUNDS[name]
    land = {"land": ground.land, "border": ground.border, "land-zone": ground.zone, "land-shut": ground.shut}
    return {purpose.replace(".", "-").replace("_", "-"): colour for purpose, colour in theme.colours().items()} | land


def _variables(theme: Theme, name: ThemeName) -> str:
    return "".join(f"--{purpose}: {colour};" for purpose, colour in colours(theme, name).items())


def _signs() -> str:
    """What has a sign wears its colours."""
    return "".join(
        f'[data-sign="{sign}"] {{--ink: var(--{sign}-line); --ground: var(--{sign}-chip); --on: var(--{sign}-on)}}\n'
        for sign in (sign.value for sign in Sign)
    )


def _worn() -> str:
    """Rules that give each colour of a picture the one that the theme has for it."""
    return "".join(
        f'.picture [{part}="{colour}"] {{{part}: var(--{purpose})}}\n'
        for purpose, colour in colours(LIGHT, "light").items()
        for part in ("fill", "stroke")
    )
