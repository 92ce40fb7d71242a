"""How long the review page takes to open in a real browser, and to make: a 20,000-character document and one of 2 MB.

    python benchmarks/page.py

Needs Debian's chromium and chromium-driver, and selenium. Opening is from the call until the page is laid out and its
script has run, the median of five; the goals are 1 s and 5 s.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP / "tests"))

from browser import browser  # noqa: E402
from rectiparse.checking import check  # noqa: E402
from rectiparse.checking.case import Case  # noqa: E402
from rectiparse.pipeline import extract  # noqa: E402
from rectiparse.reading import read  # noqa: E402
from rectiparse.writing.page import Review, review_page  # noqa: E402

ROUNDS = 5
SIZES = {"20,000 characters": (20_000, 1.0), "2 MB": (740_000, 5.0)}


def document(characters: int) -> bytes:
    """The sample plan with its problems again and again."""
    text = (TOP / "samples" / "plan.txt").read_text(encoding="utf-8")
    start, end = text.index("二、整改内容"), text.index("三、工作步骤")
    body = text[start:end]
    return (text[:start] + body * (characters // len(body)) + text[end:]).encode()


def main() -> int:
    """Print a line a size; exit 1 where a page opens too slowly."""
    slow = 0
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        for name, (characters, limit) in SIZES.items():
            source = read(document(characters), name=f"{characters}.txt")
            ledger = extract(source)
            review = Review(ledger, source, tuple(check([Case(source.name, ledger, source)])))
            begun = time.perf_counter()
            html = review_page([review])
            made = time.perf_counter() - begun
            path = Path(folder) / f"{characters}.html"
            path.write_text(html, encoding="utf-8")
            times = []
            for _ in range(ROUNDS):
                chrome.get("about:blank")
                begun = time.perf_counter()
                chrome.get(path.as_uri())
                assert chrome.execute_script(
                    "return 'ready' in document.documentElement.dataset && document.body.offsetHeight"
                )
                times.append(time.perf_counter() - begun)
            opened = statistics.median(times)
            slow += opened > limit
            print(f"{name}: made in {made:.2f} s, {len(html) >> 10} kB, opens in {opened:.2f} s (goal {limit:.0f} s)")
    return min(slow, 1)


if __name__ == "__main__":
    sys.exit(main())
