"""The rule on arithmetic: what the text itself lets one compute, held against what it says.

Only where the relation stands in the words (占比, 同比增长, 人均, 完成率, 合计, 其余): two numbers that merely stand near each
other prove nothing. A computed value is a range, since each printed number is rounded; what it is held against may be
rounded or cut off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import ceil, floor
from typing import Final, NamedTuple

from rectiparse.checking.case import Case, Counted
from rectiparse.checking.days import days_of
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.document import Span
from rectiparse.finding import Severity
from rectiparse.language import plural, translate
from rectiparse.ledger import Figure
from rectiparse.numerals import parse_numeral

_DIGITS: Final = re.compile(r"[\d０-９,，]+(?:[.．]([\d０-９]+))?")
_PEOPLE: Final = frozenset(("名", "人", "位", "户", "家", "个"))
_PERSONS: Final = frozenset("名人位")
"""Units that count persons alone: 7名责任人, of whom 3人."""
_TO_THE_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST: Final = 2000
_MOST: Final = 60
"""Characters and figures of a sentence; in a longer one the words hold nothing together."""
_COUNTS: Final = frozenset("个名人户家次件项条笔处座份所起例场期篇间台辆套宗")
"""Units of what comes whole: no half of it can be counted."""


class _Range(NamedTuple):
    """The least and the greatest value that a printed number, or one computed from such, may have."""

    low: float
    high: float

    def holds(self, other: _Range) -> bool:
        """True when the two share a value, but for what floating point adds."""
        slack = 1e-9 * max(1.0, abs(self.high), abs(other.high))
        return self.low - slack <= other.high and other.low <= self.high + slack


def arithmetic(case: Case) -> Iterator[Fault]:
    """A sum, a share, a rate, a growth or an average that does not come out.

    So the days of an interval (为期45天), and places named one by one (甲村、乙村、丙村3个村).

    Fails:
        青禾县水利局自查报告
        一、水质管护不严。抽查的40处集中供水工程中，有8处水质不合格，占比25%。

    Passes:
        青禾县水利局自查报告
        一、水质管护不严。抽查的40处集中供水工程中，有8处水质不合格，占比20%。
    """
    if case.view is None:
        return
    text = case.view.text
    for sentence in case.sentences():
        here = case.figures_in(sentence)
        if 1 < len(here) <= _MOST and sentence.end - sentence.start <= _LONGEST:
            vague = {_family(item) for item in here if not _exact(item.figure)}  # of these one may be the whole
            here = [item for item in here if _family(item) not in vague]
            for relation in _RELATIONS:
                yield from relation(case, text, sentence, here)
    yield from _across(case, text)
    yield from _lengths(case, text)
    yield from _named(case, text)


# ---- numbers as they are printed -------------------------------------------------------------------------------------


def _exact(figure: Figure) -> bool:
    return figure.value is not None and not figure.approximate and figure.bound is None and not figure.masked


def _family(item: Counted) -> str:
    """The unit, or what stands for all that count persons."""
    return "人" if item.figure.unit in _PERSONS else item.figure.unit


def _value(item: Counted) -> float:
    assert item.figure.value is not None
    return float(item.figure.value)


def _printed_number(item: Counted) -> tuple[float, int]:
    """The number as printed, without its unit and its 万, and how many decimals it has; 1 and 0 for Chinese numerals."""
    match = _DIGITS.search(_words(item))
    if match is None:
        return 1.0, 0
    return float(re.sub("[,，]", "", match.group()).replace("．", ".") or 0), len(match[1] or "")


def _scale(item: Counted) -> float:
    """What one of the printed number is worth: 10000 for 3.6万元."""
    if _DIGITS.search(_words(item)) is None:
        return 1.0
    number, _ = _printed_number(item)
    return _value(item) / number if number else 1.0


def _digit(item: Counted) -> float:
    """What one unit of the last printed digit is worth; nothing for a plain count, which is not rounded."""
    _, decimals = _printed_number(item)
    scale = _scale(item)
    plain = decimals == 0 and abs(scale - 1) < 1e-9
    return 0.0 if plain and item.figure.unit not in ("%", "元") else scale * 10.0**-decimals


def _range(item: Counted) -> _Range:
    half = _digit(item) / 2
    return _Range(_value(item) - half, _value(item) + half)


def _printed(item: Counted) -> _Range:
    """What the true value may be where this is printed, rounded or cut off."""
    digit = _digit(item)
    return _Range(_value(item) - digit / 2, _value(item) + digit)


def _share(part: _Range, whole: _Range) -> _Range:
    return _Range(part.low / whole.high * 100, part.high / whole.low * 100)


def _growth(old: _Range, new: _Range) -> _Range:
    return _Range((new.low / old.high - 1) * 100, (new.high / old.low - 1) * 100)


def _words(item: Counted) -> str:
    return "".join(item.figure.text.split())


def _number(value: float, like: Counted) -> str:
    """A computed value with one decimal more than the number that it is held against."""
    _, decimals = _printed_number(like)
    shown = f"{value / _scale(like):.{decimals + 1}f}"
    return shown.rstrip("0").rstrip(".")


def _rounded(value: float, like: Counted) -> int | float:
    """A computed value as the document would print it, in the unit and with the decimals of `like`."""
    _, decimals = _printed_number(like)
    shown = round(value / _scale(like), decimals)
    return int(shown) if shown == int(shown) else shown


def _unit(item: Counted) -> str:
    """The unit as printed: 万元, not 元."""
    return _DIGITS.sub("", _words(item), count=1) if _DIGITS.search(_words(item)) else item.figure.unit


# ---- sums ------------------------------------------------------------------------------------------------------------

_TOTAL: Final = re.compile(r"(?:共计|合计|总计|总共|共)(?:为|达|约|资金|金额|人民币|投入|支出)?\s?$")
_TOTAL_OF: Final = re.compile(
    r"(?:^|[，,；])(?:以上|上述|[两三四五六]项|前?[两三]个?季度|三季度)?合?共(?P<verb>收入|支出|追回|追缴|收缴|清退|退还|退缴|上缴|发放|投入|使用|筹集|争取|清理|补助|拨付)(?:资金)?\s?$"
)
"""共 with what was done to the sum: the parts must tell of the same, or be the periods of one year."""
_PERIOD: Final = re.compile(r"(?:^|[，,、：:；])\s?(?:第?[一二三四]季度|[上下]半年|\d{1,2}月份?)[^，。；、\d]{0,6}$")
_CAME_IN: Final = re.compile(r"收缴|收入|收取|追缴|追回|到账|筹集|争取")
"""What came in is no part of what was spent."""
_PLUS: Final = re.compile(r"加上|再加|外加")
_REST: Final = re.compile(r"(?:其余|剩余|余下|剩下|另外|其他|下剩|尚余|尚有|还有|还剩)[^，。；、]{0,8}$")
_TAKEN: Final = re.compile(r"已(?:经)?[^，。；、]{0,10}$")
_OF_WHICH: Final = re.compile(r"其中[^，。；]{0,24}$")


def _clause(text: str, at: int, sentence: Span, marks: str = "，。；：、,;\n（(") -> int:
    return max(max(text.rfind(mark, sentence.start, at) for mark in marks) + 1, sentence.start)


def _totals(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """a元、b元，合计c元: the figures of one unit right before the word for the sum."""
    for at, total in enumerate(here):
        match = None
        if not _TOTAL.search(text, _clause(text, total.start, sentence), total.start):
            match = _TOTAL_OF.search(text, max(sentence.start, total.start - 16), total.start)
            if match is None:
                continue
        parts: list[Counted] = []
        end = total.start
        for part in reversed(here[:at]):
            between = text[part.end : end]
            if part.figure.unit != total.figure.unit or len(between) > 24 or re.search(r"[。；;\d]|其中", between):
                break
            parts.insert(0, part)
            end = part.start
        if len(parts) < 2 or _TOTAL.search(text, _clause(text, parts[0].start, sentence), parts[0].start):
            continue
        if match and not _told_of(text, sentence, parts, match["verb"]):
            continue
        spent = text[max(sentence.start, total.start - 3) : total.start].strip().endswith(("支出", "投入"))
        if spent and _CAME_IN.search(text, _clause(text, parts[0].start, sentence), parts[-1].end):
            continue
        if re.search("[，,]", text[parts[0].end : parts[1].start]) and _range(parts[0]).low > _printed(total).high:
            parts.pop(0)  # 安排30万元，采购12万元、维修8万元，共支出20万元: what there was to be spent
        if len(parts) < 2 or any(_sum(parts[first:]).holds(_printed(total)) for first in range(len(parts) - 1)):
            continue
        earlier = [item for item in here[:at] if item.figure.unit == total.figure.unit and item.end <= parts[0].start]
        if any(_sum([*earlier[first:], *parts]).holds(_printed(total)) for first in range(len(earlier))):
            continue  # the summands begin further ahead
        if _PLUS.search(text, earlier[-1].end if earlier else sentence.start, parts[0].start):
            if len(earlier) != 1:
                continue
            parts.insert(0, earlier[0])
        if _listed(text, parts):
            yield from _sum_fault(parts, total)


def _told_of(text: str, sentence: Span, parts: Sequence[Counted], verb: str) -> bool:
    """True when the parts are told of with the verb of the sum, or each with the quarter or month that it is of."""
    start = _clause(text, parts[0].start, sentence)
    periods = all(_PERIOD.search(text, max(sentence.start, part.start - 12), part.start) for part in parts)
    return periods or verb in text[start : parts[-1].end]


def _sum(parts: Sequence[Counted]) -> _Range:
    return _Range(sum(_range(part).low for part in parts), sum(_range(part).high for part in parts))


def _listed(text: str, parts: Sequence[Counted]) -> bool:
    """True when the figures stand side by side with 、 ， 和 between, each with a few words of its own."""
    return all(re.search(r"[、，,和及]", text[one.end : other.start]) for one, other in pairwise(parts))


def _sum_fault(parts: Sequence[Counted], total: Counted) -> Iterator[Fault]:
    if _sum(parts).holds(_printed(total)):
        return
    value = sum(_value(part) for part in parts)
    yield Fault(
        total.figure.span,
        translate("{parts} = {sum}{unit}, not {total}").format(
            parts=" + ".join(_words(part) for part in parts),
            sum=_number(value, total),
            unit=_unit(total),
            total=_words(total),
        ),
        _rounded(value, total),
        _rounded(_value(total), total),
        related=tuple(Elsewhere(part.figure.span) for part in parts),
    )


def _wholes(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """N个，其中甲a个、乙b个，其余c个: parts that leave nothing out, and parts greater than the whole before 其中."""
    for at, part in enumerate(here):
        start = _clause(text, part.start, sentence, "，。；：,;\n")
        match = _OF_WHICH.search(text, start, part.start)
        if match is None:
            continue
        of_which = text.rfind("其中", match.start(), part.start)
        before = [item for item in here[:at] if item.end <= of_which and _family(item) == _family(part)]
        if not before:
            continue
        if all(_range(part).low > _range(item).high for item in before) and part.figure.unit != "%":
            whole = max(before, key=_value)
            yield Fault(
                part.figure.span,
                translate("{part} of {whole}: a part is greater than its whole").format(
                    part=_words(part), whole=_words(whole)
                ),
                None,
                _rounded(_value(part), part),
                related=(Elsewhere(whole.figure.span),),
            )
            continue
        if any(item.start > of_which and _family(item) == _family(part) for item in here[:at]):
            continue  # the parts are listed from the first one on
        parts = [part]
        complete = False
        for item in here[at + 1 :]:
            if (
                _family(item) != _family(part)
                or "；" in text[parts[-1].end : item.start]
                or "（" in text[parts[-1].end : item.start]
            ):
                break
            parts.append(item)
            if _REST.search(text, _clause(text, item.start, sentence), item.start):
                complete = True
                break
        if len(before) != 1:
            continue
        if complete:
            yield from _whole_fault(before[0], parts)
            continue
        apart = _apart(text, of_which + len("其中"), parts)
        if apart and _sum(apart).low > _range(before[0]).high:
            dealt = _DEALT.search(text, of_which, apart[0].start) is not None
            yield from _whole_fault(before[0], apart, severity="warning" if dealt else None)


_NAMED_PART: Final = re.compile(
    r"(?![全本各该我])[\u4e00-\u9fff]{1,6}?(?P<kind>街道|社区|公司|学校|小学|中学|支部|[镇乡村县区市局组站所])(?P<verb>[\u4e00-\u9fff]{0,4})"
)
_YEAR_PART: Final = re.compile(r"\d{4}\s?年度?(?P<verb>(?:收入|支出|发放|清退|退还|追回|拨付|投入|补助|收缴)?)")
_NOT_YET: Final = re.compile(r"(?P<not>已经?|尚?未)(?P<verb>[\u4e00-\u9fff]{1,8})")
_DEALT: Final = re.compile(
    r"(?:给予|予以|进行)?(?:诫勉|批评教育|谈话提醒|提醒谈话|通报批评|责令检查|党内(?:严重)?警告|撤销党内职务|留党察看|开除党籍)(?:谈话|处分|处理)?"
)
"""What is done to a person, hardly two of them to the same one."""


def _apart(text: str, start: int, parts: Sequence[Counted]) -> Sequence[Counted]:
    """The first of the parts, as long as their words show that nothing can be in two of them; none where they do not.

    甲镇5万元、乙镇8万元; 2021年5万元、2022年8万元; 已通车35个、未通车20个; 诫勉3人、批评教育5人. A member of a party may be a
    woman, and money of the state be spent on roads.
    """
    labels: list[str] = []
    for part in parts:
        label = re.sub(r"\s", "", text[start : part.start])
        if labels:
            mark = re.match(r"[^，。；、：,\d]{0,6}[、，,和及]", label)
            if mark is None:
                break
            label = label[mark.end() :]
        labels.append(label.lstrip("，,：:"))
        start = part.end
    for pattern in (_NAMED_PART, _YEAR_PART, _NOT_YET, _DEALT):
        matches = [match for match in map(pattern.fullmatch, labels) if match]
        if len(matches) < 2 or len(matches) < len(labels) or len(set(labels)) < len(labels):
            continue
        if pattern is _NOT_YET and (len(matches) != 2 or len({"未" in match["not"] for match in matches}) != 2):
            continue
        alike = {(match["verb"], match.groupdict().get("kind")) for match in matches} if pattern is not _DEALT else {()}
        if len(alike) == 1:
            return parts[: len(labels)]
    return ()


def _whole_fault(
    whole: Counted, parts: Sequence[Counted], where: Span | None = None, severity: Severity | None = None
) -> Iterator[Fault]:
    if _sum(parts).holds(_printed(whole)):
        return
    value = sum(_value(part) for part in parts)
    yield Fault(
        where or Span(parts[0].figure.span.start, parts[-1].figure.span.end),
        translate("{parts} = {sum}{unit}, not {total}").format(
            parts=" + ".join(_words(part) for part in parts),
            sum=_number(value, whole),
            unit=_unit(whole),
            total=_words(whole),
        ),
        _rounded(_value(whole), whole),
        _rounded(value, whole),
        severity=severity,
        related=(Elsewhere(whole.figure.span),),
    )


_STATES: Final = re.compile(
    r"(?:(?P<done>完成整改|已(?:完成)?整改(?:完成|到位|销号)?|整改(?:完成|到位|销号)|已(?:完成|销号|办结))"
    r"|(?P<open>未完成|未整改|尚未|正在整改|正在推进|在办|整改中|申请延期|推进中)|(?P<rest>基本完成|部分整改|持续整改|阶段性完成))[^，、。；]{0,16}$"
)
_REST_OF_CLAUSE: Final = re.compile(r"[^，。；、：\n]{0,8}")
_TAKEN_OF_IT: Final = re.compile(
    r"(?P<what>[^，。；、,\d]{0,10})[，,](?:目前|现|截至目前[，,]?)?已(?:经)?[^，。；、,\d]{1,8}"
)
_LEFT_OF_IT: Final = re.compile(
    r"[^，。；、,\d]{0,10}[，,、；](?:其余|剩余|余下|剩下|尚余|还剩)(?:的|下)?[^，。；、,\d]{0,6}"
)
_NO_NOUN: Final = re.compile(r"[，。；、,;）)\s]|[未正将仍因尚待拟预计由也均为已在]|$")
_MATTERS: Final = re.compile(r"问题|任务|事项|资金|金额|线索|隐患")


def _remains(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """N处，已修复a处，剩余b处: the first three of their unit in the sentence, and no more of it behind them."""
    for unit in dict.fromkeys(_family(item) for item in here if item.figure.unit != "%"):
        items = [item for item in here if _family(item) == unit]
        if len(items) != 3:
            continue
        whole, taken, rest = items
        match = _TAKEN_OF_IT.fullmatch(text, whole.end, taken.start)
        if match is None or not _LEFT_OF_IT.fullmatch(text, taken.end, rest.start):
            continue
        if any(
            not _NO_NOUN.match(text, item.end) and not text.startswith(match["what"] or "，", item.end)
            for item in (taken, rest)
        ):
            continue  # 3个乡镇，已整改2个，剩余5个问题
        yield from _whole_fault(whole, [taken, rest])


def _states(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """N个，完成a个、基本完成b个、未完成c个: parts by how far things are leave nothing out, if some are open."""
    for unit in dict.fromkeys(item.figure.unit for item in here):
        yield from _states_in(case, text, sentence, here, unit)


def _states_in(case: Case, text: str, sentence: Span, here: Sequence[Counted], unit: str) -> Iterator[Fault]:
    whole: Counted | None = None
    parts: list[Counted] = []
    kinds: set[str] = set()
    before: Counted | None = None
    for item in here:
        if item.figure.unit == unit:
            match = _STATES.search(text, _clause(text, item.start, sentence), item.start)
            if match is None:
                if len(parts) > 1 and len(kinds) > 1 and whole is not None:
                    break
                whole, parts, kinds = item, [], set()
            elif whole is not None and (parts or before is whole or _is_of_matters(text, whole)):
                parts.append(item)
                kinds.add(match.lastgroup or "")
        before = item
    if whole is None or len(parts) < 2 or len(kinds) < 2:
        return
    if any(Span(*entry.span).overlaps(whole.figure.span) for entry in case.ledger.document.declared):
        return  # declared-count says it
    if "open" in kinds or _sum(parts).low > _range(whole).high:
        yield from _whole_fault(whole, parts)


def _is_of_matters(text: str, item: Counted) -> bool:
    """True when a figure counts problems or money, whatever figures stand between it and its parts."""
    clause = _REST_OF_CLAUSE.match(text, item.end)
    return _MATTERS.search(text, max(0, item.start - 8), clause.end() if clause else item.end) is not None


# ---- shares and rates ------------------------------------------------------------------------------------------------

_SHARE: Final = re.compile(r"占(?:比|总数|抽查总?数|总量|总额|比例|比重)?的?(?:为|达到|达|仅为|仅|高达|只有)?\s?$")
_RATE: Final = re.compile(r"(?P<stem>[\u4e00-\u9fff]{1,8})率(?:为|达|达到|仅为|仅|只有|已达|高达|是)?\s?$")
_AT_MOST_ALL: Final = re.compile(
    r"(?:整改|整改完成|整改到位|办结|销号|覆盖|合格|满意|知晓|参训|到会|参会|签订|公开|达标|入户|核实)$"
)
"""Rates of what there is; a plan may be done by more than all of it (完成率120%)."""
_TO_BE: Final = re.compile(
    r"(?:限期|分阶段|分步|近期|中期|长期|持续|立行|边查边|需|应|待|拟|要求|责令|督促)[^，。；、,]{0,6}$"
)
"""Before a figure of what is to be done, or done another way: 限期整改10个."""
_AMONG: Final = re.compile(r"(?:中|其中|里)[，,、]?[^。；]{0,20}$")


def _shares(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """N个中有n个…，占比p%."""
    for at, percent in enumerate(here):
        if percent.figure.unit != "%" or at == 0:
            continue
        part = here[at - 1]
        if not _SHARE.search(text, part.end, percent.start) or part.figure.unit == "%":
            continue
        between = text[part.end : percent.start]
        if re.search(r"[；。\d]|分别", between) or len(between) > 30:
            continue
        wholes = [
            item
            for item in here[: at - 1]
            if item.figure.unit == part.figure.unit and _value(item) >= _value(part) and _value(item) > 0
        ]
        if any(_share(_range(part), _range(whole)).holds(_printed(percent)) for whole in wholes):
            continue
        if wholes and _AMONG.search(text, wholes[-1].end, part.start):
            yield _share_fault(part, wholes[-1], percent)
        elif not wholes and _impossible_share(part, percent):
            yield Fault(
                percent.figure.span,
                translate("{part} cannot be {percent} of anything whole: no number makes that share").format(
                    part=_words(part), percent=_words(percent)
                ),
                None,
                _value(percent),
                severity="warning",
                related=(Elsewhere(part.figure.span),),
            )


def _share_fault(part: Counted, whole: Counted, percent: Counted) -> Fault:
    value = _value(part) / _value(whole) * 100
    return Fault(
        percent.figure.span,
        translate("{part} of {whole} is {share}%, not {percent}").format(
            part=_words(part), whole=_words(whole), share=_number(value, percent), percent=_words(percent)
        ),
        _rounded(value, percent),
        _rounded(_value(percent), percent),
        related=(Elsewhere(part.figure.span), Elsewhere(whole.figure.span)),
    )


def _impossible_share(part: Counted, percent: Counted) -> bool:
    """True when no whole number of things gives the part this share, nor the whole, if it is one, this part."""
    if part.figure.unit not in _COUNTS or not 0 < _value(percent) < 100 or _value(part) <= 0:
        return False
    span = _printed(percent)
    low, high = max(span.low, 1e-9) / 100, span.high / 100
    as_part = floor(_value(part) / low) >= ceil(_value(part) / high)
    as_whole = floor(_value(part) * high) >= ceil(_value(part) * low)
    return not as_part and not as_whole


def _rates(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """计划N个，实际开工n个，开工率p%: the rate is of the figure whose clause holds its word."""
    for at, percent in enumerate(here):
        if percent.figure.unit != "%":
            continue
        match = _RATE.search(text, _clause(text, percent.start, sentence), percent.start)
        if match is None:
            continue
        if _value(percent) > 100 and _AT_MOST_ALL.search(match["stem"]):
            yield Fault(
                percent.figure.span,
                translate("{percent} is more than all there is").format(percent=_words(percent)),
                100,
                _value(percent),
            )
            continue
        said, stem = match["stem"][:-2], match["stem"][-2:]
        if said and said not in text[sentence.start : match.start("stem")]:
            continue  # 按期办结率 is no rate of what is 办结
        parts = [item for item in here[:at] if item.figure.unit != "%" and stem in _around(text, sentence, item)]
        if len(parts) != 1:
            continue
        wholes = [
            item for item in here[:at] if item.figure.unit == parts[0].figure.unit and item.start < parts[0].start
        ]
        start = _clause(text, parts[0].start, sentence)
        if len(wholes) != 1 or _value(wholes[0]) < _value(parts[0]) or _TO_BE.search(text, start, parts[0].start):
            continue
        share = _share(_range(parts[0]), _range(wholes[0])) if _value(wholes[0]) > 0 else None
        if (
            share
            and not share.holds(_printed(percent))
            and not _Range(100 - share.high, 100 - share.low).holds(_printed(percent))
        ):
            yield _share_fault(parts[0], wholes[0], percent)


def _around(text: str, sentence: Span, item: Counted) -> str:
    """The words of the figure's clause before it, and a few after it."""
    after = re.split("[，。；、,;]", text[item.end : item.end + 4], maxsplit=1)[0]
    return text[_clause(text, item.start, sentence) : item.start] + after


def _asides(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """N个，甲a个（p%）、乙b个（q%）: the share of each part right behind it."""
    for at, percent in enumerate(here):
        if percent.figure.unit != "%" or at < 2:
            continue
        part = here[at - 1]
        if not re.fullmatch(r"\s?[（(](?:占比?)?\s?", text[part.end : percent.start]) or part.figure.unit == "%":
            continue
        wholes = [
            item for item in here[: at - 1] if item.figure.unit == part.figure.unit and _value(item) > _value(part)
        ]
        if not wholes or any(_share(_range(part), _range(whole)).holds(_printed(percent)) for whole in wholes):
            continue
        if wholes[0] is max(wholes, key=_value):
            yield _share_fault(part, wholes[0], percent)


# ---- growth ----------------------------------------------------------------------------------------------------------

_UP: Final = r"增长|上升|增加|提高|提升|上涨|增幅|增"
_DOWN: Final = r"下降|减少|降低|下滑|压减|缩减|降幅|减|降"
_CHANGE: Final = re.compile(
    rf"(?P<same>同比|较上年|比上年|较去年|比去年|较上年同期|比上年同期|与上年相比)?(?:共|实际)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度)?(?:为|达|约)?\s?$"
)
_FROM_TO: Final = re.compile(rf"(?:{_UP}|{_DOWN}|变)?(?:到|至|为)(?:了)?[^，。；]{{0,8}}$")
_FROM: Final = re.compile(r"(?:从|由)[^，。；]{0,24}$")
_YEAR: Final = re.compile(r"(\d{4})\s?年")


def _changes(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """由a增加到b，增长p%, and 2021年支出a，…2022年支出b，同比增长p%."""
    for at, change in enumerate(here):
        if at < 2:
            continue
        match = _CHANGE.search(text, _clause(text, change.start, sentence), change.start)
        new = here[at - 1]
        if match is None or re.search("[；。]", text[new.end : change.start]):
            continue
        old = None if match["same"] else _named_before(text, sentence, here[: at - 1], new)
        old = old or _year_earlier(text, sentence, here[: at - 1], new)
        if old is None or _value(old) <= 0 or old.figure.unit != new.figure.unit:
            continue
        sign = 1 if match["up"] else -1
        found = _difference(old, new, change, sign)
        if found is not None:
            yield found


def _difference(old: Counted, new: Counted, change: Counted, sign: int) -> Fault | None:
    if change.figure.unit == "%" and new.figure.unit != "%":
        growth = _growth(_range(old), _range(new))
        computed = (_value(new) / _value(old) - 1) * 100
    elif change.figure.unit == new.figure.unit or (change.figure.unit == "个百分点" and new.figure.unit == "%"):
        growth = _Range(_range(new).low - _range(old).high, _range(new).high - _range(old).low)
        computed = _value(new) - _value(old)
    else:
        return None
    low, high = sorted((growth.low * sign, growth.high * sign))
    if _Range(low, high).holds(_printed(change)):
        return None
    return Fault(
        change.figure.span,
        translate("from {old} to {new} is {change}, not {printed}").format(
            old=_words(old),
            new=_words(new),
            change=_number(computed * sign, change) + _unit(change),
            printed=_words(change),
        ),
        _rounded(computed * sign, change),
        _rounded(_value(change), change),
        related=(Elsewhere(old.figure.span), Elsewhere(new.figure.span)),
    )


def _named_before(text: str, sentence: Span, before: Sequence[Counted], new: Counted) -> Counted | None:
    """a of 由a增加到b."""
    if not before or not _FROM_TO.search(text, before[-1].end, new.start):
        return None
    start = _clause(text, before[-1].start, sentence)
    return before[-1] if _FROM.search(text, start, before[-1].start) else None


def _year_earlier(text: str, sentence: Span, before: Sequence[Counted], new: Counted) -> Counted | None:
    """The figure of the year before: the same words stand between the year and the figure."""
    year, words = _year_and_words(text, sentence, new)
    if year is None or len(words) < 2:
        return None
    for item in before:
        if item.figure.unit == new.figure.unit and _year_and_words(text, sentence, item) == (year - 1, words):
            return item
    return None


def _year_and_words(text: str, sentence: Span, item: Counted) -> tuple[int | None, str]:
    start = _clause(text, item.start, sentence, "，。；：,;\n")
    match = _YEAR.search(text, start, item.start)
    return (int(match[1]), text[match.end() : item.start].strip()) if match else (None, "")


# ---- lengths of time -------------------------------------------------------------------------------------------------

_LASTS: Final = re.compile(
    r"(?:(?P<near>^[，,、]?\s?[（(]?\s?共(?:计)?)|为期|历时)\s?(?P<count>\d{1,3}|[一二三四五六七八九十两]{1,3})\s?(?:个)?(?P<unit>天|日|周|星期|月)(?!度|报)"
)
_FAR: Final = 200
_IN_DAYS: Final = {"天": (1.0, 1.0), "日": (1.0, 1.0), "周": (7.0, 4.0), "星期": (7.0, 4.0), "月": (30.4, 16.0)}
"""How many days a unit has, and how many more or less a document may mean by so many."""


def _lengths(case: Case, text: str) -> Iterator[Fault]:
    """3月5日至4月18日…为期54天: the days of an interval, its first and its last counted or one of them alone."""
    intervals = [
        (case.at(date.span.start), date) for date in case.ledger.dates if date.kind == "interval" and date.value
    ]
    for number, (_, date) in enumerate(intervals):
        days = days_of(date.value)
        if days is None or days.first is None or days.last is None or days.last <= days.first:
            continue
        if not all(_TO_THE_DAY.fullmatch(end) for end in (date.value or "").split("/")):
            continue
        end = case.at(date.span.end - 1) + 1
        stops = [at for at in (text.find(mark, end, end + _FAR) for mark in "。；\n") if at >= 0]
        if number + 1 < len(intervals):
            stops.append(intervals[number + 1][0])
        match = _LASTS.search(text[end : min(stops, default=end + _FAR)])
        if match is None:
            continue
        count = parse_numeral(match["count"])
        length, slack = _IN_DAYS[match["unit"]]
        there = (days.last - days.first).days + 1
        if count and not there - 1 - slack < count * length < there + slack:
            yield Fault(
                case.back(end + match.start("count"), end + match.end()),
                plural("{interval} has {count} day", "{interval} has {count} days", there).format(
                    interval="".join(date.text.split()), count=there
                ),
                there,
                count,
                severity="warning",
                related=(Elsewhere(date.span),),
            )


# ---- what is named one by one ----------------------------------------------------------------------------------------

_KIND_NAMED: Final = r"社区|街道|村|镇|乡|局|股|科|中心|学校|小学|中学|公司"
_NAMED: Final = re.compile(
    rf"(?=[社街村镇乡局股科中学小公])(?P<items>(?P<kind>{_KIND_NAMED})(?:(?:、|和|及|以及)[\u4e00-\u9fff]{{1,10}}?(?P=kind))+)(?P<more>等)?\s?"
    r"(?P<count>\d{1,2}|[一二三四五六七八九十两]{1,3})\s?[个家所](?P<what>[\u4e00-\u9fff]{0,8})"
)
_ALL_KINDS: Final = re.compile(
    r"^(?:被巡察)?(?:村级|社区|基层|责任|下属|直属|牵头|职能|相关)?(?:单位|党组织|党支部|部门)"
)


def _named(case: Case, text: str) -> Iterator[Fault]:
    """甲村、乙村、丙村等2个村: more are named than are counted, or, without 等, fewer."""
    for match in _NAMED.finditer(text):
        kind, count = match["kind"], parse_numeral(match["count"])
        if not match["what"].startswith((kind, f"乡{kind}")) and not _ALL_KINDS.match(match["what"]):
            continue  # 甲镇、乙镇6个村
        items = re.findall(rf"{kind}(?=、|和|及|以及|$)", match["items"])
        if count and (len(items) > count or (len(items) < count and not match["more"])):
            yield Fault(
                case.back(match.start("count"), match.end("count") + 1),
                translate("{count} are counted; {found} are named").format(count=count, found=len(items)),
                len(items),
                count,
                severity="warning",
            )


# ---- averages --------------------------------------------------------------------------------------------------------

_AVERAGE: Final = re.compile(
    r"(?:人均|户均|每人|每名|每户|平均每人|平均每户)(?:[^，。；、收年月]{0,4}(?:职工|党员|干部|人员))?"
    r"(?:发放|补助|补贴|退还|清退|退缴|领取|报销|支出|标准|标准为|为|计|分摊)?\s?$"
)
_SPENT: Final = re.compile(r"(?:共计|合计|总计|累计|共|总额|金额|支出|发放|清退|退还|退缴|追缴)[^，。；、\d]{0,12}$")


def _averages(case: Case, text: str, sentence: Span, here: Sequence[Counted]) -> Iterator[Fault]:
    """31名职工…共14260元，人均460元, all in one sentence."""
    for average in here:
        if average.figure.unit != "元" or not _AVERAGE.search(text, sentence.start, average.start):
            continue
        heads = [item for item in here if item.figure.unit in _PEOPLE and item.start < average.start]
        totals = [item for item in here if item.figure.unit == "元" and item is not average]
        if len(heads) == 1 and len(totals) == 1 and _SPENT.search(text, sentence.start, totals[0].start):
            yield from _average_fault(heads[0], totals[0], average)


def _average_fault(heads: Counted, total: Counted, average: Counted) -> Iterator[Fault]:
    count, spent = _value(heads), _range(total)
    if count <= 0 or _Range(spent.low / count, spent.high / count).holds(_printed(average)):
        return
    value = _value(total) / count
    yield Fault(
        average.figure.span,
        translate("{total} for {heads} is {average} each, not {printed}").format(
            total=_words(total),
            heads=_words(heads),
            average=_number(value, average) + _unit(average),
            printed=_words(average),
        ),
        _rounded(value, average),
        _rounded(_value(average), average),
        related=(Elsewhere(total.figure.span), Elsewhere(heads.figure.span)),
    )


_Relation = Callable[[Case, str, Span, Sequence[Counted]], Iterator[Fault]]
_RELATIONS: Final[tuple[_Relation, ...]] = (
    _totals, _wholes, _remains, _states, _shares, _rates, _asides, _changes, _averages,
)  # fmt: skip


# ---- a measure against its problem -----------------------------------------------------------------------------------


def _across(case: Case, text: str) -> Iterator[Fault]:
    """What a measure computes from the figures of its problem: what is left, a share, an average."""
    owned: dict[str, list[Counted]] = {}
    for item in case.figures:
        if item.figure.owner:
            owned.setdefault(item.figure.owner, []).append(item)
    for problem in case.ledger.problems:
        told: dict[str, list[Counted]] = {}
        for item in owned.get(problem.id, []):
            told.setdefault(item.figure.unit, []).append(item)
        if told:
            for measure in problem.measures:
                yield from _answer(text, told, owned.get(measure.id, []))


def _answer(text: str, told: dict[str, list[Counted]], answers: Sequence[Counted]) -> Iterator[Fault]:
    for at, item in enumerate(answers):
        low = max(0, item.start - _LONGEST)
        sentence = Span(max(low, *(text.rfind(mark, low, item.start) + 1 for mark in "。！？\n")), item.end)
        here = [one for one in answers[max(0, at - 8) : at + 1] if one.start >= sentence.start]
        if len(here) < 2 or not _exact(item.figure) or not _exact(here[-2].figure):
            continue
        part, before = here[-2], here[:-2]
        whole = told.get(part.figure.unit, [])
        if len(whole) == 1 and _exact(whole[0].figure) and all(one.figure.unit != part.figure.unit for one in before):
            if item.figure.unit == part.figure.unit:
                if _is_rest(text, sentence, part, item):
                    yield from _whole_fault(whole[0], [part, item])
            elif item.figure.unit == "%" and _SHARE.search(text, part.end, item.start):
                share = _share(_range(part), _range(whole[0])) if _value(whole[0]) >= _value(part) > 0 else None
                if share and not share.holds(_printed(item)):
                    yield _share_fault(part, whole[0], item)
        if item.figure.unit == part.figure.unit:
            yield from _others(text, told.get(part.figure.unit, []), part, item)
        if item.figure.unit == "元" and _AVERAGE.search(text, sentence.start, item.start):
            yield from _average_across(text, told, here, item)


_WITHOUT: Final = re.compile(r"中[^，。；]{0,4}?(?:尚未|还未|未|没有)(?P<what>[\u4e00-\u9fff]{2,8}?)的?$")


def _others(text: str, told: Sequence[Counted], whole: Counted, rest: Counted) -> Iterator[Fault]:
    """151个…中未建立党组织的137个, where the problem says that of the 151 so many have done so."""
    match = _WITHOUT.search(text, whole.end, rest.start)
    if match is None or all(one.figure.value != whole.figure.value for one in told):
        return
    done = re.compile(rf"{match['what']}(?:的)?(?:仅|只有|仅有|有|共)?$")
    for one in told:
        before = text[max(0, one.start - 16) : one.start]
        if _exact(one.figure) and one.figure.value != whole.figure.value and done.search(before):
            yield from _whole_fault(whole, [one, rest], rest.figure.span)
            return


def _is_rest(text: str, sentence: Span, taken: Counted, rest: Counted) -> bool:
    """True for 已收回a，剩余b."""
    return (
        _REST.search(text, _clause(text, rest.start, sentence), rest.start) is not None
        and _TAKEN.search(text, _clause(text, taken.start, sentence), taken.start) is not None
    )


def _average_across(
    text: str, told: dict[str, list[Counted]], here: Sequence[Counted], average: Counted
) -> Iterator[Fault]:
    """The measure says how many and how much each, the problem the same number of heads and the total."""
    heads = [one for one in here if one.figure.unit in _PEOPLE]
    if len(heads) != 1 or any(one.figure.unit == "元" and one is not average for one in here):
        return
    known = next((one for one in told.get(heads[0].figure.unit, []) if one.figure.value == heads[0].figure.value), None)
    if known is None:
        return
    end = text.find("。", known.end)
    totals = [one for one in told.get("元", []) if known.end <= one.start and (end < 0 or one.start < end)]
    if len(totals) == 1 and _exact(totals[0].figure) and _SPENT.search(text, known.end, totals[0].start):
        yield from _average_fault(heads[0], totals[0], average)
