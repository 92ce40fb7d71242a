"""Ledgers as a Word table: A4 across, in the fonts and sizes of GB/T 9704-2012, its heads on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from rectiparse.ledger import Ledger, Measure
from rectiparse.writing.cells import clean
from rectiparse.writing.columns import COLUMNS, Column, filled
from rectiparse.writing.fitting import lines_needed, width
from rectiparse.writing.packing import settled
from rectiparse.writing.rows import Block, blocks_of
from rectiparse.writing.xlsx import LEGEND, MISSING, NARROW, facts_of, same_aspect, title_of

if TYPE_CHECKING:
    from docx.document import Document

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# The fonts of GB/T 9704-2012, each with what stands in for it where a machine has not bought it.
FALLBACKS: Final = {
    "方正小标宋简体": "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体",
    "黑体": "SimHei,Noto Sans CJK SC",
    "仿宋_GB2312": "仿宋,FangSong,华文仿宋,Noto Serif CJK SC",
    "宋体": "SimSun,Noto Serif CJK SC",
}
TITLE, HEADS, TEXT, PAGE = FALLBACKS
PAGE_SIZE: Final = (16838, 11906)  # A4 across, in twentieths of a point
MARGIN: Final = 1134  # 2 cm
ROOM: Final = PAGE_SIZE[0] - 2 * MARGIN
SIZE: Final = 21  # 五号, in half points
SMALL: Final = 18  # 小五, where the table has many columns
MANY: Final = 10
FITTING: Final = 24  # lines of a row that fits a page
PADDING: Final = 70
MERGED: Final = {"first": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>", "": ""}


def dump_document(ledgers: Sequence[Ledger], *, columns: Sequence[Column] | None = None) -> bytes:
    """The Word file's content.

    Without `columns`, those stand that some record fills or that people are to fill; a page is narrower than a sheet.
    """
    import docx
    from docx.oxml import parse_xml

    blocks = list(blocks_of(ledgers))
    shown = columns or [column for column in filled(COLUMNS, blocks) if column.key != "origin" or len(ledgers) > 1]
    document = docx.Document()
    set_up(document, title_of(ledgers))
    body = document.element.body
    for child in [child for child in body if not child.tag.endswith("sectPr")]:
        body.remove(child)
    facts = facts_of(ledgers, blocks) + (LEGEND if any(block.plans for block in blocks) else "")
    table = "".join(table_of(blocks, shown))
    for number, piece in enumerate(
        (
            paragraph(title_of(ledgers), TITLE, 44, after=120),
            paragraph(facts, TEXT, SIZE, after=160),
            table,
            paragraph("", TEXT, 2),
        )
    ):
        body.insert(number, parse_xml(piece.replace(">", f' xmlns:w="{W}">', 1)))
    file = BytesIO()
    document.save(file)
    return settled(file.getvalue())


def set_up(document: Document, title: str) -> None:
    """The page, its number below, the fonts and what stands in for them."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Twips

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Twips(side) for side in PAGE_SIZE)
    section.left_margin = section.right_margin = Twips(MARGIN)
    section.top_margin, section.bottom_margin = Twips(1247), Twips(1134)
    section.footer_distance = Twips(680)
    footer = section.footer._element
    for child in list(footer):
        footer.remove(child)
    # GB/T 9704-2012, 7.5: the page number in 四号 宋体 between dashes.
    field = "".join(
        run(text, PAGE, 28) if code is None else f'<w:r>{fonts(PAGE, 28)}<w:fldChar w:fldCharType="{code}"/></w:r>'
        for text, code in (("— ", None), ("", "begin"), ("PAGE", None), ("", "end"), (" —", None))
    ).replace('<w:t xml:space="preserve">PAGE</w:t>', '<w:instrText xml:space="preserve">PAGE</w:instrText>')
    footer.append(parse_xml(f'<w:p xmlns:w="{W}"><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>'))
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:250], "rectiparse", ""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = with_fallbacks(part.blob)


def with_fallbacks(table: bytes) -> bytes:
    """The font table with our fonts, each with the names that may stand in for it (ISO/IEC 29500-1, 17.8.3.1)."""
    entries = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    return re.sub(rb"</w:fonts>\s*\Z", entries.encode("utf-8") + b"</w:fonts>", table)


def table_of(blocks: Sequence[Block], columns: Sequence[Column]) -> Iterator[str]:
    """The table as WordprocessingML, piece by piece."""
    texts = [[[clean(column.text(block, measure)) for column in columns] for measure in block.rows] for block in blocks]
    size = SMALL if len(columns) > MANY else SIZE
    wide = shares(columns, [row for rows in texts for row in rows], size)
    yield (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders()}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="45" w:type="dxa"/>'
        f'<w:left w:w="{PADDING}" w:type="dxa"/><w:bottom w:w="45" w:type="dxa"/><w:right w:w="{PADDING}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr><w:tblGrid>"
    )
    yield "".join(f'<w:gridCol w:w="{each}"/>' for each in wide) + "</w:tblGrid>"
    heads = "".join(
        cell(clean(column.name), each, HEADS, size, centred=True, ground="F4ECE6")
        for column, each in zip(columns, wide, strict=True)
    )
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
    for number, (block, rows) in enumerate(zip(blocks, texts, strict=True)):
        goes_on = number > 0 and same_aspect(blocks[number - 1], block)
        whole = [column.whole(block) for column in columns]
        for line, (measure, cells) in enumerate(zip(block.rows, rows, strict=True)):
            drawn = ""
            for column, shared, text, each in zip(columns, whole, cells, wide, strict=True):
                below = shared and (line > 0 or (column.key == "aspect" and goes_on))
                merging = "more" if below else "first" if shared else ""
                drawn += cell(
                    "" if below else text, each, HEADS if column.key == "title" else TEXT, size,
                    centred=column.width[1] <= NARROW, merging=merging, ground=ground_of(column, block, measure),
                )  # fmt: skip
            # A row that fits the page is kept whole on it.
            lines = max(lines_needed(text, each / size / 5) for text, each in zip(cells, wide, strict=True))
            yield f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' if lines <= FITTING else ''}{drawn}</w:tr>"
    yield "</w:tbl>"


def ground_of(column: Column, block: Block, measure: Measure | None) -> str:
    """The ground of a cell that the document leaves empty though it should say who or by when."""
    missing = (column.key in ("lead", "party") and block.lacks_owner(measure)) or (
        column.key == "deadline" and block.lacks_deadline(measure)
    )
    return MISSING.removeprefix("#") if missing else ""


def shares(columns: Sequence[Column], rows: Sequence[Sequence[str]], size: int) -> list[int]:
    """The widths of the columns: words get what they need, sentences share the rest by how much they hold."""
    mark = size * 5  # twentieths of a point that a half-width mark takes
    needs, weights = [], []
    for at, column in enumerate(columns):
        held = sorted(width(row[at]) for row in rows if row[at])
        usual = held[len(held) * 9 // 10] if held else 0  # nine in ten hold no more
        head = min(width(column.name), 8)
        needs.append(max(head, min(usual, column.width[1], NARROW - 4)) * mark + 2 * PADDING + 20)
        weights.append(max(column.width[1] - NARROW + 2, 0) * min(max(usual, 8), 120))
    left = ROOM - sum(needs)
    if left <= 0:
        return [int(need * ROOM / sum(needs)) for need in needs]
    spread = weights if any(weights) else needs
    return [int(need + left * weight / sum(spread)) for need, weight in zip(needs, spread, strict=True)]


def cell(
    text: str, wide: int, font: str, size: int, *, centred: bool = False, merging: str = "", ground: str = ""
) -> str:
    """A cell; its lines are paragraphs."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    place = '<w:jc w:val="center"/>' if centred else '<w:jc w:val="left"/>'
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{size * 13}" w:lineRule="exact"/>'
    lines = "".join(
        f"<w:p><w:pPr>{spacing}{place}</w:pPr>{run(line, font, size) if line else ''}</w:p>"
        for line in text.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{MERGED[merging]}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{lines}</w:tc>"
    )


def borders() -> str:
    """Thin rules all over, stronger ones above and below."""
    sides = (("top", 12), ("left", 4), ("bottom", 12), ("right", 4), ("insideH", 4), ("insideV", 4))
    return "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="404040"/>' for side, size in sides)


def paragraph(text: str, font: str, size: int, *, after: int = 0) -> str:
    """A centred paragraph; `size` in half points, `after` in twentieths of a point."""
    spacing = f'<w:spacing w:before="0" w:after="{after}"/>'
    return f'<w:p><w:pPr>{spacing}<w:jc w:val="center"/></w:pPr>{run(text, font, size) if text else ""}</w:p>'


def run(text: str, font: str, size: int) -> str:
    """A run of text in a font."""
    return f'<w:r>{fonts(font, size)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def fonts(font: str, size: int) -> str:
    """The properties of a run: its font for Chinese and for digits alike."""
    name = quoteattr(font)
    return (
        f'<w:rPr><w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:hint="eastAsia"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )
