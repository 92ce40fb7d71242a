"""The patterns of date phrases, from their building blocks up; `date_phrases` reads what they match.

Each repetition is bounded and each pattern is tried only where BEGINNING lets it, so that any text takes linear time.
"""

from __future__ import annotations

import re

from rectiparse.mentions.festivals import NAMES

# Building blocks. A gap takes the blanks that word processors put beside digits, and one line break.
_N = "0-9０-９"
MASK = "xXｘＸ×✕╳*＊○〇□△_＿"
_GAP = r"[^\S\n]{0,3}(?:\n[^\S\n]{0,3})?"
# A dash that opens a line is a bullet, not a joint.
_JOIN = rf"(?:{_GAP}[至到]|[^\S\n]{{0,3}}[—\-－–―─~～〜﹣−‐‑]{{1,3}}){_GAP}"
_LIST = rf"{_GAP}(?:[、和及与]|以及){_GAP}"
_Y = rf"(?:[12１２][{_N}{MASK}]{{3}}|[一二][〇○零OoＯ一二三四五六七八九]{{3}}|[{MASK}]{{1,6}})"
_M = rf"(?:[{_N}{MASK}]{{1,2}}|元|十[一二三]?|[一二三四五六七八九])"
_D = rf"(?:[{_N}{MASK}]{{1,2}}|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_Q = "[一二三四1-4１-４]"


def _shared(item: str, unit: str) -> str:
    """Lookahead: more of the same follow and the unit stands after the last: the 2018 of 2018和2020年."""
    return rf"(?=(?:(?:{_JOIN}|{_LIST}){item}){{1,6}}{_GAP}{unit})"


# A word that begins with the suffix and often follows a date is no suffix: 前往, 起草, 来信, 后续, 内部, 初步. One that
# hardly does is left to the suffix: 8月10日前提交, 2022年底数据.
_BEFORE_ALONE = "前(?![往来期后夕半]|去(?!除)|任(?:书记|主任|.长|领导|班子|党组))"
_EDGE = "(?:初(?![步级审心衷稿评选见始诊赛核验查]|中(?!心|央)|任公)|底|末(?![位端梢]))"
_DAYTIME = (
    rf"(?:[（(](?:星期|周)[一二三四五六日天][）)])?(?:上午|下午|中午|晚上?)?"
    rf"(?:[{_N}]{{1,2}}(?:[:：][{_N}]{{2}}|[时点](?:[{_N}]{{1,2}}分|整|半)?))?(?:下班)?"
)
SUFFIX = re.compile(
    rf"{_GAP}(?:"
    rf"(?P<deadline>{_DAYTIME}(?:以前|之前|{_BEFORE_ALONE}))"
    rf"|(?P<since>至今|到今(?!年)|[至到](?:目前|现在)|以来|之后|以后"
    rf"|(?:(?<=年)来(?![自信访电到文函源宾华料看])|来(?=[，,]))|起(?![草来诉步止始源点火义因获伏底飞]|重机)"
    rf"|后(?![续期勤备半台果来顾者扶]|进(?:村|支部|党|班子)|面(?!向|对|临)|方(?!可|能)))"
    rf"|(?P<within>(?<=年)内(?![部控容审外设科业在需涝]))"
    rf")"
)
TO = re.compile(rf"(?:{_GAP}(?:起|以来))?{_JOIN}")

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
MOMENT = re.compile(
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
        (?:(?P<month>{_M})(?:{_GAP}月(?!龄)|{_shared(_M, "月(?!龄)")})|(?P<month_word>{_MONTH_WORD}))份?
        (?:
          {_GAP}(?P<day>{_D})(?:{_GAP}[日号]|{_shared(_D, "日")})
        | {_GAP}(?:[上中下]{{1,2}}旬)
        | {_EDGE}
        )?
      )
    | (?:(?<=年)年?|(?<=年度)|(?<![{_N}{MASK}一二三四五六七八九十年末余多数几半每往历近百千万])年)
      (?P<edge>{_EDGE})(?!岁)
    | {_GAP}(?P<half>[上下]){_GAP}半{_GAP}年度?
    | {_GAP}第?(?P<quarter>{_Q})(?:{_GAP}季度{_EDGE}?|{_shared(f"第?{_Q}", "季度")})
    | {_GAP}前(?P<quarters>[二三两23])个?季度
    | {_GAP}前(?P<months>[{_N}]{{1,2}}|十一?|[二三四五六七八九两])个月
    | {_GAP}{_FESTIVAL}
    | (?<=年)(?P<blanks>[^\S\n]{{1,8}}月[^\S\n]{{1,8}}日)
    | (?P<this_year>(?<![{_N}{MASK}一二三四五六七八九十余多数几半每往历近百千万年])年(?=内(?![部控容审外设科业在需涝])))
    )?
    """,
    re.VERBOSE,
)
BARE_DAY = re.compile(
    rf"(?P<day>[{_N}]{{1,2}})(?:{_GAP}日(?![常均产内志记程用]|以内|之内)|{_shared(f'[{_N}]{{1,2}}', '日(?!内|以内|之内)')})"
)
NUMERIC = re.compile(
    rf"(?P<year>(?:19|20|１９|２０)[{_N}]{{2}})(?P<mark>[.．/\-－])(?P<month>[{_N}]{{1,2}})"
    rf"(?:(?P=mark)(?P<day>[{_N}]{{1,2}})(?![{_N}]|(?P=mark)[{_N}]{{1,2}}(?![{_N}]))"
    # Without a day it may be an amount, a version or a number: only where nothing that has a unit follows.
    rf"|(?=$|[\s，。；、）)|]|[前底至起到]|[—–~～\-－]{{1,2}}(?:19|20)[{_N}]{{2}}[.．/\-－]))(?![{_N}])(?P<edge>{_EDGE})?"
)
NUMBER_GOES_ON = frozenset("0123456789０１２３４５６７８９abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.．-－/_")
STANDS_FREE = re.compile(r"[\s（(）)，,。：:、|于自从至到—–~～]")
NUMERIC_TAIL = re.compile(rf"(?P<month>[{_N}]{{1,2}})[.．/](?P<day>[{_N}]{{1,2}})(?![{_N}.．/])")

_COUNT = rf"(?:[{_N}]{{1,3}}|[{MASK}]{{1,4}}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|半)"
LENGTH = re.compile(
    rf"(?:{_COUNT}(?P<range>{_JOIN}))?(?P<count>{_COUNT}){_GAP}(?:"
    r"(?P<D>个?(?:工作日|自然日)|天|日(?=以内|之内|内))"
    r"|(?P<W>周(?![岁年期])|个?(?:星期|礼拜)(?![一二三四五六日天]))"
    rf"|(?P<M>个月)|(?P<Q>个季度)|(?P<Y>年)(?:(?P<half>半)|[零又]?(?P<months>[{_N}]{{1,2}}|[一二两三四五六七八九十]{{1,2}})个月)?"
    r"|(?P<TH>个?小时)|(?P<TM>分钟)"
    r")"
)
TERM_DAYS = re.compile(rf"(?P<count>[{_N}]{{1,3}}){_GAP}日(?!常)")
TERM_DAYS_BEFORE = re.compile(r"(?:为期|公示|拘留|期限|不少于|至少|超过|连续|延长|逾期|提前|长达|累计)\s?$")
# 近三年, 第三年, 前三年 name a stretch or a place in a row, not a length.
NO_LENGTH_BEFORE = re.compile(
    r"(?:近|最近|第|过去|未来|今后|往|头|每|这|那|数|几|多|十几|历|(?<!提)前|[.．][0-9０-９]*)\s?$"
)
NO_LENGTH_AFTER = re.compile(
    r"(?:以?来|多|余|级|代|度|如一日|两头|[一1]?届|[一1][次度]|(?:之前|以前|前)(?!提)"
    r"|[^，。；：、！？,;:\s“”《》（）()]{0,6}?(?:行动|计划|规划|工程|攻坚|方案|圈))"
)
OFF_DUTY = re.compile(r"(?:之外|以外|内?外|工作制)")  # 八小时之外 is a slogan
# 一 and 半 are mostly an article or half a word (新的一年, 半年总结): a length only where one is measured.
MEASURED_BEFORE = re.compile(r"(?:长达|超过?|满|不少于|至少|不超过|为期|历时|延长|延期|期限|达|期)\s?$")
MEASURED_AFTER = re.compile(r"(?:以?内|之内|之久|以上|以下|左右|的?时间|以后|之后|后)")

_DAYS_OF = rf"的?{_GAP}[{_N}{MASK}]{{1,2}}{_GAP}[日号](?:(?:{_JOIN}|{_LIST})[{_N}{MASK}]{{1,2}}{_GAP}[日号]){{0,4}}"
_WITHIN_MONTH = rf"(?:{_DAYS_OF}|[上中下]{{1,2}}旬|{_EDGE})"
_MONTHS_OF = rf"{_GAP}{_M}{_GAP}月份?{_WITHIN_MONTH}?"
_WEEKDAY = (
    "(?:一(?=[上下]午|晚|[至到、前，。；]|例会|集中|定期|定时|固定)|[二三四五六](?![次回场个名天篇件])|日|天)"
    "(?:[至到、](?:周|星期)?[一二三四五六日天])?"
)
RECURRENCE = re.compile(
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
_LEADS = f'{_N}{MASK}一二三四五六七八九十廿两半元今去明本同次翌当前上下第月年每即“"' + "".join(
    sorted({name[0] for name in NAMES} - set("一五六七八十元"))
)
BEGINNING = re.compile(
    rf"[{_LEADS}](?:"
    rf"(?<![年月“\"])(?=[{_N}{MASK}〇零一二三四五六七八九十廿两双第个上下前隔间半\s、和及与以至到—\-－–―─~～〜]{{0,32}}+"
    r"[年月日天号周季星礼旬工自小分])"
    r"|(?<=[年月])(?=[底末初内])"
    rf"|(?<=[{_N}])(?=[{_N}]{{3}}[.．/\-－])"
    rf"|(?<=即)(?=日起)|(?<=[{''.join(name[0] for name in NAMES)}])(?=[{''.join(name[1] for name in NAMES)}])"
    rf"|(?<=[“\"])(?=(?:{'|'.join(NAMES)}))"
    r")"
)
TITLED = re.compile("《[^《》]{0,120}+(?:《[^《》]{0,120}+》[^《》]{0,120}+){0,4}+》")
LIST_MARK = re.compile(r"(?:^|[\n。；;：:！？])[^\S\n]*$")
ONE_OF = re.compile(r"一(?![日号])|1次|至少|不少于")  # 一季度一次 tells how often
NOT_LENGTH = re.compile(r"[前后内多半]")  # x年后: how long, not which year
NO_DATE_AFTER = re.compile(r"远景目标|第?[0-9０-９]{1,4}号")  # a plan's name, a document's number
QUOTED = re.compile(r"[“「『‘\"][^“”「」『』‘’\"\n，。；：、！？,;:]{0,24}$")
QUOTED_NAME = re.compile(
    r"[^“”「」『』‘’\"\n，。；：、！？,;:未不没无被了]{0,30}"
    r"(?:培训|活动|会议|行动|计划|工程|方案|报告|大会|论坛|考试|项目|课题|规划|工作|清单|要点|名单|竞赛|比赛|评选|目标|建设|整治|[年节月奖赛周日])"
    r"[”」』’\"]"
)
