"""The review page as a file: what stands in it, and that no text of a document becomes a part of the page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from any_ledger import ledgers
from command_line import failed, run
from rectiparse.comparing import compare
from rectiparse.document import Document
from rectiparse.finding import Finding
from rectiparse.ledger import Ledger
from rectiparse.pipeline import extract
from rectiparse.reading import read
from rectiparse.writing.page import Review, diff_page, review_page
from rectiparse.writing.page.charts import counted, deadlines, shares
from rectiparse.writing.page.marking import Mark, chunks_of

SAMPLES = Path(__file__).parent.parent / "samples"
HOSTILE = (
    "<script>alert(1)</script>", "]]>", "</style>", "</title>", "{{ 7*7 }}", "{% raw %}", '" onmouseover="alert(1)', "'><img src=x>",
    "\u202e反", "\u2028", "\u2029", "<!--", "&lt;", "javascript:alert(1)", "\x00", "</template>", "\x0c",
)  # fmt: skip
OURS = {
    "html", "head", "meta", "title", "link", "style", "body", "dialog", "h1", "h2", "h3", "dl", "dt", "dd", "div", "kbd", "form", "button",
    "script", "a", "header", "p", "span", "nav", "ul", "ol", "li", "details", "summary", "b", "i", "main", "section", "fieldset", "legend",
    "label", "input", "output", "select", "option", "template", "footer", "noscript", "svg", "rect", "line", "text", "g", "circle",
    "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td", "small", "article", "mark",
}  # fmt: skip
EMPTY = {"meta", "link", "input"}


class Parsed(HTMLParser):
    """The page as a parser sees it: its tags, their attributes, the text of each line of the source and of each mark."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: defaultdict[str, int] = defaultdict(int)
        self.attributes: set[str] = set()
        self.values: list[tuple[str, str]] = []
        self.inside: list[tuple[str, dict[str, str | None]]] = []
        self.lines: list[str] = []
        self.marks: defaultdict[str, dict[int, str]] = defaultdict(dict)
        self.texts: defaultdict[str, str] = defaultdict(str)
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.values += [(name, value or "") for name, value in attrs]
        if tag in EMPTY:
            return
        self.inside.append((tag, dict(attrs)))
        if tag == "p" and "data-n" in dict(attrs):
            self.lines.append("")
        for ref in self.refs():
            self.marks[ref].setdefault(len(self.lines), "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[self.inside[-1][0]] += data
        if self.in_source():
            self.lines[-1] += data
            for ref in self.refs():
                self.marks[ref][len(self.lines)] += data

    def in_source(self) -> bool:
        return any("data-n" in attributes for _, attributes in self.inside)

    def refs(self) -> list[str]:
        return [str(a["data-r"]) for _, a in self.inside if "data-r" in a] if self.in_source() else []


def reviewed(document: Document, *findings: Finding) -> Review:
    return Review(extract(document), document, findings)


def spans_of(ledger: Ledger) -> dict[str, tuple[int, int]]:
    """The span of each record by its reference on the page."""
    measures = [measure for problem in ledger.problems for measure in problem.measures] + list(ledger.measures)
    kinds = {
        "p": ledger.problems, "m": measures, "k": ledger.causes, "g": ledger.schedule, "f": ledger.figures, "t": ledger.dates,
        "c": ledger.citations, "n": ledger.noise,
    }  # fmt: skip
    return {f"{kind}{number}": record.span for kind, records in kinds.items() for number, record in enumerate(records)}


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*.*")))
def test_the_source_stands_whole_and_each_mark_is_its_records_span(sample: str) -> None:
    document = read(SAMPLES / sample)
    ledger = extract(document)
    page = Parsed(review_page([Review(ledger, document)]))
    assert "\n".join(page.lines) == document.text
    for ref, (start, end) in spans_of(ledger).items():
        assert "\n".join(page.marks[ref].values()) == document.text[start:end]
    parties = [
        party for problem in ledger.problems for each in (*problem.measures, problem) for party in each.responsible
    ]
    parties += [party for measure in ledger.measures for party in measure.responsible]
    for number, party in enumerate(parties):
        assert party.span is not None
        words = document.text[party.span[0] : party.span[1]]
        assert "\n".join(page.marks[f"o{number}"].values()) == words


texts = st.text(st.sampled_from("甲乙<&>\n\"'\u2028\u202e{"), max_size=30)
ranges = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@settings(deadline=None, max_examples=300)
@given(texts, ranges)
@example("<<<\n", [(3, 4)])
def test_marks_may_nest_and_cross_as_they_will(text: str, ranges: list[tuple[int, int]]) -> None:
    marks = [Mark(start, end, "M", f"m{number}") for number, (start, end) in enumerate(ranges)]
    page = Parsed("".join(chunk.html for chunk in chunks_of(text, marks, {}, "d1-")))
    assert "\n".join(page.lines) == text
    for mark in marks:
        if mark.start < mark.end <= len(text):
            words = "\n".join(page.marks[mark.ref].values())
            assert words.strip("\n") == text[mark.start : mark.end].strip("\n")


def test_a_thousand_marks_on_one_text_do_not_make_a_thousand_of_each_line() -> None:
    text = "甲乙丙丁\n" * 300
    marks = [Mark(0, len(text), "P", f"p{number}") for number in range(1000)]
    html = "".join(chunk.html for chunk in chunks_of(text, marks, {}, "d1-"))
    assert len(html) < 300 * 1000  # all of them, in each line, would take ten million


@settings(deadline=None, max_examples=60)
@given(ledgers, st.sampled_from(HOSTILE))
def test_no_text_of_a_ledger_becomes_markup(ledger: Ledger, hostile: str) -> None:
    source = ledger.source.model_copy(update={"name": hostile, "sha256": hostile})
    facts = ledger.document.model_copy(update={"title": hostile, "organization": hostile})
    page = review_page([Review(ledger.model_copy(update={"source": source, "document": facts}))])
    parsed = Parsed(page)
    assert set(parsed.tags) <= OURS
    assert (parsed.tags["script"], parsed.tags["style"], parsed.tags["title"] >= 1) == (1, 1, True)
    assert not any(name.startswith("on") or name in ("style", "src", "action") for name in parsed.attributes)
    assert all(value.startswith(("#", "data:image/svg+xml,")) for name, value in parsed.values if name == "href")


def test_no_text_of_a_document_becomes_markup() -> None:
    text = "".join(
        f"{number}.关于{words}的问题。\n整改措施：（1）{words}由办公室牵头，6月底前完成{words}。\n"
        for number, words in enumerate(HOSTILE, 1)
    )
    whole = "整改方案\n一、反馈问题整改\n" + text
    document = Document(text=whole, name="</script>.txt", format="txt", encoding=None, sha256="0")
    ledger = extract(document)
    words = [
        Finding(file="a", code=h, rule=h, severity="error", message=h, span=(0, 3), line=1, expected=h, found=h)
        for h in HOSTILE
    ]
    parsed = Parsed(review_page([Review(ledger, document, tuple(words))]))
    assert set(parsed.tags) <= OURS
    assert (parsed.tags["script"], parsed.tags["style"]) == (1, 1)
    assert "\n".join(parsed.lines) == document.text.replace("\x00", "\ufffd")
    several = Parsed(review_page([Review(ledger, document), Review(ledger)]))
    assert set(several.tags) <= OURS
    assert several.tags["script"] == 1


def test_the_policy_lets_in_nothing_but_what_is_in_the_page() -> None:
    page = review_page([reviewed(read(SAMPLES / "plan.txt"))])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page
    assert not re.search(r"@import|url\(", page)


def test_the_same_document_gives_the_same_page() -> None:
    first, second = (review_page([reviewed(read(SAMPLES / "report.txt"))]) for _ in range(2))
    assert first == second


def test_a_ledger_without_its_document_says_so() -> None:
    page = Parsed(review_page([Review(extract(SAMPLES / "plan.txt"))]))
    assert not page.lines
    assert "plan.txt" in page.texts["p"]
    assert "not at hand" in page.texts["p"]


def test_an_empty_ledger_has_a_page() -> None:
    ledger = extract(SAMPLES / "plan.txt").model_copy(
        update={"problems": (), "measures": (), "schedule": (), "figures": (), "dates": ()}
    )
    assert "No problems and no measures" in review_page([Review(ledger)])


def test_several_documents_have_an_index_with_a_line_each() -> None:
    reviews = [reviewed(read(SAMPLES / name)) for name in ("plan.txt", "report.txt", "plan.txt")]
    page = review_page(reviews)
    assert re.findall(r'<a href="(#d\d)">', page) == ["#d1", "#d2", "#d3"]
    assert page.count('<template id="doc-') == 3
    identities = re.findall(r' id="([^"]*)"', page)
    assert len(identities) == len(set(identities))


def test_old_beside_new() -> None:
    old, new = extract(SAMPLES / "plan.txt"), extract(SAMPLES / "plan-running-numbers.txt")
    comparison = compare(old, old)
    page = diff_page(comparison, old, old, changes={("P1", "P1"): ["次数 15次 → 10次"]})
    assert page.count('class="pair item"') == len(comparison.recurring) + len(comparison.candidates)
    assert "次数 15次 → 10次" in page
    other = compare(old, new)
    apart = diff_page(other, old, new)
    assert apart.count("pair item alone") == len(other.new) + len(other.gone)
    assert "<mark>" in apart
    assert set(Parsed(apart).tags) <= OURS


# ---- charts ----


def test_deadlines_stand_between_the_ends_of_their_axis_in_order() -> None:
    ledger = extract(SAMPLES / "plan.txt")
    refs = {measure.id: measure.id for problem in ledger.problems for measure in problem.measures}
    axis = deadlines(ledger, refs)
    assert axis is not None
    assert [band.label for band in axis.bands] == ["动员部署阶段", "集中整改阶段", "总结巩固阶段"]
    assert all(0 <= dot.x <= 100 and dot.y < axis.line for dot in axis.dots)
    dated = sorted(m.deadline[3:] for p in ledger.problems for m in p.measures if m.deadline)
    assert len(axis.dots) == len(dated)
    assert [dot.x for dot in axis.dots] == sorted(dot.x for dot in axis.dots)
    assert axis.bands[0].x < axis.bands[1].x < axis.bands[2].x


def test_counts_are_drawn_most_first_and_shares_add_up() -> None:
    bars = counted(["乙", "甲", "乙", "", "丙"])
    assert bars is not None
    assert [(bar.label, bar.shown, bar.length) for bar in bars.bars] == [
        ("乙", "2", 100.0),
        ("丙", "1", 50.0),
        ("甲", "1", 50.0),
    ]
    assert counted([""]) is None
    parts = shares(["done", "done", "not-done", "unknown"])
    assert [(part.status, part.x, part.length) for part in parts] == [
        ("done", 0, 50),
        ("not-done", 50, 25),
        ("unknown", 75, 25),
    ]


# ---- the command ----


def test_view_writes_a_page_named_after_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("view", SAMPLES / "plan.txt")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "plan.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "exists already" in failed(run("view", SAMPLES / "plan.txt"))
    assert run("view", SAMPLES / "plan.txt", "--force").code == 0


def test_view_speaks_the_language_asked_for(tmp_path: Path) -> None:
    run("view", SAMPLES / "plan.txt", "-o", tmp_path / "zh.html", "--lang", "zh")
    run("view", SAMPLES / "plan.txt", "-o", tmp_path / "en.html", "--lang", "en")
    chinese, english = ((tmp_path / name).read_text(encoding="utf-8") for name in ("zh.html", "en.html"))
    assert '<html lang="zh-CN">' in chinese
    assert "未明确责任" in chinese
    assert '<html lang="en">' in english
    assert "nobody named" in english


def test_view_finds_the_document_beside_its_ledger(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes((SAMPLES / "plan.txt").read_bytes())
    run("extract", tmp_path / "plan.txt", "-o", tmp_path / "plan.yaml")
    assert run("view", tmp_path / "plan.yaml", "-o", tmp_path / "with.html").code == 0
    (tmp_path / "plan.txt").write_text("别的文字", encoding="utf-8")
    ran = run("view", tmp_path / "plan.yaml", "-o", tmp_path / "without.html")
    assert ran.code == 0
    assert "plan.txt" in ran.err
    assert 'data-n="1"' in (tmp_path / "with.html").read_text(encoding="utf-8")
    assert 'data-n="1"' not in (tmp_path / "without.html").read_text(encoding="utf-8")


def test_view_of_two_rounds(tmp_path: Path) -> None:
    page = tmp_path / "diff.html"
    assert run("view", "--diff", SAMPLES / "plan.txt", SAMPLES / "report.txt", "-o", page).code == 0
    assert 'id="compare"' in page.read_text(encoding="utf-8")
    assert "--diff needs two files" in failed(run("view", "--diff", SAMPLES / "plan.txt", "-o", page, "--force"))


def test_view_leaves_nothing_where_nothing_could_be_read(tmp_path: Path) -> None:
    assert "no such file" in failed(run("view", tmp_path / "none.txt", "-o", tmp_path / "page.html"))
    assert not list(tmp_path.iterdir())
    assert "no folder" in failed(run("view", SAMPLES / "plan.txt", "-o", tmp_path / "no" / "page.html"))
