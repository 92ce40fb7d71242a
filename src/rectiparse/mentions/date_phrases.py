"""Date phrases as they are printed: 2021年11月30日至2022年1月15日, 6月底前, 每季度, 3个工作日.

A phrase holds what the words say and no more: which year 3月28日 lies in is a matter for `dates`. One cheap scan finds
the places where a phrase may begin; the patterns below are tried there alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rectiparse.document import Span
from rectiparse.mentions.festivals import NAMES
from rectiparse.mentions.mention import DateKind
from rectiparse.numerals import parse_numeral


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as printed; a part that is not printed is None, a masked digit is X.

    `month` is 01 to 12 (or an impossible one, to 20), or EDTF's code of a quarter (33 to 36) or a half-year (40, 41);
    `year_word` is 今年 and the like, `month_word` 当月 and the like; `through` is the last month of 前三季度.
    """

    year: str | None = None
    year_word: str | None = None
    month: str | None = None
    month_word: str | None = None
    day: str | None = None
    festival: str | None = None
    through: str | None = None

    @property
    def masked(self) -> bool:
        """True where a digit of it is masked: x月x日, 20xx年."""
        return any("X" in part for part in (self.year, self.month, self.day) if part)

    @property
    def bare_year(self) -> bool:
        """True where it says a year and nothing within it."""
        return not (self.month or self.month_word or self.day or self.festival)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase: a moment with what bounds it, an interval of two, or a `value` that needs no context."""

    span: Span
    kind: DateKind
    first: Moment | None = None
    last: Moment | None = None
    value: str | None = None


# Building blocks. A gap takes the blanks that word processors put beside digits, and one line break.
_N = "0-9０-９"
_MASK = "xXｘＸ×✕╳*＊○〇□△_＿"
_GAP = r"[^\S\n]{0,3}(?:\n[^\S\n]{0,3})?"
# A dash that opens a line is a bullet, not a joint.
_JOIN = rf"(?:{_GAP}[至到]|[^\S\n]{{0,3}}[—\-－–―─~～〜﹣−‐‑]{{1,3}}){_GAP}"
_LIST = rf"{_GAP}(?:[、和及与]|以及){_GAP}"
_Y = rf"(?:[12１２][{_N}{_MASK}]{{3}}|[一二][〇○零OoＯ一二三四五六七八九]{{3}}|[{_MASK}]{{1,6}})"
_M = rf"(?:[{_N}{_MASK}]{{1,2}}|元|十[一二三]?|[一二三四五六七八九])"
_D = rf"(?:[{_N}{_MASK}]{{1,2}}|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_Q = "[一二三四1-4１-４]"


def _shared(item: str, unit: str) -> str:
    """Lookahead: more of the same follow and the unit stands after the last: the 2018 of 2018和2020年."""
    return rf"(?=(?:(?:{_JOIN}|{_LIST}){item}){{1,6}}{_GAP}{unit})"


# A word that begins with the suffix is no suffix: 前往, 起草, 来信, 后续, 内部, 初步, 底册.
_BEFORE_ALONE = "前(?![往期后夕去来任景沿台列身线言提述置半])"
_EDGE = "(?:初(?![步中一二三级审任心衷稿评选见始诊赛核验查高])|底(?![线册数子层气蕴部色座下细])|末(?![位端梢级流次]))"
_DAYTIME = (
    rf"(?:[（(](?:星期|周)[一二三四五六日天][）)])?(?:上午|下午|中午|晚上?)?"
    rf"(?:[{_N}]{{1,2}}(?:[:：][{_N}]{{2}}|[时点](?:[{_N}]{{1,2}}分|整|半)?))?(?:下班)?"
)
_SUFFIX = re.compile(
    rf"{_GAP}(?:"
    rf"(?P<deadline>{_DAYTIME}(?:以前|之前|{_BEFORE_ALONE}))"
    rf"|(?P<since>至今|到今(?!年)|[至到](?:目前|现在)|以来|之后|以后"
    rf"|来(?![自信访电我到县文函源宾局市省村校镇乡区华者人看说])|起(?![草来诉步止始源点火义因获伏重底飞])"
    rf"|后(?![续期勤备半进面台方果来又再即顾者扶]))"
    rf"|(?P<within>(?<=年)内(?![部控容审外设科业在需涝]))"
    rf")"
)
_TO = re.compile(rf"(?:{_GAP}(?:起|以来))?{_JOIN}")

_YEAR_WORD = (
    r"(?:今年|(?<!过)去年|(?<![以之提目])前年(?!度)|(?<![文声说证])明年|(?<!基)本年|翌年"
    rf"|(?<![不相合共])同年(?![龄级代限])|(?<![首再多每两几层一二三四五六七八九十{_N}])次年(?![会检均级])"
    rf"|当年(?=度?(?:年?[底末初内]|{_GAP}{_M}{_GAP}月))"
    # A year that others are measured by is no date of its own: 不低于上年度, 比上年.
    rf"|(?<![以之于比较同与按晚])上(?:一年度|年(?=度|年?[底末]|{_GAP}{_M}{_GAP}月)))"
)
_MONTH_WORD = (
    rf"(?:当月|本月|同月|(?<![以之])上个?月|(?<![以之])下个?月|(?<![首再多每两几一二三四五六七八九十{_N}])次月"
    r"|(?<![当本同上下次每个\w])月(?=[底末初]))"
)
_FESTIVAL = (
    rf"(?P<quote>[“\"]?)(?P<festival>{'|'.join(NAMES)})[”\"]?(?:国际劳动节|节?(?:小长假|假期)?|节)"
    rf"(?={_GAP}(?:以前|之前|{_BEFORE_ALONE}))"
)
_MOMENT = re.compile(
    rf"""
    (?:
      (?:
        (?P<year>{_Y}) (?:{_GAP}年(?!{_GAP}代|[级龄])|{_shared(_Y, "年")}|(?={_GAP}(?:第?{_Q}季度|[上下]半年)))
      | (?P<short>[{_N}]{{2}}){_GAP}年
        (?=度|年?[底初末]|以来|{_GAP}(?:{_M}{_GAP}月|[上下]半年|第?{_Q}季度)|{_JOIN}[{_N}]{{2}}年{_M}月)
      | (?P<word>{_YEAR_WORD})
      )
      (?:度(?![假夏汛]))?
    )?
    (?:
      (?:{_GAP}
        (?:(?P<month>{_M})(?:{_GAP}月(?![度饼票薪球龄])|{_shared(_M, "月(?!度)")})|(?P<month_word>{_MONTH_WORD}))份?
        (?:
          {_GAP}(?P<day>{_D})(?:{_GAP}[日号]|{_shared(_D, "日")})
        | {_GAP}(?:[上中下]{{1,2}}旬)
        | {_EDGE}
        )?
      )
    | (?:(?<=年)年?|(?<=年度)|(?<![{_N}{_MASK}一二三四五六七八九十年末余多数几半每往历近百千万])年)
      (?P<edge>{_EDGE})(?!岁)
    | {_GAP}(?P<half>[上下])半年度?
    | {_GAP}第?(?P<quarter>{_Q})(?:{_GAP}季度{_EDGE}?|{_shared(f"第?{_Q}", "季度")})
    | {_GAP}前(?P<quarters>[二三两23])个?季度
    | {_GAP}前(?P<months>[{_N}]{{1,2}}|十一?|[二三四五六七八九两])个月
    | {_GAP}{_FESTIVAL}
    | (?<=年)(?P<blanks>[^\S\n]{{1,8}}月[^\S\n]{{1,8}}日)
    | (?P<this_year>(?<![{_N}{_MASK}一二三四五六七八九十余多数几半每往历近百千万年])年(?=内(?![部控容审外设科业在需涝])))
    )?
    """,
    re.VERBOSE,
)
_BARE_DAY = re.compile(
    rf"(?P<day>[{_N}]{{1,2}})(?:{_GAP}日(?![常均产内志记程用]|以内|之内)|{_shared(f'[{_N}]{{1,2}}', '日(?!内|以内|之内)')})"
)
_NUMERIC = re.compile(
    rf"(?P<year>(?:19|20|１９|２０)[{_N}]{{2}})(?P<mark>[.．/\-－])(?P<month>[{_N}]{{1,2}})"
    rf"(?:(?P=mark)(?P<day>[{_N}]{{1,2}})(?![{_N}]|(?P=mark)[{_N}]{{1,2}}(?![{_N}]))"
    # Without a day it may be an amount, a version or a number: only where nothing that has a unit follows.
    rf"|(?=$|[\s，。；、）)|]|[前底至起到]|[—–~～\-－]{{1,2}}(?:19|20)[{_N}]{{2}}[.．/\-－]))(?![{_N}])(?P<edge>{_EDGE})?"
)
_NUMBER_GOES_ON = frozenset(
    "0123456789０１２３４５６７８９abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.．-－/_"
)
_STANDS_FREE = re.compile(r"[\s（(，,。：:、|于自从至到—–~～]")
_NUMERIC_TAIL = re.compile(rf"(?P<month>[{_N}]{{1,2}})[.．/](?P<day>[{_N}]{{1,2}})(?![{_N}.．/])")

_COUNT = rf"(?:[{_N}]{{1,3}}|[{_MASK}]{{1,4}}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|半)"
_LENGTH = re.compile(
    rf"(?:{_COUNT}(?P<range>{_JOIN}))?(?P<count>{_COUNT}){_GAP}(?:"
    r"(?P<D>个?(?:工作日|自然日)|天|日(?=以内|之内|内))"
    r"|(?P<W>周(?![岁年边期末报刊])|个?(?:星期|礼拜)(?![一二三四五六日天]))"
    rf"|(?P<M>个月)|(?P<Q>个季度)|(?P<Y>年)(?:(?P<half>半)|[零又]?(?P<months>[{_N}]{{1,2}}|[一二两三四五六七八九十]{{1,2}})个月)?"
    r"|(?P<TH>个?小时)|(?P<TM>分钟)"
    r")"
)
_TERM_DAYS = re.compile(rf"(?P<count>[{_N}]{{1,3}}){_GAP}日(?!常)")
_TERM_DAYS_BEFORE = re.compile(r"(?:为期|公示|拘留|期限|不少于|至少|超过|连续|延长|逾期|提前|长达|累计)\s?$")
# 近三年, 第三年, 前三年 name a stretch or a place in a row, not a length.
_NO_LENGTH_BEFORE = re.compile(
    r"(?:近|最近|第|过去|未来|今后|往|头|每|这|那|数|几|多|十几|历|(?<!提)前|[.．][0-9０-９]*)\s?$"
)
_NO_LENGTH_AFTER = re.compile(
    r"(?:以?来|多|余|级|代|度|如一日|两头|[一1]?届|[一1][次度]|(?:之前|以前|前)(?!提)"
    r"|[^，。；：、！？\s“”《》（）]{0,6}?(?:行动|计划|规划|工程|攻坚|方案|圈))"
)
_OFF_DUTY = re.compile(r"(?:之外|以外|内?外|工作制)")  # 八小时之外 is a slogan
# 一 and 半 are mostly an article or half a word (新的一年, 半年总结): a length only where one is measured.
_MEASURED_BEFORE = re.compile(r"(?:长达|超过?|满|不少于|至少|不超过|为期|历时|延长|延期|期限|达|期)\s?$")
_MEASURED_AFTER = re.compile(r"(?:以?内|之内|之久|以上|以下|左右|时间|以后|之后|后)")

_DAYS_OF = rf"的?{_GAP}[{_N}{_MASK}]{{1,2}}{_GAP}[日号](?:(?:{_JOIN}|{_LIST})[{_N}{_MASK}]{{1,2}}{_GAP}[日号]){{0,4}}"
_WITHIN_MONTH = rf"(?:{_DAYS_OF}|[上中下]{{1,2}}旬|{_EDGE})"
_MONTHS_OF = rf"{_GAP}{_M}{_GAP}月份?{_WITHIN_MONTH}?"
_WEEKDAY = (
    "(?:一(?=[上下]午|晚|[至到、前，。；]|例会|集中|定期|定时|固定)|[二三四五六](?![次回场个名天篇件])|日|天)"
    "(?:[至到、](?:周|星期)?[一二三四五六日天])?"
)
_RECURRENCE = re.compile(
    rf"""
    每(?:间?隔)? {_GAP}
    (?P<count>[{_N}]{{1,2}}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两双三四五六七八九])? {_GAP}
    (?:
      (?P<half_month>半个?月)
    | (?P<half_year>半年度?) {_EDGE}?
    | 个?(?P<month>月) (?:份?{_WITHIN_MONTH}|的?{_GAP}最后一个?(?:工作日|周)|份)?
    | (?P<year>年)度?
      (?:的?{_MONTHS_OF}(?:(?:{_JOIN}|{_LIST}){_MONTHS_OF}){{0,4}}|年?{_EDGE}|的?第?{_Q}季度|的?[上下]半年|{_FESTIVAL})?
    | 个?(?P<quarter>季度?(?!节)) (?:{_EDGE}|的?(?:首月|末月|(?:第|最后)一个月))? (?:(?<=月){_EDGE}|{_DAYS_OF})?
    | 个?(?P<week>周(?![年岁期])|星期|礼拜) (?:末|的?(?:周|星期)?{_WEEKDAY})?
    | 个?(?P<ten_days>旬)
    | (?P<day>天|日(?![常益均]))
    )
    (?:{_GAP}(?:以前|之前|{_BEFORE_ALONE}))?
    """,
    re.VERBOSE,
)

# Where a phrase may begin: a leading character, and close behind it, with numerals and joints alone between, a unit.
_LEADS = f'{_N}{_MASK}一二三四五六七八九十廿两半元今去明本同次翌当前上下第月年每即“"' + "".join(
    sorted({name[0] for name in NAMES} - set("一五六七八十元"))
)
_BEGINNING = re.compile(
    rf"[{_LEADS}](?:"
    rf"(?<![年月“\"])(?=[{_N}{_MASK}〇零一二三四五六七八九十廿两双第个上下前隔间半\s、和及与以至到—\-－–―─~～〜]{{0,32}}+"
    r"[年月日天号周季星礼旬工自小分])"
    r"|(?<=[年月])(?=[底末初内])"
    rf"|(?<=[{_N}])(?=[{_N}]{{3}}[.．/\-－])"
    rf"|(?<=即)(?=日起)|(?<=[{''.join(name[0] for name in NAMES)}])(?=[{''.join(name[1] for name in NAMES)}])"
    rf"|(?<=[“\"])(?=(?:{'|'.join(NAMES)}))"
    r")"
)
_LIST_MARK = re.compile(r"(?:^|[\n。；;：:！？])[^\S\n]*$")
_ONE_OF = re.compile(r"一(?![日号])|1次|至少|不少于")  # 一季度一次 tells how often
_NOT_LENGTH = re.compile(r"[前后内多半]")  # x年后: how long, not which year
_NO_DATE_AFTER = re.compile(r"远景目标|第?[0-9０-９]{1,4}号")  # a plan's name, a document's number
_QUOTED = re.compile(r"[“「『‘\"][^“”「」『』‘’\"\n，。；：、！？]{0,24}$")
_QUOTED_NAME = re.compile(
    r"[^“”「」『』‘’\"\n，。；：、！？未不没无被了]{0,30}"
    r"(?:培训|活动|会议|行动|计划|工程|方案|报告|大会|论坛|考试|项目|课题|规划|工作|清单|要点|名单|竞赛|比赛|评选|目标|建设|整治|[年节月奖赛周日])"
    r"[”」』’\"]"
)

_MONTH_LIMIT: Final = 20  # EDTF gives 21 and up to seasons, quarters and halves
_TO_X: Final = str.maketrans(
    {**dict.fromkeys(_MASK, "X"), **dict(zip("０１２３４５６７８９", "0123456789", strict=True))}
)
_DIGITS: Final = frozenset("0123456789０１２３４５６７８９")
_MASKS: Final = frozenset(_MASK)
_CHINESE: Final = frozenset("零一二两三四五六七八九十百千万廿")

_Found = tuple[int, Phrase | None]
"""Where to look on, and the phrase, or None where the words look like a date and are none."""


def find_phrases(text: str, skip: Sequence[Span]) -> Iterator[Phrase]:
    """The date phrases of `text` in reading order, none of them touching a span of `skip` (sorted, not overlapping)."""
    at = index = 0
    while (beginning := _BEGINNING.search(text, at)) is not None:
        start = beginning.start()
        while index < len(skip) and skip[index].end <= start:
            index += 1
        if index < len(skip) and skip[index].start <= start:
            at = skip[index].end
            continue
        at, phrase = _phrase_at(text, start) or (start + 1, None)
        if phrase is not None and not (index < len(skip) and phrase.span.overlaps(skip[index])):
            yield phrase


def _phrase_at(text: str, start: int) -> _Found | None:
    """What stands at `start`, or None where no date phrase begins there."""
    lead = text[start]
    if lead == "每":
        return _recurrence(text, start)
    if lead == "即":
        end = start + len("即日起")
        return (end, Phrase(Span(start, end), "since")) if text.startswith("即日起", start) else None
    if start and _joins(text[start - 1], lead):
        return None
    return _numeric(text, start) or _calendar(text, start) or _length(text, start) or _bare_day(text, start)


def _joins(before: str, lead: str) -> bool:
    """True where `lead` is not the first character of its number, mask or word."""
    if lead in _DIGITS:
        return before in _DIGITS
    if lead in _MASKS:
        return before in _MASKS or before in _DIGITS or (before.isascii() and before.isalpha())
    return lead in _CHINESE and before in _CHINESE


def _recurrence(text: str, start: int) -> _Found | None:
    """每季度, 每两周, 每月10日前: one span, an ISO 8601 recurrence."""
    match = _RECURRENCE.match(text, start)
    if match is None:
        return None
    count = 2 if match["count"] == "双" else _number(match["count"] or "1")
    if match["half_month"]:
        period = "P15D"
    elif match["half_year"]:
        period = "P6M"
    elif match["quarter"]:
        period = f"P{3 * count}M"
    elif match["ten_days"]:
        period = f"P{10 * count}D"
    else:
        period = f"P{count}{next(letter for name, letter in _PERIODS if match[name])}"
    return match.end(), Phrase(Span(*match.span()), "recurrence", value=f"R/{period}")


_PERIODS: Final = (("month", "M"), ("year", "Y"), ("week", "W"), ("day", "D"))


def _numeric(text: str, start: int) -> _Found | None:
    """2023.5.12, 2023/5/12, 2023-5-12, an interval of two of them (2023.5.12-5.20), and 2023.05 where nothing counts."""
    match = _NUMERIC.match(text, start)
    if match is None or (start and text[start - 1] in _NUMBER_GOES_ON):
        return None
    if match["day"] is None and (
        (match["mark"] in "-－" and len(match["month"]) < 2) or (start and not _STANDS_FREE.match(text, start - 1))
    ):
        return None
    first = _numeric_moment(match)
    if first is None:
        return None
    end = match.end()
    if to := _TO.match(text, end):
        second = _NUMERIC.match(text, to.end()) or _NUMERIC_TAIL.match(text, to.end())
        last = second and _numeric_moment(second)
        if second and last:
            return second.end(), Phrase(Span(start, second.end()), "interval", first, last)
    return _bounded(text, start, end, first)


def _numeric_moment(match: re.Match[str]) -> Moment | None:
    """The moment of a numeric date, or None where its month or day cannot be one."""
    parts = match.groupdict()
    month, day = _number(parts["month"]), _number(parts["day"] or "1")
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = parts.get("year")
    return Moment(year and _slot(year, 4), month=f"{month:02}", day=parts["day"] and f"{day:02}")


def _calendar(text: str, start: int) -> _Found | None:
    """A moment in words, with what bounds it, or an interval of two."""
    match = _MOMENT.match(text, start)
    if match is None or match.end() == start:
        return None
    end = match.end()
    first = _moment(match)
    if first is None or _is_no_date(text, match, first):
        return end, None
    if first.year == "XXXX" and first.bare_year and _NOT_LENGTH.match(text, end):
        return None
    if to := _TO.match(text, end):
        second = _MOMENT.match(text, to.end())
        if second is not None and second.end() == to.end():
            second = _BARE_DAY.match(text, to.end()) if first.day or first.month else None
        last = second and _moment(second)
        if second and last:
            return second.end(), Phrase(Span(start, second.end()), "interval", first, last)
    if first.through:
        return end, Phrase(Span(start, end), "interval", first, replace(first, month=first.through, through=None))
    return _bounded(text, start, end, first)


def _bounded(text: str, start: int, end: int, moment: Moment) -> _Found:
    """The phrase of `moment`, with the suffix that makes it a deadline or a beginning."""
    suffix = _SUFFIX.match(text, end)
    if suffix is None:
        return end, Phrase(Span(start, end), "point", moment)
    kind: DateKind = "since" if suffix["since"] else "deadline"
    return suffix.end(), Phrase(Span(start, suffix.end()), kind, moment)


def _moment(match: re.Match[str]) -> Moment | None:
    """What the parts of a match say, or None where they can be no date."""
    parts = match.groupdict()
    year = month = through = None
    day = _slot(parts["day"], 2) if parts.get("day") else None
    if parts.get("year"):
        year = _slot(parts["year"], 4)
        if year.isdigit() and not 1500 <= int(year) < 2200:
            return None
    elif parts.get("short"):
        short = _number(parts["short"])
        year = str(short + (2000 if short < 50 else 1900))
    if parts.get("month"):
        month = "01" if parts["month"] == "元" else _slot(parts["month"], 2)
        if month.isdigit() and not 1 <= int(month) <= _MONTH_LIMIT:
            return None
    elif parts.get("blanks"):  # 2023年  月  日, left to be filled in
        month = day = "XX"
    elif parts.get("edge"):
        month = "01" if parts["edge"] == "初" else "12"
    elif parts.get("half"):
        month = "40" if parts["half"] == "上" else "41"
    elif parts.get("quarter"):
        month = str(32 + _number(parts["quarter"]))
    elif parts.get("quarters"):
        month, through = "33", str(32 + _number(parts["quarters"]))
    elif parts.get("months"):
        month, through = "01", f"{_number(parts['months']):02}"
    return Moment(
        year=year,
        year_word="今年" if parts.get("this_year") else parts.get("word"),
        month=month,
        month_word=parts.get("month_word"),
        day=day,
        festival=parts.get("festival"),
        through=through,
    )


def _is_no_date(text: str, match: re.Match[str], moment: Moment) -> bool:
    """True for what reads like a date and is none: a list mark, a name, how often, a Markdown mark."""
    start, end = match.span()
    if match["year"] is None and match["short"] is None and match["word"] is None:
        if start and text[start - 1] in "第这满近":  # 第三月, 近3月
            return True
        if moment.month in ("01", "33") and moment.day is None and _ONE_OF.match(text, end):
            return True
        # 1、3月份组织…: a list mark, then a month
        return (
            (text[end - 1] in _DIGITS or text[end - 1] in _CHINESE)
            and text[end] == "、"
            and text[start] != "第"
            and _opens(text, start)
        )
    if not moment.bare_year:
        return False
    if _NO_DATE_AFTER.match(text, end):
        return True
    if match["year"] and match["year"].startswith("*") and _opens(text, start) and "**" in text[end : end + 40]:
        return True
    quote = _QUOTED.search(text, max(0, start - 26), start)
    return quote is not None and _QUOTED_NAME.match(text, quote.start() + 1) is not None


def _opens(text: str, start: int) -> bool:
    """True where a line or a sentence begins at `start`."""
    return _LIST_MARK.search(text, max(0, start - 8), start) is not None or start == 0


def _length(text: str, start: int) -> _Found | None:
    """A length of time; a range (3至5年) and a masked one (x个月) have no value."""
    match = _LENGTH.match(text, start)
    if match is None:
        return None
    end = match.end()
    before = text[max(0, start - 5) : start]
    count = match["count"]
    off_duty = match["TH"] and count in ("8", "８", "八") and _OFF_DUTY.match(text, end)
    if off_duty or _NO_LENGTH_BEFORE.search(before) or _NO_LENGTH_AFTER.match(text, end):
        return end, None
    if count in ("一", "半") and not (_MEASURED_BEFORE.search(before) or _MEASURED_AFTER.match(text, end)):
        return end, None
    return end, Phrase(Span(start, end), "duration", value=_duration(match))


def _duration(match: re.Match[str]) -> str | None:
    """The ISO 8601 duration, or None where there is no single one."""
    count = match["count"]
    if match["range"] or count[0] in _MASKS:
        return None
    if count == "半":
        return {"Y": "P6M", "M": "P15D", "D": "PT12H", "TH": "PT30M"}.get(match.lastgroup or "")
    number = _number(count)
    if match["Y"]:
        months = 6 if match["half"] else _number(match["months"] or "0")
        return f"P{number}Y" + (f"{months}M" if months else "")
    if match["Q"]:
        return f"P{3 * number}M"
    unit = match.lastgroup or ""
    return f"PT{number}{unit[1]}" if unit.startswith("T") else f"P{number}{unit}"


def _bare_day(text: str, start: int) -> _Found | None:
    """5日 after a month was named; 公示5日 is a length of time."""
    if match := _TERM_DAYS.match(text, start):
        if _TERM_DAYS_BEFORE.search(text[max(0, start - 5) : start]):
            return match.end(), Phrase(Span(*match.span()), "duration", value=f"P{_number(match['count'])}D")
    match = _BARE_DAY.match(text, start)
    if match is None:
        return None
    first = Moment(day=_slot(match["day"], 2))
    if (to := _TO.match(text, match.end())) and (second := _BARE_DAY.match(text, to.end())):
        last = Moment(day=_slot(second["day"], 2))
        return second.end(), Phrase(Span(start, second.end()), "interval", first, last)
    return _bounded(text, start, match.end(), first)


def _slot(printed: str, width: int) -> str:
    """The EDTF digits of a printed number: 3 gives 03, x and xx give XX, 二〇二三 gives 2023."""
    if printed[0] in _CHINESE:
        return str(_number(printed)).rjust(width, "0")
    plain = printed.translate(_TO_X)
    if plain.strip("X") == "":
        return "X" * width
    return plain.rjust(width, "0")


def _number(printed: str) -> int:
    """The integer that a numeral of these patterns writes."""
    number = parse_numeral(printed)
    assert number is not None, printed
    return number
