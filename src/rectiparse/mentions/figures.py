"""Figures: numbers that count or measure something, with their unit, their value and what they count.

Digits and Chinese numerals alike; what looks like a figure and is none (ranks, slogans, names, lengths of time) stays out.
`contract.md`, section "Figures", fixes what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rectiparse.document import Span
from rectiparse.mentions.amounts import (
    ALL_SIGNS,
    ARABIC_SIGNS,
    CHINESE_SIGNS,
    FORMAL_SIGNS,
    IN_AMOUNTS,
    Amount,
    amounts_at,
)
from rectiparse.mentions.bounds import bound_after, bound_before, bound_from_afar
from rectiparse.mentions.mention import Bound, FigureMention
from rectiparse.mentions.ranks import is_rank
from rectiparse.mentions.slogans import is_slogan, quoted_names
from rectiparse.mentions.subjects import EVENTS, PERSONS, behind_noun, noun_after, noun_before
from rectiparse.mentions.units import MEASURES, MONEY, RATIOS, UNITS

_AFTER_ONE: Final = frozenset(CHINESE_SIGNS) | {unit[0] for unit in UNITS} | set("半至到点分—–-~～ \n")
_BEFORE_ONE: Final = frozenset("统唯同专单划归如其之")  # 统一两个标准
# What may follow the signs of a number before its unit, the unit's own first character included (the 克 of 千克).
_AFTER_SIGNS: Final = set("余餘多来几数分点至到,，.．/／*（( \u3000\xa0\n-－–—―~～〜") | {
    unit.lstrip(ALL_SIGNS)[:1] for unit in UNITS
}
# A sign, and behind it and its like what makes a figure of them: one look tells most places off. ￥ needs no unit.
_BEGINNING: Final = re.compile(
    f"[{ALL_SIGNS}](?:"
    f"(?<!一)(?:(?<=[￥¥].)|(?=[{ALL_SIGNS}]{{0,48}}+[{re.escape(''.join(sorted(_AFTER_SIGNS)))}]))"
    f"|(?<=[{''.join(sorted(_BEFORE_ONE))}]一)|(?<=一)(?=[{re.escape(''.join(sorted(_AFTER_ONE)))}]))"
)
_VIEW: Final = 48  # a number with its unit is never longer
_BLANKS: Final = " \u3000\xa0"
_FULL_LINE: Final = 4  # a line that was cut within a figure holds at least this much before it
_BOLD: Final = re.compile(r"[^\s*]{1,16}?(\*\*)(?=[^\W\d_]|[%％])")
_CLAUSE_STARTS: Final = frozenset("。；：")

_BARE: Final = frozenset("百千万亿佰仟萬億")  # 百 alone begins names (百日行动); 近百名, 百余名, 数百名 count
_BEFORE_BARE: Final = re.compile("(?<![千百])(?:近|上|约|逾|超|过|突破|不到|不足|达)$")
_PLURAL: Final = re.compile("(?<![人户次总件款金个岁])(?:数|几)$")  # 数十名, 几百元; but 人数十人
_SIGNS: Final = frozenset("-－−")
_BEFORE_MINUS: Final = frozenset("率长幅降减增为速")
_SHARE_BEFORE: Final = re.compile("[占达为有近约到足]$")
_LONE_ONES: Final = frozenset(("倍", "成"))  # 增长一倍; before other units a lone 一 is an article
_LONGEST_QUOTED: Final = 8
_SENTENCE_END: Final = re.compile("[。！？\n]")
_CELL_END: Final = re.compile("[\t|｜]")
_OF_PERSONS: Final = (
    PERSONS | EVENTS | frozenset(["户", "家", "岁", "周岁", "批"])
)  # what such figures count persons may make up
_OF_ANYTHING: Final = frozenset(["个", "项", "条", "件", "处", "宗", "起", "笔", "例", "份", "类", "种", "点"])
_DIVIDED: Final = re.compile("[/每]")
_LENGTHS_OF_TEXT: Final = frozenset("字页")
_NAMES_PERSONS: Final = re.compile("(?:[人员者户工生师民众象长]|干部)$")
_NOUN_FIRST: Final = MEASURES | MONEY | RATIOS  # 面积800平方米, 资金16万元, 占比20%: the noun stands before


def find_figures(text: str, *, skip: Sequence[Span] = ()) -> list[FigureMention]:
    """The figures in `text`, in order of place.

    Nothing inside or overlapping a span of `skip` (dates, list marks, noise, citations) is a figure. The text may break a line
    inside a figure once. A range that names its unit once (50—60人) is two figures: 50 as min, 60人 as max.
    """
    figures: list[FigureMention] = []
    barriers = _merged(skip)
    names = quoted_names(text)
    barrier = name = 0
    floor = at = 0
    while found := _BEGINNING.search(text, at):
        start = found.start()
        while barrier < len(barriers) and barriers[barrier][1] <= start:
            floor = barriers[barrier][1]
            barrier += 1
        stop, behind = barriers[barrier] if barrier < len(barriers) else (len(text), len(text))
        if stop <= start:
            at = behind
            continue
        if text[start] == "一":
            if text[start - 1 : start] in _BEFORE_ONE:
                floor = at = start + 1
                continue
            if text[start + 1 : start + 2] not in _AFTER_ONE:
                at = start + 1
                continue
        amounts, at = _amounts(text, start, stop, floor)
        if not amounts:
            continue
        while name < len(names) and names[name].end <= start:
            name += 1
        quoted = names[name] if name < len(names) and names[name].start <= start else None
        edges: tuple[Bound | None, ...] = ("min", "max") if len(amounts) > 1 else (None,)
        for amount, edge in zip(amounts, edges, strict=True):
            begin = amount.start if edge == "max" else _begin(text, amount, floor, whole=amount.start == start)
            figure = None if begin is None else _figure(text, begin, amount, floor, quoted, edge, figures)
            if figure is None:
                break
            figures.append(figure)
    return figures


def _merged(skip: Sequence[Span]) -> list[tuple[int, int]]:
    """Starts and ends of the spans in order, those that touch or overlap as one, empty ones left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(skip):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return merged


def _amounts(text: str, start: int, stop: int, floor: int) -> tuple[list[Amount], int]:
    """The amounts that begin at `text[start]` and end by `stop`, with offsets in `text`, and where to search on.

    Read as one with what comes after it are a first line break, where words stand before the number on its line, and the marks
    of a bold number (**25**个).
    """
    limit = min(start + _VIEW, stop)
    before = text[start - 1] if start > floor else "" if floor else "\n"
    currency = before in ("￥", "¥")
    in_doubt = before == "\n" or (before in _CLAUSE_STARTS and text[start] not in ARABIC_SIGNS)
    broken = text.find("\n", start, limit)
    opened = limit if broken < 0 else start + len(text[start:broken].rstrip(_BLANKS))
    amounts, end = amounts_at(text, start, opened, in_doubt=in_doubt, currency=currency)
    bold = (
        _BOLD.match(text, start, limit) if text[start - 1 : start] == "*" and text.startswith("**", start - 2) else None
    )
    if bold:
        opened, closed = bold.span(1)
    elif (
        broken < 0
        or start < _FULL_LINE
        or "\n" in text[start - _FULL_LINE : start]
        or not IN_AMOUNTS.issuperset(text[start:opened])
    ):
        return amounts, end
    else:
        closed = limit - len(text[broken + 1 : limit].lstrip(_BLANKS))
    view = text[start:opened] + text[closed:limit]
    joined, joined_end = amounts_at(view, 0, len(view), in_doubt=not bold, currency=currency)
    if not joined or start + joined[-1].end <= opened:
        return amounts, end

    def place(offset: int) -> int:
        return start + offset + (closed - opened if start + offset > opened else 0)

    return [amount.placed(place(amount.start), place(amount.end)) for amount in joined], place(joined_end)


def _begin(text: str, amount: Amount, floor: int, *, whole: bool) -> int | None:
    """Where the figure begins, a sign or 数, 几 before it included; None where it is a part of something longer.

    `whole` says that its first character is the first of all numerals that stand there.
    """
    start, number = amount.start, amount.number
    before = text[max(floor, start - 3) : start]
    last, last_but_one = before[-1:], before[-2:-1]
    latin = last.isascii() and last.isalnum()
    if number.script == "arabic":
        if (latin and last not in "xX") or last == "+":
            return None
        if last and last in "./．／-" and last_but_one.isascii() and last_but_one.isalnum():
            return None
        minus = last in _SIGNS and last_but_one in _BEFORE_MINUS and amount.unit in RATIOS
        return start - 1 if minus or last in ("￥", "¥") else start
    if number.script == "mask":
        emphasis = number.written[0] in "*＊_" and (not last or last.isspace())
        return None if latin or emphasis else start
    if whole and last and last in CHINESE_SIGNS:
        return None
    if number.unit is None and (number.written[0] in _BARE or number.written[0] == "十"):
        if _PLURAL.search(before):
            return start - 1
        threshold = amount.unit in MONEY and text.startswith(("以上", "以下"), amount.end)  # 亿元以上项目
        if number.written[0] in _BARE and not (amount.approximate or threshold or _BEFORE_BARE.search(before)):
            return None
    return start


def _figure(
    text: str,
    begin: int,
    amount: Amount,
    floor: int,
    quoted: Span | None,
    edge: Bound | None,
    figures: list[FigureMention],
) -> FigureMention | None:
    """The figure that `text[begin:amount.end]` is, None where it counts nothing; `figures` are those before it."""
    end, unit, value = amount.end, amount.unit, amount.value
    previous = figures[-1] if figures else None
    loose, bound = bound_before(text, floor, begin, unit)
    loose_behind, bound_behind = bound_after(text, end, unit)
    bound = edge or bound or bound_behind
    bound = bound or bound_from_afar(text, previous.span.end if previous else 0, begin, unit)
    if not _counts(text, begin, amount, floor, quoted, bound):
        return None
    if value is not None and text[begin] in _SIGNS:
        value = -value
    plural = amount.number.script == "chinese" and begin < amount.start
    return FigureMention(
        text=text[begin:end],
        value=value,
        unit=unit,
        subject=_subject(text, begin, end, unit, figures),
        approximate=amount.approximate or loose or loose_behind or plural,
        bound=bound,
        masked=value is None,
        span=Span(begin, end),
    )


def _counts(text: str, begin: int, amount: Amount, floor: int, quoted: Span | None, bound: Bound | None) -> bool:
    number, unit = amount.number, amount.unit
    if quoted and (number.script != "arabic" or (quoted.end - quoted.start <= _LONGEST_QUOTED and unit not in MONEY)):
        return False
    if number.written == "一半":  # a share of something; 一半心思 is none
        return bound is not None or bool(_SHARE_BEFORE.search(text, max(floor, begin - 2), begin))
    if number.unit is not None:
        return True
    if number.written == "一" and unit not in _LONE_ONES and bound is None:
        return False
    if (
        not FORMAL_SIGNS.isdisjoint(number.written)
        and unit not in MONEY
        and not {"拾", "佰", "仟"} & set(number.written[1:])
    ):
        return False  # 陆家嘴, 队伍人员
    if is_rank(text, begin, amount, floor):
        return False
    return not is_slogan(text, begin, amount.end, amount.value, chinese=number.script == "chinese")


def _subject(text: str, begin: int, end: int, unit: str, figures: list[FigureMention]) -> str | None:
    """What is counted: after the figure or before it, else what a figure before it in the same sentence counts: of its unit, or the last."""
    previous = figures[-1] if figures else None
    noun_first = unit in _NOUN_FIRST
    after = None if noun_first else noun_after(text, end, unit)
    if after:
        return after
    floor = previous.span.end if previous else 0
    if previous and previous.subject:
        floor = behind_noun(text, floor, previous.subject)
    before = noun_before(text, floor, begin, unit)
    if not before and unit in EVENTS and text.startswith("的", end + 2):  # 2次以上的现场指导
        after = noun_after(text, end)
        if after:
            return after
    if noun_first:
        share = unit in RATIOS and not before and text.startswith("的", end)  # 40%的支部
        after = noun_after(text, end + share, unit)
        threshold = not before and unit in MONEY and text.startswith(("以上", "以下", "以内"), end)  # 20万元以上变更
        if after and (share or threshold):
            return after
    if before == "" and previous and not _SENTENCE_END.search(text, previous.span.end, begin):
        touching = previous.span.end == begin
        for earlier in () if touching else reversed(figures):
            if _SENTENCE_END.search(text, earlier.span.end, begin):
                break
            if earlier.unit == unit:
                return earlier.subject  # 宅基地12宗，面积1800平方米，剩余5宗
        if _CELL_END.search(text, previous.span.end, begin):
            return None
        if touching or (_counts_the_same(unit, previous.unit) if unit not in PERSONS else _counts_persons(previous)):
            return previous.subject
        return None  # 清退资金12万元，涉及5人
    return before or after


def _counts_the_same(unit: str, other: str) -> bool:
    """Whether a count in `unit` may go on counting what one in `other` does: 商铺30间, 剩余4个; not 2个社区，共8126户."""
    if unit in _OF_ANYTHING or _measures(unit):
        return True
    return unit in EVENTS and other in EVENTS


def _measures(unit: str) -> bool:
    return not unit or _DIVIDED.split(unit, maxsplit=1)[0] in _NOUN_FIRST or unit in _LENGTHS_OF_TEXT


def _counts_persons(figure: FigureMention) -> bool:
    return figure.unit in _OF_PERSONS or bool(figure.subject and _NAMES_PERSONS.search(figure.subject))
