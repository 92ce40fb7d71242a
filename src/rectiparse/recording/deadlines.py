"""By when a step is to be done (完成时限), and what kind of step it is (措施类型)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectiparse.ledger import Category
from rectiparse.mentions.mention import DateMention

ONGOING = re.compile(r"长期坚持|持续(?:坚持|推进|整改|深化)|常态化|长期(?:整改|推进|任务)")
_AT_ONCE = re.compile(r"立行立改|立即(?:整改|完成)|即知即改|即行即改")
_VAGUE = re.compile(r"及时|尽快|限期|按时|适时|近期|早日")


def deadline_of(words: str, dates: Sequence[DateMention], after: int | None) -> tuple[str | None, str | None, bool]:
    """The deadline of a step: its value, the words that give one, and whether it goes on beyond."""
    ongoing = ONGOING.search(words) is not None
    for date in dates:
        if date.kind == "deadline" and date.value:
            year = re.search(r"\d{4}", date.value)
            if after is None or year is None or int(year.group()) >= after:
                return date.value, date.text, ongoing
    for pattern in (_AT_ONCE, _VAGUE):
        match = pattern.search(words)
        if match:
            return None, match.group(), ongoing
    return None, None, ongoing


_CATEGORIES: tuple[tuple[Category, re.Pattern[str]], ...] = (
    ("追责问责", re.compile(r"约谈|问责|追责|通报批评|处分|诫勉|检讨|谈话提醒|提醒谈话|立案|移送|处理(?:人员|责任人)|追究|行政处罚|扣减|批评教育")),
    ("挽回损失", re.compile(r"清退|追缴|退还|追回|挽回|收缴|补缴|上缴|退款|返还|归还|补征|清收")),
    ("建章立制", re.compile(r"(?:制定|修订|完善|建立|健全|出台|印发|修缮|编制)[^。；]{0,30}(?:制度|办法|规定|机制|细则|清单|方案|规则|规程|流程|台账|规范|意见|预案|计划)")),
    ("专项整治", re.compile(r"专项(?:整治|检查|清理|行动|治理|排查|审计|督查|监督)|集中整治|排查整治|拉网式")),
    ("教育培训", re.compile(r"培训|学习|教育|宣讲|研讨|授课|宣传|警示")),
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
