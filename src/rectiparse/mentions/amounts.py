"""Amounts: the number at the head of a text and the unit after it, before anyone asks whether it counts anything."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from rectiparse.mentions.units import AFTER_SLASH, MASKABLE, MONEY, PER, UNITS, divisor_at, unit_at
from rectiparse.numerals import FULL_WIDTH, parse_numeral

Script = Literal["arabic", "chinese", "mask"]

ARABIC_SIGNS: Final = "0123456789０１２３４５６７８９"
CHINESE_SIGNS: Final = "零〇一二两三四五六七八九十百千万亿兩萬億廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
MASK_SIGNS: Final = "xXｘＸ×╳✕*＊＿_□"
ALL_SIGNS: Final = f"{ARABIC_SIGNS}{CHINESE_SIGNS}{MASK_SIGNS}半"
"""What a number may begin with."""

FORMAL_SIGNS: Final = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
"""Those that bank notes use; some are common in names and words (陆家嘴, 队伍, 收拾)."""

IN_AMOUNTS: Final = frozenset(f"{ALL_SIGNS}数点分之余餘多来几整角每·•,，.．/／（()） \u3000\xa0-－–—―~～〜至到").union(
    *AFTER_SLASH
)
"""All that may stand in an amount from its first character to its last."""

_DIGIT: Final = "[0-9０-９]"
_BLANKS: Final = r"[ \u3000\xa0]{0,2}"
_ARABIC: Final = re.compile(
    f"{_DIGIT}{{1,3}}(?:[,，]{_DIGIT}{{3}}(?!{_DIGIT}))+(?:[.．]{_DIGIT}++)?|{_DIGIT}++(?:[.．]{_DIGIT}++)*+"
)
_PLACED: Final = re.compile(
    f"({_DIGIT}{{1,4}})([亿億万萬千])({_DIGIT}{{1,4}})([千百十]?[万萬]|[千百])(?:({_DIGIT}{{1,3}})([千百]))?(?![0-9０-９万萬亿億千百])"
)
_CHINESE: Final = re.compile(f"[{CHINESE_SIGNS}]++")
_MASK: Final = re.compile(f"[{MASK_SIGNS}]++")
_PLACES: Final = frozenset("十百千万亿萬億廿卅拾佰仟")
_PAIR: Final = re.compile("一二|一两|两三|二三|三四|三五|四五|五六|六七|七八|八九")
_DECIMALS: Final = re.compile("点([〇零一二三四五六七八九]{1,6})(?=个百|[万亿倍吨亩米公平立])")
_SHARE: Final = re.compile(
    f"分之(?:(?P<plain>{_DIGIT}+(?:[.．]{_DIGIT}+)?)"
    "|(?P<whole>[〇零一二两三四五六七八九十百]+)(?:点(?P<decimals>[〇零一二三四五六七八九]+))?)"
)
_FRACTION: Final = re.compile(
    "([1-9])/([2-9]|10)(?=以[上下]|左右|的)"
)  # 1/3以上; elsewhere a stroke is a date or a choice
_BEFORE_UNIT: Final = re.compile(
    f"{_BLANKS}(?P<odd>[余餘多来几]?){_BLANKS}"
    "(?P<scale>(?:[十百千]?(?:万亿|[万萬亿億])|[百千](?![克瓦米伏卡赫焦帕升分]))?)"
    f"{_BLANKS}(?P<more>[余餘多]?){_BLANKS}"
)
_BETWEEN: Final = frozenset(" \u3000\xa0余餘多来几十百千万亿萬億")  # what _BEFORE_UNIT takes begins with one
_BRACKETED: Final = re.compile(r"[（(]([次套])[）)]")
_RANGE: Final = re.compile(f"{_BLANKS}(?:[-－–—―~～〜]{{1,2}}|至|到){_BLANKS}(?=[{ARABIC_SIGNS}{CHINESE_SIGNS}])")
_TRAILING_SCALE: Final = re.compile("[十百千]?[万亿萬億]$")
_MOST_SIGNS: Final = (
    16  # a longer row of digits is an account or an identity number, a longer mask a rule across the page
)
_CHANGE: Final = re.compile(f"([{CHINESE_SIGNS}0-9])角(?:([{CHINESE_SIGNS}0-9])分)?")  # 柒元捌角玖分
_TENTHS: Final = tuple("一二三四五六七八九")  # 五成二
_AFTER_UNIT: Final = frozenset(f"（(整{CHINESE_SIGNS}0123456789")  # what _with_more finds begins with one
_JOINTS: Final = frozenset("/／·•每")
_SHARE_UNITS: Final = {100: "%", 1000: "‰"}
_COMMON_NAMES: Final = {"％": "%", "圆": "元", "块钱": "元"}


class Number(NamedTuple):
    """A number as written, `numerator / denominator`, at `text[start:end]`; `numerator` is None where it is masked."""

    start: int
    end: int
    script: Script
    written: str
    numerator: int | None
    denominator: int = 1
    approximate: bool = False
    unit: str | None = None
    """What it brings along itself: % of 百分之八十, the empty unit of 三分之一."""


class Amount(NamedTuple):
    """A number with its unit; `value` is in the unit's base (16万元 is 160000), None where it is masked."""

    start: int
    end: int
    number: Number
    value: int | float | None
    unit: str
    approximate: bool

    def placed(self, start: int, end: int) -> Amount:
        """The same amount at `start` to `end` of another text."""
        return Amount(start, end, self.number, self.value, self.unit, self.approximate)


def amounts_at(
    text: str, at: int, stop: int, *, in_doubt: bool = False, currency: bool = False
) -> tuple[list[Amount], int]:
    """The amounts that begin at `text[at]` and end by `stop`, and where to look for the next one.

    One as a rule; none where no unit follows; two for a range that names its unit once (50—60人), and the first of
    them ends before the dash. `in_doubt` is that of `unit_at`; `currency` says that ￥ stands before, so that no unit need follow.
    Nothing at or behind `stop` is heeded.
    """
    number, end = _number_at(text, at, stop)
    if number is None:
        return [], end
    amount = _with_unit(text, number, stop, in_doubt, currency)
    if amount is not None:
        amounts = _with_upper_end(text, amount, stop)
        return amounts, amounts[-1].end
    if number.script == "mask":
        return [], end
    before = _before_unit(text, number.end, stop)
    dash = _RANGE.match(text, before.end("more") if before else number.end, stop)
    if not dash:
        return [], end
    last, _ = _number_at(text, dash.end(), stop)
    upper = last and last.start == dash.end() and _with_unit(text, last, stop, in_doubt)
    if not upper or last is None or last.script != number.script or number.unit is not None or last.unit is not None:
        return [], end
    lower = _shared(number, before, upper)
    return ([lower, upper] if lower else [upper]), upper.end


def _with_upper_end(text: str, amount: Amount, stop: int) -> list[Amount]:
    """The amount and, where it begins a range that names its unit twice (10%—15%, 3次至5次), the upper end."""
    dash = _RANGE.match(text, amount.end, stop)
    if dash and amount.value is not None and "到" not in dash.group():
        last, _ = _number_at(text, dash.end(), stop)
        upper = last and _with_unit(text, last, stop, False)
        if upper and upper.unit == amount.unit and upper.value is not None and amount.value < upper.value:
            return [amount, upper]
    return [amount]


def value_of(numerator: int, denominator: int, factor: int = 1) -> int | float:
    """The plain number: an int where it is whole, else the nearest float."""
    whole, rest = divmod(numerator * factor, denominator)
    return whole if not rest else numerator * factor / denominator


def _number_at(text: str, at: int, stop: int) -> tuple[Number | None, int]:
    """The number at `text[at]`, None where the signs write none, and where they end."""
    sign = text[at]
    if sign in ARABIC_SIGNS:
        return _arabic_at(text, at, stop)
    if sign in CHINESE_SIGNS:
        return _chinese_at(text, at, stop)
    if sign == "半":
        if not text.startswith("半数", at, stop):
            return None, at + 1
        return Number(at, at + 2, "chinese", "半数", 1, 2, unit=""), at + 2
    if found := _MASK.match(text, at, stop):
        return (Number(at, found.end(), "mask", found.group(), None) if found.end() - at <= 6 else None), found.end()
    return None, at + 1


def _arabic_at(text: str, at: int, stop: int) -> tuple[Number | None, int]:
    if text.startswith("/", at + 1) and (part := _FRACTION.match(text, at, stop)) and int(part[1]) < int(part[2]):
        return Number(at, part.end(), "arabic", part.group(), int(part[1]), int(part[2]), unit=""), part.end()
    found = _ARABIC.match(text, at, stop)
    assert found
    end = found.end()
    if end + 1 < stop and text[end] in _PLACES and text[end + 1] in ARABIC_SIGNS and (sum_ := _sum_at(text, at, stop)):
        return sum_, sum_.end
    written = found.group()
    if not (written.isascii() and written.isdigit()):
        written = written.translate(FULL_WIDTH).replace(",", "")
    whole, _, decimals = written.partition(".")
    if len(written) > _MOST_SIGNS or "." in decimals or (len(whole) > 1 and whole[0] == "0"):
        return None, end  # an account, a version, a serial number
    return Number(at, end, "arabic", written, int(whole + decimals), 10 ** len(decimals)), end


def _sum_at(text: str, at: int, stop: int) -> Number | None:
    """2万6千, 3千5百, 2亿3千万: digits with a name of their place, the greater before the lesser."""
    found = _PLACED.match(text, at, stop)
    if not found:
        return None
    value, last = 0, 0
    for count, place in zip(found.groups()[::2], found.groups()[1::2], strict=True):
        factor = parse_numeral(place) if place else None
        if factor is not None:
            part = int(count.translate(FULL_WIDTH)) * factor
            if last and part >= last:
                return None  # 3千5万
            value, last = value + part, factor
    return Number(at, found.end(), "arabic", found.group(), value)


def _chinese_at(text: str, at: int, stop: int) -> tuple[Number | None, int]:
    found = _CHINESE.match(text, at, stop)
    assert found
    end = found.end()
    run = found.group()
    if len(run) > _MOST_SIGNS:
        return None, end
    if run == "一" and text.startswith("半", end, stop) and not text.startswith("半年", end, stop):
        return Number(at, end + 1, "chinese", "一半", 1, 2, unit=""), end + 1
    following = text[end] if end < stop else ""
    if following == "分" and (share := _SHARE.match(text, end, stop)) and (found_share := _share(at, run, share)):
        return found_share, share.end()
    count = _chinese_count(run)
    if count is None and run[0] == "一" and len(run) > 1:  # 统一三个标准: the first belongs to the word before it
        at, run = at + 1, run[1:]
        count = _chinese_count(run)
    if count is None:
        return None, end
    value, approximate = count
    if following == "点" and 0 < value < 10 and (point := _DECIMALS.match(text, end, stop)):
        decimals = "".join(str(parse_numeral(sign)) for sign in point.group(1))
        scale = 10 ** len(decimals)
        return Number(at, point.end(), "chinese", run, value * scale + int(decimals), scale), point.end()
    return Number(at, end, "chinese", run, value, 1, approximate), end


def _chinese_count(run: str) -> tuple[int, bool] | None:
    """What a run of Chinese numerals counts, and whether it says so loosely (两三, 三五十, 十七八)."""
    approximate = False
    if run[0] in "零〇":
        return None  # 零件, 零距离
    if len(run) > 1 and (pair := _PAIR.search(run)):
        head, tail = run[: pair.start()], run[pair.end() :]
        if (head and head[-1] not in "十百千万亿") or tail.strip("十百千万亿"):
            return None
        run, approximate = head + pair.group()[0] + tail, True
    if len(run) > 1 and _PLACES.isdisjoint(run):
        return None  # 二〇二三, 一三: a year or a part of a word
    value = parse_numeral(run)
    return None if value is None else (value, approximate)


def _share(at: int, run: str, share: re.Match[str]) -> Number | None:
    """百分之三十一, 千分之五, 三分之二, 百分之87."""
    parts = parse_numeral(run)
    if share["plain"]:
        whole, _, decimals = share["plain"].translate(FULL_WIDTH).partition(".")
        numerator, scale = int(whole + decimals), 10 ** len(decimals)
    else:
        count = parse_numeral(share["whole"])
        if count is None:
            return None
        decimals = "".join(str(parse_numeral(sign)) for sign in share["decimals"] or "")
        scale = 10 ** len(decimals)
        numerator = count * scale + int(decimals or "0")
    if not parts:
        return None
    unit = _SHARE_UNITS.get(parts)
    return Number(at, share.end(), "chinese", run, numerator, scale if unit else scale * parts, unit=unit or "")


def _with_unit(text: str, number: Number, stop: int, in_doubt: bool, currency: bool = False) -> Amount | None:
    if number.unit is not None:
        assert number.numerator is not None
        value: int | float | None = value_of(number.numerator, number.denominator)
        return Amount(number.start, number.end, number, value, number.unit, number.approximate)
    before = _before_unit(text, number.end, stop)
    at = before.end() if before else number.end
    # An item's own number, typed without its mark, is short and never 两.
    could_be_mark = number.script == "arabic" or (len(number.written) == 1 and number.written != "两")
    small = number.script == "chinese" and number.numerator is not None and number.numerator <= 10 * number.denominator
    unit = unit_at(text, at, stop, chinese=small, in_doubt=number.script == "mask" or (in_doubt and could_be_mark))
    if unit is None and currency:
        unit, end = "元", before.end("scale") if before and before["scale"] else number.end
    elif unit is None or (number.script == "mask" and unit not in MASKABLE):
        return None
    else:
        end = at + len(unit)
    if end < stop and text[end] in _AFTER_UNIT:
        number, unit, end = _with_more(text, number, unit, end, stop)
    unit = _COMMON_NAMES.get(unit, unit)
    if end < stop and text[end] in _JOINTS:
        unit, end = _rate(text, unit, end, stop)
    if unit == "成" and number.numerator is not None and end < stop and text[end] in _TENTHS:
        number = number._replace(numerator=number.numerator * 10 + _TENTHS.index(text[end]) + 1, denominator=10)
        end += 1
    factor, approximate = 1, number.approximate
    if before:
        factor = (before["scale"] and parse_numeral(before["scale"])) or 1
        approximate = approximate or bool(before["odd"] or before["more"])
    value = None if number.numerator is None else value_of(number.numerator, number.denominator, factor)
    return Amount(number.start, end, number, value, unit, approximate)


def _with_more(text: str, number: Number, unit: str, end: int, stop: int) -> tuple[Number, str, int]:
    """The number, its unit and their end, with what goes on behind them: 人（次）, 万元整, 7元8角9分."""
    if (added := _BRACKETED.match(text, end, stop)) and unit + added[1] in UNITS:
        return number, unit + added[1], added.end()
    if unit in MONEY and text.startswith("整", end, stop):
        return number, unit, end + 1
    if unit == "元" and number.numerator is not None and (change := _CHANGE.match(text, end, stop)):
        fen = 10 * (parse_numeral(change[1]) or 0) + (parse_numeral(change[2] or "零") or 0)
        numerator = number.numerator * 100 + fen * number.denominator
        return number._replace(numerator=numerator, denominator=100 * number.denominator), unit, change.end()
    return number, unit, end


def _before_unit(text: str, at: int, stop: int) -> re.Match[str] | None:
    """What stands between a number that ends at `text[at]` and its unit, None where that is nothing."""
    return _BEFORE_UNIT.match(text, at, stop) if at < stop and text[at] in _BETWEEN else None


def _rate(text: str, unit: str, end: int, stop: int) -> tuple[str, int]:
    """The unit with what it counts by, where that follows: 公里/小时, 元/人·月, 微克每立方米."""
    rate = unit
    while end < stop and (
        text[end] in "/／"
        or (text[end] in "·•" and "/" in rate)
        or (text[end] == "每" and unit in PER and rate == unit)
    ):
        divisor = divisor_at(text, end + 1, stop)
        if divisor is None:
            break
        rate += {"／": "/", "•": "·"}.get(text[end], text[end]) + divisor
        end += 1 + len(divisor)
    return rate, end


def _shared(number: Number, before: re.Match[str] | None, upper: Amount) -> Amount | None:
    """The lower end of a range with the unit and, where it has none of its own, the 万 or 亿 of the upper end."""
    top = upper.number
    if number.numerator is None or top.numerator is None or upper.value is None:
        return None
    value = value_of(number.numerator, number.denominator)
    factor = 1
    if before and before["scale"]:
        factor = parse_numeral(before["scale"]) or 1
    elif number.script == "arabic":
        shown = value_of(top.numerator, top.denominator)
        factor = round(upper.value / shown) if value < shown else 1
    elif number.numerator < 10 and (scale := _TRAILING_SCALE.search(top.written)):
        factor = parse_numeral(scale.group()) or 1
    value = value_of(number.numerator, number.denominator, factor)
    end = before.end("more") if before and (before["odd"] or before["scale"]) else number.end
    return Amount(number.start, end, number, value, upper.unit, number.approximate) if value < upper.value else None
