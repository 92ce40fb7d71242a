"""What a sentence says of the list after it: 发现的主要问题： opens problems, 下一步，我们将做好以下工作： plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rectiparse.grammar.model import ANSWERS, SectionKind
from rectiparse.outlining import Item

_TO_CAUSES = re.compile(r"(?:原因|症结|根源)[^。；]{0,8}[：:，,]?\s*$")
_TO_PROBLEMS = re.compile(
    r"(?:问题|不足|差距|短板|弱项|隐患)(?:主要)?(?:有|是|为|如下|表现为|表现在|包括)?[：:，,。.]?\s*$"
    r"|(?:问题|不足|差距|短板)(?:作|进行)了?[^。，；]{0,6}(?:剖析|检视|分析|查摆|反思|自我批评)[：:，,。.]?\s*$"
)
_TO_PLANS = re.compile(
    r"(?:建议|要求|意见|希望|打算|措施)(?:主要)?(?:有|是|为|如下|包括)?[：:，,]\s*$"
    r"|(?:将|要|重点|着力)[^。；]{0,12}(?:做好|抓好|开展|推进|落实)[^。；，]{0,10}(?:工作|方面|几点)[：:]\s*$|(?:今后|下步|下一步)[^。；：:]{0,20}[，,：:]\s*$"
)
_TO_ANSWERS = re.compile(
    r"(?:整改|落实|处理|办理|纠正)[^。，；：:]{0,8}(?:情况|措施|工作|结果)[^。，；：:]{0,10}如下[：:]\s*$"
)
_POINTS_OUT = re.compile(r"(?:指出|认为|发现)(?:了)?[：:，,]\s*$")
_TO_PROMISES = re.compile(r"(?:表态|表示|发言|强调|要求|承诺)[^。.]{0,60}[。，：:,.]?\s*$")


class Run(NamedTuple):
    """Items of one list that follow each other, and the words before the first of them."""

    lead: str
    items: list[Item]


def runs(items: Sequence[Item]) -> list[Run]:
    """The lists among `items`, each with the paragraph before it."""
    found: list[Run] = []
    before = ""
    for item in items:
        if item.kind != "item":
            before = lead_of(item)
        elif found and not before and item.family == found[-1].items[-1].family:
            found[-1].items.append(item)
        else:
            found.append(Run(before, [item]))
            before = ""
    return found


def lead_of(item: Item) -> str:
    """The words of a paragraph or a label that may lead in to a list."""
    if item.kind == "label" and item.label is not None and item.label.kind in (*ANSWERS, "causes"):
        return f"{item.title}："
    return item.title if item.kind == "body" else ""


def led_to(lead: str) -> SectionKind:
    """What the list after `lead` holds; general where the words do not say."""
    if _TO_CAUSES.search(lead):
        return "causes"
    if _TO_PROBLEMS.search(lead):
        return "problems"
    return "measures" if leads_to_plans(lead) else "general"


def leads_to_plans(lead: str) -> bool:
    """True for 采取以下措施：, 提出如下意见建议：."""
    return _TO_PLANS.search(lead) is not None


def leads_to_answers(lead: str) -> bool:
    """True for 现将整改情况报告如下：."""
    return _TO_ANSWERS.search(lead) is not None


def leads_to_promises(lead: str) -> bool:
    """True for words that a speech follows: 党委书记作表态发言，强调：."""
    return _TO_PROMISES.search(lead) is not None


def points_out(lead: str) -> bool:
    """True for 巡察指出：, which faults may follow, or praise."""
    return _POINTS_OUT.search(lead) is not None
