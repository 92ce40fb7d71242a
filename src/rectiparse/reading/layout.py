"""Printed pages as text: runs of characters by their place become lines, lines become paragraphs and tables.

A page knows neither: it says where each character stands. Every printed line ends in a wrap, so what parts
two paragraphs is told from the geometry: a line that ends although the next word would still have fitted,
an indent, a gap, another size of type.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, pairwise
from statistics import median
from typing import Final, NamedTuple

from rectiparse.document import Place
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.grid import THIN, Grid, Rule, find_grids
from rectiparse.reading.radicals import CHARACTERS
from rectiparse.reading.surrogates import paired
from rectiparse.reading.tabulating import NOWHERE, TableCell, write_table

WIDE: Final = "\u2e80"  # from here on a character is as wide as the type is high

MOST_CHARACTERS: Final = 4_000_000  # a plan has 60,000, 5,000 full pages have 3,000,000
FEW: Final = 8  # lines that a sheet needs to show its own type area

_CLOSING: Final = "，。；：、！？…”’）》〉】」』〕)]%,.;:!?"
_OPENING: Final = "“‘（《〈【「『〔(["
_TOKEN: Final = re.compile(  # what no line break may cut: a word, a character with its marks, quotes on both sides
    rf"[{re.escape(_OPENING)}]*(?:[!-~]+|.)(?:[{re.escape(_CLOSING)}]+\d*|[“‘\"'][!-~]*.?)*"
)
_ENDED: Final = re.compile(r"[。！？；：….!?;:][”’）》】」』\"')]*$")
_MARK: Final = re.compile(
    r"[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十百]{1,4}(?:[、.．]|[是要]\S)|"
    r"第[一二三四五六七八九十百\d]{1,4}[章节条，,、]|\d{1,3}(?:[、．]|[.)）](?!\d))|[①-⑳⑴-⒛●■◆★]|附件|附：|#"
    r"|【[^】]{2,12}】|(?:整改|责任|完成|牵头|配合)[\u4e00-\u9fff]{2,4}[：:]"
)
_FRAME: Final = r"—–―‒\-－_·•~～|\s"
_PAGE_NUMBER: Final = re.compile(
    rf"(?P<frame>[〈《<〔\[【(（{_FRAME}]*(?:第|[Pp]age|PAGE|[Pp]\.?)?)\s*"
    r"(?P<number>\d{1,5}|[ivxlcIVXLC]{1,7}|[一二三四五六七八九十百零〇]{1,6}(?=\s*页))\s*"
    rf"(?P<rest>页?(?:[\s,，/／|]*(?:[共总/／]|of)\s*共?\s*\d{{1,5}}\s*页?)?[〉》>〕\]】)）{_FRAME}]*)"
    rf"|[{_FRAME}]*[共总]\s*\d{{1,5}}\s*页[\s,，/／|]*第\s*\d{{1,5}}\s*页[{_FRAME}]*"
)
_DIGITS: Final = re.compile(r"\d+")
_LISTED: Final = re.compile(r"^[（(]?(\d{1,2})[)）.、．]", re.MULTILINE)


class Run(NamedTuple):
    """Characters that stand side by side on one line, in points from the page's top left corner.

    `em` is the width of one Chinese character in this type, 0 where the run holds none.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    em: float


# A character, its box (left, top, right, bottom), and a number that its reader knows it by.
Glyph = tuple[str, float, float, float, float, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its edges, what is printed on it, the strokes that rule it, and text that runs aslant (watermarks)."""

    number: int
    left: float
    right: float
    runs: Sequence[Run]
    rules: Sequence[Rule] = ()
    aslant: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; `blank` says that a blank was printed at its end."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    em: float
    page: int
    blank: bool = False

    @property
    def middle(self) -> float:
        """The height at which the line stands."""
        return (self.top + self.bottom) / 2


class GridText(NamedTuple):
    """A ruled table with the text of each cell, in the order of `grid.cells`."""

    grid: Grid
    texts: tuple[str, ...]
    page: int


Block = Line | GridText


class Column(NamedTuple):
    """The type area that lines fill, and what parts its paragraphs.

    `em` is the usual size of type. Two lines further apart than `step` are two paragraphs; `spaced` says that
    all paragraphs keep such a distance, `indent` how far most are indented (0 where they are not), `flush_heads`
    that headings start without an indent, `hangs` that all lines of a paragraph but its first are, `shows_blanks` that a blank at a line's end was typed: some makers print one
    after every line.
    """

    left: float
    right: float
    em: float
    step: float = math.inf
    spaced: bool = False
    indent: float = 0
    flush_heads: bool = False
    hangs: bool = False
    shows_blanks: bool = True


def compose(pages: Iterable[Page], assembler: Assembler) -> None:
    """Add the text of `pages` to `assembler`: each paragraph one line, tables as rows, furniture apart."""
    sheets = [_sheet(page) for page in pages]
    furniture = _furniture(sheets)
    body = [
        _Sheet(sheet.page, [b for at, b in enumerate(sheet.blocks) if (i, at) not in furniture])
        for i, sheet in enumerate(sheets)
    ]
    columns = _columns(body)
    writer = _Writer(assembler)
    for i, (sheet, kept) in enumerate(zip(sheets, body, strict=True)):
        for at, block in enumerate(sheet.blocks):
            if (i, at) in furniture and isinstance(block, Line):
                writer.set_aside(block.text, sheet.page.number, furniture[i, at])
        for text in sheet.page.aslant:
            writer.set_aside(text, sheet.page.number, "watermark")
        for at, block in enumerate(kept.blocks):
            if isinstance(block, GridText):
                writer.table(block)
                continue
            following = kept.blocks[at + 1] if at + 1 < len(kept.blocks) else None
            writer.line(block, following if isinstance(following, Line) else None, columns[i])
    writer.close()


class _Sheet(NamedTuple):
    page: Page
    blocks: list[Block]


def _sheet(page: Page) -> _Sheet:
    """The page's lines and tables, from the top down."""
    grids = find_grids(page.rules)
    loose: list[Run] = []
    held: list[list[list[Run]]] = [[[] for _ in grid.cells] for grid in grids]
    for run in page.runs:
        x, y = (run.left + run.right) / 2, (run.top + run.bottom) / 2
        for grid, cells in zip(grids, held, strict=True):
            if (cell := grid.cell_at(x, y)) is not None:
                cells[cell].append(run)
                break
        else:
            loose.append(run)
    blocks: list[tuple[float, Block]] = [(line.top, line) for line in lines_of(loose, page.number)]
    for grid, cells in zip(grids, held, strict=True):
        texts = tuple(
            _cell_text(lines_of(runs, page.number), cell.box) for runs, cell in zip(cells, grid.cells, strict=True)
        )
        if any(texts):
            blocks.append((grid.ys[0], GridText(grid, texts, page.number)))
    blocks.sort(key=lambda block: block[0])
    return _Sheet(replace(page, runs=(), rules=()), [block for _, block in blocks])


def is_page_number(text: str) -> bool:
    """True for text that is nothing but a page number: — 1 —, 第1页 共3页."""
    return len(text) < 40 and _PAGE_NUMBER.fullmatch(text) is not None


def ranges(numbers: list[int]) -> str:
    """Numbers as a person writes them: 1–3, 7."""
    runs = [
        [number for _, number in group] for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def gather(glyphs: Iterable[Glyph]) -> Iterator[tuple[Run, int]]:
    """Runs of the glyphs that follow each other on one line, each with the number of its first glyph.

    A run ends at any gap that could hold a narrow quote, so that what is drawn out of order falls into its place when
    runs are sorted.
    """
    letters: list[str] = []
    first = 0
    start = edge = ink = top = bottom = middle = reach = em = 0.0
    for letter, left, high, right, low, number in glyphs:
        follows = letters and abs((high + low) / 2 - middle) < reach and -reach < left - edge < reach / 2
        if letter.isspace():
            if follows:
                letters.append(letter)
                edge = right
            continue
        if not follows:
            if letters:
                yield Run("".join(letters), start, top, ink, bottom, em), first
                letters.clear()
            first, start, top, bottom, em = number, left, high, low, 0.0
            middle, reach = (high + low) / 2, 0.3 * max(low - high, 1.0)
        letters.append(letter)
        edge = ink = right
        if letter >= WIDE and right - left > em:
            em = right - left
    if letters:
        yield Run("".join(letters), start, top, ink, bottom, em), first


def lines_of(runs: Iterable[Run], page: int) -> list[Line]:
    """The printed lines, from the top down; runs at one height are one line, from left to right."""
    rows: list[list[Run]] = []
    top = bottom = 0.0
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run.left)):
        if rows and min(bottom, run.bottom) - max(top, run.top) >= 0.5 * min(bottom - top, run.bottom - run.top):
            rows[-1].append(run)
            if run.bottom - run.top > bottom - top:
                top, bottom = run.top, run.bottom
        else:
            rows.append([run])
            top, bottom = run.top, run.bottom
    return [_line(sorted(row, key=lambda run: run.left), page) for row in rows]


def _line(row: list[Run], page: int) -> Line:
    pieces: list[str] = []
    before: Run | None = None
    spread = len(row) * 2 > sum(len(run.text) for run in row)  # set wide, sign by sign: a gap says little
    gaps = [after.left - run.right for run, after in pairwise(row)]
    even = spread and len(gaps) > 2 and max(gaps) < 1.3 * min(gaps)  # to fill the width: a gap says nothing
    for run in row:
        if before is not None:
            em = max(before.em, run.em) or run.bottom - run.top
            gap = run.left - before.right
            if run.text == before.text and abs(run.left - before.left) < 0.2 * em:
                continue  # bold type made by printing twice
            wide = (before.text[-1] >= WIDE) + (run.text[0] >= WIDE)
            # Between a word and a Chinese character the makers set a quarter of an em, and stretch it.
            least = 0.2 if wide == 0 else 0.3 if wide == 2 and not spread else 0.8
            if gap > least * em and not even and not before.text[-1].isspace():
                pieces.append(" ")
        pieces.append(run.text)
        before = run
    return Line(
        text=paired("".join(pieces).strip().translate(CHARACTERS)),
        left=row[0].left,
        top=min(run.top for run in row),
        right=max(run.right for run in row),
        bottom=max(run.bottom for run in row),
        em=max(run.em for run in row),
        page=page,
        blank=row[-1].text[-1].isspace(),
    )


# --- furniture -----------------------------------------------------------------------------------------------------


def _furniture(sheets: Sequence[_Sheet]) -> dict[tuple[int, int], str]:
    """Which blocks (sheet, place on it) are page numbers or running heads, and the rule that says so."""
    found: dict[tuple[int, int], str] = {}
    for _ in range(3):  # no head of more than three lines was seen
        edges: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
        for i, sheet in enumerate(sheets):
            left = [(i, at) for at in range(len(sheet.blocks)) if (i, at) not in found]
            edges[0].extend(left[:1])
            edges[1].extend(left[-1:])
        new = {key: rule for edge in edges for key, rule in _repeated(sheets, edge)}
        if not new:
            break
        found |= new
    return found


def _repeated(sheets: Sequence[_Sheet], edge: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Those of the outermost lines that are page numbers, or the same words at the same height on page after page."""
    slots: dict[int, list[tuple[tuple[int, int], str]]] = {}
    bare: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, at in edge:
        line = sheets[i].blocks[at]
        if not isinstance(line, Line):
            continue
        if len(line.text) < 40 and (number := _PAGE_NUMBER.fullmatch(line.text)):
            if number["number"] is None or number["frame"].strip() or number["rest"].strip():
                yield (i, at), "page-number"
            elif number["number"].isdigit():
                bare.setdefault((round(line.middle / 4), sheets[i].page.number - int(number["number"])), []).append(
                    (i, at)
                )
        else:
            slots.setdefault(round(line.middle / 4), []).append(((i, at), _DIGITS.sub("0", line.text)))
    for same in bare.values():
        for i, at in same:
            if len(same) > 1 or _apart(sheets[i].blocks, at):
                yield (i, at), "page-number"
    for slot in slots.values():
        counts = Counter(words for _, words in slot)
        if len(counts) * 2 > len(slot):
            continue  # this height holds other words on most pages: the body's own first or last line
        standing = {words for (i, at), words in slot if _apart(sheets[i].blocks, at)}
        for (i, at), words in slot:
            if counts[words] > 2 or (counts[words] == 2 and (words in standing or len(sheets) == 2)):
                yield (i, at), "running-head"


def _apart(blocks: Sequence[Block], at: int) -> bool:
    """True when the line at an edge of the page stands well away from its neighbour."""
    line = blocks[at]
    neighbour = blocks[at - 1] if at else blocks[1] if len(blocks) > 1 else None
    if not isinstance(line, Line) or not isinstance(neighbour, Line):
        return neighbour is None or isinstance(neighbour, GridText)
    gap = line.top - neighbour.bottom if at else neighbour.top - line.bottom
    return gap > 1.5 * (neighbour.bottom - neighbour.top)


# --- paragraphs ----------------------------------------------------------------------------------------------------


def _columns(sheets: Sequence[_Sheet]) -> list[Column]:
    """The type area of each sheet; one with few lines takes that of the sheets with the same edges."""
    alike: dict[tuple[int, int], list[_Sheet]] = {}
    for sheet in sheets:
        alike.setdefault((round(sheet.page.left), round(sheet.page.right)), []).append(sheet)
    columns = {}
    for group in alike.values():
        lines = [[block for block in sheet.blocks if isinstance(block, Line)] for sheet in group]
        edges = group[0].page.left, group[0].page.right
        usual = _column(list(chain.from_iterable(lines)), *edges)
        for sheet, own in zip(group, lines, strict=True):
            columns[sheet.page.number] = usual
            if len(own) >= FEW:
                column = _column(own, *edges, left=usual.left)
                columns[sheet.page.number] = column._replace(
                    em=usual.em,
                    indent=usual.indent,
                    flush_heads=usual.flush_heads,
                    hangs=usual.hangs,
                    shows_blanks=usual.shows_blanks,
                )
    return [columns[sheet.page.number] for sheet in sheets]


def _column(
    lines: Sequence[Line], nearest: float, furthest: float, left: float = math.inf, *, cell: bool = False
) -> Column:
    """The type area of lines on a sheet, or in a cell, that reaches from `nearest` to `furthest`.

    A cell has too few lines to show that its paragraphs are set apart. The area starts at `left`, or further out where a line does: on a page of headings all lines may be indented.
    """
    if not lines:
        return Column(0, 0, 1)
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.em, 1)] += len(line.text)
    em = max(sizes, key=lambda size: (size > 0, sizes[size], size)) or lines[0].bottom - lines[0].top
    left = min(left, *(line.left for line in lines))
    right = _right_edge(sorted((line.right for line in lines), reverse=True), em)
    full = sum(line.right > right - 1.5 * em for line in lines)
    alike = furthest - (left - nearest)  # where the right margin is as wide as the left
    if full < max(5, 0.4 * len(lines)) or right - left < 0.6 * (alike - left):
        right = max(right, alike - em)  # too few lines are wrapped to show where
    column = Column(left, right, em)
    pairs = [pair for pair in pairwise(lines) if pair[0].page == pair[1].page]
    wrapped: list[tuple[Line, Line]] = []
    starts: list[tuple[Line, Line]] = []
    for pair in pairs:
        (wrapped if _filled(*pair, column) else starts).append(pair)
    steps, inside, outer = _steps(pairs), _steps(wrapped), _steps(starts)
    pitch = steps[len(steps) // 10] if steps else math.inf  # most lines of a text stand inside a paragraph
    lead = median(outer) if outer else pitch
    usual = max(pitch, median(inside)) if inside else pitch  # lines of two fonts are of two heights
    spaced = lead > 1.12 * usual and not cell
    flush = [line for _, line in starts if line.left - left <= 0.8 * em]
    indents = [line.left - left for _, line in starts if 0.8 * em < line.left - left < 6 * em]
    hanging = sum(0.8 * em < line.left - left < 6 * em for _, line in wrapped)
    return column._replace(
        step=(pitch + lead) / 2 if spaced else 1.4 * pitch,
        spaced=spaced,
        indent=median(indents) if len(indents) > len(flush) else 0,
        flush_heads=any(_MARK.match(line.text) for line in flush),
        hangs=len(flush) > len(indents) and hanging > 0.6 * len(wrapped),
        shows_blanks=sum(line.blank for line in lines) * 4 < len(lines),
    )


def _steps(pairs: Iterable[tuple[Line, Line]]) -> list[float]:
    """The distances from line to line where the type is the same, in order."""
    return sorted(line.middle - before.middle for before, line in pairs if _same_type(before, line))


def _right_edge(rights: Sequence[float], tolerance: float) -> float:
    """The first of `rights`, from the outermost in, that another confirms: a single one may stick out."""
    if len(rights) >= FEW:
        for here, after in pairwise(rights):
            if here - after <= tolerance:
                return here
    return rights[0]


def _same_type(one: Line, other: Line) -> bool:
    """True unless the two are set in different sizes."""
    return not (one.em and other.em) or abs(one.em - other.em) <= 0.12 * max(one.em, other.em)


def _is_wide(sign: str) -> bool:
    """True for a sign that is set as wide as a Chinese character."""
    return sign >= WIDE or sign in "“”‘’…—·"


def _filled(line: Line, after: Line, column: Column) -> bool:
    """True when the first word of `after` would not have fitted at the end of `line`: the line was wrapped."""
    em = after.em or column.em
    token = _TOKEN.match(after.text)
    narrow = sum(not _is_wide(c) for c in after.text)
    word = min(max((after.right - after.left - (len(after.text) - narrow) * em) / max(narrow, 1), em / 2), em)
    width = sum(em if _is_wide(c) else word for c in token[0]) if token else em
    return line.right + min(width, (column.right - column.left) / 2) > column.right - em / 2


def _continues(opened: Line, before: Line, line: Line, following: Line | None, column: Column) -> bool:
    """True when `line` goes on with the paragraph that starts with `opened` and whose last line is `before`."""
    em = line.em or column.em
    if not _same_type(before, line):
        return False
    if before.page == line.page and line.middle - before.middle > column.step * max(1, em / column.em):
        return False
    lean = [(each.left - column.left) - (column.right - each.right) for each in (before, line)]
    if em > 1.1 * column.em and max(map(abs, lean)) < em:
        return not _ENDED.search(before.text) and not _MARK.match(line.text)  # a title in several centred lines
    indent = line.left - column.left
    hangs = indent > 0.8 * em and line.left - opened.left > 0.8 * em
    hangs = hangs and (column.hangs or _MARK.match(opened.text) is not None)
    if column.indent and not hangs and abs(indent - column.indent) < em / 2:
        return False
    if column.spaced and before.page == line.page:
        return column.right - before.right < 6 * em or _filled(before, line, column)  # one broken by hand ends earlier
    if not _filled(before, line, column):
        return False
    ended, marked = _ENDED.search(before.text) is not None, _MARK.match(line.text) is not None
    if indent < 0.8 * em:
        return not (ended and marked and (column.flush_heads or not column.indent))
    if before is not opened and abs(line.left - before.left) < em / 2:
        return not (ended and marked)  # a block that hangs goes on
    if indent > 6 * em or ended or marked:
        return False
    return hangs or (following is not None and abs(following.left - line.left) < em / 2)


def _joint(before: Line, after: Line, column: Column) -> str:
    """What stands between two lines of one paragraph: a blank that was printed, one between Latin words, else nothing.

    A number may be cut by the edge itself; one that ends short of it was followed by a blank.
    """
    if before.blank and column.shows_blanks:
        return " "
    one, other = before.text[-1:], after.text[:1]
    if not (one.isascii() and one.isalnum() and other.isascii() and other.isalnum()):
        return ""
    letters = one.isalpha() and other.isalpha()
    return " " if letters or column.right - before.right > 0.6 * (before.em or column.em) else ""


def _paragraphs(lines: Sequence[Line], column: Column) -> Iterator[str]:
    opened: Line | None = None
    text = ""
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if opened is not None and _continues(opened, lines[at - 1], line, following, column):
            text += _joint(lines[at - 1], line, column) + line.text
            continue
        if opened is not None:
            yield text
        opened, text = line, line.text
    if opened is not None:
        yield text


def _cell_text(lines: Sequence[Line], box: Rule) -> str:
    """The paragraphs of a table's cell, one on each line."""
    if not lines:
        return ""
    column = _column(lines, box.left, box.right, cell=True)._replace(flush_heads=True)
    return "\n".join(_paragraphs(lines, column))


# --- writing -------------------------------------------------------------------------------------------------------


class _Row(NamedTuple):
    """A table row: the cells that start in it."""

    page: int
    cells: list[TableCell]

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


def _rows(table: GridText) -> list[_Row]:
    rows = [_Row(table.page, []) for _ in table.grid.ys[1:]]
    for cell, text in sorted(zip(table.grid.cells, table.texts, strict=True)):
        rows[cell.row].cells.append(TableCell(text, cell.rows, cell.columns, cell.column))
    return rows


def _same_columns(one: Grid, other: Grid) -> bool:
    return len(one.xs) == len(other.xs) and all(abs(a - b) <= THIN for a, b in zip(one.xs, other.xs, strict=True))


def _cut(above: _Row, row: _Row) -> list[str] | None:
    """What joins each cell to the one above where a page break cut one row in two, else None.

    Such a row has no number of its own, and each text in it goes on with the one above, or with its list.
    """
    if len(above.cells) != len(row.cells) or not row.cells or row.cells[0].text or not any(row.texts):
        return None
    joints: list[str] = []
    for upper, lower in zip(above.texts, row.texts, strict=True):
        if not lower or (upper and not _ENDED.search(upper)):
            joints.append("")
        elif (numbers := _LISTED.findall(upper)) and (next_one := _LISTED.match(lower)):
            if int(next_one[1]) != int(numbers[-1]) + 1:
                return None
            joints.append("\n")
        else:
            return None
    return joints


@dataclass(slots=True)
class _Writer:
    """Joins paragraphs and tables over page breaks; furniture comes after what it stands in the middle of."""

    assembler: Assembler
    opened: Line | None = None
    before: Line | None = None
    text: list[str] = field(default_factory=list)
    grid: Grid | None = None
    rows: list[_Row] = field(default_factory=list)
    tables: int = 0
    aside: list[tuple[str, int, str]] = field(default_factory=list)

    def set_aside(self, text: str, page: int, rule: str) -> None:
        """Keep furniture until what is open has ended."""
        self.aside.append((text, page, rule))

    def line(self, line: Line, following: Line | None, column: Column) -> None:
        """Add a printed line, to the open paragraph or as a new one."""
        self._close_table()
        if self.opened and self.before and _continues(self.opened, self.before, line, following, column):
            self.text += (_joint(self.before, line, column), line.text)
        else:
            self._close_paragraph()
            self.opened, self.text = line, [line.text]
        self.before = line

    def table(self, table: GridText) -> None:
        """Add a table, or the rows of one that goes on from the page before."""
        self._close_paragraph()
        if self.grid is not None and not _same_columns(self.grid, table.grid):
            self._close_table()
        rows = _rows(table)
        if self.rows and rows[0].texts == self.rows[0].texts:  # the head, printed again on every page
            self.set_aside("\t".join(rows.pop(0).texts), table.page, "running-head")
        joints = _cut(self.rows[-1], rows[0]) if self.rows and rows else None
        if joints is not None:
            above = self.rows[-1].cells
            above[:] = [
                cell._replace(text=cell.text + joint + more)
                for cell, joint, more in zip(above, joints, rows.pop(0).texts, strict=True)
            ]
        self.rows += rows
        self.grid = table.grid

    def close(self) -> None:
        """Write what is still open."""
        self._close_paragraph()
        self._close_table()
        self._write_aside()

    def _close_paragraph(self) -> None:
        if self.opened is not None:
            self.assembler.line("".join(self.text), Place(NOWHERE, page=self.opened.page))
            self.opened = self.before = None
            self._write_aside()

    def _close_table(self) -> None:
        if self.grid is None:
            return
        self.tables += 1
        places = [
            Place(NOWHERE, page=row.page, table=self.tables, row=number) for number, row in enumerate(self.rows, 1)
        ]
        write_table(self.assembler, [row.cells for row in self.rows], places)
        self.grid, self.rows = None, []
        self._write_aside()

    def _write_aside(self) -> None:
        for text, page, rule in self.aside:
            self.assembler.line(text, Place(NOWHERE, page=page), rule=rule)
        self.aside = []
