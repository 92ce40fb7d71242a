"""Citations: named documents 《…》, document numbers (文号) and the numbers of standards."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from rectiparse.document import Span
from rectiparse.mentions.mention import CitationMention

LONGEST_TITLE: Final = 200  # a pair of marks farther apart than this is no title: one of them is a slip

_PAIRS: Final = {"》": "《", ">>": "<<", "＞＞": "＜＜"}
# A title holds no full stop and no empty line, so these close whatever is still open.
_MARK: Final = re.compile(r"《|》|。|；|\n\s*\n|<<|>>|＜＜|＞＞")

_KIND: Final = (
    "通知|意见|办法|方案|规定|条例|细则|制度|报告|决定|决议|准则|规划|计划|目录|清单|规程|规则|规范|标准|协议|纲要|要点|"
    "公告|通告|通报|批复|请示|函|纪要|法"
)
_UNCLOSED: Final = re.compile(
    rf"[^。；！？\n《》]{{1,80}}?(?:{_KIND})(?=精神|文件|要求|等|和|[^一-鿿〉]|$)|[^，,。；！？\n《》]{{1,80}}"
)

_YEAR: Final = r"(?:\d\s?\d\s?\d\s?\d|[xX×*＊Ｘ]{1,4}|20(?:\d[xX×*＊Ｘ]|[xX×*＊Ｘ]{1,2})|二[〇○Ｏ零][〇○Ｏ零一二三四五六七八九]{2})"
_SERIAL: Final = r"第?\s?(?:\d(?:\s?\d){0,4}|[xX×*＊Ｘ]{1,4}|[一二三四五六七八九十百零〇]{1,6})\s?号"
_NUMBER: Final = re.compile(
    rf"[〔\[［﹝【〈（(令](?:(?<!令)\s?{_YEAR}\s?[〕\]］﹞】〉）)]\s?|(?<=令)\s?(?=第)){_SERIAL}"  # 〔2023〕7号, 令第588号
)
# The issuer's short name before the bracket (青府办发): what stands there, back to a word that leads up to it.
_ISSUER: Final = re.compile(r"[一-鿿\nxX×*＊Ｘ]{2,16}$")
_LEADING: Final = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|对照|参照|结合|关于|印发|下发|转发|制发|发布|颁布|出台|制定|贯彻|落实|执行|学习|收到|"
    r"起草|传达|以及|通过|文号|文件|[的了与及以是在为见号])",
    re.DOTALL,
)
# Where round brackets hold the year, only an issuer that ends as issuers do tells a number from 科室（2023）3号.
_ISSUER_END: Final = re.compile(r"[发办字函文政党委府组纪财通知报呈请批规审建]$")
# A place's short name or a section's stands in brackets in it: （云）应急责改, 青市监（直）罚.
_BRACKET_IN_ISSUER: Final = re.compile(
    r"(?P<before>[一-鿿]{0,8})[（(](?!试行|暂行|修订|草案|摘要|节选|[见附原即含]|[一二三四五六七八九十]+[)）])[一-鿿]{1,2}[)）]"
    r"(?P<after>[一-鿿]{0,10})$"
)
_CAPITALS: Final = re.compile(r"[A-Z][A-Z]*+(?=[\s\d/])")
_STANDARD: Final = re.compile(
    r"(?<![A-Za-z])(?:GB[ZJ]?|DBJ?\d{2}|JGJ|CJJ|MZ|WS|HJ|AQ|GA|YY|NY|SL|TSG|ISO|IEC|[A-Z]{1,3}(?=/T))(?:/[TZ])?"
    r"\s?\d{2,6}(?:\.\d{1,3})*\s?[—–－-]{1,2}\s?(?:19|20)\d{2}(?!\d)"
)
# What may stand between a title and its number: 《…》的通知（青府办发〔2023〕7号）.
_BETWEEN: Final = re.compile(rf"(?:的?(?:{_KIND}|文件))?\s?[（(［\[【]?\s?")
_CLOSING: Final = frozenset("）)］]】")
_WRAP: Final = re.compile(r"\s*\n\s*")


class _Title(NamedTuple):
    span: Span  # with its marks
    inner: Span  # without them


def find_citations(text: str) -> list[CitationMention]:
    """The documents that `text` names, in order.

    A title's span runs from 《 to 》, and on to the end of the number that follows it, so that the span shows all that
    the record says: 《…》（青府办发〔2023〕7号） is one citation. A number by itself has the title None. Of nested titles
    《…《…》…》 the outer one counts. A mark that is never closed gives what reads like a title, a mark with nothing in it
    gives none. GB/T 9704—2012 counts as a number.
    """
    titles = _titles(text)
    numbers = _numbers(text, titles)
    citations: list[CitationMention] = []
    at = 0
    for title in titles:
        while at < len(numbers) and numbers[at].end <= title.span.start:
            citations.append(_number_alone(text, numbers[at]))
            at += 1
        name = _WRAP.sub("", title.inner.cut(text)).strip()
        if not name:
            continue
        span, number = title.span, None
        if at < len(numbers) and _BETWEEN.fullmatch(text, span.end, numbers[at].start):
            number = _joined(numbers[at].cut(text))
            end = numbers[at].end
            span = Span(span.start, end + 1 if text[end : end + 1] in _CLOSING else end)
            at += 1
        citations.append(CitationMention(name, number, span))
    citations += [_number_alone(text, number) for number in numbers[at:]]
    return citations


def _titles(text: str) -> list[_Title]:
    """The outermost titles in order; a mark that stays open runs as far as its words read like a title."""
    open_marks: dict[str, list[tuple[int, int]]] = {opening: [] for opening in _PAIRS.values()}  # starts and ends
    used = [opening for opening in open_marks if opening in text]
    if not used:
        return []
    opening = re.compile("|".join(used))  # a lone 《 is found much faster than one of several
    found: list[_Title] = []
    at = 0
    while mark := (_MARK if any(open_marks.values()) else opening).search(text, at):
        word, at = mark.group(), mark.end()
        if word in open_marks:
            open_marks[word].append(mark.span())
        elif word in _PAIRS:
            if not open_marks[_PAIRS[word]]:
                continue
            start, inner = open_marks[_PAIRS[word]].pop()
            if at - start > LONGEST_TITLE:
                found += _unclosed(text, [(start, inner)])
            else:
                found.append(_Title(Span(start, at), Span(inner, mark.start())))
        else:
            found += _unclosed(text, open_marks["《"])
            for marks in open_marks.values():
                marks.clear()
    found += _unclosed(text, open_marks["《"])
    found.sort()
    outermost: list[_Title] = []
    for title in found:
        if not outermost or outermost[-1].span.end <= title.span.start:
            outermost.append(title)
    return outermost


def _unclosed(text: str, marks: list[tuple[int, int]]) -> list[_Title]:
    titles = []
    for start, inner in marks:
        if match := _UNCLOSED.match(text, inner):
            titles.append(_Title(Span(start, match.end()), Span(inner, match.end())))
    return titles


def _numbers(text: str, titles: list[_Title]) -> list[Span]:
    """The spans of the numbers that stand outside the titles, in order."""
    starts = [title.span.start for title in titles]
    spans = []
    for match in _NUMBER.finditer(text) if "号" in text else ():
        if (start := _issuer_start(text, match.start(), word=match.group()[0])) is not None:
            spans.append(Span(start, match.end()))
    capitals = (run.start() for run in _CAPITALS.finditer(text))
    spans += [Span(*found.span()) for start in capitals if (found := _STANDARD.match(text, start))]
    spans.sort()
    outside = []
    for span in spans:
        before = bisect_right(starts, span.start) - 1
        if before < 0 or titles[before].span.end <= span.start:
            outside.append(span)
    return outside


def _issuer_start(text: str, end: int, word: str) -> int | None:
    """Where the issuer before a number begins, or None where nothing there reads like one."""
    low = max(0, end - 16)
    before = text[low:end]
    if word not in "令（(" and ("）" in before or ")" in before) and (bracket := _BRACKET_IN_ISSUER.search(before)):
        lead = _LEADING.match(before, bracket.start("before"), bracket.end("before"))
        start = lead.end() if lead else bracket.start("before")
        start = bracket.end("before") if bracket["before"].endswith(tuple("和与及按经")) else start
        short, name = len(bracket["after"]), bracket.end("before") - start
        if (not name and short > 1) or (1 < name < 7 and short < 3):
            return low + start
    match = _ISSUER.search(before)
    if match is None:
        return None
    start = match.start()
    if lead := _LEADING.match(before, start):
        start = lead.end()
    if before[start : start + 1] == "和" and text[: low + start].rstrip(" ")[-1:] in tuple("》）)号"):
        start += 1  # 《…》和青财发〔2023〕7号; else 和 begins a place name (和县)
    start += len(before) - start - len(before[start:].lstrip())
    issuer = before[start:]
    if word == "令":
        return low + start if issuer else None
    if len(issuer) < 2 or (word in "（(" and not _ISSUER_END.search(issuer)):
        return None
    return low + start


def _number_alone(text: str, span: Span) -> CitationMention:
    return CitationMention(None, _joined(span.cut(text)), span)


def _joined(number: str) -> str:
    """The number in one line; a blank inside a standard's number (GB 38600) stays."""
    return _WRAP.sub("", number)
