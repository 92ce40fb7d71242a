"""The review page in a real browser: both sides lead to each other, filters and search work, nothing leaves the page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser import browser, complaints, requests, resize
from rectiparse.checking import check
from rectiparse.checking.case import Case
from rectiparse.comparing import compare
from rectiparse.document import Document
from rectiparse.ledger import Ledger
from rectiparse.pipeline import extract
from rectiparse.reading import read
from rectiparse.writing.page import Review, diff_page, review_page
from test_view import HOSTILE, spans_of

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SAMPLES = Path(__file__).parent.parent / "samples"
PIECES = """
const found = {};
for (const [number, line] of document.querySelectorAll(".text p").entries())
  for (const mark of line.querySelectorAll("[data-r]")) {
    const pieces = found[mark.dataset.r] = found[mark.dataset.r] || {};
    pieces[number] = (pieces[number] || "") + mark.textContent;
  }
return Object.fromEntries(Object.entries(found).map(([ref, pieces]) => [ref, Object.values(pieces).join("\\n")]));
"""
IN_SIGHT = """
const [element, pane] = arguments, box = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
return box.height > 0 && box.top >= frame.top - 1 && box.top < frame.bottom && getComputedStyle(element).visibility === "visible";
"""
SETTLE = (
    "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)));"
)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with browser() as chrome:
        yield chrome


@pytest.fixture
def shown(chrome: Chrome, tmp_path: Path) -> Iterator[Show]:
    resize(chrome, 1280)
    requests(chrome)
    complaints(chrome)
    yield Show(chrome, tmp_path)
    assert complaints(chrome) == []
    assert [url for url in requests(chrome) if not url.startswith(("file:", "data:"))] == []
    chrome.get("about:blank")


class Show:
    """Opens pages and does what people do with them."""

    def __init__(self, chrome: Chrome, folder: Path) -> None:
        self.chrome, self.folder = chrome, folder

    def page(self, html: str, hash: str = "") -> None:
        path = self.folder / "page.html"
        path.write_text(html, encoding="utf-8")
        self.chrome.get(path.as_uri() + hash)

    def review(self, document: Document, hash: str = "") -> Ledger:
        ledger = extract(document)
        self.page(review_page([Review(ledger, document, tuple(check([Case(document.name, ledger, document)])))]), hash)
        return ledger

    def run(self, script: str, *arguments: object) -> object:
        return self.chrome.execute_script(script, *arguments)

    def one(self, selector: str):  # type: ignore[no-untyped-def]
        return self.chrome.find_element("css selector", selector)

    def all(self, selector: str):  # type: ignore[no-untyped-def]
        return self.chrome.find_elements("css selector", selector)

    def click(self, selector: str) -> None:
        self.run("arguments[0].click()", self.one(selector))
        self.chrome.execute_async_script(SETTLE)

    def press(self, keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.chrome).send_keys(keys).perform()
        self.chrome.execute_async_script(SETTLE)

    def seen(self, selector: str, pane: str) -> bool:
        return bool(self.run(IN_SIGHT, self.one(selector), self.one(pane)))

    def choose(self, name: str, value: str) -> None:
        self.run(
            'const select = document.querySelector(`.filters select[name="${arguments[0]}"]`); select.value = arguments[1];'
            'select.dispatchEvent(new Event("change", {bubbles: true}))', name, value,
        )  # fmt: skip

    def visible(self) -> list[str]:
        refs = self.run(
            'return [...document.querySelectorAll(".cards .item")].filter(e => e.checkVisibility()).map(e => e.dataset.r)'
        )
        return list(refs)  # type: ignore[call-overload]


@pytest.fixture
def plan(shown: Show) -> Ledger:
    return shown.review(read(SAMPLES / "plan.txt"))


@pytest.mark.parametrize(
    "sample", ["plan-running-numbers.txt", "report.txt", "self-criticism.txt", "checklist-table.txt"]
)
def test_the_texts_of_the_marks_are_the_spans_of_the_records(shown: Show, sample: str) -> None:
    document = read(SAMPLES / sample)
    ledger = shown.review(document)
    pieces = shown.run(PIECES)
    for ref, (start, end) in spans_of(ledger).items():
        assert pieces[ref] == document.text[start:end]  # type: ignore[index]


def test_each_record_of_the_ledger_leads_to_its_words(shown: Show, plan: Ledger) -> None:
    refs = [element.get_attribute("data-r") for element in shown.all(".cards .item")]
    assert len(refs) == 6 + 15 + 3
    for ref in refs:
        shown.click(f'.cards [data-r="{ref}"]')
        assert shown.seen(f"#d1-s-{ref}", ".text"), ref
        assert shown.run("return location.hash") == f"#d1-{ref}"
        assert "on" in shown.one(f"#d1-s-{ref}").get_attribute("class").split()


def test_each_mark_leads_to_its_record(shown: Show, plan: Ledger) -> None:
    for ref in ("m14", "p0", "m7", "p5", "g1"):
        shown.click(f"#d1-s-{ref}")
        assert shown.seen(f"#d1-{ref}", ".cards")
        assert "on" in shown.one(f"#d1-{ref}").get_attribute("class").split()
    last = len(plan.figures) - 1
    shown.click(f"#d1-s-f{last}")
    assert "5 名" in shown.one(".tell").text
    assert shown.seen("#d1-m14", ".cards")  # the measure in which the figure stands


def test_findings_figures_and_dates_lead_to_their_words(shown: Show, plan: Ledger) -> None:
    for tab in ("findings", "figures", "dates"):
        shown.click(f"#d1-tab-{tab}")
        rows = shown.all(f"#d1-{tab} [data-r]")
        assert rows
        ref = rows[-1].get_attribute("data-r")
        shown.click(f'#d1-{tab} [data-r="{ref}"]')
        assert shown.seen(f"#d1-s-{ref}", ".text")
        assert shown.one(f"#d1-{tab}").is_displayed()


def test_the_outline_folds_and_leads(shown: Show, plan: Ledger) -> None:
    inner = shown.one('.tree [data-r="m0"]')
    assert not shown.run("return arguments[0].checkVisibility()", inner)
    shown.run('arguments[0].closest("details").open = true', inner)
    assert shown.run("return arguments[0].checkVisibility()", inner)
    shown.click('.tree [data-r="p5"]')
    assert shown.seen("#d1-s-p5", ".text")
    assert shown.seen("#d1-p5", ".cards")
    shown.press("o")
    assert not shown.one(".tree").is_displayed()
    assert shown.one("[data-do=tree]").get_attribute("aria-expanded") == "false"


def test_filters(shown: Show, plan: Ledger) -> None:
    everything = shown.visible()
    shown.choose("x", "o")
    assert shown.visible() == ["p1", "m4", "p2", "m6", "p3", "m9", "m10", "p4", "m12", "p5", "m14"]
    assert shown.one(".shown").text == "6 of 18 shown"
    shown.choose("x", "d")
    assert {"m4", "m5", "m9"} <= set(shown.visible())
    shown.choose("x", "")
    owner = next(o.get_attribute("value") for o in shown.all("select[name=o] option") if o.text == "财务股")
    shown.choose("o", owner)
    assert shown.visible() == ["p3", "m8"]
    shown.choose("s", "done")
    assert shown.visible() == []
    assert shown.one(".nothing").is_displayed()
    shown.click(".filters [type=reset]")
    shown.run("return new Promise(done => setTimeout(done, 50))")
    assert shown.visible() == everything
    shown.choose("k", "G")
    assert shown.visible() == ["g0", "g1", "g2"]
    shown.choose("k", "")
    theme = next(o.get_attribute("value") for o in shown.all("select[name=t] option") if o.text == "干部队伍")
    shown.choose("t", theme)
    assert shown.visible() == ["p5", "m13", "m14"]


def test_search_finds_in_source_and_ledger(shown: Show, plan: Ledger) -> None:
    shown.press("/")
    shown.press("网箱")
    shown.run("return new Promise(done => setTimeout(done, 250))")
    assert shown.one(".hits").text == "1 of 3 hits"
    assert shown.visible()[:2] == ["p0", "m0"]
    assert shown.run('return CSS.highlights.get("hits").size') == 3
    from selenium.webdriver import ActionChains, Keys

    shown.press(Keys.ENTER)
    assert shown.one(".hits").text == "2 of 3 hits"
    ActionChains(shown.chrome).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(Keys.SHIFT).perform()
    assert shown.one(".hits").text == "1 of 3 hits"
    shown.press(Keys.ESCAPE)
    shown.run("return new Promise(done => setTimeout(done, 250))")
    assert shown.one(".hits").text == ""
    assert len(shown.visible()) == 24


def test_a_search_over_marks_finds_what_they_cut(shown: Show) -> None:
    shown.review(read(SAMPLES / "plan.txt"))
    shown.press("/")
    shown.press("由财务股负责，7月31日前将3.6万元全部")
    shown.run("return new Promise(done => setTimeout(done, 250))")
    assert shown.one(".hits").text == "1 of 1 hits"
    assert shown.run('return [...CSS.highlights.get("hit")][0].toString()') == "由财务股负责，7月31日前将3.6万元全部"


def test_keys(shown: Show, plan: Ledger) -> None:
    shown.press("j")
    assert shown.run("return document.activeElement.dataset.r") == "p0"
    shown.press("jjj")
    assert shown.run("return document.activeElement.dataset.r") == "m2"
    assert shown.seen("#d1-s-m2", ".text")
    shown.press("k")
    assert shown.run("return document.activeElement.dataset.r") == "m1"
    shown.press("f")
    assert shown.one("#d1-findings").is_displayed()
    assert shown.run("return document.activeElement.dataset.r") == "x0"
    shown.press("?")
    assert shown.one("#help").is_displayed()
    from selenium.webdriver import Keys

    shown.press(Keys.ESCAPE)
    assert not shown.one("#help").is_displayed()


def test_the_legend_switches_marks(shown: Show, plan: Ledger) -> None:
    ground = 'return getComputedStyle(document.querySelector(".text .f")).backgroundColor'
    before = shown.run(ground)
    shown.click('.legend input[value="f"]')
    assert shown.run(ground) == "rgba(0, 0, 0, 0)"
    shown.click('.legend input[value="f"]')
    assert shown.run(ground) == before


def test_light_and_dark(shown: Show, plan: Ledger) -> None:
    ink = "return getComputedStyle(document.body).color"
    before = shown.run(ink)
    shown.click("[data-do=theme]")
    assert shown.run(ink) != before
    shown.click("[data-do=theme]")
    assert shown.run(ink) == before


@pytest.mark.parametrize("width", [360, 760, 1080, 1280, 2560])
def test_nothing_is_wider_than_the_window(shown: Show, plan: Ledger, width: int) -> None:
    resize(shown.chrome, width)
    assert shown.run("return document.scrollingElement.scrollWidth") == width
    for tab in shown.all("[role=tab]"):
        shown.run("arguments[0].click()", tab)
        wide = 'return [...document.querySelectorAll(".panel")].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).length'
        assert shown.run(wide) == 0


def test_on_a_small_window_one_pane_leads_to_the_other(shown: Show, plan: Ledger) -> None:
    resize(shown.chrome, 360, 740)
    assert not shown.one(".source .text").is_displayed()
    shown.click('.cards [data-r="m8"]')
    assert shown.seen("#d1-s-m8", ".text")
    shown.click("#d1-s-m8")
    assert shown.seen("#d1-m8", ".cards")
    shown.click('.dock [data-pane="tree"]')
    assert shown.one(".tree").is_displayed()


def test_an_address_names_a_record(shown: Show) -> None:
    shown.review(read(SAMPLES / "plan.txt"), "#d1-m14")
    assert shown.seen("#d1-s-m14", ".text")
    assert shown.seen("#d1-m14", ".cards")


def test_several_documents(shown: Show) -> None:
    names = ("plan.txt", "report.txt", "feedback.txt")
    documents = [read(SAMPLES / name) for name in names]
    shown.page(review_page([Review(extract(document), document) for document in documents]))
    assert [row.text for row in shown.all("#index tbody small")] == list(names)
    resize(shown.chrome, 360)
    assert shown.run("return document.scrollingElement.scrollWidth") == 360
    resize(shown.chrome, 1280)
    shown.click('#index [href="#d2"]')
    assert shown.one("#d2 h1").text == "中共青禾县交通运输局党组关于巡察整改进展情况的报告"
    assert not shown.one("#index").is_displayed()
    shown.click('.cards [data-r="m3"]')
    assert shown.seen("#d2-s-m3", ".text")
    shown.chrome.back()
    shown.run("location.hash = ''")
    shown.chrome.execute_async_script(SETTLE)
    assert shown.one("#index").is_displayed()
    shown.press("/")
    shown.press("城市管理")
    assert [row.is_displayed() for row in shown.all("#index tbody tr")] == [False, False, True]


def test_old_beside_new(shown: Show) -> None:
    old, new = extract(SAMPLES / "plan.txt"), extract(SAMPLES / "plan-running-numbers.txt")
    shown.page(diff_page(compare(old, new), old, new))
    shown.press("j")
    assert len(shown.all(".pair.on")) == 1
    shown.press("/")
    shown.press("河湖")
    left = [row for row in shown.all(".pair") if row.is_displayed()]
    assert left
    assert all("河湖" in row.text for row in left)


def test_hostile_text_stays_text(shown: Show) -> None:
    text = "".join(
        f"{number}.关于{words}的问题。\n整改措施：（1）{words}由办公室牵头，6月底前完成{words}3次。\n"
        for number, words in enumerate(HOSTILE, 1)
    )
    whole = "整改方案{{ 7*7 }}</title><script>alert(1)</script>\n一、反馈问题整改\n" + text
    document = Document(
        text=whole, name="</style><img src=x onerror=alert(1)>.txt", format="txt", encoding=None, sha256="0"
    )
    shown.review(document)
    lines = shown.run('return [...document.querySelectorAll(".text p")].map(line => line.textContent)')
    assert "\n".join(lines) == whole.replace("\x00", "\ufffd")  # type: ignore[arg-type]
    assert shown.run("return document.scripts.length") == 1
    assert (
        shown.run('return document.querySelectorAll("img, iframe, object, embed, [onmouseover], [onerror]").length')
        == 0
    )
    assert shown.run("return document.title").startswith("</style><img src=x onerror=alert(1)>.txt")  # type: ignore[attr-defined]


def test_the_page_reads_well_without_seeing_it(shown: Show, plan: Ledger) -> None:
    assert shown.run("return document.documentElement.lang") == "en"
    for selector in ("main", "nav[aria-label]", "[role=search]", "[role=tablist]", "h1"):
        assert shown.all(selector), selector
    unnamed = """
    return [...document.querySelectorAll("button, a, select, input, section, nav, [role=tabpanel], svg[role=img]")].filter(e =>
      !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.textContent.trim() || e.closest("label") || e.matches(".card"))
    ).map(e => e.outerHTML.slice(0, 80));
    """
    assert shown.run(unnamed) == []
    levels = [int(h.tag_name[1]) for h in shown.all("h1, h2, h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    shown.click("#d1-tab-findings")
    selected = [tab.get_attribute("id") for tab in shown.all('[role=tab][aria-selected="true"]')]
    assert selected == ["d1-tab-findings"]


def test_printed_it_shows_ledger_and_source_without_what_only_a_screen_needs(shown: Show, plan: Ledger) -> None:
    shown.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for selector, there in (
            (".cards", True),
            (".text", True),
            (".tiles", True),
            (".filters", False),
            (".tree", False),
            (".tabs", False),
        ):
            assert shown.run("return arguments[0].checkVisibility()", shown.one(selector)) is there
        assert shown.run('return getComputedStyle(document.querySelector(".text")).overflow') == "visible"
    finally:
        shown.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
