"""What the document says of itself: who rectifies, who inspected and when, and how much it declares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from rectiparse.ledger import Declared, Status, made
from rectiparse.mentions.mention import DateMention
from rectiparse.numerals import parse_numeral
from rectiparse.recording.status import status_of
from rectiparse.view import View

_NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,5})"
_KINDS = r"(?:具体|突出|共性|主要|个性|重点|反馈|整改|典型|巡察|巡视|审计|督察|立行立改|类|大|小|项|条|的)*"
_DECLARED = re.compile(
    r"(?=[\d一二两三四五六七八九十百问])(?:"  # one look tells most places off
    rf"(?P<aspects>{_NUMBER}\s?(?:个|大|项)?(?:大)?(?:方面|大类|类))(?:存在)?(?:的)?(?:、|，|共|共计|合计|计|和|及)?\s?"
    rf"(?:{_NUMBER}\s?个?(?:大)?(?:类|项)(?:、|，|共|计)?|{_NUMBER}\s?[个家](?:责任)?(?:单位|部门|乡镇)[^，。；\n]{{0,6}}?(?:、|，|共计|共|计)+)?"
    rf"(?P<count>{_NUMBER}\s?(?:个|项|条|类|点){_KINDS}(?:问题|事项|表现))"
    rf"|(?P<only>{_NUMBER}\s?(?:个|项|条){_KINDS}问题)"
    rf"|问题(?:清单|隐患)?(?:，)?(?:共|共计|合计|总计)?有?(?:(?P<sorts>{_NUMBER}\s?(?:个方面|大类|类))(?:共|，|、|计)?)?"
    rf"(?P<after>{_NUMBER}\s?(?:个|项|条))(?=[，。；：、（,.;:(\s]|$)"
    rf"|(?P<sides>{_NUMBER}\s?(?:个(?:大)?方面|大?类))(?:存在)?(?:的)?{_KINDS}问题)"
)
_COUNTED = re.compile(r"[\d一二两三四五六七八九十百]\s?[个大项方类条]")
"""What each declaration holds."""
# A count of problems is the document's own declaration when it speaks of all of them.
_WHOLE = re.compile(
    r"(?:反馈|指出|存在|发现|提出|梳理|查摆|认领|涉及|列出|查出|归纳|通报|共|以下|这|上述|交办|检视|形成)[^。；\n]{0,24}$|(?:截至)?(?:目前|至今)[，,](?:这|上述)?$"
)
_PART = re.compile(r"(?:其中|对|就|(?<!反馈)(?<!指出)的|将|针对|等|完成|整改|剩余|另有|还有|仍有)$")
_EARLIER = re.compile(r"(?:上一?(?:年度?|轮|次|届)|往年|去年)[^，。；\n]{0,12}$")
_MEETING = re.compile(r"(?:民主|组织)生活会[^。；\n]{0,20}$")
"""Before counts of a meeting (民主生活会), which are the document's own only where the document is about one."""
_YEAR_OF_MEETING = re.compile(r"(20\d\d)\s?年度?[^。；\n]{0,12}生活会")
_SUBKIND = re.compile(r"(?:立行立改|边查边改|限期整改|长期(?:坚持|整改)|持续整改|分阶段整改)(?:类|的|型)?(?=$|问题)")
"""A kind of problems, which are among the others: 指出30个问题，其中立行立改问题4个."""
_COMPARED = re.compile("(?:对照|参照)(?!.*(?:反馈|指出|查出|发现))[^，。；：]{0,12}$")
"""Before counts that are not the document's own: 对照5类18项问题逐一排查."""
_HEADING_COUNT = re.compile(  # 一、党建工作方面存在3个问题
    rf"\s*[（(]?[一二三四五六七八九十\d]{{1,3}}[)）、.．]\s?[^。；，,;\n]{{0,40}}(?:{_NUMBER}\s?(?:个|项|条|类){_KINDS}问题|问题{_NUMBER}\s?(?:个|项|条))\s*"
    r"(?:(?:[，,、；;：:][^（）()。\n]{0,30})?[)）]\s*)?"  # and how far they are: （共3个问题，已销号2个）
)
_BODY = (
    r"[\u4e00-\u9fffXx×*＊A-Za-z（）()·\d]{0,24}?"
    r"(?:人民政府|政府|党组|党委|党总支|党支部|党工委|工委|领导班子|委员会|局|办公室|委办|府办|编办|中心|集团|公司|学校|学院|医院|镇|乡|街道?|社区|村|县|区|市|院|处|站|所|馆|队|社|会|厅|部|中学|小学"
    r"|机关|文联|工商联|[科作记]协|[妇残侨]联|社科联|团[省市县区州]委|(?:政法|卫健|发改|国资|经信|住建|城管|农工|网信)委|党校|(?:电视|广播|气象)台|[支分商]行|银行|[林农茶牧渔]场|海关|志办|储备库|幼儿园)"
)
_INSPECTED_BODY = re.compile(
    rf"(?:对|向)(?P<unit>(?!照|我|你|贵|存在|上述)(?:{_BODY})(?:党组|党委|党总支|党支部|党工委|领导班子)?)(?:及(?:其)?[^，。]{{1,20}}|20\d\d[^，。；\n]{{2,40}}情况)?(?:进行|开展|实施)(?:了)?(?:为期[^，。]{{1,12}}的)?(?:集中|政治)?(?:常规|专项|机动|提级|巡察|巡视|审计|督察|督导|回头看|“回头看”)"
)
_TITLE_BODY = re.compile(
    r"^(?:关于(?:(?:上报|报送|呈报)对?|对|(?P<answers>落实|贯彻落实|抓好|做好)))?(?:中共|中国共产党)?"
    rf"(?P<unit>(?:{_BODY})(?:党组|党委|党总支|党支部|党工委|(?<=[村区])支?[“\"]?两委[”\"]?)?)(?:[、和及](?:村民|居民|[村居]委)[^，。、]{{0,4}})?"
    r"(?:关于|落实|贯彻|整改|20\d\d|巡察|巡视|自查|对照|领导班子|对|班子|民主|专题|党史|党员|师德|专项|问题|机关(?!事务|党组|党委)|审计(?![局厅署])|年度|系统|软弱涣散|整顿"
    r"|(?:创建|推进)(?!办)|开展|加强|深化|深入|扎实|认真)"
)
_TOLD_BODY = re.compile(
    rf"(?:向|巡察|巡视|(?<=组)对)(?P<unit>(?!组)(?:{_BODY})(?:党组|党委|党总支|党支部|党工委)?)(?:反馈|的反馈|的意见|情况的|整改|的(?:巡察|巡视)反馈)"
)
_TOLD_IN_TEXT = re.compile(
    rf"(?:巡察|巡视|督察)组(?:分别)?向(?P<unit>(?:{_BODY})(?:党组|党委|党总支|党支部|党工委)?)(?:及[^，。]{{1,20}})?"
    r"(?:反馈|(?:主要)?(?:负责人|领导班子|通报))"
)
_TOLD_OF = re.compile(
    rf"反馈了?对(?P<unit>(?:{_BODY})(?:党组|党委|党总支|党支部|党工委)?)(?:及[^，。]{{1,20}})?的(?:常规|专项)?(?:巡察|巡视)"
)
_TITLE_NAME = re.compile(
    r"^(?:关于)?对?(?!治理|规范|整治|整顿|开展|加强|落实|推进)(?P<unit>[\u4e00-\u9fff·]{2,20}?(?:(?<!中)小学|中学(?!小学|生)|(?<!小)学校|学院|幼儿园|医院|卫生院|有限公司|集团公司))(?!.{0,3}(?:系统|领域)|园|舍|食堂)"
)
_INSPECTS = re.compile("的?(?:巡察|巡视)")
_SENDS = re.compile("国资委|工委|[总分]行|联社|集团|审计局")
"""Those whose own findings are carried out (落实) as often as the findings about them."""
_SHORT_NAME = re.compile(
    r"(?:该|本|我)?(?:(?:集团|(?:总)?公司|中心|[省市县区]?局|镇|乡|街道|社区|学校|学院|医院|[院校县市])(?:公司)?(?:党组|党委|党总支|党支部|党工委|领导班子)"
    r"|中心|学校|学院|医院|集团|(?:总)?公司|[局院校镇乡村]|街道|社区)"
)
"""What a text calls its own unit, whose name the title may give in full: 集团党委, 局党组."""
_PLACE = re.compile(r"[^党政局委组办]{2,12}(?:省|市|县|区|州|盟|旗)")
_OWN_BODY = re.compile(
    r"(?:^|[，。；、\s])(?P<unit>(?:[\u4e00-\u9fffXx×*]{0,10}?)(?:局|县|镇|街道|委|院|校|民政|党)?(?:党组|党委|党总支|党支部|党工委))"
    r"(?=把|将|高度|坚持|召开|对|认真|始终|切实|先后|及时|严格|成立|收到|第一时间)"
)
_NAME_ALONE = rf"^[^\S\n]*(?:中共|中国共产党)?(?P<unit>(?!整改|工作|领导|.{{0,24}}(?:巡察|巡视|督察|督导|关于)){_BODY}(?:党组|党委|党总支|党支部|党工委)?)[^\S\n]*$"
_LINE = re.compile(_NAME_ALONE, re.MULTILINE)
_SIGNED = re.compile(
    _NAME_ALONE.removesuffix("$") + r"(?:[^\S\n]\S{2,24})?\n[^\S\n]*[（(]?[\d二〇○]{4}\s?年", re.MULTILINE
)
"""A line that is a name and nothing else, below the title or above the day of issue."""
_PLACES = r"(?:省|县|(?<![城超上门])市|(?<![城社园景小片库地山林灾辖校矿])区)"
_TOWNS = r"(?:(?<![乡城村集])镇|乡(?!镇|村)|街道)"
_HAN = r"[\u4e00-\u9fffXx×*]"
_TITLE_PLACE = re.compile(
    r"^(?!关于|[全各我本该]|中央)(?P<unit>"
    rf"(?:{_HAN}{{2,5}}?(?:{_PLACES}|{_TOWNS})|[省市县区])[\u4e00-\u9fff]{{0,8}}?(?:局|卫生院|敬老院|(?<!中)小学|中学(?!生)|服务中心)(?!部|系统)"
    rf"|{_HAN}{{2,5}}?{_TOWNS}"
    rf"|{_HAN}{{2,5}}?{_PLACES}(?![委纪])(?=.{{0,30}}(?:督察|督查|审计|反馈).{{0,20}}整改))"
    r"(?=.*(?:督察|审计|作风|主义|整治|治理|自查|自纠|整改|问题|检查))"
)
"""The place or the office of a place that a title begins with, whatever it is about: 青禾县大气污染防治整改清单."""
_HEAD = re.compile(rf"^\s*(?:中共|中国共产党)?(?P<unit>{_BODY}(?:党组|党委)?)文件\s*$", re.MULTILINE)
"""The name in a printed head (版头): 青禾县水务局文件."""
_LEVEL = r"(?:中央|(?:集团|(?:省|市|县|区|分)?公司|学校|学院|大学|医院|校|[总分支]行|联社)党委|省委|市委|区委|县委|州委|盟委|旗委|自治区党委)"
_OFFICE = r"(?:[省市县区州盟旗](?:(?![对向由经受与及落])[\u4e00-\u9fff]){1,8}?(?:党委|党组|工委))"
"""An office of a place that sends teams of its own: 县国资委党委第一巡察组, 县教育局党组巡察组."""
_SORT = r"(?:提级|专项|机动|交叉|联合|联动|常规|[“\"]?回头看[”\"]?)"
_FIELD = r"(?:(?!派出|组建|成立|决定|部署|统一|安排|巡察|巡视|开展|进行|落实|贯彻)[\u4e00-\u9fff]){2,10}?"
"""What a special inspection is about: 区委基层治理专项巡察组."""
_ORDINAL = r"(?:第[一二三四五六七八九十\dXxＸ×*]{1,3}|[XxＸ×*]{1,2})"
_INSPECTOR = re.compile(
    rf"(?:(?P<level>{_OFFICE}|{_LEVEL}){_ORDINAL}轮{_SORT}?(?:巡察|巡视)?(?={_ORDINAL}))?"
    rf"(?P<team>{_LEVEL}{_FIELD}(?:专项|机动|联动)(?:巡察|巡视)组"
    rf"|(?:{_OFFICE}|{_LEVEL})?{_ORDINAL}?(?:轮)?{_SORT}{{0,2}}(?:巡察|巡视)(?:第?[一二三四五六七八九十\d]{{1,2}})?组"
    rf"|(?:中央|省|市|县|区)?{_ORDINAL}?(?:生态环境保护|环境保护|环保)督察组|审计署|(?:自治区|省|市|县|区)审计(?:局|厅|组)"
    rf"|(?:国务院|省|市|县|区|州)(?:委|政府|人大|安委会|安委办|纪委监委)?{_ORDINAL}(?:专项|联合|飞行|综合)?(?:督导|督查|检查|考核巡查)组)"
)
_CHECKED = re.compile(
    r"[，,。；\n](?:由)?(?P<team>[省市州县区镇乡][\u4e00-\u9fff]{1,12}?(?:督查|督导|检查|巡查)小?组)(?:依法)?[对到来]我"
)
"""A team without a number, where it checks who speaks: 县两办督查小组对我校…."""
_YOURS = re.compile(r"[贵你](?P<kind>[局厅委办组队])[^，。；\n]{0,24}[对到来]我")
_ADDRESSED = re.compile(r"^[^\S\n]*(?P<unit>[\u4e00-\u9fff]{2,20})[：:][^\S\n]*$", re.MULTILINE)
"""The line that names who is spoken to, who inspected where it says 贵局对我局…进行了审计."""
_EARLIER_TEAM = re.compile("曾|此前|先前")
"""Behind the name of a team that came before: 县委第一巡察组曾对…开展过巡察."""
_OWN_TEAM = re.compile(rf"{_OFFICE}(?:巡察|巡视)组")
_ITS_FINDINGS = re.compile("反馈|指出|意见|问题|整改")
_HELPER = re.compile(r"(?:单位|部门|机构)\s?[：:][^。；\n]*$|[、和及与同]\s?$")
"""Before an audit office that helps: 配合单位：县财政局、县审计局."""
_INSPECTOR_ENDS = re.compile(r"组|审计[署局厅]")
_INSPECTOR_LONGEST = 40
_INSPECTED = re.compile(r"巡察|巡视|审计|督察|检查")
_TOLD = re.compile(r"[^对。]{0,60}向[^。]{2,90}反馈")  # the days on which the findings were handed over
_TOLD_IN_MONTH = re.compile(r"(?:(?!召开|学习|传达|针对|根据|按照|整改)[^。；\n]){0,60}?反馈(?!的?问题)")
_OBJECT = re.compile(r"对(?!口)[^。；，,：:\n]{2,20}(?<![于在从自])$")  # before the time that is looked at
_SOON = 3  # months: findings of the next year are handed over so much earlier in it than the inspection ended
_INSPECTED_ON = re.compile(
    r"(?:份|间)?[，,]?[^。；，,\n]{1,30}[组局厅](?!曾)(?:执法人员)?(?:依法)?(?:对|在)[^。；，,\n]{2,40}(?:进行|开展|实施)了?[^。；，,\n]{0,12}"
    r"(?:巡察|巡视|督察|督导|检查|审计|“回头看”)"
)
"""The words after the one day or month of an inspection: 10月下旬，县委第二巡察组对…开展了巡察."""
_FEEDBACK = re.compile(
    r"反馈|通报(?:了)?(?:巡察|巡视|意见)|(?:巡[察视]|审计|督[察导查]|检查|考核|书面|移交|收到|接到|交换|宣读)[^，。；、\d]{0,4}意见|(?:提出|下达)了?整改意见"
)
_HANDS_OVER = re.compile(r"(?:反馈|巡察|巡视|审计|督察)(?:的)?意见(?:书|函)?\s*$|意见书\s*$")
_DONE_ALL = re.compile(
    r"(?:(?:全部|均已|均|所有|逐项|逐条|已全部)[^。；\n]{0,12}(?:完成|整改|到位|办结|销号)|整改率(?:达)?(?:到)?100[%％]|\d+[个项条][^。；\n]{0,12}问题[^。；\n]{0,10}(?:已|均|全部)[^。；\n]{0,6}(?:完成|整改))[^。；\n]{0,20}"
)


_NOT_ALL = re.compile(
    r"移交|信访|线索|立行立改|将|力争|确保|计划|拟|预计|前完成|底前|正在|剩余|未|其中|长期坚持\s?\d|尚|争取|力求"
)
"""Words of a sentence that promises, or tells parts: no claim that all is done."""


def find_declared(view: View, title: str | None = None) -> tuple[Declared, ...]:
    """The counts of aspects and problems that the document declares of itself."""
    text = view.plain
    about_meeting = "生活会" in (title or "")
    year = _YEAR_OF_MEETING.search(title or "")
    found: list[Declared] = []
    last = -1

    def add(kind: Literal["aspect", "problem"], match: re.Match[str], group: str) -> None:
        words = match[group]
        number = re.match(_NUMBER, words)
        count = parse_numeral(number.group()) if number else None
        if count is not None:
            found.append(
                made(
                    Declared,
                    kind=kind,
                    count=count,
                    text=view.text[slice(*match.span(group))],
                    span=view.span(*match.span(group)),
                )
            )

    for match in _near_problems(text):
        if _HEADING_COUNT.fullmatch(text, text.rfind("\n", 0, match.start()) + 1, _line_end(text, match.end())):
            continue  # what one section holds
        before = text[max(0, match.start() - 30) : match.start()]
        if _EARLIER.search(before):
            continue  # what the year before, or the round before, found
        if not about_meeting and _MEETING.search(before):
            continue
        other = _YEAR_OF_MEETING.search(before) if year else None
        if year and other and other[1] < year[1]:
            continue  # last year's meeting
        if match["only"] or match["after"]:
            start = max(text.rfind(stop, 0, match.start()) for stop in "。；\n") + 1
            of_a_kind = _SUBKIND.search(match["only"] or before[-8:])
            if of_a_kind and found and found[-1].kind == "problem" and start <= last:
                continue
        last = match.start()
        if match["aspects"] and not _COMPARED.search(before):
            add("aspect", match, "aspects")
            add("problem", match, "count")
        elif match["only"] and not _PART.search(before) and _WHOLE.search(before):
            add("problem", match, "only")
        elif match["after"] and _WHOLE.search(text[max(0, match.start() - 16) : match.start("after")]):
            if match["sorts"]:
                add("aspect", match, "sorts")
            add("problem", match, "after")
        elif match["sides"] and _WHOLE.search(before):
            add("aspect", match, "sides")
    return tuple(found)


def issue_of_findings(title: str | None, text: str, dates: Sequence[DateMention]) -> str | None:
    """The day of a document that itself hands the findings over (反馈意见), on a line below its title or at its end."""
    if not title or not _HANDS_OVER.search(title):
        return None
    for date in [*dates[:3], *dates[-3:]]:
        if date.kind != "point" or not date.value or len(date.value) != 10:
            continue
        start = text.rfind("\n", 0, date.span.start) + 1
        around = text[start : date.span.start] + text[date.span.end : _line_end(text, date.span.end)]
        if not around.strip(" \t\u3000\xa0（）()"):
            return date.value
    return None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _near_problems(text: str) -> Iterator[re.Match[str]]:
    """The declarations around each word for a problem: a count stands no further from it than this."""
    reached = 0
    for word in re.finditer("问题|事项|表现", text):
        start = max(reached, word.start() - 40, text.rfind("\n", 0, word.start()) + 1)
        end = min(len(text), word.end() + 12)
        if start >= word.end() or not _COUNTED.search(text, start, end):
            continue
        for match in _DECLARED.finditer(text, start, end):
            if match.end() > reached:
                yield match
                reached = match.end()


def find_organization(title: str | None, opening: str, closing: str = "") -> str | None:
    """The unit that rectifies, as printed: from the sentence on the inspection, else the title, else who speaks or signs."""
    match = _INSPECTED_BODY.search(opening)
    inspected = match["unit"].lstrip("由对向") if match else None
    short = inspected is not None and _SHORT_NAME.fullmatch(inspected) is not None
    named = _TITLE_BODY.match(title) if title else None
    # 对市残联开展了巡察, where the title gives the name in full: 明川市残疾人联合会党组.
    short = short or (
        named is not None
        and inspected is not None
        and named["unit"].endswith("联合会党组")
        and inspected.endswith("联")
    )
    if inspected and not _PLACE.fullmatch(inspected) and not (title and short):
        return inspected
    answered = None
    if title:
        named = _TOLD_BODY.search(title) or named
        unit = named["unit"] if named else ""
        if named and named.re is _TITLE_BODY and named["answers"]:
            if _INSPECTS.match(title, named.end("unit")) and not _PLACE.fullmatch(unit) and not _SENDS.search(unit):
                answered = unit  # 落实水务局党组巡察反馈意见, but 落实县国资委党委专项巡察, 县应急管理局检查意见
            unit = ""
        about = unit.startswith("关于") and _PLACE.fullmatch(unit) is not None
        if len(unit) >= 2 and not about and not re.search(r"巡察组|巡视组|督察组", unit):
            return unit.removeprefix("关于") if inspected is None or len(unit) > len(inspected) else inspected
    if inspected and not short:
        return inspected  # a place as a whole: 对明川市开展了巡视
    told = _TOLD_IN_TEXT.search(opening) or _TOLD_OF.search(opening)
    if told:
        return told["unit"]
    if title and (named := _TITLE_NAME.match(title)):
        return named["unit"]
    own = _OWN_BODY.search(opening)
    if own and len(own["unit"]) >= 3 and not _SHORT_NAME.fullmatch(own["unit"]):
        return own["unit"]
    found = (
        _HEAD.search(opening)
        or _SIGNED.search(closing)
        or _LINE.search(opening)
        or (title and _TITLE_PLACE.match(title))
        or own
    )
    return found["unit"] if found and len(found["unit"]) >= 3 else answered or inspected


def find_inspector(title: str | None, opening: str) -> str | None:
    """Who inspected, as printed; the fullest name in the opening."""
    names = [*_inspectors(opening), *_inspectors(title or "")]
    yours = _YOURS.search(opening)
    addressed = yours and _ADDRESSED.search(opening, 0, yours.start())
    if yours and addressed and addressed["unit"].endswith(yours["kind"]):
        return addressed["unit"]
    if not names and (checked := _CHECKED.search(opening)):
        return checked["team"]
    return max(names, key=lambda name: (len(name) > 3, "第" in name, -names.index(name)), default=None)


def _inspectors(text: str) -> Iterator[str]:
    """The names of inspecting bodies in `text`, looked for where a name may end."""
    reached = 0
    for end in _INSPECTOR_ENDS.finditer(text):
        for match in _INSPECTOR.finditer(text, max(reached, end.end() - _INSPECTOR_LONGEST), end.end()):
            reached = match.end()
            if _OWN_TEAM.fullmatch(match["team"]) and _ITS_FINDINGS.match(text, reached):
                continue  # 县水务局党组巡察组反馈意见整改方案: who rectifies, and what
            if len(match["team"]) <= 3 or _EARLIER_TEAM.match(text, reached):  # 巡察组 alone is no name
                continue
            if match["team"][-1] != "组" and _HELPER.search(text, max(0, match.start() - 60), match.start()):
                continue
            yield (match["level"] or "") + match["team"]


def find_inspection_dates(text: str, dates: Sequence[DateMention], limit: int) -> tuple[str | None, str | None]:
    """When the inspection was held and when its findings were handed over (反馈), as EDTF."""
    inspected = feedback = one_day = None
    inherited = False
    for at, date in enumerate(dates):
        if date.span.start >= limit:
            break
        sentence_end = min(
            (at for at in (text.find(stop, date.span.end) for stop in "。；\n") if at >= 0), default=len(text)
        )
        following = (other.span.start for other in dates[at + 1 : at + 4] if _tells_day(other))
        sentence_end = min(
            sentence_end, next(following, sentence_end)
        )  # 9月4日进驻，12月28日反馈: each has its own words
        after = text[date.span.end : sentence_end]
        examined = date.kind == "interval" and inspected is None and _INSPECTED.search(after)
        if examined and not _TOLD.match(after) and not _is_looked_at(text, date):
            inspected = date.value
        elif date.kind != "point" or not date.value or feedback:
            continue
        elif _FEEDBACK.search(re.split("[，,]", after, maxsplit=1)[0] + after[:40]) and (
            len(date.value) == 10 or (len(date.value) == 7 and _TOLD_IN_MONTH.match(after))
        ):
            feedback, inherited = date.value, date.basis == "inherited"
        elif one_day is None and _tells_day(date) and _INSPECTED_ON.match(after):
            one_day = date.value
    inspected = inspected or one_day
    closed = inspected.rpartition("/")[2] if inspected else ""
    if feedback and inherited and feedback[:4].isdigit() and feedback < closed:
        later = f"{int(feedback[:4]) + 1}{feedback[4:]}"  # 2月13日 before the year was named: findings follow the inspection
        ended, told = closed[5:7], feedback[5:7]
        soon = ended.isdigit() and told.isdigit() and int(ended) - int(told) >= _SOON
        feedback = later if later >= closed and soon else feedback
    return inspected, feedback


def _is_looked_at(text: str, date: DateMention) -> bool:
    """True for the years that are looked at, not in which: 对我局2021至2023年专项资金进行了审计."""
    if "-" not in (date.value or ""):
        return True
    start = date.span.start
    return _OBJECT.search(text, max(0, start - 24), start) is not None


def _tells_day(date: DateMention) -> bool:
    """True for a day or a month."""
    return date.kind == "point" and date.value is not None and len(date.value) >= 7


def _counts_parts(sentence: str) -> bool:
    """True when a sentence counts in parts (已完成15个，长期坚持3个); a count said twice is none."""
    counts = re.findall(r"(\d+)\s?[个项条]", sentence)
    return (
        len(set(counts)) > 1
        and re.search(r"\d\s?[个项条][^，。；]{0,6}[，、][^。；]{0,12}\d+\s?[个项条]", sentence) is not None
    )


def overall_status(opening: str) -> tuple[Status, str | None]:
    """The status that the document claims for all its problems, with the words that say so."""
    for match in _DONE_ALL.finditer(opening):
        start = max(opening.rfind(stop, 0, match.start()) for stop in "。；\n") + 1
        end = min(
            (at for at in (opening.find(stop, match.end()) for stop in "。；\n") if at >= 0), default=len(opening)
        )
        if not _NOT_ALL.search(opening[start:end]) and not _counts_parts(opening[start:end]):
            break
    else:
        return "unknown", None
    status = status_of(match.group())
    return ("done", match.group()) if status in ("done", "long-term") else (status, match.group())
