"""The patterns of date phrases, from their building blocks up; `date_phrases` reads what they match.

Each repetition is bounded and each pattern is tried only where BEGINNING lets it, so that any text takes linear time.
Numerals are matched loosely and checked by the reader, and what may stand before a word is checked there too: each
class of scattered Chinese characters takes a quarter of a millisecond to compile, and a short document no longer to read.
"""

from __future__ import annotations

import re

from rectiparse.mentions.festivals import NAMES

MASK = "xXｘＸ×✕╳*＊○〇□△_＿"
_DASH = r"—\-－–―─~～〜﹣−‐‑"
_NUMERAL = rf"[\d{MASK}零一二三四五六七八九十廿OＯ]"

# A gap takes the blanks that word processors put beside digits, and one line break.
_GAP = r"[^\S\n]{0,3}(?:\n[^\S\n]{0,3})?"
# A dash that opens a line is a bullet, not a joint.
_JOIN = rf"(?:{_GAP}[至到]|[^\S\n]{{0,3}}[{_DASH}]{{1,3}}){_GAP}"
_LIST = rf"{_GAP}(?:[、和及与]|以及){_GAP}"


def _shared(unit: str) -> str:
    """Lookahead: more numerals follow and the unit stands after the last: the 2018 of 2018和2020年."""
    return rf"(?=(?:{_GAP}(?:[至到、和及与{_DASH}]{{1,3}}|以及){_GAP}第?{_NUMERAL}{{1,6}}+){{1,6}}{_GAP}{unit})"


# A word that begins with the suffix and often follows a date is no suffix: 前往, 起草, 来信, 后续, 内部, 初步. One that
# hardly does is left to the suffix: 8月10日前提交, 2022年底数据.
_BEFORE = "(?:以前|之前|前(?![往来期后夕半]|去(?!除)|任(?:书记|主任|.长|领导|班子|党组)))"
_EDGE = "(?:初(?![步级审心衷稿评选见始诊赛核验查]|中(?!心|央)|任公)|底(?!岁)|末(?![位端梢岁]))"
_DAYTIME = (
    r"(?:[（(](?:星期|周).[）)])?(?:上午|下午|中午|晚上?)?"
    r"(?:\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|整|半)?))?(?:下班|开学)?"
)
SUFFIX = re.compile(
    rf"{_GAP}(?:"
    rf"(?P<deadline>{_DAYTIME}{_BEFORE})"
    r"|(?P<since>至今|到今(?!年)|[至到](?:目前|现在)|以来|之后|以后"
    r"|(?:(?<=年)来(?![自信访电到文函源宾华料看])|来(?=[，,]))|起(?![草来诉步止始源点火义因获伏底飞]|重机)"
    r"|后(?![续期勤备半台果来顾者扶]|进(?:村|支部|党|班子)|面(?!向|对|临)|方(?!可|能)))"
    r"|(?P<within>(?<=年)内(?![部控容审外设科业在需涝]|到期|应[还付偿]))"
    r")"
)
TO = re.compile(rf"(?:{_GAP}(?:起|以来))?{_JOIN}")

_FESTIVAL = rf"[“\"]?(?P<festival>{'|'.join(NAMES)})[”\"]?(?:国际劳动节|节?(?:小长假|假期)?)"
MOMENT = re.compile(
    rf"""
    (?:
      (?:
        (?P<year>{_NUMERAL}{{1,6}}+)
        (?:{_GAP}年(?:年(?=\d{{1,2}}月))?(?!{_GAP}代|[级龄])|{_shared("年")}|(?={_GAP}(?:第?{_NUMERAL}季度|[上下]半年)))
      | (?P<word>今年|去年|前年|明年|本年|翌年|同年|次年|当年|上一?年)
      )
      (?P<fiscal>度(?!假|夏|汛))?
    )?
    (?:
      (?<=年)(?P<blanks>[^\S\n]{{1,8}}月[^\S\n]{{1,8}}日)
    | {_GAP}
      (?:
        (?:(?P<month>元|{_NUMERAL}{{1,3}}+)(?:{_GAP}月(?!龄)|{_shared("月(?!龄)")})|(?P<month_word>[当本同次]月|[上下]个?月|月(?=初|底|末)))份?
        (?:{_GAP}(?P<day>{_NUMERAL}{{1,3}}+)(?:{_GAP}[日号]|{_shared("日")})|{_GAP}[上中下]{{1,2}}旬)?
      | (?P<half>[上下]){_GAP}半{_GAP}年度?
      | 第?(?P<quarter>{_NUMERAL})(?:{_GAP}季度|{_shared("季度")})
      | 前(?P<quarters>[二三两23２３])个?季度
      | 前(?P<months>{_NUMERAL}{{1,2}}+|两)个月
      | {_FESTIVAL}
      )
    | (?P<bare>年)(?=初|底|末|内)
    )?
    (?P<edge>(?:(?<=年)|(?<=度)|(?<=月)|(?<=份)){_EDGE})?
    """,
    re.VERBOSE,
)
_DAY_ENDS = rf"(?:{_GAP}日(?![常均产内志记程用]|以内|之内)|{_shared('日(?!内|以内|之内)')})"
BARE_DAY = re.compile(rf"(?P<day>\d{{1,2}}){_DAY_ENDS}")
CLOSING_DAY = re.compile(rf"(?P<day>{_NUMERAL}{{1,3}}+){_DAY_ENDS}")
"""The day on which an interval ends that a day of the same month began, masked or in Chinese numerals too."""
NUMERIC = re.compile(
    r"(?P<year>(?:19|20|１９|２０)\d{2})(?P<mark>[.．/\-－])(?P<month>\d{1,2})"
    r"(?:(?P=mark)(?P<day>\d{1,2})(?!\d|(?P=mark)\d{1,2}(?!\d))"
    # Without a day it may be an amount, a version or a number: only where nothing that has a unit follows.
    r"|(?=$|[\s，。；、）)|]|[前底至起到]|[—–~～\-－]{1,2}(?:19|20)\d{2}[.．/\-－]))(?!\d)(?P<edge>底|末|初)?"
)
NUMERIC_MONTH = re.compile(r"(?P<year>(?:19|20)\d{2})[.．/\-－](?P<month>\d{1,2})(?![\d.．/])")
"""The month in which an interval ends that a month of this form began: 2024.03-2024.06完成."""
NUMERIC_TAIL = re.compile(r"(?P<month>\d{1,2})[.．/](?P<day>\d{1,2})(?![\d.．/])")
STANDS_FREE = re.compile(r"[\s（(）)，,。：:、|于自从至到—–~～]")

_COUNT = rf"(?:{_NUMERAL}{{1,3}}+|[两半])"
LENGTH = re.compile(
    rf"(?:{_COUNT}(?P<range>{_JOIN}))?(?P<count>{_COUNT}){_GAP}(?:"
    r"(?P<D>个?(?:工作日|自然日)|天|日(?=以内|之内|内))"
    r"|(?P<W>周(?!岁|年|期)|个?(?:星期|礼拜)(?![一二三四五六日天]))"
    rf"|(?P<M>个(?P<M_half>半)?月)|(?P<Q>个季度)|(?P<Y>年)(?:(?P<half>半(?!载))|[零又]?(?P<months>{_NUMERAL}{{1,2}}+|两)个月)?"
    r"|(?P<TH>(?:个(?P<TH_half>半)?)?小时)|(?P<TM>分钟)"
    r")"
)
DECIMALS = re.compile(r"(?<!\d[至到—\-－~～])(?<![\d.．])\d{1,3}[.．]$")  # the 9. of 9.8天
TERM_DAYS = re.compile(rf"(?P<count>\d{{1,3}}){_GAP}日(?!常)")
TERM_DAYS_BEFORE = re.compile(r"(?:为期|公示|拘留|期限|不少于|至少|超过|连续|延长|逾期|提前|长达|累计)\s?$")
# 近三年, 第三年, 前三年 name a stretch or a place in a row, not a length.
NO_LENGTH_BEFORE = re.compile(r"(?:近|第|过去|未来|今后|往|头|每|这|那|数|几|多|历|(?<!提)前|[.．]\d*)\s?$")
NO_LENGTH_AFTER = re.compile(
    r"(?:以?来|多|余|级|代|度|如一日|两头|[一1]?届|[一1][次度]|(?:之前|以前|前)(?!提)"
    r"|(?!以?内|之内|[后前])[^，。；：、！？,;:\s“”《》（）()]{0,6}?(?:行动|计划|规划|工程|攻坚|方案|圈))"
)
OFF_DUTY = re.compile(r"之外|以外|内?外|工作制")  # 八小时之外 is a slogan
# 一 and 半 are mostly an article or half a word (新的一年, 半年总结): a length only where one is measured.
MEASURED_BEFORE = re.compile(
    r"(?:长达|提前|超过?|拖延|拖欠|推迟|闲置|逾期|停工|满|不少于|至少|不超过|为期|历时|延长|延期|期限|达|期)\s?$"
)
MEASURED_AFTER = re.compile(r"以?内|之内|之久|以上|以下|左右|的?时间|以后|之后|后")

_MORE = rf"(?:{_JOIN}|{_LIST})"
_PLACE = (
    rf"(?:{_NUMERAL}{{1,3}}+{_GAP}月份?(?:{_GAP}{_NUMERAL}{{1,3}}+{_GAP}[日号]|[上中下]{{1,2}}旬|{_EDGE})?"
    rf"|{_NUMERAL}{{1,3}}+{_GAP}[日号])"
)
_WEEKDAY = (
    "(?:一(?=[上下]午|晚|[至到、前，。；）]|例会|集中|定期|定时|固定|召开|报送|上报|组织|$)|[二三四五六](?![次回场个名天篇件])|日|天)"
    "(?:[至到、](?:周|星期)?[一二三四五六日天])?"
)
RECURRENCE = re.compile(
    rf"""
    每(?:间?隔)? {_GAP} (?P<count>{_NUMERAL}{{1,3}}+|两|双)?? {_GAP}
    (?:
      (?P<half_month>半个?月) | (?P<half_year>半年度?)
    | 个?(?:(?P<month>月)份? | (?P<year>年)度? | (?P<quarter>季度?(?!节)) | (?P<ten_days>旬))
    | 个?(?P<week>周(?!年|岁|期)|星期|礼拜) (?:末|的?(?:周|星期)?{_WEEKDAY})?
    | (?P<day>天|日(?!常|益|均))
    )
    (?:的?(?:首月|末月|(?:第[一二三四五]|最后一?)个?(?:月|天|工作日|(?:周|星期)[一二三四五六日天末]?)))?
    (?:
      的?{_GAP}{_PLACE}(?:{_MORE}{_PLACE}){{0,4}}
    | 年?{_EDGE} | [上中下]{{1,2}}旬 | 的?第?{_NUMERAL}季度 | 的?[上下]半年 | {_FESTIVAL}(?=之?前)
    )?
    (?:{_GAP}{_BEFORE})?
    """,
    re.VERBOSE,
)

# Where a phrase may begin: a leading character, and close behind it, with numerals and joints alone between, a unit.
_LEADS = f'0-9０-９{MASK}一二三四五六七八九十廿两半元今去明本同次翌当前上下第月年每即“"' + "".join(
    sorted({name[0] for name in NAMES} - set("一五六七八十元"))
)
BEGINNING = re.compile(
    rf"[{_LEADS}](?:"
    rf"(?<![年月“\"])(?=[\d{MASK}零一二三四五六七八九十廿两双第个上下前隔间半\s、和及与以至到{_DASH}OＯ]{{0,32}}+"
    r"[年月日天号周季星礼旬工自小分])"
    # What follows is looked at before the lead again: that alone tells off most of the places that are left.
    rf"|[初底末内](?<=[年月].)|\d(?<=\d\d)\d\d[.．/\-－]|日(?<=即日)起"
    rf"|[{''.join(sorted({name[1] for name in NAMES}))}](?<={'|'.join(NAMES)})|(?<=[“\"])(?:{'|'.join(NAMES)})"
    r")"
)

TITLED = re.compile("《[^《》]{0,120}+(?:《[^《》]{0,120}+》[^《》]{0,120}+){0,4}+》")
LIST_MARK = re.compile(r"(?:^|[\n。；;：:！？])[^\S\n]*$")
DAY_AFTER = re.compile(r"、\s?[\d一二三四五六七八九十]{1,3}月\s?[\d一二三四五六七八九十]{1,3}[日号]")
ONE_OF = re.compile(r"一(?!日|号)|1次|至少|不少于")  # 一季度一次 tells how often
NOT_LENGTH = re.compile(r"[前后内多半]")  # x年后: how long, not which year
NO_DATE_AFTER = re.compile(r"远景目标|第?\d{1,4}号")  # a plan's name, a document's number
QUOTED = re.compile(r"[“「『‘\"][^“”「」『』‘’\"\n，。；：、！？,;:]{0,24}$")
QUOTED_NAME = re.compile(
    r"[^“”「」『』‘’\"\n，。；：、！？,;:未不没无被了]{0,30}"
    r"(?:培训|活动|会议|行动|计划|工程|方案|报告|大会|论坛|考试|项目|课题|规划|工作|清单|要点|名单|竞赛|比赛|评选|目标|建设|整治|[年节月奖赛周日])"
    r"[”」』’\"]"
)
