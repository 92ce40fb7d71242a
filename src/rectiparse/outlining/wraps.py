"""Hard wraps: line breaks that cut a sentence, and so are none of the document's own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rectiparse.document import Span
from rectiparse.outlining.marks import find_marks, starts_item

_LINE = re.compile(r"[^\n]+")
_WIDE = re.compile(r"[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦“”‘’…—①-⒛㈠-㊉\U00020000-\U0003fffd]")
_NARROW = re.compile("[“”‘’…—]")
"""Wide characters that some fonts print at half their width."""
_OPEN_END = "，、（“《〈〔【([,"
_CLOSED_END = '。；：！？;:!?.…”’》）】〕)]"*#|>%—'
_CLOSING_START = "，。、；：）”》！？】〕,;)"
_TITLE_END = re.compile(
    r"(?:报告|方案|材料|意见|通报|清单|台账|台帐|计划|总结|提纲|公告|通知|说明|要点|情况)[）)]?$|会议上$"
)
_PROSE = re.compile(r"(?:20)?\d\d年[^，。\n]{2,20}[，,]|(?:根据|按照|为)[^，。\n]{4,40}[，,]")
"""How a line begins that goes on from no title."""
_STOP = re.compile("[。；！？，]")
_NAME = 60
"""Characters of the longest name in 《》 that a line break may cut."""
_UNITS_AFTER_DIGIT = re.compile(r"[年月日号至个名次户家座万亿元%％.．\d、—－-]")
_LABELLED = re.compile(r"[【\[]?[\u4e00-\u9fff]{2,10}[】\]]?[：:]")
_BLANKS = (" ", "\u3000", "\t", "\xa0")
_CUT_NUMBER = re.compile(r"[^\d\s。；：]\d+[.,]$")
_DATE_ALONE = re.compile(r"[（(]?(?:20)?\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[）)]?")
_NAMED = re.compile(
    r"[^，。；：:;\d]{4,24}(?:委|组|部|会|局|院|校|学|司|行|所|站|中心|处|办|室|厅|支|镇|乡|村|道|区|县|市|府|队|场|厂|馆)"
)
_CLOSING = re.compile("特此|此致|敬礼|妥否|以上(?:报告|汇报|情况)")
"""How a line begins that closes a document: it goes on from no line."""
_HEADING = 36
"""Characters beyond which an unfinished line without a mark is no heading."""
_NEVER_FIRST = "了的着们与及"
"""Characters that begin no line."""
_BARE_MARK = re.compile(r"(?:^|[。；：:;])[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]$")
"""A mark at a line's end whose words were cut off."""
_NEAR = 50_000
"""Characters before and after a break in which the two characters beside it are looked for unbroken."""
_LONGEST = 2_000
"""Characters of a paragraph in which a list that runs on is looked for."""
_NARROWEST = 12
"""Wide characters on the narrowest page; shorter lines are headings."""


def _columns(line: str) -> int:
    """The width of a line in columns, a wide character counting two: how terminals and type pages cut."""
    return len(line) + len(_WIDE.findall(line))


@dataclass(frozen=True, slots=True)
class _Page:
    """The width at which a whole document was wrapped, in columns or in characters."""

    width: int
    measure: Callable[[str], int]
    slack: int
    """By how much a full line may fall short (a mark that must not start a line) or hang over (a closing mark)."""

    def full(self, line: str) -> bool:
        over = self.measure(line) - self.width
        return -self.slack <= over and (over <= self.slack or over - len(_NARROW.findall(line)) <= self.slack)


def _page(texts: list[str], unfinished: list[int]) -> _Page | None:
    """The width of a wrapped document, None for another.

    In a wrapped document the unfinished lines are as wide as the widest line; in others they are headings, short
    beside the paragraphs.
    """
    if len(unfinished) < 3:
        return None
    best: tuple[int, _Page] | None = None
    for measure, slack in ((_columns, 4), (len, 2)):
        widths = Counter(measure(texts[i]) for i in unfinished)
        width, _ = max(widths.items(), key=lambda entry: (sum(widths[entry[0] + by] for by in (-1, 0, 1)), entry[0]))
        near = sum(count for other, count in widths.items() if abs(width - other) <= slack)
        if best is None or near > best[0]:
            best = near, _Page(width, measure, slack)
    near, page = best or (0, None)
    if page is None or page.width < _NARROWEST * page.slack // 2 or near < max(3, 0.4 * len(unfinished)):
        return None
    over = page.width + page.slack
    longer = sum(1 for text in texts if len(text) > over or (len(text) * 2 > over and page.measure(text) > over))
    return page if longer <= max(1, len(texts) // 20) else None


def find_wraps(
    text: str,
    heading_starts: frozenset[int] = frozenset(),
    labelled: Callable[[str, str], bool] = lambda before, after: False,
    seams: Sequence[tuple[int, int]] = (),
) -> list[Span]:
    """The spans of the line breaks, with the blanks around them, that cut a sentence.

    A break is one when the line before it is unfinished and the line after starts no item, and either the document
    is wrapped at one width and the line is full, or the words on both sides of it belong together: an opened
    bracket, a sentence begun after a full stop, a pair of characters that stands unbroken elsewhere in the text.
    `heading_starts` are offsets of lines that the format calls headings: none of them is cut. `labelled` tells
    whether the second of two lines begins with a label of its own, which goes on from no line before it. `seams` are offsets at which
    noise was taken out, and its length: a line that holds one was longer than it is.
    """
    lines = [line for line in _LINE.finditer(text) if line.group().strip()]
    texts = [line.group().strip() for line in lines]
    unfinished = [i for i in range(len(lines) - 1) if texts[i][-1] not in _CLOSED_END and _adjacent(text, lines, i)]
    printed = [line.group().rstrip() for line in lines]
    page = _page(printed, unfinished)
    indented = page is not None and _indents(lines, texts)
    set_unfinished = frozenset(unfinished)
    seam_starts = [at for at, _ in seams]
    wraps: list[Span] = []
    begins = 0  # where the paragraph of the line at hand began
    candidates = range(len(lines) - 1) if page else unfinished
    for i in candidates:
        if not (wraps and wraps[-1].end == lines[i].start() + len(lines[i].group()) - len(lines[i].group().lstrip())):
            begins = lines[i].start()
        if (
            not _adjacent(text, lines, i)
            or lines[i].start() in heading_starts
            or lines[i + 1].start() in heading_starts
        ):
            continue
        before, after = texts[i], texts[i + 1]
        if labelled(before, after):
            continue
        if i + 2 < len(texts) and _DATE_ALONE.fullmatch(texts[i + 2]) and _NAMED.fullmatch(after):
            continue  # a signature and its date
        if (
            "\t" in before
            or "\t" in after
            or (before.count("|") > 1 and "|" in after)
            or before[0] == "|"
            or before.startswith("#")
            or before.endswith("**")
        ):
            continue
        seam = bisect_right(seam_starts, lines[i].start())
        taken = seams[seam][1] if seam < len(seams) and seam_starts[seam] < lines[i].end() else 0
        full = page is not None and page.full(printed[i])
        shortened = page is not None and taken > 0 and i in set_unfinished and page.full(printed[i] + "一" * taken)
        flush = indented and full and lines[i + 1].group()[:1] not in _BLANKS
        seamed = shortened and not starts_item(after)
        listed = (
            full
            and starts_item(after)
            and _goes_on_inline(text[max(begins, lines[i].end() - _LONGEST) : lines[i].end()], after)
        )
        if (
            flush
            or seamed
            or listed
            or _is_cut(text, lines[i].end(), before, after, lines[i + 1].group(), full=full, first=i < 2)
        ):
            wraps.append(_gap(lines, i))
    return wraps


def _goes_on_inline(paragraph: str, after: str) -> bool:
    """True when a line begins with the next number of a list that runs on inside the paragraph before it."""
    first = find_marks(after[:40])[:1]
    if not first or first[0].value is None:
        return False
    family, awaited = first[0].family, first[0].value - 1
    marks = [mark for mark in find_marks(paragraph) if mark.family == family]
    return bool(marks) and marks[-1].value == awaited and not marks[-1].leads


def _gap(lines: list[re.Match[str]], i: int) -> Span:
    """The line break after a line, with the blanks around it."""
    start = lines[i].start() + len(lines[i].group().rstrip())
    return Span(start, lines[i + 1].end() - len(lines[i + 1].group().lstrip()))


def _indents(lines: list[re.Match[str]], texts: list[str]) -> bool:
    """True when the document sets off its paragraphs by blanks, so that a flush line goes on with the one before."""
    items = [line.group()[:1] in _BLANKS for line, text in zip(lines, texts, strict=True) if starts_item(text)]
    return len(items) >= 3 and sum(items) >= 0.7 * len(items)


def _adjacent(text: str, lines: list[re.Match[str]], i: int) -> bool:
    return lines[i + 1].start() - lines[i].end() == 1


def _is_cut(text: str, at: int, before: str, after: str, raw_after: str, *, full: bool, first: bool) -> bool:
    """True when the break between two lines cuts a sentence; `full` when the first is as wide as the page."""
    if _CUT_NUMBER.search(before) and after[0].isdigit():
        return True
    if _DATE_ALONE.fullmatch(after) or _CLOSING.match(after):
        return False
    if first and _TITLE_END.search(before) and _PROSE.match(after) and not _STOP.search(before):
        return False
    if before[-1] in _OPEN_END or after[0] in _CLOSING_START:
        return not (before[-1] in "，、," and starts_item(after))
    if full and before[-1].isdigit() and after[0].isdigit():
        return True
    if starts_item(after):
        return False
    if before.rfind("《") > before.rfind("》") and 0 <= after.find("》") < _NAME:
        return True
    if full:
        if _BARE_MARK.search(before):
            return True
        indented = raw_after[:2] in ("　　", "  ") or raw_after[:1] == "\t"
        return not indented
    if before[-1] in _CLOSED_END or (_LABELLED.match(after) and len(before) < _HEADING):
        return False
    weight = 0
    sentence_begun = max(before.rfind(stop) for stop in "。；！？")
    if sentence_begun >= 0:
        weight += 3
    if before[-1].isdigit() and _UNITS_AFTER_DIGIT.match(after):
        weight += 4
    if before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum():
        weight += 1
    comma = max(before.rfind("，"), before.rfind("、", 6))
    if comma >= 0 and len(before) - comma <= 3:
        weight += 2
    if len(after) <= 6 and after[-1] in "。；":
        weight += 3
    if after[0] in _NEVER_FIRST:
        weight += 3
    if len(before) >= (60 if starts_item(before) else _HEADING):
        weight += 2  # longer than a heading
    if len(before) < 18 and sentence_begun < 0:
        weight -= 3
    if _TITLE_END.search(before) and sentence_begun < 0:
        weight -= 3
    if first and sentence_begun < 0 and len(before) < _HEADING and "，" not in before:
        weight -= 1
    if raw_after[:1] in "　 \t":
        weight -= 3
    if 0 <= weight < 2 and text.find(before[-1] + after[0], max(0, at - _NEAR), at + _NEAR) >= 0:
        weight += 2
    return weight >= 2
