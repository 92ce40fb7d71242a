"""Numbers as Word prints them in its number formats (`ST_NumberFormat`, ECMA-376 part 1, 17.18.59).

Where Word departs from the standard, Word is followed, as [MS-OI29500] 2.1.540, the samples in [MS-DOCX] 2.4 and lists
printed by Word 16 show it: 10 in chineseCountingThousand is 十 and not 一十, 101 is 一百〇一; 100 in chineseCounting is
一○○.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

Writer = Callable[[int], str]

# Word counts in 16 bits: past this a list starts over in every format but decimal.
LARGEST: Final = 32_767
# Past 30 times through the alphabet Word's letters start over.
LETTER_ROUNDS: Final = 30

ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


class Counting(NamedTuple):
    """A counting system with characters for ten, hundred, thousand and ten thousand."""

    digits: str
    units: str  # ten, hundred, thousand
    myriad: str
    one: str  # where a 1 is written before a unit: "always", "not first" (十二, 一百一十二) or "never" (百十二)
    zero: bool  # whether left-out digits between others are marked, once: 一百〇一


CHINESE: Final = Counting("〇一二三四五六七八九", "十百千", "万", "not first", True)
TAIWANESE: Final = Counting("零一二三四五六七八九", "十百千", "萬", "not first", True)
SIMPLIFIED_LEGAL: Final = Counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "萬", "always", True)
TRADITIONAL_LEGAL: Final = Counting("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", "always", True)
JAPANESE: Final = Counting("〇一二三四五六七八九", "十百千", "万", "never", False)
JAPANESE_LEGAL: Final = Counting("〇壱弐参四伍六七八九", "拾百阡", "萬", "always", False)
RINGS: Final = "○一二三四五六七八九"


def print_number(value: int, format: str) -> str:
    """`value` as Word prints it in the number format `format`; a format that is not known prints decimal."""
    writer = WRITERS.get(format)
    if writer is None or value < 0:
        return str(value)
    return writer(value if value <= LARGEST else (value - 1) % LARGEST + 1)


def _roman(value: int) -> str:
    text = ""
    for amount, numeral in ROMAN:
        count, value = divmod(value, amount)
        text += numeral * count
    return text


def _letters(alphabet: str) -> Writer:
    """a to z, aa to zz, aaa: Word repeats the letter, it does not count in base 26. Nothing for 0."""

    def write(value: int) -> str:
        if value == 0:
            return ""
        round_, place = divmod((value - 1) % (LETTER_ROUNDS * len(alphabet)), len(alphabet))
        return alphabet[place] * (round_ + 1)

    return write


def _digits(digits: str) -> Writer:
    return lambda value: "".join(digits[int(digit)] for digit in str(value))


def _listed(characters: str) -> Writer:
    """One of `characters` for 1 to the last of them, decimal past them."""
    return lambda value: characters[value - 1] if 1 <= value <= len(characters) else str(value)


def _run(first: str, last: int) -> Writer:
    return _listed("".join(chr(ord(first) + offset) for offset in range(last)))


def _counted(system: Counting) -> Writer:
    def write(value: int) -> str:
        if value == 0:
            return system.digits[0]
        high, low = divmod(value, 10_000)
        text = _group(high, system, True) + system.myriad if high else ""
        if high and 0 < low < 1000 and system.zero:
            text += system.digits[0]
        return text + _group(low, system, not high)

    return write


def _group(value: int, system: Counting, first: bool) -> str:
    """Up to four digits in `system`; `first` when nothing stands before them."""
    text = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        if gap and system.zero:
            text += system.digits[0]
        gap = False
        silent = (
            place > 0
            and digit == 1
            and (system.one == "never" or (system.one == "not first" and place == 1 and first and not text))
        )
        text += ("" if silent else system.digits[digit]) + (system.units[place - 1] if place else "")
    return text


def _under_hundred(value: int) -> str:
    """chineseCounting and taiwaneseCounting: 九十九, then 一○○, 一○一."""
    return _counted(CHINESE)(value) if 0 < value < 100 else _digits(RINGS)(value)


def _words(value: int) -> str:
    """English words without "and": one hundred twenty-one."""
    if value < 20:
        return ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")
    amount, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    count, rest = divmod(value, amount)
    return f"{_words(count)} {name}" + (f" {_words(rest)}" if rest else "")


def _ordinal_words(value: int) -> str:
    words = _words(value)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    return words[:cut] + ORDINALS.get(last, last[:-1] + "ieth" if last.endswith("y") else last + "th")


def _ordinal(value: int) -> str:
    teens = value % 100 in (11, 12, 13)
    return str(value) + ("th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th"))


def _sexagenary(value: int) -> str:
    return STEMS[(value - 1) % 10] + BRANCHES[(value - 1) % 12] if value else "0"


WRITERS: Final[dict[str, Writer]] = {
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 10),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "numberInDash": "- {} -".format,
    "hex": "{:X}".format,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": _letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _letters("abcdefghijklmnopqrstuvwxyz"),
    "ordinal": _ordinal,
    "cardinalText": lambda value: _words(value).capitalize(),
    "ordinalText": lambda value: _ordinal_words(value).capitalize(),
    "chicago": _letters("*†‡§"),
    "chineseCounting": _under_hundred,
    "chineseCountingThousand": _counted(CHINESE),
    "chineseLegalSimplified": _counted(SIMPLIFIED_LEGAL),
    "taiwaneseCounting": _under_hundred,
    "taiwaneseCountingThousand": _counted(TAIWANESE),
    "taiwaneseDigital": _digits(RINGS),
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "ideographTraditional": _listed(STEMS),
    "ideographZodiac": _listed(BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographLegalTraditional": _counted(TRADITIONAL_LEGAL),
    "ideographEnclosedCircle": _run("㈠", 10),  # Word prints brackets, not circles
    "japaneseCounting": _counted(JAPANESE),
    "japaneseLegal": _counted(JAPANESE_LEGAL),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "bullet": lambda value: "",
    "none": lambda value: "",
}
