"""Rules on the text itself: what was left open, left over, cut or printed wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rectiparse.checking.case import Case
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.document import Span
from rectiparse.language import plural, translate

_HAN: Final = r"[\u4e00-\u9fff]"
_MASK: Final = r"[xX×＊*ｘＸ]"
# Runs of masks with what belongs to them: x月x日, 〔x〕x号, xx年第一季度, **县. What they stand for is not known.
_PLACEHOLDER: Final = re.compile(
    r"(?=[xX×＊*ｘＸ〔\[［【（(_＿T0-9 \u3000])(?:"  # one look tells most places off
    rf"(?P<number>[〔\[［]\s?(?:19|20){_MASK}{{1,2}}\s?[〕\]］]\s?(?:{_MASK}{{1,4}}|\d{{1,4}})\s?号|[〔\[［【（(]\s?{_MASK}{{1,4}}\s?[〕\]］】）)]\s?(?:{_MASK}{{1,4}}|\d{{1,4}})\s?号|[〔\[［]\s?\d{{4}}\s?[〕\]］]\s?{_MASK}{{1,4}}\s?号)"
    rf"|(?P<date>(?<![A-Za-z0-9*])(?:(?:20)?{_MASK}{{1,4}}年(?:{_MASK}{{1,2}}(?:月份?(?:{_MASK}{{1,2}}[日号]?)?)?)?|\d{{4}}年{_MASK}{{1,2}}月份?(?:{_MASK}{{1,2}}[日号]?)?)|(?<![A-Za-z0-9*]){_MASK}{{1,2}}月份?(?:{_MASK}{{1,2}}[日号]?(?:[、至到—-]{{1,2}}(?:{_MASK}{{1,2}}月)?{_MASK}{{1,2}}[日号]?)?)?)"
    rf"|(?P<run>(?<![A-Za-z0-9*×＊./@_-])(?:[×＊]{{2,6}}|\*{{2,6}}|[xX]{{2,6}}|[ｘＸ]{{1,6}})(?![A-Za-z0-9*×＊]|\.[a-z]))"
    rf"|(?P<single>(?<![A-Za-z0-9*×＊_.-])[xX*×＊](?=(?:余)?(?:[年月日号次个名位人户家处座项件笔元万亿条份类种期场批天%％级轮组镇乡村县市区局某]|方面|百分))(?!光|射线|轴))"
    r"|(?P<year>(?<![\d_])(?:19|20)_{1,2}(?=年))"
    rf"|(?P<round>(?<=第){_MASK}{{1,2}}(?=[轮批届次期]|巡[察视]组|督[察导]组|检查组|支部))"
    r"|(?P<blank>_{3,}|＿{2,}|(?<=[\u4e00-\u9fff：:（(])[ \u3000]{2,}+(?=[年月日元万个名项号人次](?![\u4e00-\u9fff]{6}))|(?<![ \u3000])(?:[ \u3000]{2,}+年)?+[ \u3000]{2,}+月[ \u3000]{2,}+日)"
    r"|(?P<todo>[（(【\[]\s?(?:待(?:补充|填写?|定|核实|完善)|此处(?:填写|插入|补充)|请填写)[^（）()【】\[\]]{0,16}[)）】\]]|TODO|TBD))"
)
# What is left where the marks of a blank were lost on the way: 达到%以上, 于年月日前, 由（）牵头, 20-年.
_LOST: Final = re.compile(
    r"(?=[%％年月2（(])(?:"
    r"(?<=[到达为占至过于约降高升长加少])[%％](?=以上|以下|以内|左右|[，。；、）])"
    r"|(?<=[于在至到自])年[ \u3000]?月(?:[ \u3000]?日)?(?=[前底末起至到，。；、）]|之前|以前)"
    r"|(?<=\d年)月(?:[ \u3000]?日|(?=[前底]|之前|以前))"
    r"|(?<![\d-])20[-－—]{1,3}年"
    r"|(?<=[由经向])[（(][ \u3000]*[）)](?=[\u4e00-\u9fff])|[（(][ \u3000]*[）)](?=牵头|负责(?!人)|[人名个项万]))"
)
_BOLD: Final = re.compile(r"(?<!20)(?<!19)\*\*(?=\S)(?![省市县区局镇乡村某])([^*\n]+?)(?<=\S)\*\*")
_HEADING_LINE: Final = re.compile(r"^[ \t\u3000>#-]*\*\*[^*\n]+\*\*[:：]?[ \t]*$", re.MULTILINE)


def placeholder(case: Case) -> Iterator[Fault]:
    """A place that was never filled in: x月x日, XX局, **县, 〔x〕x号, an empty 年 月 日, a （） or a % with nothing before it.

    张某某 is no placeholder: names are hidden so on purpose.

    Fails:
        青禾县水利局自查报告
        一、基本情况。x月x日，局党组召开会议部署自查，查阅会议记录xx本。
        二、主要问题。台账不完整。

    Passes:
        青禾县水利局自查报告
        一、基本情况。3月8日，局党组召开会议部署自查，查阅会议记录15本，约谈张某某。
        二、主要问题。台账不完整。
    """
    text = case.text
    if text is None:
        for date in case.ledger.dates:
            if date.value and "X" in date.value and re.search(_MASK, date.text):
                yield _open(date.span, date.text)
        for figure in case.ledger.figures:
            if figure.masked:
                yield _open(figure.span, figure.text)
        return
    skip = _Spans([*(entry.span for entry in case.ledger.noise), *_bold(text)])
    found = [Span(*match.span()) for match in _PLACEHOLDER.finditer(text)]
    found += [Span(*match.span()) for match in _LOST.finditer(text)]
    found += [figure.span for figure in case.ledger.figures if figure.masked]
    found += [date.span for date in case.ledger.dates if date.basis == "unresolved" and re.search(_MASK, date.text)]
    for span in _joined(found):
        if not skip.overlaps(span):
            yield _open(span, span.cut(text))


def _joined(spans: list[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _open(span: Span, words: str) -> Fault:
    shown = "".join(words.split())
    return Fault(
        span,
        translate("{words} was left open").format(words=shown) if shown else translate("a blank was left open"),
        None,
        shown or None,
    )


class _Spans:
    """Spans in order, to be asked in order."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = sorted(spans)
        self.at = 0

    def overlaps(self, span: Span) -> bool:
        while self.at < len(self.spans) and self.spans[self.at].end <= span.start:
            self.at += 1
        return self.at < len(self.spans) and self.spans[self.at].start < span.end


def _bold(text: str) -> list[Span]:
    """The ** of Markdown, around words or around a whole line."""
    found: set[Span] = set()
    for pattern in (_BOLD, _HEADING_LINE):
        for match in pattern.finditer(text):
            first = text.index("**", match.start())
            last = text.rindex("**", match.start(), match.end())
            found |= {Span(first, first + 2), Span(last, last + 2)}
    return sorted(found)


_LEFT_OVER: Final = {
    "advertisement": lambda: translate("an advertisement was left in"),
    "watermark": lambda: translate("the mark of a document library was left in"),
    "paid-content": lambda: translate("a mark of paid content was left in"),
    "markup": lambda: translate("the markup of a page was left in"),
    "site-furniture": lambda: translate("a line of a web page was left in"),
}
_GRAVE: Final = frozenset({"advertisement", "watermark", "paid-content"})


def leftover_noise(case: Case) -> Iterator[Fault]:
    """What the site or the library left in the text: advertisements, watermarks, marks of paid content, markup.

    Page numbers are left alone.

    Fails:
        青禾县水利局自查报告
        一、基本情况。局党组召开会议部署自查。##paidbegin##
        二、主要问题。台账不完整。

    Passes:
        青禾县水利局自查报告
        一、基本情况。局党组召开会议部署自查，在公众号上公开。
        二、主要问题。台账不完整。
    """
    furniture = {piece.span for piece in case.document.furniture} if case.document else set()
    for entry in case.ledger.noise:
        say = _LEFT_OVER.get(entry.rule)
        if say is not None and entry.span not in furniture:
            yield Fault(entry.span, say(), None, entry.rule, severity=None if entry.rule in _GRAVE else "info")


_MOST_CUTS: Final = 10
_FEW_LINES: Final = 8
"""With more cuts than this, or more than half of more lines cut, the whole document is wrapped, and one finding says it."""


def hard_wrap(case: Case) -> Iterator[Fault]:
    """A line break in the middle of a sentence.

    Fails:
        青禾县水利局自查报告
        一、基本情况。局党组先后三次召开会议部署自查，各股室分头查阅资
        料，形成问题清单。
        二、主要问题。台账不完整，查阅资料不细。

    Passes:
        青禾县水利局自查报告
        一、基本情况。局党组先后三次召开会议部署自查，各股室分头查阅资料，形成问题清单。
        二、主要问题。台账不完整，查阅资料不细。
    """
    if case.text is None or case.view is None:
        return
    text = case.text
    starts = {start + shift for start, shift in zip(case.view.starts, case.view.shifts, strict=True)}
    cuts = [cut for cut in case.cuts if cut.end in starts and "\n" in cut.cut(text) and not cut.cut(text).strip()]
    cuts = [_words_around(text, cut) for cut in cuts if cut.start > 0]
    lines = text.count("\n") + 1
    if len(cuts) > _MOST_CUTS or len(cuts) * 2 > lines > _FEW_LINES:
        yield Fault(
            cuts[0],
            plural(
                "{count} line break cuts a sentence: the document is wrapped by hand",
                "{count} line breaks cut sentences: the document is wrapped by hand",
                len(cuts),
            ).format(count=len(cuts)),
            None,
            len(cuts),
            related=tuple(Elsewhere(cut) for cut in cuts[1:4]),
        )
        return
    for cut in cuts:
        yield Fault(cut, translate("the line break cuts a sentence"))


def _words_around(text: str, cut: Span) -> Span:
    """The break with the character before it and the one after it."""
    return Span(max(0, cut.start - 1), min(len(text), cut.end + 1))


class _Pair(NamedTuple):
    opening: str
    closing: str


_PAIRS: Final = (
    _Pair("“", "”"), _Pair("《", "》"), _Pair("（(", "）)"), _Pair("〔", "〕"), _Pair("【", "】"), _Pair("〈", "〉"),
    _Pair("「", "」"), _Pair("『", "』"), _Pair("‘", "’"),
)  # fmt: skip
_QUOTES: Final = frozenset(number for number, pair in enumerate(_PAIRS) if pair.opening in "“「『‘")
"""Marks that each paragraph of a speech opens anew."""
_KINDS: Final = {mark: (number, True) for number, pair in enumerate(_PAIRS) for mark in pair.opening} | {
    mark: (number, False) for number, pair in enumerate(_PAIRS) for mark in pair.closing
}
_ANY: Final = re.compile(f"[{''.join(map(re.escape, _KINDS))}]")
_ITEM: Final = re.compile(r"(?:^|[^\u4e00-\u9fffA-Za-z0-9（(])[0-9０-９一二三四五六七八九十a-zA-Z]{1,3}$")
_NEAR: Final = 200
_LAST_NUMBER: Final = re.compile(r"[0-9]{1,2}$")
_FACE: Final = re.compile(r"[:：;；][-^]?$")


def unbalanced_marks(case: Case) -> Iterator[Fault]:
    """A quotation mark, bracket or title mark without its other half in the same paragraph.

    Fails:
        青禾县水利局自查报告
        一、基本情况。局党组学习了《水法》和《防洪法，部署自查。
        二、主要问题。台账不完整。

    Passes:
        青禾县水利局自查报告
        一、基本情况。局党组学习了《水法》和《防洪法》，部署自查：1）查台账；2）查记录。
        二、主要问题。台账不完整。
    """
    if case.view is None:
        return
    text = case.view.text
    start = 0
    waiting: list[tuple[int, int]] = []  # marks left open in the paragraph before: a later one may close them
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        opened, closed = _unmatched(text, start, end)
        carried = {kind for _, kind in waiting}
        for at, kind in closed:
            if kind in carried:
                carried.discard(kind)
                waiting = [entry for entry in waiting if entry[1] != kind]
            else:
                yield _half(case, at, translate("{mark} has no {other} before it"), text[at], _PAIRS[kind].opening[0])
        first = text[start:end].lstrip()[:1]
        waiting = [
            entry for entry in waiting if not (first and entry[1] in _QUOTES and first in _PAIRS[entry[1]].opening)
        ]
        for at, kind in waiting:
            yield _half(case, at, translate("{mark} has no {other} after it"), text[at], _PAIRS[kind].closing[0])
        waiting = opened
        start = end + 1
    for at, kind in waiting:
        yield _half(case, at, translate("{mark} has no {other} after it"), text[at], _PAIRS[kind].closing[0])


def _unmatched(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The marks of one paragraph that stand alone: those that open, and those that close."""
    opened: dict[int, list[int]] = {}
    closed: list[tuple[int, int]] = []
    for match in _ANY.finditer(text, start, end):
        at = match.start()
        kind, opens = _KINDS[match.group()]
        if opens:
            opened.setdefault(kind, []).append(at)
        elif opened.get(kind):
            opened[kind].pop()
        elif not _is_mark_of_item(text, start, at, end):
            closed.append((at, kind))
    return sorted((at, kind) for kind, places in opened.items() for at in places), closed


def _is_mark_of_item(text: str, start: int, at: int, end: int) -> bool:
    """True for the ） of 1）, for the ’ of a Latin word, and for faces."""
    mark = text[at]
    if mark not in "）)":
        return mark == "’" and at > start and text[at - 1].isascii() and text[at - 1].isalnum()
    before = text[max(start, at - 5) : at]
    if _ITEM.search(before) or _FACE.search(before):
        return True
    number = _LAST_NUMBER.search(before)
    if number is None:
        return False
    beside = (int(number.group()) + 1, int(number.group()) - 1)
    near = text[max(start, at - _NEAR) : min(end, at + _NEAR)]
    return any(f"{other}{closing}" in near for other in beside for closing in "）)")


def _half(case: Case, at: int, sentence: str, mark: str, other: str) -> Fault:
    return Fault(case.back(at, at + 1), sentence.format(mark=mark, other=other), other, mark)


_WRONG_QUOTE: Final = re.compile(rf"[\"＂「」『』]|''|(?<={_HAN})'|'(?={_HAN})")


def wrong_quotes(case: Case) -> Iterator[Fault]:
    """Quotation marks that are none of a Chinese document's (GB/T 15834—2011 4.8): straight ones, 「」. One finding for all.

    Fails:
        青禾县水利局自查报告
        一、基本情况。局党组落实"第一议题"制度，部署自查。
        二、主要问题。台账不完整。

    Passes:
        青禾县水利局自查报告
        一、基本情况。局党组落实“第一议题”制度，部署自查。
        二、主要问题。台账不完整。
    """
    if case.text is None:
        return
    text = case.text
    skip = _Spans([entry.span for entry in case.ledger.noise])
    wrong = [
        Span(*match.span())
        for match in _WRONG_QUOTE.finditer(text)
        if not skip.overlaps(Span(*match.span())) and _among_han(text, *match.span())
    ]
    if wrong:
        yield Fault(
            wrong[0],
            plural(
                "{count} quotation mark is none of “ ” ‘ ’",
                "{count} quotation marks are none of “ ” ‘ ’",
                len(wrong),
            ).format(count=len(wrong)),
            None,
            len(wrong),
            related=tuple(Elsewhere(span) for span in wrong[1:4]),
        )


def _among_han(text: str, start: int, end: int) -> bool:
    """True where a Chinese character, or a Chinese mark, stands on one side."""
    near = text[max(0, start - 1) : start] + text[end : end + 1]
    return re.search(rf"{_HAN}|[，。；：、（）《》“”]", near) is not None


_NUMBER: Final = re.compile(
    r"(?P<open>[〔\[［﹝【〈（(])(?P<year>\s?\d\s?\d\s?\d\s?\d\s?)(?P<close>[〕\]］﹞】〉）)])\s?(?P<nth>第)?\s?(?P<serial>\d{1,5})\s?号"
)
_BLANK_BEFORE_HAO: Final = re.compile(r"(?<=\d)[ \u3000\xa0](?=号)")
"""What a typesetter puts between a number and a character."""
_LINE_BREAK: Final = re.compile(r"[ \t\u3000]*\n[ \t\u3000]*")
_SMALL: Final = {"﹝": "〔", "﹞": "〕"}


def document_number_form(case: Case) -> Iterator[Fault]:
    """A document number (发文字号) that is not printed as GB/T 9704—2012 7.2.5 has it: [2020]130号 for 〔2020〕130号.

    The year stands whole in 〔 〕, the number without 第 and without zeros before it.

    Fails:
        青禾县水利局自查报告
        一、基本情况。按照《关于开展自查的通知》（青办发[2023]15号）要求，部署自查。
        二、主要问题。台账不完整。

    Passes:
        青禾县水利局自查报告
        一、基本情况。按照《关于开展自查的通知》（青办发〔2023〕15号）要求，部署自查。
        二、主要问题。台账不完整。
    """
    for citation in case.ledger.citations:
        if citation.number is None:
            continue
        whole = case.words(citation.span)
        matches = list(_NUMBER.finditer(citation.number if whole is None else whole))
        if not matches:
            continue
        match = matches[-1]  # a title may hold a number of its own
        printed = _LINE_BREAK.sub("", match.group())  # hard-wrap tells of a break
        right = f"〔{''.join(match['year'].split())}〕{int(match['serial'])}号"
        if _BLANK_BEFORE_HAO.sub("", "".join(_SMALL.get(mark, mark) for mark in printed)) == right:
            continue
        span = citation.span
        if whole is not None:
            span = Span(span.start + match.start(), span.start + match.end())
        yield Fault(span, translate("{number} is printed {right}").format(number=printed, right=right), right, printed)
