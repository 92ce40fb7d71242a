"""Ranks (第二轮, 十四届, 二期工程, 石桥村7组): numbers with a measure word that say which one, not how many."""

from __future__ import annotations

import re
from typing import Final

from rectiparse.mentions.amounts import ARABIC_SIGNS, CHINESE_SIGNS, Amount

_ORDINAL: Final = re.compile(f"第[{ARABIC_SIGNS}{CHINESE_SIGNS}、，和及至—~～ -]*$")
_PLACED: Final = re.compile(
    "(?:(?<![目之以当日年月此会事课岗午])前|倒数|排名|排在|名列|位[列居]|居|[由对末最]后)$(?<![邻定民移]居)"
)
_IN_A_ROW: Final = re.compile("(?:村|社区|屯|小组)[0-9、，和及]*$|[0-9]、$")  # 3、4、5组
_LEVELS: Final = re.compile("(?:[省市县区乡镇村部厅处科班]|街道|分为?|分成|共)$")
_TERMS: Final = re.compile("(?:近|连续|历经|历|前|后|过去|跨)$")
_COURSES: Final = re.compile("培训|学习|轮训|简报|专刊|刊物|通报|[党微]?课|讲座|班|研讨")
_COURSES_BEFORE: Final = re.compile("(?:举办|开办|开展|编发|刊发|印发|发布|推送|编印|共|班|简报)$")
_ADDRESS: Final = re.compile(f"[{ARABIC_SIGNS}]+(?:单元|室|号|楼|层)|单元|号楼|楼")
_RANKED_BY_TWO: Final = frozenset("次期级类轮届层批组道本元套档")
"""二 ranks these (二次供水, 二期工程, 二类费用); what is counted is 两次, 两期."""
_OF_A_YEAR: Final = frozenset("届级期批")  # 2023届, 2020级


def is_rank(text: str, begin: int, amount: Amount, floor: int) -> bool:
    """True when the amount, which begins at `text[begin]`, ranks; what stands before `floor` is not heeded."""
    number, unit, end = amount.number, amount.unit, amount.end
    before = text[max(floor, begin - 12) : begin].rstrip()
    if "第" in before and _ORDINAL.search(before):
        return True
    chinese = number.script == "chinese"
    if chinese and number.written == "二" and unit in _RANKED_BY_TWO:
        return True
    if number.script == "arabic" and unit in _OF_A_YEAR and amount.value is not None and 1900 <= amount.value <= 2100:
        return True
    match unit:
        case "级":
            return not _LEVELS.search(before)
        case "届":
            return not (number.written == "两" or _TERMS.search(before))
        case "名" | "位":
            return bool(_PLACED.search(before))
        case "次":
            return before.endswith("届")
        case "组":
            return bool(_IN_A_ROW.search(before)) or (chinese and number.written != "两")
        case "期":
            counted = number.written == "两" or _COURSES.match(text, end) or _COURSES_BEFORE.search(before)
            return chinese and not counted
        case "栋" | "幢" | "层":
            return bool(_ADDRESS.match(text, end))
        case _:
            return False
