"""The stretch in which a document rectifies: from the day on which the findings were handed over (反馈) to its own day.

A month that a step names without a year lies in it: after findings of December 2023, 3月底前 is March 2024.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from rectiparse.mentions.date_phrases import Moment, Phrase
from rectiparse.mentions.document_year import closing_year, day_of_issue, sets_out

_Month = tuple[int, int]  # year and month

_OPENING: Final = 1500  # characters: findings that are told of later are not the document's own
_SOON: Final = 6  # months
_MONTHS: Final = {"33": 3, "34": 6, "35": 9, "36": 12, "40": 6, "41": 12}  # the last month of a quarter or half-year

# In the words after a date, up to the end of its sentence or the next date.
_HANDED_OVER = re.compile(r"反馈(?!的?问题|会(?!议)|以)|通报了?(?:巡察|巡视)|移交")
_INSPECTED = re.compile(
    r"(?:进行|开展|实施)了?[^，。；\n]{0,12}(?:巡察|巡视|督察|审计)|(?:巡察|巡视|督察|审计)[一二三四五六\d]?[组局](?:对|进驻)"
)
_DOING = re.compile(
    "(?:召开|印发|制[定订]|修订|完成|开展|组织|建立|出台|完善|整改|整治|公开|公示|[清追收补退缴].?[退缴还回齐]|归还|拨付|上缴|约谈|通报"
    "|反馈|举办|下发|成立|邀请|聘请|启动|竣工|建成|验收|办结|销号|签订|安装|更换|排查|核查|复查|处理|存入|移交|培训|学习|研究|部署|上报)(?!的)"
)
_FAILING = re.compile(
    r"未(?!发[现生])|违[规反纪]|超[标范]|没有|不[规符足到够]|虚|重复|[挪套]用|套取|发现|存在|逾期|滞后|仅|欠[缴交款付]|以来"
)
_MISSED = re.compile(
    r"[^，。；\n]{0,12}?(?:未(?!来)|没有|逾期)"
)  # what a time limit that is told of as a failing is followed by
_TO_COME = re.compile(r"(?:将|拟|计划|预计|力争|争取|确保|定于|安排|阶段|[时期]限|时间)[^，。；,;\n]{0,4}$")
_SETTLED = re.compile(r"(?:已(?:经|全部|全额|全)?[于在]|现已于?|均已于?)\s?$")
_GIVEN_BACK = re.compile(r"[^，。；\n\d]{0,8}(?:退[缴还赔]|清退|追[缴回]|补缴|上缴|收回|归还)")
_PLAN = re.compile(r"方案|计划|清单|台账")
_LIMIT = re.compile(r"(?:[时期]限|(?:完成|整改)(?:时间|日期))[：:]?\s?$")
_MEETING = re.compile(r"(?P<year>20\d\d)\s?年度[^\n。，]{0,20}(?:民主|组织)生活会")
_YEAR_ENDS: Final = 11  # the month from which on a meeting that looks back on a year may set something for that year
NEXT_PROBLEM = re.compile(
    r"\n[^\S\n]*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]|\d{1,3}[.、．]|问题|关于|\n)"
)
_LIMIT_REACH: Final = 200  # characters
_CLAUSE = re.compile(r"[，。；,;\n]")
_SENTENCE = re.compile(r"[。；\n]")


class Rectifying:
    """When the findings were handed over and when the document was written, as far as a walk through it has seen."""

    def __init__(self, text: str, phrases: Sequence[Phrase], found: _Month | None = None) -> None:
        self.text = text
        self.phrases = phrases
        self.starts = [phrase.span.start for phrase in phrases]
        self.plans = _PLAN.search(text, 0, 100) is not None  # what a plan tells of may lie after its own day
        self.told = found  # the month of the findings, or till then of the inspection
        self.handed_over = found is not None
        self._written: _Month | None = None
        self._looked = False

    @property
    def written(self) -> _Month | None:
        """The month in which the document was written, where it is dated or says 截至 at its beginning."""
        if not self._looked and self.told:
            self._looked = True
            issued = day_of_issue(self.text, self.phrases)
            if issued and issued >= self.told:
                self._written = max(issued, self._written or issued)
        return self._written

    def as_of(self, month: _Month) -> bool:
        """Take the day of 截至2024年3月1日; False where nothing is known before it."""
        if self.told is None or month < self.told:
            return False
        self._written = max(month, self.written or month)
        return True

    def tell(self, phrase: Phrase, month: _Month) -> bool:
        """Take a date that the opening tells of; True for the day on which the findings were handed over."""
        if self.handed_over or phrase.span.start > _OPENING or self.comes(phrase):
            return False
        after = self._after(phrase)
        if phrase.kind == "point" and _HANDED_OVER.search(after):
            self.handed_over = True
        elif not _INSPECTED.search(after):
            return False
        if self.handed_over or self.told is None or month > self.told:
            self.told = month
            self._looked = False
        return self.handed_over

    def year_of(self, phrase: Phrase, moment: Moment, year: int) -> int:
        """The year of a moment that would take `year` from the text before it."""
        month = max(_month(moment), _month(phrase.last) if phrase.last else 0)  # 1－6月 is over in June
        if self.told is None or not month or self._names_edge(phrase):
            return year
        taken, next_year = (year, month), (year + 1, month)
        written = self.written
        if taken >= self.told and not (written and taken > written):
            return self._at_the_end_of(phrase, moment, year)
        if phrase.kind == "deadline":
            if _MISSED.match(self.text, phrase.span.end):
                return year
        elif _FAILING.search(self._around(phrase)):
            return year
        early = taken < self.told <= next_year
        if phrase.kind == "point" and early and not self.handed_over and _HANDED_OVER.search(self._after(phrase)):
            # Findings follow the inspection soon; a day shortly before its end is a slip, and no day of the next year.
            return year + 1 if month + 12 - self.told[1] <= _SOON else year
        if phrase.kind == "deadline" or self.comes(phrase):
            return year + 1 if early else year
        fits = [y for y in range(self.told[0], written[0] + 1) if self.told <= (y, month) <= written] if written else []
        if fits:
            return fits[0]
        done = self.looks_back(phrase) or _DOING.search(self._after(phrase))
        return year + 1 if done and early and (self.plans or not written) else year

    def year_after(self, told: _Month, phrase: Phrase, moment: Moment) -> int:
        """The year of what is due or settled after a date that is `told` last: 2023年11月开会少…完成时限：3月31日."""
        due = phrase.kind == "deadline" or self.comes(phrase)
        follows = 0 < _month(moment) < told[1] and (self.looks_back(phrase) or due)
        if not follows or _FAILING.search(self._around(phrase)):
            return told[0]
        return told[0] + 1

    def year_of_limit(self, phrase: Phrase, moment: Moment, year: int) -> int:
        """The year of a time limit: none before the plan that sets it, nor beyond the one that its own bracket prints."""
        month = _month(moment)
        if (
            not month
            or not (phrase.kind == "deadline" or self.comes(phrase))
            or _MISSED.match(self.text, phrase.span.end)
        ):
            return year
        issued = self.issued
        limit = self._limit_after(phrase)
        if limit and (month == limit[1] or (year, month) > limit):
            since = self.told or issued
            before = month > limit[1]  # 11月底前 under 2024年3月底前
            if not before or (since and since <= (limit[0] - 1, month)):
                return limit[0] - before
        looked_back = year == self.year_looked_back_on and month < _YEAR_ENDS
        if not looked_back and (issued is None or (year, month) >= issued):
            return year
        words = self._around(phrase)
        if "已" in words or _FAILING.search(words):
            return year
        if looked_back or issued is None:
            return year + 1
        soon = month < issued[1] and month + 12 - issued[1] <= _SOON
        return issued[0] + soon

    @cached_property
    def year_looked_back_on(self) -> int | None:
        """The year of a meeting that looks back on it (2024年度民主生活会), which is held as it ends or soon after."""
        meeting = _MEETING.search(self.text, 0, 120)
        return int(meeting["year"]) if meeting else None

    @cached_property
    def issued(self) -> _Month | None:
        """The month of issue of a plan."""
        return day_of_issue(self.text, self.phrases) if sets_out(self.text) else None

    def _limit_after(self, phrase: Phrase) -> _Month | None:
        """The month of the first limit with its year behind a phrase, in what belongs to it: （完成时限：2024年9月30日）."""
        start = phrase.span.end
        if _LIMIT.search(self.text, max(0, phrase.span.start - 8), phrase.span.start):
            return None  # it is one itself
        around = slice(bisect_left(self.starts, start), bisect_left(self.starts, start + _LIMIT_REACH))
        for other in self.phrases[around]:
            begin, first = other.span.start, other.first
            if first is None or not _LIMIT.search(self.text, max(0, begin - 8), begin):
                continue
            if not (first.year and first.year.isdigit()) or NEXT_PROBLEM.search(self.text, start, begin):
                return None
            month = _month(other.last or first)
            return (closing_year(other), month) if month else None
        return None

    def _names_edge(self, phrase: Phrase) -> bool:
        """True for 较年初, 年底: the year that the words before speak of."""
        return phrase.kind == "point" and self.text.startswith("年", phrase.span.start)

    def _at_the_end_of(self, phrase: Phrase, moment: Moment, year: int) -> int:
        """The year of 年底前 after findings of December: not the one that ends already."""
        ends = phrase.kind == "deadline" and self.text.startswith("年", phrase.span.start) and moment.month == "12"
        return year + 1 if ends and self.handed_over and self.told == (year, 12) else year

    def comes(self, phrase: Phrase) -> bool:
        """True where the words before a phrase tell what is to come."""
        return _TO_COME.search(self.text, max(0, phrase.span.start - 12), phrase.span.start) is not None

    def looks_back(self, phrase: Phrase) -> bool:
        """True where the words around a phrase say that a thing is settled: 已于1月20日退缴."""
        start, end = phrase.span
        return (
            _SETTLED.search(self.text, max(0, start - 5), start) is not None
            or _GIVEN_BACK.match(self.text, end) is not None
        )

    def _after(self, phrase: Phrase) -> str:
        """The words after a phrase, up to the end of its sentence or the next date with a month."""
        start = phrase.span.end
        stop = _SENTENCE.search(self.text, start, start + 90)
        end = stop.start() if stop else min(start + 90, len(self.text))
        for at in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
            first = self.phrases[at].first
            if first and first.month:
                return self.text[start : self.starts[at]]
        return self.text[start:end]

    def _around(self, phrase: Phrase) -> str:
        """The clauses around a phrase."""
        start, end = phrase.span
        before = self.text[max(0, start - 20) : start]
        return _CLAUSE.split(before)[-1] + self.text[end : end + 40].split("\n")[0].split("。")[0].split("；")[0]


def _month(moment: Moment) -> int:
    """The month in which a moment ends, 0 for an unknown one."""
    return moment.month_number or _MONTHS.get(moment.month or "", 0)
