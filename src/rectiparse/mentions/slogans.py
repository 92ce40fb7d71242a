"""Slogans and named things (三会一课, 四个意识, “三个表率”): words that hold a number and count nothing.

Three ways tell them: quotation marks around something short; a shape, 个 and a verb or a call instead of a noun (五个到位,
三个不放过, 六个一); and a list of those that stand without marks.
"""

from __future__ import annotations

import re
from typing import Final

from rectiparse.document import Span
from rectiparse.mentions.amounts import ALL_SIGNS

# What follows 个 in a slogan: what a party calls for or is called to do, where a count has a noun.
_CALL: Final = re.compile(
    "意识|自信|纳入|以案|维护|确立|务必|必须|坚持|坚定|坚决|坚守|牢记|牢牢|注重|着力(?!点)|聚焦|强化|确保|带头|看齐|严禁|严格|最严|更加|统筹|结合(?!点)|到位"
    "|过硬|面向|导向|表率|转变|区分|清零|明确|讲清|敬畏|认同|善于|走在前|离不开|绝对|决不|绝不|毫不动摇|一百年|有之|伟大|先锋|全面(?!覆盖)"
    "|代表(?![团队处人])|突出(?!问题)|一(?![级线般次些])|不(?!同|合格|达标|规范|良|动产|符合|稳定|满意|完善|到位|足|实|严|力|作为|担当|及时|平衡)"
)
_LARGEST_CALL: Final = 20  # slogans list no more

# Those that stand without quotation marks and are no call.
_KNOWN: Final = re.compile(
    "两个(?:责任|大局|健康|先行)|三个(?:安全|一公里)|四个(?:服务|合格|革命|最严|铁)|五个(?:文明|振兴|统一)|八个本领|[3-9三四五六七八]个(?:100[%％]|百分(?:之)?百)"
    "|八项规定|六项纪律|四项基本原则|两项补贴|五项管理|三项制度改革|[4四]种形态|七种能力|[五八十]条禁令|两条(?:线(?![索路])|腿走)|两张皮"
    "|[三五]件套|[三四]道(?:红线|防线)|[四五六]套班子|三支一扶|三级[甲乙丙]等|两票制|三座大山|三把火|三人行|[三四五六]位一体"
)
# A row of slogans: 四个坚持、三个支撑、两个走在前列. One that is told by its call tells its neighbours.
_BEFORE_IN_ROW: Final = re.compile(rf"[两二三四五六七八九十]个(?:{_CALL.pattern})[^，。；、\n]{{0,6}}、$")
_AFTER_IN_ROW: Final = re.compile(rf"[^，。；、\n0-9]{{1,8}}、[两二三四五六七八九十]个(?:{_CALL.pattern})")
_IDIOM: Final = re.compile(
    "五花八门|三番[两四五]次|[千万]家万户|隔三差五"
)  # the number with a unit is their second half
_EACH: Final = "人户村企家园校案事点厂镇乡项岗件班店院所"
_ITS: Final = "档策册案卡牌岗责表图码长网品单法书"
_RITE: Final = re.compile(f"[1一][{_EACH}][1一][{_ITS}]")  # 1户1档; but 新增1户1人

# A name stands between quotation marks and is short; a quoted sentence may hold true figures.
_QUOTED: Final = re.compile(r"[“‘「『\"](?:(?<!\")[^“”‘’「」『』\n。；！？，]{1,14}[”’」』]|(?<=\")[^\"\n]*\")")
_SIGNS: Final = frozenset(ALL_SIGNS)
_LONGEST_NAME: Final = 12
_SENTENCE_MARKS: Final = re.compile("[，。；！？,;]")
_BEFORE_TITLE: Final = ("关于", "针对", "反映的", "反馈的", "指出的", "存在的", "存在")
_AFTER_TITLE: Final = re.compile("(?:等|的|等?方面的?|这[一类])?(?:突出|具体)?(?:问题|情况|情形|现象|事项)")
_SHORTEST_TITLE: Final = 6


def is_slogan(text: str, start: int, end: int, value: int | float | None, *, chinese: bool) -> bool:
    """True when the number and its unit at `text[start:end]` belong to a slogan or to the name of a thing."""
    most = _LARGEST_CALL if chinese else 9
    if text[end - 1] == "个" and value is not None and value <= most and _CALL.match(text, end):
        return True
    if text[end - 1] == "个" and chinese and value is not None and value <= _LARGEST_CALL and _in_row(text, start, end):
        return True
    earlier = max(start - 2, 0)
    if value == 1 and (_RITE.match(text, start) or _RITE.match(text, earlier)):
        return True
    return bool(_KNOWN.match(text, start) or _IDIOM.match(text, earlier))


def _in_row(text: str, start: int, end: int) -> bool:
    if text[start - 1 : start] == "、" and _BEFORE_IN_ROW.search(text, max(0, start - 18), start):
        return True
    return "、" in text[end : end + 9] and bool(_AFTER_IN_ROW.match(text, end))


def quoted_names(text: str) -> list[Span]:
    """The insides of quotation marks that hold a number and are short enough for a name, in order; no titles of problems.

    ASCII marks pair up within a line. 关于“2名党员未缴党费”问题 quotes a problem, which may count.
    """
    found = []
    for match in _QUOTED.finditer(text):
        start, end = match.start() + 1, match.end() - 1
        if _SIGNS.isdisjoint(match.group()):
            continue
        if not 0 < end - start <= _LONGEST_NAME or _SENTENCE_MARKS.search(text, start, end):
            continue
        long_enough = end - start >= _SHORTEST_TITLE
        if not (long_enough and (text.endswith(_BEFORE_TITLE, 0, start - 1) or _AFTER_TITLE.match(text, end + 1))):
            found.append(Span(start, end))
    return found
