"""Ledgers as an Excel workbook that is handed in: 整改台账 and the lists made from it, ready to be edited and printed.

The sheet 整改台账 can be edited and read back (`importing`). For that a hidden sheet carries the ledgers whole and a
hidden column names each row's record; `bare` leaves both out. The same ledgers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from rectiparse.finding import Finding
from rectiparse.ledger import Ledger, Measure
from rectiparse.writing.cells import clean, payload_of
from rectiparse.writing.columns import CANONICAL, COLUMNS, Column, Key
from rectiparse.writing.fitting import lines_needed, widest_line
from rectiparse.writing.lists import Sheet, lists_of
from rectiparse.writing.rows import Block, blocks_of, edited_columns
from rectiparse.writing.wording import STATUSES

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LEDGER_SHEET: Final = "整改台账"
DATA_SHEET: Final = "台账数据（请勿修改）"
ID_COLUMN: Final = "台账编号"
HEAD_ROW: Final = 2
"""The row of the column heads, counted from 0: below the title and the line of facts."""
MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)

# GB/T 9704-2012 sets titles in 小标宋, first-level heads in 黑体, text in 仿宋; the character set lets a machine that
# lacks a font choose a Chinese one.
TITLE, HEADS, TEXT = "方正小标宋简体", "黑体", "仿宋_GB2312"
CHINESE: Final = 134
LINE: Final = 14.0  # points a line of text takes
TALLEST: Final = 400.0  # Excel stops at 409
SIZES: Final = (10.5, 8.0, 6.0)
"""Points of the text: smaller where a row would be taller than that, since what is cut off is not read."""
SCREEN: Final = 320.0  # beyond this, what stands in the middle of a merged cell is out of sight
INDENT: Final = 1.4  # characters that the indent of a sentence takes
NARROW: Final = 16  # columns up to this width hold words, not sentences
INK, RULE, SOFT_RULE, HEAD_FILL, HEAD_INK = "#1F1F1F", "#8C8C8C", "#D4D0CB", "#F4ECE6", "#6B1712"
EDITED_ASPECT: Final = "方面"
MISSING, EDITED_INK = "#FBE0DC", "#1257A8"
STATUS_COLOURS: Final = {
    "done": ("#1E6B3A", "#E3F2E6"),
    "mostly-done": ("#4C6A12", "#EFF4D9"),
    "in-progress": ("#8A5300", "#FDF0D2"),
    "long-term": ("#1F4E8C", "#E2ECF8"),
    "not-done": ("#A3160F", "#FBE0DC"),
}
VAGUE: Final = ("及时", "尽快", "限期", "按时", "适时", "近期", "早日")
LEGEND: Final = "　（浅红底色：文件未写明）"
SPARE_ROWS: Final = 200  # rows below the last that take the drop-down too, for what people add


def dump_workbook(
    ledgers: Sequence[Ledger],
    *,
    columns: Sequence[Column] = COLUMNS,
    findings: Iterable[Finding] = (),
    bare: bool = False,
) -> bytes:
    """The workbook as a file's content. `findings` fill the sheet 检查; without any, it says so."""
    from xlsxwriter import Workbook

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(file, options)
    book.set_properties({"title": title_of(ledgers), "created": MADE})
    styles = Styles(book)
    blocks = list(blocks_of(ledgers))
    LedgerSheet(book, styles, ledgers, blocks, tuple(columns), bare=bare).write()
    for sheet in lists_of(ledgers, blocks, findings):
        write_list(book, styles, sheet)
    if not bare:
        hidden = book.add_worksheet(DATA_SHEET)
        hidden.hide()
        hidden.set_column(0, 0, 60)
        for row, piece in enumerate(payload_of(ledgers)):
            hidden.write_string(row, 0, piece)
    book.close()
    return file.getvalue()


def title_of(ledgers: Sequence[Ledger]) -> str:
    """The title over the table: the unit's name where all ledgers have one unit, and 整改台账."""
    units = {ledger.document.organization for ledger in ledgers}
    unit = units.pop() if len(units) == 1 else None
    return clean(f"{unit or ''}{LEDGER_SHEET}")


def facts_of(ledgers: Sequence[Ledger], blocks: Sequence[Block]) -> str:
    """The line below the title: who inspected, when, how much there is, what is missing."""
    rows = [(block, measure) for block in blocks for measure in block.rows]
    facts = []
    if len(ledgers) == 1:
        document = ledgers[0].document
        named = (("巡察机构", document.inspector), ("依据文件", document.title or ledgers[0].source.name))
        facts += [f"{name}：{value}" for name, value in named if value]
    else:
        facts.append(f"文件 {len(ledgers)} 份")
    facts.append(f"问题 {sum(block.problem is not None for block in blocks)} 个")
    facts.append(f"措施 {sum(len(block.measures) for block in blocks)} 条")
    if unled := sum(block.lacks_owner(measure) for block, measure in rows):
        facts.append(f"未明确责任 {unled} 条")
    if undated := sum(block.lacks_deadline(measure) for block, measure in rows):
        facts.append(f"未明确时限 {undated} 条")
    return clean("　".join(facts))


@dataclass
class Styles:
    """The formats of one workbook, each made once."""

    book: Workbook
    made: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)

    def of(self, **properties: object) -> Any:
        """The format with these properties on top of those of a cell of text."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            base = {
                "font_name": TEXT, "font_charset": CHINESE, "font_size": 10.5, "font_color": INK, "valign": "vcenter", "text_wrap": True,
                "border": 1, "border_color": SOFT_RULE,
            }  # fmt: skip
            self.made[key] = self.book.add_format(base | properties)
        return self.made[key]

    def aligned(self, column: Column) -> dict[str, object]:
        """Words stand in the middle of their column, sentences begin a little from its rule."""
        return {"align": "center"} if column.width[1] <= NARROW else {"align": "left", "indent": 1}

    def head(self) -> Any:
        """The format of a column's head."""
        return self.of(
            font_name=HEADS, font_color=HEAD_INK, bg_color=HEAD_FILL, align="center", valign="vcenter",
            bottom=2, bottom_color=HEAD_INK, top=1, top_color=HEAD_INK,
        )  # fmt: skip


@dataclass
class LedgerSheet:
    """The sheet 整改台账: one row a measure, the cells of its problem merged over them."""

    book: Workbook
    styles: Styles
    ledgers: Sequence[Ledger]
    blocks: Sequence[Block]
    columns: tuple[Column, ...]
    bare: bool

    def write(self) -> None:
        """Add the sheet to the workbook."""
        sheet = self.book.add_worksheet(LEDGER_SHEET)
        sheet.set_tab_color(HEAD_INK)
        texts = [
            [[clean(column.text(block, measure)) for column in self.columns] for measure in block.rows]
            for block in self.blocks
        ]
        widths = [fitted(column, (row[at] for rows in texts for row in rows)) for at, column in enumerate(self.columns)]
        for at, wide in enumerate(widths):
            sheet.set_column(at, at, wide)
        last = len(self.columns) - 1
        self.write_top(sheet, last)
        row = HEAD_ROW + 1
        tops = []
        for block, rows in zip(self.blocks, texts, strict=True):
            tops.append(row)
            row = self.write_block(sheet, row, block, rows, widths)
        tops.append(row)
        self.write_aspects(sheet, tops)
        if not self.blocks:
            merge(sheet, row, 0, row, last, "（文件中没有可列入台账的问题和措施）", self.styles.of(align="center"))
            row += 1
        self.finish(sheet, row - 1, last)
        placed = zip(self.blocks, tops, tops[1:], strict=False)
        for plans, group in groupby(placed, key=lambda each: each[0].plans):
            if plans:
                run = list(group)
                self.show_missing(sheet, run[0][1], run[-1][2] - 1)

    def write_top(self, sheet: Worksheet, last: int) -> None:
        """The title, the line of facts, the heads."""
        plain = {"border": 0, "align": "center", "valign": "vcenter"}
        merge(sheet, 0, 0, 0, last, title_of(self.ledgers), self.styles.of(font_name=TITLE, font_size=22, **plain))
        facts = facts_of(self.ledgers, self.blocks) + (LEGEND if any(block.plans for block in self.blocks) else "")
        merge(sheet, 1, 0, 1, last, facts, self.styles.of(font_size=11, font_color="#595959", **plain))
        sheet.set_row(0, 42)
        sheet.set_row(1, 24)
        sheet.set_row(HEAD_ROW, 30)
        for at, column in enumerate(self.columns):
            sheet.write_string(HEAD_ROW, at, clean(column.name), self.styles.head())
        if not self.bare:
            sheet.write_string(HEAD_ROW, last + 1, ID_COLUMN, self.styles.head())
            sheet.set_column(last + 1, last + 1, 12, None, {"hidden": True})

    def write_block(
        self, sheet: Worksheet, row: int, block: Block, texts: list[list[str]], widths: Sequence[float]
    ) -> int:
        """Write one problem with its measures from `row` on; give the row below it."""
        whole = [column.whole(block) for column in self.columns]
        heights = [
            max(height(text, wide) for text, wide, shared in zip(cells, widths, whole, strict=True) if not shared)
            if not all(whole)
            else height("", 10)
            for cells in texts
        ]
        needed = max(
            (height(text, wide) for text, wide, shared in zip(texts[0], widths, whole, strict=True) if shared),
            default=0.0,
        )
        if needed > sum(heights):
            heights = [tall + (needed - sum(heights)) / len(heights) for tall in heights]
        # A row cannot be taller than Excel allows: a record that needs more takes several, merged.
        spans = [max(ceil(tall / TALLEST), 1) for tall in heights]
        end = row + sum(spans) - 1
        long = sum(heights) > SCREEN
        at_row = row
        for number, (measure, cells, tall, span) in enumerate(zip(block.rows, texts, heights, spans, strict=True)):
            for line in range(at_row, at_row + span):
                sheet.set_row(line, round(tall / span, 1))
                if not self.bare:
                    sheet.write_string(line, len(self.columns), block.key(number), self.styles.of())
            for at, (column, text) in enumerate(zip(self.columns, cells, strict=True)):
                if whole[at]:
                    continue
                fill(
                    sheet, at_row, at_row + span - 1, at, text, self.style(column, block, measure, first=at_row == row)
                )
            at_row += span
        for at, column in enumerate(self.columns):
            if whole[at] and column.key != "aspect":
                fill(sheet, row, end, at, texts[0][at], self.style(column, block, None, first=True, long=long))
        return end + 1

    def write_aspects(self, sheet: Worksheet, tops: Sequence[int]) -> None:
        """The aspects, one cell over all problems that follow one another in it; `tops` are the blocks' first rows."""
        for at, column in enumerate(self.columns):
            if column.key != "aspect":
                continue
            first = 0
            for number, block in enumerate(self.blocks):
                after = self.blocks[number + 1] if number + 1 < len(self.blocks) else None
                if not block.problem or not after or not same_aspect(block, after):
                    text = clean(column.text(block, None))
                    long = tops[number + 1] - tops[first] > 8
                    style = self.style(column, self.blocks[first], None, first=True, long=long)
                    fill(sheet, tops[first], tops[number + 1] - 1, at, text, style)
                    first = number + 1

    def style(self, column: Column, block: Block, measure: Measure | None, *, first: bool, long: bool = False) -> Any:
        """The format of a cell: words in the middle, sentences from the left, a rule above each problem."""
        changed = edited_columns(measure) | (edited_columns(block.problem) if column.whole(block) else frozenset())
        properties = self.styles.aligned(column) | ({"valign": "top"} if long else {})
        if column.key == "title":
            properties["font_name"] = HEADS
        if first:
            properties |= {"top": 1, "top_color": RULE}
        if CANONICAL.get(column.key, column.name) in changed:
            properties["font_color"] = EDITED_INK
        return self.styles.of(**properties)

    def finish(self, sheet: Worksheet, last_row: int, last: int) -> None:
        """Freezing, filters, the drop-down, colours that follow what people fill in, printing."""
        first = HEAD_ROW + 1
        held = [at for at, column in enumerate(self.columns[:4]) if column.key in ("number", "aspect", "title")]
        sheet.freeze_panes(first, max(held, default=-1) + 1)
        sheet.autofilter(HEAD_ROW, 0, max(last_row, first), last + (not self.bare))
        places: dict[Key, int] = {column.key: at for at, column in enumerate(self.columns)}
        if "status" in places:
            self.offer_statuses(sheet, places["status"], first, last_row + SPARE_ROWS)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
        sheet.center_horizontally()
        sheet.repeat_rows(0, HEAD_ROW)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, max(last_row, first), last)
        sheet.set_footer('&C&"宋体"&10第 &P 页　共 &N 页')

    def offer_statuses(self, sheet: Worksheet, at: int, first: int, last: int) -> None:
        """The drop-down of 状态, and a colour for each of its words."""
        words = [word for word in STATUSES.values() if word]
        sheet.data_validation(
            first, at, last, at,
            {
                "validate": "list", "source": words, "error_type": "information", "error_title": "状态",
                "error_message": "常用状态：" + "、".join(words) + "。确定保留您填写的内容吗？",
            },
        )  # fmt: skip
        for status, (ink, ground) in STATUS_COLOURS.items():
            colours = self.book.add_format({"font_color": ink, "bg_color": ground})
            word = next(word for key, word in STATUSES.items() if key == status)
            sheet.conditional_format(
                first, at, last, at, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": colours}
            )

    def show_missing(self, sheet: Worksheet, first: int, last: int) -> None:
        """A red ground under the empty cells of who and by when, until they are filled."""
        from xlsxwriter.utility import xl_col_to_name

        places: dict[Key, int] = {column.key: at for at, column in enumerate(self.columns)}
        ground = self.book.add_format({"bg_color": MISSING})

        def empty(at: int) -> str:
            return f'TRIM(${xl_col_to_name(at)}{first + 1})=""'

        who: tuple[Key, ...] = ("leader", "lead", "party")
        owners = [places[key] for key in who if key in places]
        if owners:
            formula = f"=AND({','.join(map(empty, owners))})"
            rule = {"type": "formula", "criteria": formula, "format": ground}
            sheet.conditional_format(first, owners[-1], last, owners[-1], rule)
        if "deadline" in places:
            at = places["deadline"]
            cell = f"${xl_col_to_name(at)}{first + 1}"
            vague = ",".join(f'{cell}="{word}"' for word in VAGUE)
            rule = {"type": "formula", "criteria": f"=OR({empty(at)},{vague})", "format": ground}
            sheet.conditional_format(first, at, last, at, rule)


def same_aspect(block: Block, other: Block) -> bool:
    """True where two problems of one document stand under the same aspect."""
    if block.problem is None or other.problem is None or block.part != other.part:
        return False
    changed = [EDITED_ASPECT in edited_columns(each.problem) for each in (block, other)]
    return block.problem.aspect == other.problem.aspect and changed[0] == changed[1]


def write_list(book: Workbook, styles: Styles, listed: Sheet) -> None:
    """Add one of the lists: heads, rows, filters, and merged cells where a column groups its rows."""
    sheet = book.add_worksheet(listed.name)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 26)
    rows = [[clean(value) if isinstance(value, str) else value for value in row] for row in listed.rows]
    widths = []
    for at, column in enumerate(listed.columns):
        widths.append(fitted(column, (shown(row[at]) for row in rows)))
        sheet.set_column(at, at, widths[at])
        sheet.write_string(0, at, column.name, styles.head())
    for number, row in enumerate(rows, 1):
        fits = [fitted_height(shown(value), wide) for value, wide in zip(row, widths, strict=True)]
        sheet.set_row(number, min(round(max(tall for tall, _ in fits), 1), TALLEST))
        for at, value in enumerate(row):
            style = styles.aligned(listed.columns[at]) | ({"font_size": SIZES[fits[at][1]]} if fits[at][1] else {})
            if isinstance(value, date):
                sheet.write_datetime(
                    number, at, datetime(value.year, value.month, value.day), styles.of(num_format="yyyy-mm-dd", **style)
                )  # fmt: skip
            elif isinstance(value, int | float):
                digits = "#,##0" if isinstance(value, int) else "#,##0.####"
                sheet.write_number(number, at, value, styles.of(num_format=digits, align="center"))
            else:
                put(sheet, number, at, value or "", styles.of(**style))
    if not rows:
        merge(sheet, 1, 0, 1, len(listed.columns) - 1, listed.nothing, styles.of(align="center"))
    sheet.autofilter(0, 0, max(len(rows), 1), len(listed.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f'&C&"黑体"&14{listed.name}')
    sheet.set_footer('&C&"宋体"&10第 &P 页　共 &N 页')


def fitted(column: Column, texts: Iterable[str]) -> float:
    """The width of a column: what its longest line needs, within the column's bounds."""
    low, high = column.width
    needed = max((widest_line(text) for text in texts if text), default=0) + 2.5 + INDENT
    return min(max(needed, low), max(high, low))


def height(text: str, columns: float) -> float:
    """The points that a cell's text takes."""
    return max(lines_needed(text, columns - INDENT), 1) * LINE + 8


def fitted_height(text: str, wide: float) -> tuple[float, int]:
    """The points that a cell's text takes in a column so wide, and which of SIZES lets a row hold it."""
    if len(text) * 2 < wide - 3 and "\n" not in text:
        return LINE + 8, 0
    heights = [height(text, wide * SIZES[0] / size) * size / SIZES[0] for size in SIZES]
    number = next((number for number, tall in enumerate(heights) if tall <= TALLEST), len(SIZES) - 1)
    return heights[number], number


def shown(value: str | float | date | None) -> str:
    """What a value looks like in its cell, for the width."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int, text: str, style: Any) -> None:
    """Text in one cell or over several; a single cell cannot be merged."""
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    put(sheet, top, left, text, style)


def fill(sheet: Worksheet, top: int, bottom: int, at: int, text: str, style: Any) -> None:
    """Text in a column, merged over its rows; each row below holds it too, so that a filter finds all of them."""
    merge(sheet, top, at, bottom, at, text, style)
    for row in range(top + 1, bottom + 1):
        put(sheet, row, at, text, style)


def put(sheet: Worksheet, row: int, at: int, text: str, style: Any) -> None:
    """Text in a cell, as text whatever it begins with; a cell without any is empty."""
    if text:
        sheet.write_string(row, at, text, style)
    else:
        sheet.write_blank(row, at, None, style)
