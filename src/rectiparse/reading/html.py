"""Web pages, and .doc files that are web pages: the main text, the site's furniture beside it, tables as tables.

Which part of a page is the document is decided by where its sentences stand, not by the names that a site gives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from rectiparse.document import Document, Place
from rectiparse.errors import ReadingError
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.number_formats import print_number
from rectiparse.reading.numbering import is_typed
from rectiparse.reading.tabulating import NOWHERE, TableCell, write_table
from rectiparse.reading.text import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

# What parts lines. Everything else runs on in its line.
BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "legend",
        "option",
    ]
)
# What prints no text of the document.
SILENT: Final = frozenset(
    [
        "applet",
        "audio",
        "button",
        "canvas",
        "datalist",
        "del",
        "embed",
        "head",
        "iframe",
        "input",
        "map",
        "noframes",
        "noscript",
        "object",
        "rp",
        "rt",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
        "xml",
    ]
)
# What HTML itself calls furniture.
ASIDE: Final = frozenset(("aside", "footer", "nav"))
MOST_TAGS: Final = 600_000  # a long plan saved by Word has 20,000; each takes some 500 bytes of memory
HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)

CHARSET: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z][\w.:-]*)", re.I)
BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
WIDE: Final = "\u2e80-\uffef“”‘’…—"
# Source lines that are wrapped between two Chinese characters print without a gap (CSS Text 3, 4.1.3).
# LibreOffice wraps its source at blanks alone.
WRAPS_AT_BLANKS: Final = re.compile(r"<meta\s+name=.generator.\s+content=.(?:LibreOffice|OpenOffice)", re.I)
WRAP: Final = re.compile(rf"(?<=[{WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{WIDE}])")
SENTENCE: Final = re.compile(r"[，。；！？]")
LETTER: Final = re.compile(r"\w")
FILE: Final = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|rtf|txt|zip|rar)\b", re.I)
# Lines that only serve the reader of the site, where one stands inside the text.
TOOL: Final = re.compile(
    r"[【\[（(\s]*(?:打\s*印(?:本页|此页|正文)?|关\s*闭(?:窗口|本页)?|返回(?:顶部|首页|列表|上一页)?|收藏(?:本页)?|分享(?:到.{0,20})?|"
    r"[上下]一(?:篇|条|页).{0,60}|扫一扫.{0,30}|[【\[]?(?:大|中|小|特大|\s)+[】\]]?|(?:字体|字号)\s*[:：].{0,20}|"
    r"(?:浏览|点击|阅读|访问)(?:次数|量|数)?\s*[:：]?\s*\d*\s*次?)[】\]）)\s|]*"
)
# The line under a page's title, and the lines at its foot.
INFORMATION: Final = re.compile(
    r"(?:发布|发表|更新|公开|日期|时间|来源|信息来源|作者|编辑|责任编辑|审核|浏览|点击|字号|字体|索引号)[^，。]{0,8}[:：]"
)
FOOT: Final = re.compile(
    r"版权所有|备案号|ICP备|公网安备|网站标识码|Copyright|(?:技术支持|主办|主办单位|承办|承办单位)\s*[:：]", re.I
)

HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
LIST_TYPES: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
LIST_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*(?:[a-z]+\s+)??([a-z-]+)", re.I)
LIST_STYLES: Final = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
}

MOST: Final = 0.95  # of the sentences stand in the main part


def read_html(data: bytes, name: str) -> Document:
    """The document in a web page; the menus and footers around it are furniture.

    Raises ReadingError for a page that is damaged, nested too deeply or far too large.
    """
    from lxml import etree

    text, encoding = _decoded(data, name)
    if text.count("<") > MOST_TAGS:
        raise ReadingError("{name}: too many elements; split it", name=name)
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise ReadingError("{name}: no text in it; give a page that holds words", name=name)
    if any("depth" in entry.message for entry in parser.error_log):  # what lies deeper would be missing
        raise ReadingError("{name}: nested too deeply; open it in a browser and save its text", name=name)
    walk = _Walk(WRAPS_AT_BLANKS.search(text, 0, 4096) is not None)
    walk.enter(root)
    assembler = Assembler()
    _write(walk, BLANKS.sub(" ", root.findtext("head/title") or ""), assembler)
    return assembler.document(name, "html", encoding, data)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The page's characters; UTF-8 where they are that, else what the page says of itself, else a guess."""
    declared = CHARSET.search(data, 0, 4096)
    if declared and b"\x00" not in data[:4096]:
        try:
            return data.decode("utf-8-sig"), "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
        except UnicodeDecodeError:
            pass
        called = declared[1].decode("ascii").lower()
        try:
            return decode(data, name, called)
        except ReadingError:
            pass  # no such encoding, or another one than it says
    return decode(data, name)


class Item(NamedTuple):
    """A line of the page, or a table; `linked` counts the letters that lead to other pages."""

    text: str
    linked: int
    heading: int | None = None
    aside: bool = False
    rows: Sequence[Sequence[TableCell]] = ()

    @property
    def is_link(self) -> bool:
        """True when most of it leads elsewhere."""
        return self.linked > 0 and self.linked * 2 > len(LETTER.findall(self.text))

    @property
    def prose(self) -> int:
        """How much of a document's text it is: its length where it holds a sentence or a table."""
        if self.is_link or self.aside:
            return 0
        return len(self.text) if self.rows or SENTENCE.search(self.text) else 0


class Range(NamedTuple):
    """The items that one element holds, and how much prose they are."""

    start: int
    end: int
    prose: int


@dataclass(slots=True)
class _List:
    """An open list: how its numbers look, the mark after them, the next number."""

    format: str | None
    mark: str
    next: int

    def count(self, value: str | None) -> str:
        """The number of the next item as it prints; `value` is what the item gives itself."""
        here = int(value) if value and value.isdecimal() and len(value) < 6 else self.next
        self.next = here + 1
        return print_number(here, self.format) + self.mark if self.format else ""


@dataclass(slots=True)
class _Walk:
    """Goes through a page and collects its lines."""

    wraps_at_blanks: bool = False
    items: list[Item] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    prose: int = 0
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: list[bool] = field(default_factory=list)  # of each open one, whether it leads to a page, not to a file
    asides: int = 0
    heading: int | None = None
    preformatted: int = 0
    lists: list[_List] = field(default_factory=list)
    number: str = ""  # of the list item whose first line is still to come

    def enter(self, root: _Element) -> None:
        """Collect all that prints below `root`."""
        from lxml import etree

        opened: list[tuple[int, int]] = []  # of each element, the items and the prose before it
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in SILENT or (element is not root and self.is_hidden(element)):
                    walker.skip_subtree()
                    opened.append((-1, 0))
                    continue
                if tag in BLOCKS:
                    self.flush()
                self.asides += _is_aside(tag, element)
                if tag == "table" and element is not root and (rows := _data_rows(element)):
                    self.add(Item("\n".join("\t".join(cell.text for cell in row) for row in rows), 0, rows=rows))
                    walker.skip_subtree()
                    opened.append((-1, 0))
                    continue
                opened.append((len(self.items), self.prose))
                self.start(tag, element)
                self.write(element.text)
            else:
                items, prose = opened.pop()
                if items >= 0:
                    self.end(tag)
                    if tag in BLOCKS or _is_aside(tag, element):
                        self.flush()
                    self.asides -= _is_aside(tag, element)
                    if tag in BLOCKS:
                        self.ranges.append(Range(items, len(self.items), self.prose - prose))
                if element is not root:
                    self.write(element.tail)
        self.flush()

    def is_hidden(self, element: _Element) -> bool:
        """True for what the page does not show."""
        return element.get("hidden") is not None or HIDDEN.search(element.get("style") or "") is not None

    def start(self, tag: str, element: _Element) -> None:
        """Take notice of an element that begins."""
        if tag == "br":
            self.flush()
        elif tag == "a":
            self.links.append(not FILE.search(element.get("href") or ""))
        elif tag == "pre":
            self.preformatted += 1
        elif tag in HEADINGS:
            self.heading = HEADINGS[tag]
        elif tag in ("ol", "ul", "menu", "dir"):
            self.lists.append(_list(tag, element))
        elif tag == "li" and self.lists:
            self.number = self.lists[-1].count(element.get("value"))

    def end(self, tag: str) -> None:
        """Take notice of an element that ends."""
        if tag == "a":
            self.links.pop()
        elif tag == "pre":
            self.flush()
            self.preformatted -= 1
        elif tag in HEADINGS:
            self.flush()
            self.heading = None
        elif tag in ("ol", "ul", "menu", "dir") and self.lists:
            self.flush()
            self.lists.pop()
        elif tag == "li":
            self.flush()
            self.number = ""

    def write(self, text: str | None) -> None:
        """Add characters to the open line."""
        if not text:
            return
        if self.preformatted:
            first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.pieces.append(first)
            for line in rest:
                self.flush()
                self.pieces.append(line)
            return
        self.pieces.append(text)
        if self.links and self.links[-1]:
            self.linked += len(LETTER.findall(text))

    def flush(self) -> None:
        """End the open line."""
        if not self.pieces:
            return
        text = "".join(self.pieces)
        text = BLANKS.sub(" ", text if self.wraps_at_blanks else WRAP.sub("", text)).strip()
        linked, self.linked, self.pieces = self.linked, 0, []
        if not text:
            return
        if self.number:
            text = text if is_typed(self.number, text) else self.number + text
            self.number = ""
        self.add(Item(text, linked, self.heading, self.asides > 0))

    def add(self, item: Item) -> None:
        """Add a finished line or table."""
        self.items.append(item)
        self.prose += item.prose


def _is_aside(tag: str, element: _Element) -> bool:
    """True for what HTML calls furniture, and for the heads and feet of pages that LibreOffice writes."""
    return tag in ASIDE or (tag == "div" and element.get("title") in ("header", "footer"))


def _list(tag: str, element: _Element) -> _List:
    """The list that an element opens."""
    shape = LIST_STYLE.search(element.get("style") or "")
    format = (
        LIST_STYLES.get(shape[1].lower())
        if shape
        else None
        if tag != "ol"
        else LIST_TYPES.get(element.get("type") or "1", "decimal")
    )
    start = element.get("start") or ""
    return _List(
        format,
        "、" if format and format.startswith("chinese") else ".",
        int(start) if start.isdecimal() and len(start) < 6 else 1,
    )


# --- tables --------------------------------------------------------------------------------------------------------


def _data_rows(table: _Element) -> list[list[TableCell]]:
    """The rows of a table that holds data; none of one that only arranges the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    rows = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        rows.append([TableCell(_cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells])
    lengths = [len(cell.text) for row in rows for cell in row]
    several = sum(sum(bool(cell.text) for cell in row) > 1 for row in rows)
    if several < 2 or (max(lengths) > 0.6 * sum(lengths) and max(lengths) > 500):
        return []
    links = sum(len(text) for link in table.iter("a") for text in link.itertext())
    return [] if links * 2 > sum(lengths) else [row for row in rows if row]


def _cell_text(cell: _Element) -> str:
    """The lines of a table's cell."""
    walk = _Walk()
    walk.enter(cell)
    return "\n".join(item.text for item in walk.items)


def _span(cell: _Element, name: str) -> int:
    """How many rows or columns a cell takes; HTML allows 65,534 rows and 1,000 columns."""
    text = (cell.get(name) or "").strip()
    return min(max(1, int(text)), 1000) if text.isdecimal() and len(text) < 6 else 1


# --- the document on the page --------------------------------------------------------------------------------------


def _write(walk: _Walk, title: str, assembler: Assembler) -> None:
    """Write the lines, those that are none of the document as furniture."""
    furniture = _furniture(walk, title)
    tables = 0
    for number, (item, aside) in enumerate(zip(walk.items, furniture, strict=True), 1):
        if item.rows and not aside:
            tables += 1
            places = [Place(NOWHERE, table=tables, row=row + 1) for row in range(len(item.rows))]
            write_table(assembler, item.rows, places)
        else:
            assembler.line(
                item.text,
                Place(NOWHERE, paragraph=number),
                heading=None if aside else item.heading,
                rule="site" if aside else None,
            )


def _furniture(walk: _Walk, title: str) -> list[bool]:
    """Of each item, whether it is the site's and none of the document."""
    items = walk.items
    enough = MOST * walk.prose
    main = min(
        (held for held in walk.ranges if held.prose >= enough),
        key=lambda held: held.end - held.start,
        default=Range(0, len(items), 0),
    )
    outside = [*items[: main.start], *items[main.end :]]
    if sum(item.is_link or item.aside for item in (outside or items)) < 3:
        return [item.aside for item in items]  # nothing but a document
    aside = [at < main.start or at >= main.end or item.aside for at, item in enumerate(items)]
    for at in reversed(range(main.start)):
        if items[at].heading or _in_title(items[at].text, title):
            aside[at] = False
            break
    menu: list[int] = []
    for at in range(main.start, main.end + 1):
        if at < main.end and items[at].is_link:
            menu.append(at)
            continue
        if len(menu) >= 3:  # a menu, a list of other articles
            for place in menu:
                aside[place] = True
        menu = []
    sentences = [at for at in range(main.start, main.end) if items[at].prose]
    first, last = (sentences[0], sentences[-1]) if sentences else (main.start, main.end)
    for at in range(main.start, main.end):
        text = items[at].text
        if len(text) >= 200:
            continue
        before, after = at < first, at > last
        aside[at] |= TOOL.fullmatch(text) is not None or (items[at].is_link and (before or after))
        aside[at] |= before and len(INFORMATION.findall(text)) > 1
        aside[at] |= after and FOOT.search(text) is not None
    return aside


def _in_title(text: str, title: str) -> bool:
    """True for the title of the article, which the page's title gives together with the site's name."""
    plain = re.sub(r"\s", "", text)
    return len(plain) >= 6 and plain in re.sub(r"\s", "", title)
