"""The page of maps of growing size: processor time to make it, its size, and how fast a browser opens and filters it.

    python tests/benchmarks/bench_page.py [--sizes 20 200 2000]

The maps are those of the tests of pictures, seeded and judged by the law book. Needs Chromium; a browser's times are those
that it takes itself (`performance`), from the start of loading to the second frame, and from the choice in a filter to the
frame that shows it; the longest is the longest task on its main thread meanwhile.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "rendering" / "pictures"))

from browser import Browser, chromium
from picture_maps import generated

FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
CHANGE = "{{ const at = document.getElementById('{}'); at.{}; at.dispatchEvent(new Event('input', {{bubbles: true}})) }}"
STEPS = {
    "data": CHANGE.format("category", "selectedIndex = 2"),
    "status": CHANGE.format("status", "selectedIndex = 2"),
    "search": CHANGE.format("search", "value = 'mail'"),
    "clear": "document.getElementById('clear').click()",
    "choose": "document.querySelector('#transfer-list button').click()",
}
OBSERVE = (
    "window.longest = 0; new PerformanceObserver(list => list.getEntries().forEach(one => {"
    " longest = Math.max(longest, one.duration) })).observe({type: 'longtask'})"
)


def timed(browser: Browser, step: str) -> tuple[float, float]:
    """Milliseconds from a step to the frame that shows it, and those of the longest task over 50 ms (0 where there is none)."""
    taken, longest = browser.run(
        f"(async () => {{ window.longest = 0; const start = performance.now(); {step}; await {FRAME};"
        " const taken = performance.now() - start; await new Promise(done => setTimeout(done, 50)); return [taken, longest] })()"
    )
    return taken, longest


def main() -> None:
    """Prints a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 200, 2000])
    program = chromium()
    if program is None:
        raise SystemExit("no Chromium to open a page in")
    with tempfile.TemporaryDirectory() as folder, Browser(program) as browser:
        for size in parser.parse_args().sizes:
            start = time.process_time()
            page = generated(size).model_copy(update={"on": date(2023, 6, 1)}).diagram().html()
            made = time.process_time() - start
            path = Path(folder) / f"{size}.html"
            path.write_text(page, encoding="utf-8")
            browser.open(path)
            opened = browser.run(f"(async () => {{ await {FRAME}; await {FRAME}; return performance.now() }})()")
            browser.run(OBSERVE)
            steps = {name: timed(browser, step) for name, step in STEPS.items()}
            told = ", ".join(f"{name} {taken:.0f} ({longest:.0f})" for name, (taken, longest) in steps.items())
            print(f"{size:>5} transfers: made in {made:.1f} s, {len(page) / 1e6:.2f} MB, opened in {opened / 1000:.2f} s")
            print(f"      milliseconds (longest task): {told}")


if __name__ == "__main__":
    main()
