"""By when a step is to be done (完成时限), and what kind of step it is (措施类型)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectiparse.document import Span
from rectiparse.ledger import Category
from rectiparse.mentions.mention import DateMention

# A bare 长期 is looked for by itself, and then for what stands before it: a choice of beginnings would be tried everywhere.
ONGOING = re.compile(
    r"长期坚持|持续(?:坚持|推进|整改|深化)|常态化|长期(?:整改|推进|任务)"
    r"|长期$(?:(?<=[—\-~至到]长期)|(?<=[—\-~至到]\s长期)|(?<=^\s长期)|(?<![\s\S]长期))"
)
_AT_ONCE = re.compile(r"立行立改|立即(?:整改|完成)|即知即改|即行即改")
_VAGUE = re.compile(r"及时|尽快|限期|按时|适时|近期|早日")


_WHOLE = re.compile(
    r"[，,]?[^，。；\n]{0,10}(?:全部|全面|累计)[^，。；\n]{0,12}(?:完成|整改|到位|建成|达|销号|清零|办结)"
)
"""What a date is followed by when all is to be done by then: 12月底前全部整改到位."""


def deadline_of(
    words: str, dates: Sequence[DateMention], after: int | None, start: int
) -> tuple[str | None, str | None, bool]:
    """The deadline of a step that begins at `start`: its value, the words that give one, and whether it goes on beyond.

    The first one that is not over before the year `after`; of several the last by which all is to be done.
    """
    ongoing = ONGOING.search(words) is not None
    limits = [date for date in dates if date.kind == "deadline" and date.value]
    left = [date for date in limits if after is None or (year := _year_of(date)) is None or year >= after]
    if (
        limits
        and not left
        and any((_year_of(date) or 0) > (_year_of(limits[0]) or 0) for date in dates if date.span > limits[-1].span)
    ):
        left = limits  # 2017年底前新增…，2018年再增…: targets year by year
    if left:
        limit = limit_of_all(words, left, start)
        return limit.value, limit.text, ongoing
    for date in dates:
        if date.kind in ("point", "interval") and _is_expected(words, date.span.shifted(-start)):
            return None, date.text, ongoing
    for pattern in (_AT_ONCE, _VAGUE):
        match = pattern.search(words)
        if match:
            return None, match.group(), ongoing
    return None, None, ongoing


_EXPECTED_BEFORE = re.compile(r"(?:预计|预期|力争|争取|有望|可望|(?<!原)计划|(?<!原)拟)(?:将|可|能|在|于|到|至)*\s?$")
_EXPECTED_AFTER = re.compile(
    r"[^，。；\n]{0,12}(?:完成|完工|竣工|投用|投产|投入使用|建成|到位|办结|办理|结案|销号|清零|化解|启用|交付|上线|验收|出台|印发|付清|缴清|结清|退还)"
)


def _is_expected(words: str, date: Span) -> bool:
    """True where a day is told of as the one by which it should be done, though nothing makes it a limit: 预计12月上旬完成."""
    before = _EXPECTED_BEFORE.search(words, max(0, date.start - 8), date.start)
    return before is not None and _EXPECTED_AFTER.match(words, date.end) is not None


def limit_of_all(words: str, dates: Sequence[DateMention], start: int) -> DateMention:
    """The last of several dates in `words`, which begin at `start`, if all is to be done by then, else the first."""
    last = dates[-1]
    return last if len(dates) > 1 and _WHOLE.match(words, last.span.end - start) else dates[0]


def _year_of(date: DateMention) -> int | None:
    year = re.search(r"\d{4}", date.value or "")
    return int(year.group()) if year else None


_MONEY = r"[约近达]?\s?\d[\d.,，]{0,12}[余多]?\s?[百千万亿]{0,2}余?元"
_RATED = re.compile(_MONEY)
_RECKONED_BEFORE = re.compile(r"(?:每[人户亩村名家组班床台吨位头只][、，]?|(?:预计|预期|有望|可望|测算|平均)可?)\s?$")
_RECKONED_AFTER = re.compile(
    rf"[^，。；、\d“”《》]{{0,10}}{_MONEY}|(?:可|约|能|将|实现|带动|为)*[^，。；、\d]{{0,6}}(?:增收|创收|节约|节省|收益|分红)"
)


def recurrence_of(text: str, dates: Sequence[DateMention]) -> str | None:
    """How often a step is done. A rate is none: 每人每月补助300元, 预计每年增收5万元."""
    for date in dates:
        if date.kind == "recurrence" and not _is_rate(text, date.span):
            return date.value
    return None


def _is_rate(text: str, span: Span) -> bool:
    if _RATED.match(text, span.end):
        return True
    reckoned = _RECKONED_BEFORE.search(text, max(0, span.start - 8), span.start)
    return reckoned is not None and _RECKONED_AFTER.match(text, span.end) is not None


_CATEGORIES: tuple[tuple[Category, re.Pattern[str]], ...] = (
    ("追责问责", re.compile(r"约谈|问责|追责|通报批评|处分|诫勉|检讨|谈话提醒|提醒谈话|立案|移送|处理(?:人员|责任人)|追究|行政处罚|扣减|批评教育")),
    ("挽回损失", re.compile(r"清退|追缴|退还|追回|挽回|收缴|补缴|上缴|退款|返还|归还|补征|清收")),
    ("建章立制", re.compile(r"(?:制定|修订|完善|建立|健全|出台|印发|修缮|编制)[^。；]{0,30}(?:制度|办法|规定|机制|细则|清单|方案|规则|规程|流程|台账|规范|意见|预案|计划)")),
    ("专项整治", re.compile(r"专项(?:整治|检查|清理|行动|治理|排查|审计|督查|监督)|集中整治|排查整治|拉网式")),
    ("教育培训", re.compile(r"培训|学习|教育|宣讲|研讨|授课|宣传|警示(?![灯牌标线])")),
    ("举一反三", re.compile(r"举一反三")),
)  # fmt: skip


def category_of(title: str, text: str) -> Category | None:
    """What kind of step it is (措施类型): by its title first, else by its text."""
    if "举一反三" in title:
        return "举一反三"
    for words in (title, text):
        for category, pattern in _CATEGORIES:
            if pattern.search(words):
                return category
    return None
