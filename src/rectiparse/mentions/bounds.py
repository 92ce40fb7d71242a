"""Bounds: the words around a figure that make it loose (约, 左右) or one end of what is meant (至少, 不超过, 以上)."""

from __future__ import annotations

import re
from typing import Final

from rectiparse.mentions.mention import Bound
from rectiparse.mentions.units import MEASURES, MONEY, RATIOS

_LOOSE: Final = "约 大约 约为 约占 约有 约需 约计 约合 大概 大致 将近 接近 近 上 几乎 估计"
_LEAST: Final = "至少 最少 起码 不少于 不低于 不小于 不得少于 不得低于 不应少于 不应低于 不止 不下 不下于 超过 突破 逾 超 高于 大于 多于 过 年满 已满 ≥ > ＞"
_MOST: Final = "不超过 不得超过 不超 不高于 不得高于 不多于 不得多于 不大于 不逾 不到 不足 未满 不满 未达 未达到 达不到 低于 少于 小于 至多 最多 顶多 ≤ < ＜"
_BEFORE: Final[dict[str, Bound | None]] = {
    **dict.fromkeys(_LOOSE.split(), None),
    **dict.fromkeys(_LEAST.split(), "min"),
    **dict.fromkeys(_MOST.split(), "max"),
}
_BY_END: Final[dict[str, tuple[str, ...]]] = {
    end: tuple(sorted((word for word in _BEFORE if word[-1] == end), key=len, reverse=True))
    for end in {word[-1] for word in _BEFORE}
}
# Before these the short word is the end of another one: 节约3万元, 附近3个村, 赶超2家, 通过3次.
_OTHER_WORD_BEFORE: Final = {
    "约": tuple("节违预签履公制集条契合相特续解毁邀"),
    "近": tuple("附最邻靠临就远亲贴走"),
    "超": tuple("赶反"),
    "过": tuple("通经错度开做搞召办举去受给组收罚借交付领花记查批用"),
    "上": tuple("以加网线路会面身地表墙"),
}
_AFTER: Final = re.compile(
    r"[ \u3000]?(?:[（(]含[^）)\n]{0,8}[）)])?(?:及其?|或者?)?"
    "(以上|以下|以内|之内|之上|之下|左右|上下(?!级|游)|有余|开外|出头|不到(?![位岗场会底])|多(?![种个次项家名余少元样方])|内(?![部外容涵科控需设陆在蒙]))"
)
_AFTERWARDS: Final[dict[str, Bound | None]] = {
    **dict.fromkeys(("以上", "之上", "有余", "开外", "出头"), "min"),
    **dict.fromkeys(("以下", "以内", "之内", "之下", "内", "不到"), "max"),
    **dict.fromkeys(("左右", "上下", "多"), None),
}
_AFTER_MEASURES: Final = frozenset(("内", "多", "上下"))  # 5公里内, 3吨多; after a count they begin another word
_MEASURES: Final = MEASURES | MONEY | RATIOS
_FAR: Final = re.compile("(至少|起码)|不(?:得|应|能)?(?P<side>少于|低于|超过|高于|多于)")
_FARTHEST: Final = 40
_COMPARED: Final = 10  # 不低于同期的90%: what is compared is short
_MARKS: Final = re.compile('[、“”‘’"（）()]')
_CLAUSE_END: Final = re.compile("[，。；：！？,;\n]")
_ROUND: Final = frozenset("百千万亿半")
_RECENT: Final = frozenset("届任期轮")  # 近三届 are the last three
_BLANKS: Final = " \u3000\xa0\n￥¥"


def bound_before(text: str, floor: int, at: int, unit: str) -> tuple[bool, Bound | None]:
    """Whether a word right before `text[at]` makes the figure loose, and which end it makes it; not before `floor`."""
    before = text[max(floor, at - 8) : at].rstrip(_BLANKS)
    for word in _BY_END.get(before[-1:], ()):
        if before.endswith(word):
            if before[-len(word) - 1 : -len(word)] in _OTHER_WORD_BEFORE.get(word, ()):
                return False, None
            if word == "近" and unit in _RECENT:
                return False, None
            if word == "过" and unit not in _MEASURES and text[at : at + 1] not in _ROUND:
                return False, None  # 记过1人, 查过3次; but 过千人
            bound = _BEFORE[word]
            return bound is None, bound
    return False, None


def bound_from_afar(text: str, floor: int, at: int, unit: str) -> Bound | None:
    """The end that a word earlier in the clause makes of the figure at `text[at]`: 至少 reaches over its verb (至少开展1次).

    不超过 and its like reach over what is compared (不超过合同价款的10%). Nothing before `floor` is heeded.
    """
    clause = text[max(floor, at - _FARTHEST) : at]
    if "不" not in clause and "至少" not in clause and "起码" not in clause:
        return None
    words = list(_FAR.finditer(clause))
    found = words[-1] if words else None
    if found is None or _CLAUSE_END.search(clause, found.end()):
        return None
    if found[1]:
        return "min"
    between = clause[found.end() :]
    if len(between) > _COMPARED or _MARKS.search(between) or (between.endswith("的") and unit not in RATIOS):
        return None
    return "min" if found["side"] in ("少于", "低于") else "max"


def bound_after(text: str, at: int, unit: str) -> tuple[bool, Bound | None]:
    """Whether a word right after the figure, at `text[at]`, makes it loose, and which end it makes it."""
    found = _AFTER.match(text, at)
    if not found or (found[1] in _AFTER_MEASURES and unit not in _MEASURES):
        return False, None
    bound = _AFTERWARDS[found[1]]
    return bound is None, bound
