"""What the first page shows: the WeChat map, drawn, and as the page that `datamap draw` writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import datamap as dm
from pages.drawn import THEMES

WECHAT = Path(__file__).parents[2] / "examples" / "wechat" / "wechat.yaml"


def pictures() -> Mapping[str, str]:
    """The pictures and the page by path."""
    m = dm.load(WECHAT)
    chat = {"subjects": "eea_users", "category": "user.content.chat"}
    drawn = {f"images/home-{theme}.svg": m.diagram(theme=theme, **chat).svg() for theme in THEMES}
    return {**drawn, "images/wechat.html": m.diagram().html()}
