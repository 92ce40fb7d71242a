"""Parties: who leads (牵头, 责任单位, 责任人) and who supports (配合单位) a step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from rectiparse.document import Span
from rectiparse.mentions.mention import PartyKind, PartyMention

Role = Literal["lead", "support"]


def find_parties(text: str) -> list[PartyMention]:
    """The parties that `text`, one measure, names for itself: in order, each name once in each role.

    Taken are `由X牵头`, `由X对…进行…`, `X牵头，Y配合`, `X会同Y`, `由X任组长`, `明确X为责任人` and labels (`责任单位：X`). A name is
    printed as it stands, its title and 同志 included, with blanks and line breaks inside it dropped. No party is who does a
    service on the way (由某公司开具发票后…), a matter of money (由区县自行承担), 专人, or what stands in quotes or 《》.
    """
    return _once(_prose(text))


def parties_of_label(label: str, content: str, kind: PartyKind | None = None) -> list[PartyMention]:
    """The parties in `content`, which stands under `label` (责任单位, 配合单位, 责任人 …); spans lie in `content`.

    `kind` is what they are, where the label as it is printed says it (`kind_of_label`).

    Empty for a label of another kind: who supervises or accepts (督导单位, 验收单位) neither leads nor supports. A label that
    follows inside `content` (`县财政局 责任人：张某某`) counts for what comes after it.
    """
    end = _content_end(content, 0, one_line=False)
    first, end = _labelled(content, 0, end, role_of_label(label), kind)
    return _once([*first, *_prose(content[end:], end)])


def role_of_label(label: str) -> Role | None:
    """What `label` makes of the parties under it, None where it makes nothing of them."""
    words = "".join(label.split())
    if _IDLE_LABEL.search(words):
        return None
    if _SUPPORT_LABEL.search(words):
        return "support"
    return "lead" if _LEAD_LABEL.search(words) else None


def kind_of_label(label: str) -> PartyKind | None:
    """Whether `label` asks for people (责任领导) or for offices (责任股室); None where it asks for both or for neither."""
    words = "".join(label.split())
    person, unit = _PERSON_LABEL.search(words) is not None, _UNIT_LABEL.search(words) is not None
    return None if person == unit else "person" if person else "unit"


def printed_label(text: str, start: int) -> str:
    """The label of parties over what stands at `start`: right before it, or before the list that it belongs to; "" for none."""
    low = max(0, start - _LONGEST_LIST)
    colon = max(text.rfind(mark, low, start) for mark in "：:】")
    for end in (start, colon) if colon >= 0 else (start,):
        line = text[max(low, end - _LONGEST_LABEL) : end].rstrip("：:】])）*\t \u3000\n").rpartition("\n")[2]
        last = _LABEL_EDGE.split(line)[-1]
        for words in (last, "".join(line.split())) if len(last) < 2 else (last,):
            if role_of_label(words):
                return words
    return ""


def _once(mentions: Iterable[PartyMention]) -> list[PartyMention]:
    seen: dict[tuple[str, Role], PartyMention] = {}
    for mention in sorted(mentions, key=lambda mention: mention.span):
        seen.setdefault((mention.name, mention.role), mention)
    return list(seen.values())


def _spaced(pattern: str) -> str:
    """`pattern` with blanks allowed between any two Chinese characters (责 任 人); it may have no class of two of them."""
    return re.sub(r"(?<=[一-鿿])(?=[一-鿿])", r"\\s*", pattern)


# ---- what a party's name looks like ------------------------------------------------------------------------------------


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_POSTS: Final = _each(
    "书记 长 主任 主席 常委 领导 负责人 责任人 同志 一把手” 工程师 农艺师 会计师 经济师 规划师 法律顾问 调研员 科员 巡视员"
)
_TITLES: Final = _each("书记 长 主任 主席 常委 委员 成员 经理 会计 师 调研员 科员 巡视员")
_HEADS: Final = _POSTS + _each(
    "局 科 股 处 室 部 委 办 厅 署 院 系 校 所 站 队 馆 供销社 中心 党组 支部 总支 党工委 组 协会 商会 工会 学会 委员会 管委会 理事会 监事会 董事会 "
    "联合会 基金会 村委会 居委会 机关 单位 部门 机构 公司 企业 集团 银行 政府 人大 政协 残联 妇联 工商联 文联 侨联 社科联 科协 街道 镇 乡 村 社区 "
    "园区 区 县 市 班子 乡镇（街道） 镇（街道） 村（社区） 乡（镇） 党（工）委 委员 成员 干部 人员 专干 专员 干事 会计 出纳 网格员 联络员 管理员 专班 "
    "经办人 经理 代表 两委”"
)
_OFFICES: Final = _each(
    "局 科 股 处 室 部 办 厅 署 院 系 校 所 站 队 馆 中心 党组 支部 总支 组 会 机关 单位 部门 机构 公司 企业 集团 银行 政府 街道 镇 乡 村 社区 "
    "园区 县 市 区 班子 专班 场 园 台 班"
)
_NO_HEADS: Final = _each(  # words that end like a party and are none
    "全局 大局 布局 格局 结局 开局 时局 学科 查处 好处 惩处 到处 处处 相处 全部 内部 外部 局部 督办 承办 交办 查办 催办 举办 开办 主办 协办 "
    "场所 增长 延长 成长 特长 助长 地区 片区 辖区 城市 全市 全县 全区 全镇 全乡 全村 班组 机组 重组 入队 一部 体系 关系 联系 派系 直系"
)
_NOBODY: Final = frozenset(
    _each(
        "专人 人员 工作人员 相关人员 有关人员 专门人员 相关工作人员 有关工作人员 党员干部 领导干部 全体干部 干部 党员 单位 部门 "
        "谁 无 略 待定 另定 等 同上 各自 个人 本人"
    )
)
_ANYBODY: Final = frozenset(  # levels and sorts: 由乡镇到村, 由单位自行…: a party only where they are told to lead
    _each(
        "区县 市县 乡镇 街道 社区 机关 企业 机构 公司 领导 支部 上级 上级部门 相关部门 有关部门 相关单位 有关单位 基层单位 主管部门"
    )
)
_OUTSIDE: Final = ("公司", "企业", "集团", "银行", "事务所", "机构")  # does a service and answers for nothing
_FOREIGN: Final = re.compile(  # what no name holds: words of the sentence around it
    r"[由将把被给让使并但而或了已是《》。；;：:！？!?\0]|其(?![他余它])|未(?!成年|保)|不(?!动产)|没有|要求|必须|应当|进行|开展|加强|"
    r"推进(?![办组])|督促|确保|提高|按照|根据|通过|针对|围绕|责令|责成|交到|交给|移交|转交|[\dxX×]\s?[年月]|工作的|牵头|配合|会同|"
    r"以(?=[一-鿿]{0,8}(?:领导|书记|长|主任|负责人)$)|^[对为在从于]|^向(?=[县市区省镇乡党局上])"
)
_SURNAMES: Final = frozenset(  # the commonest, but for those that begin words of other kinds (全面, 严格, 高度, 统一)
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍"
    "涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬师仇栾隋商"
    "刁沙巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满覃巨黎"
)
_MASK: Final = re.compile(r"[某×xX＊*Ｘ]")
_RANK: Final = (
    r"(?:副?总(?:工程|农艺|会计|经济|规划|统计|审计|兽医|畜牧|药)师|总法律顾问|"
    r"(?:[一二三四]级|副)?(?:调研员|主任科员|巡视员)|[一二三四]级(?:高级)?(?:警长|主办))"
)
_TITLE: Final = (
    r"(?:副?(?:局长|主任|院长|校长|部长|主席|书记|行长|社长|馆长|所长|站长|董事长|总经理|组长|[县市区镇乡]长)|"
    rf"{_RANK})"
)
_BEFORE_TITLE: Final = re.compile(
    r"(?:党组|党委|党工委|支部|总支)(?:副?书记|成员|委员)$|委副书记$|常委$|副[县市区州]长$"
)
_TITLE_ALONE: Final = re.compile(rf"{_TITLE}$")
_RANKED: Final = re.compile(_RANK)
_TITLE_NAMED: Final = re.compile(rf"[一-鿿]{{0,12}}{_TITLE}(?P<name>[一-鿿某×xX*]{{2,3}}(?:同志)?)$")
_TITLED: Final = re.compile(
    r".*(?:书记|长|主任|主席|常委|委员|成员|领导|负责人|经理|校长|专干|干事|会计|[程艺计济划]师|调研员|科员|巡视员)(?=[一-鿿某×xX*]{2,4}$)"
)
_ETC: Final = re.compile(
    r"等\s*(?:[\d一二三四五六七八九十两]{1,3}个?)?(?:相关|有关|成员)?(?:部门|单位|科室|股室|人员|同志|人)?$"
)
_SHARED_HEAD: Final = re.compile(r"等?(?:科室|股室|处室)")
_SHARE: Final = re.compile(r"(?:按照?|根据|依据)(?:各自)?(?:工作)?职责(?:分工)?(?:负责)?$")
_SEPARATOR: Final = re.compile(r"[、，,/／|｜；;]")
_CONJUNCTION: Final = re.compile(r"以及|和|与|及(?!时)|暨")
_ROUND: Final = re.compile(r"[（(〔][^（）()〔〕]{1,20}[）)〕]")


def _squeezed(words: str) -> str:
    return "".join(words.split())


def _is_person(name: str) -> bool:
    """True for what may be a personal name: short, and masked or opened by a surname."""
    return 2 <= len(name) <= 4 and (bool(_MASK.search(name)) or (name[0] in _SURNAMES and len(name) < 4))


def _is_party(name: str, person: bool = False) -> bool:
    """True for a noun phrase that ends as the names of offices and posts do, or, if `person`, for a personal name."""
    if not 2 <= len(name) <= 30 or name in _NOBODY or _FOREIGN.search(name.replace("一把手", "")):
        return False
    if name.endswith(_HEADS):
        return not name.endswith(_NO_HEADS)
    titled = _TITLED.search(name)
    return _is_person(name[titled.end() :]) if titled else person and _is_person(name)


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without blanks around it and without 等部门 after it."""
    words = text[start:end]
    if match := _ETC.search(words.rstrip()) or _SHARE.search(words.rstrip()):
        words = words[: match.start()]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _listed(text: str, start: int, end: int) -> list[Span]:
    """The items of a list `a、b和c`; 和 divides only where it stands between two whole names (not 住房和城乡建设局)."""
    spans = []
    at = start
    for mark in [*_outside_brackets(_SEPARATOR, text, start, end), (end, end)]:
        spans += _divided(text, _trimmed(text, at, mark[0]))
        at = mark[1]
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and text[last.end : span.start] == "、" and _apposed(last.cut(text), span.cut(text)):
            merged[-1] = Span(last.start, span.end)
        elif span.start < span.end:
            merged.append(span)
    return _with_shared_head(text, merged, end)


def _with_shared_head(text: str, spans: list[Span], end: int) -> list[Span]:
    """`spans` with one name for those that leave out what stands behind the last of them: 规划、用地、执法等科室."""
    found: list[Span] = []
    for span in spans:
        etc = _SHARED_HEAD.match(text, span.end, end)
        first, last = span.start, etc.end() if etc else span.end
        shared = etc is not None or _SHARED_HEAD.match(text, span.end - 2, span.end) is not None
        while shared and found and text[found[-1].end : first] == "、":
            if _is_party(_squeezed(found[-1].cut(text)), person=True):
                break
            first = found.pop().start
        found.append(Span(first, last) if first < span.start else span)
    return found


def _divided(text: str, span: Span) -> list[Span]:
    for mark in _CONJUNCTION.finditer(text, span.start, span.end):
        left, right = _trimmed(text, span.start, mark.start()), _trimmed(text, mark.end(), span.end)
        if _is_party(_squeezed(left.cut(text)), person=True):
            rest = _divided(text, right)
            if all(_is_party(_squeezed(part.cut(text)), person=True) for part in rest):
                return [left, *rest]
    return [span]


def _apposed(left: str, right: str) -> bool:
    """True where both are titles of one person: 党组书记、局长张某某 · 县委常委、组织部部长李某某; or 党委、政府."""
    left, right = _squeezed(left), _squeezed(right)
    if right in ("政府", "人民政府"):
        return left.endswith(("党委", "县委", "市委", "区委"))
    named = _TITLE_NAMED.match(right)
    if not _BEFORE_TITLE.search(left):  # 副局长、四级调研员张某某: a rank goes with the office
        return named is not None and bool(_RANKED.match(right)) and bool(_TITLE_ALONE.search(left))
    if named and (named["name"].endswith("同志") or _is_person(named["name"])):
        return True
    # A town's 党委书记 and its 镇长 are two, a bureau's 党组书记 and its 局长 mostly one.
    return bool(_TITLE_ALONE.match(right)) and (left.endswith("副书记") or right[-2] not in "县市区镇乡")


def _outside_brackets(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where `pattern` matches, but for matches inside round brackets."""
    spans = [match.span() for match in pattern.finditer(text, start, end)]
    inside = [match.span() for match in _ROUND.finditer(text, start, end)] if spans else []
    return [span for span in spans if not any(low <= span[0] < high for low, high in inside)] if inside else spans


# ---- labels ------------------------------------------------------------------------------------------------------------

_IDLE_LABEL: Final = re.compile(r"督|验收|监管|指导|审核|联系人|联络|副组长|成员|填报|报送|追究|时限|期限|措施|情况")
_SUPPORT_LABEL: Final = re.compile(r"配合|协办|协同|协助|参与|参加|支持")
_LEAD_LABEL: Final = re.compile(
    r"责任|牵头|主责|主办|承办|主管|负责|实施|落实|分管|包[抓保联案]|挂[钩牌]|联系|组长|经办"
)
_PERSON_LABEL: Final = re.compile(
    r"领导(?!小组|机构|班子)|人(?![民大社事才])|同志|组长|成员|(?:局|校|院|县|镇|乡)长|书记|主任"
)
_UNIT_LABEL: Final = re.compile(r"单位|部门|[科股处][（(]?室|处（科）室|站所|机构")
_LABEL_EDGE: Final = re.compile(r"[\s。；;，,：:【\[|｜]")
_LONGEST_LABEL: Final = 24
_LONGEST_LIST: Final = 200
_LABEL: Final = _spaced(
    r"(?:(?:第一|主要|直接|具体|整改|牵头|配合)?"
    r"(?:责任|牵头|主责|主办|承办|主管|负责|实施|落实|分管|包抓|包保|包联|包案|挂钩|挂牌|联系|经办|配合|协办|协同|协助|参与|参加|支持|"
    r"督导|督办|督查|监督|监管|验收|指导|审核)"
    r"\s*(?:[（(][^（）()\n]{1,6}[）)])?(?:县|市|区|州|省|镇)?\s*"
    r"(?:单位|部门|科室|股室|处室|站所|机构|主体|领导|负责人|责任人|人员|人)(?:[（(][^（）()\n]{1,8}[）)])?"
    r"(?:\s?(?:及|和|与|、|/)\s?[一-鿿]{1,6})?"
    r"|牵头|配合|主办|协办|协助|负责人|经办人|副?组长)\s*(?:[】\]）)*]{1,3}\s*[:：]|】|[:：])\*{0,2}"
)
_OTHER_LABEL: Final = _spaced(
    r"(?:整改|完成|办结|预计完成|落实)?(?:时限|期限|时间|措施|目标|进展|情况|成效|类型|状态|备注)\s*[】\]]?\s*[:：]"
)
_CONTENT_END: Final = re.compile(
    rf"(?P<label>[【（(\[]?(?:{_LABEL}|{_OTHER_LABEL}|(?<=[\s；;，,、|｜])[一-鿿]{{2,10}}\s?[:：]))"
    r"|(?P<open>[（(【\[])|(?P<close>[）)】\]])|[。\n]"
)
_LONGEST_CONTENT: Final = 600
_ROLE_REMARK: Final = re.compile(r"\s*[（(]\s*(?P<role>牵头|主责|主办|责任|配合|协办|参与)(?:单位|部门|科室)?\s*[）)]$")
_SHARED_REMARK: Final = re.compile(  # …，县财政局、县水利局（配合）: of all since the comma
    r"(?:、[^，,；;、（()）\n]{2,20}){1,12}[（(]\s*(?P<role>牵头|主责|主办|配合|协办|参与)(?:单位|部门|科室)?\s*[）)]"
    r"(?=\s*(?:[，,；;。\n]|\Z))(?!、)"
)
_NAMING_REMARK: Final = re.compile(  # 财务股、人事股（牵头：财务股）
    r"\s*[（(]\s*(?P<role>牵头|主责|主办|配合|协办|协助)(?:单位|部门|科室|股室)?\s*[:：](?P<names>[^（）()：:\n]{2,60})[）)]"
)
_REMARK: Final = re.compile(r"\s*[（(][^（）()]{1,20}[）)]$")
_WHEN: Final = re.compile(  # by when, or how far it is: 年底前, 长期坚持, 已完成
    r"^(?:年|月|季度|即日|长期|持续|常态|立行|立即|即知|已|正在|尚未|适时|及时|每[年季月周天])|(?:底|末|前|坚持|完成|推进|立改|常态化)$"
)
_VERBS: Final = re.compile(r"由|牵头|负责(?!人|同志)|会同|配合")


def _content_end(text: str, start: int, one_line: bool = True) -> int:
    """Where the content of a label ends that begins at `start`: at the next label, the end of the sentence or its bracket.

    A line break ends it too where the line ends with a whole name; else a wrap has cut the name.
    """
    depth = 0
    while start < len(text) and text[start].isspace():  # the content may stand on the next line
        start += 1
    for mark in _CONTENT_END.finditer(text, start, start + _LONGEST_CONTENT):
        if mark["open"]:
            depth += 1
        elif mark["close"]:
            depth -= 1
            if depth < 0:
                return mark.start()
        elif mark["label"]:
            return mark.start()
        elif mark.group() == "\n":
            if one_line and _whole(text[start : mark.start()].rstrip().rpartition("、")[2]):
                return mark.start()
        elif depth == 0:
            return mark.start()
    return min(len(text), start + _LONGEST_CONTENT)


def _of_label(text: str, start: int, end: int, role: Role | None, kind: PartyKind | None) -> Iterator[PartyMention]:
    if role is None:
        return
    named = list(_names_of_label(text, start, end, role))
    if kind is None or not named:
        yield from named
        return
    other: PartyKind = "unit" if kind == "person" else "person"
    odd = [_is_of_kind(mention.name, other) for mention in named]
    for mention, is_odd in zip(named, odd, strict=True):  # 责任单位：财务股、王某: of two kinds, each is its own
        yield mention._replace(kind=other if is_odd and not all(odd) else kind)


def _is_of_kind(name: str, kind: PartyKind) -> bool:
    """True for a name that can be nothing else: an office's (财务股), a person's (王某, 副局长王某)."""
    if kind == "unit":
        return name.endswith(_OFFICES)
    titled = _TITLED.search(name)
    person = (name[titled.end() :] if titled else name).removesuffix("同志")
    if name.endswith(_OFFICES) or not _is_person(person):
        return False
    # 苗圃 and 党办 begin with a surname too.
    return titled is not None or person != name or len(name) > 2 or _MASK.search(name) is not None


def _names_of_label(text: str, start: int, end: int, role: Role) -> Iterator[PartyMention]:
    content = text[start:end]
    if _VERBS.search(_ROUND.sub("", _SHARE.sub("", content.rstrip(" 。；;")))) and (
        told := list(_prose(content, start))
    ):
        yield from told
        return
    yield from _beside_a_head(text, start, list(_of_list(text, start, end, role)))


def _of_list(text: str, start: int, end: int, role: Role) -> Iterator[tuple[PartyMention, bool]]:
    """The parties of a list under a label, and whether a remark in brackets gives the role."""
    content = text[start:end]
    grouped = any(mark in content for mark in "，,；;")
    divided = content.find("；") if "；" in content else content.find(";")
    for item in _listed(text, start, end):
        for words in _words(text, item):
            span, own = _without_remark(text, words, role)
            told = _ROLE_REMARK.search(words.cut(text)) is not None
            if grouped and span == words and (shared := _SHARED_REMARK.match(text, words.end, end)):
                own, told = _role_of_remark(shared["role"]), True
            name = _squeezed(span.cut(text))
            sure = divided < 0 or span.start < start + divided  # after a ； the sentence may go on about something else
            if _is_party(name, person=True) or (sure and _may_be_name(name)):
                yield PartyMention(name, own, span), told


def _beside_a_head(text: str, start: int, parties: list[tuple[PartyMention, bool]]) -> Iterator[PartyMention]:
    """The parties of a list; beside one that a remark calls the head, those without a remark support it: 甲股（牵头）、乙股."""
    headed = {_part(text, start, party) for party, told in parties if told and party.role == "lead"}
    for party, told in parties:
        helps = headed and not told and party.role == "lead" and _part(text, start, party) in headed
        yield party._replace(role="support") if helps else party


def _part(text: str, start: int, party: PartyMention) -> int:
    """In which part of a list that semicolons divide a party stands."""
    return text.count("；", start, party.span.start) + text.count(";", start, party.span.start)


def _labelled(
    text: str, start: int, end: int, role: Role | None, kind: PartyKind | None
) -> tuple[list[PartyMention], int]:
    """The parties between a label and `end`, and where the text goes on: behind a remark that says which of them leads."""
    found = list(_of_label(text, start, end, role, kind))
    remark = _NAMING_REMARK.match(text, end) if found else None
    if remark is None:
        return found, end
    own = _role_of_remark(remark["role"])
    other: Role = "support" if own == "lead" else "lead"
    named = list(_of_label(text, *remark.span("names"), own, kind))
    names = {party.name for party in named}
    if not names & {party.name for party in found}:
        return found, end  # it adds to the list
    return [
        *(party._replace(role=own if party.name in names else other) for party in found),
        *(party for party in named if party.name not in {known.name for known in found}),
    ], remark.end()


def _without_remark(text: str, span: Span, role: Role) -> tuple[Span, Role]:
    """The name without a remark in brackets: a role (县财政局（牵头）), what a person is (张某某（局长）), by when."""
    words = span.cut(text)
    if remark := _ROLE_REMARK.search(words):
        return Span(span.start, span.start + remark.start()), _role_of_remark(remark["role"])
    if (remark := _REMARK.search(words)) and (
        _is_person(_squeezed(words[: remark.start()])) or _WHEN.search(remark.group().strip(" （）()"))
    ):
        return Span(span.start, span.start + remark.start()), role
    return span, role


def _role_of_remark(words: str) -> Role:
    return "support" if words in {"配合", "协办", "协助", "参与"} else "lead"


def _may_be_name(name: str) -> bool:
    return (
        2 <= len(name) <= 24
        and name not in _NOBODY
        and not _FOREIGN.search(name)
        and not _WHEN.search(name)
        and name[0] not in "—-/\\"
    )


def _words(text: str, item: Span) -> Iterator[Span]:
    """The names in `item` that blanks divide: 县民政局 县财政局; but 张 三 and a name that a wrap has cut are one."""
    spans = [Span(*match.span()) for match in re.finditer(r"(?:[（(〔][^（）()〔〕]*[）)〕]|\S)+", item.cut(text))]
    spans = [span.shifted(item.start) for span in spans]
    while spans:
        first = spans.pop(0)
        while spans and (
            _of_one_person(first.cut(text), spans[0].cut(text))
            or not (_whole(first.cut(text)) and _whole(spans[0].cut(text)))
        ):
            first = Span(first.start, spans.pop(0).end)
        yield first


def _of_one_person(post: str, name: str) -> bool:
    """True for a post and the name of who holds it: 支部书记 周某某."""
    return post.endswith(_TITLES) and _is_person(name) and not name.endswith(_HEADS)


def _whole(name: str) -> bool:
    return _is_party(_squeezed(_REMARK.sub("", name)), person=True)


# ---- prose -------------------------------------------------------------------------------------------------------------

_WINDOW: Final = 100  # characters that a list of parties may take before or after its verb
_QUOTED: Final = re.compile(r"《[^《》]{1,200}》|“(?![^“”]{1,4}”)(?:[^“”]{1,80}+|“[^“”]{0,80}+”){1,6}+”")
_NOUNS: Final = "单位|部门|科室|股室|处室|领导|人|机构|作用|职责"  # 牵头单位 is no verb
_LEADS: Final = (
    rf"牵头(?!{_NOUNS})|负责(?!人|同志|制|任)|负总责|总负责|主抓|主办(?!单位)|承办(?!单位)|具体(?:落实|实施|承办|推进|办理)|"
    r"(?:任|担任|为)组长|(?:作为|为)(?:第一|直接|主要|具体)?(?:牵头|责任|主责)(?:单位|部门|科室|股室|处室|人|领导|主体)"
)
_SUPPORTS: Final = rf"配合(?!{_NOUNS})|协助|协办(?!单位)|参与(?=[，。；、）)]|$)"
_JOINS: Final = "会同|协同(?!配合|推进|发力|联动|作战)|联合"
_NAMED: Final = (  # 责任领导为张某某 · 责任股室财务股
    r"(?<![^，,；;。、（(\s])(?:责任|牵头|配合)(?:单位|部门|科室|股室|处室|领导|人)(?=(?P<is>为|是)?\s?[一-鿿×xX*])"
    r"(?![员的和与及均都应要须将])"
)
_TRIGGER: Final = re.compile(
    rf"(?P<label>{_LABEL})|(?P<named>{_NAMED})|(?P<by>(?<![理自缘事案经来不未原])由)|(?P<lead>{_LEADS}|带头(?=[在对就]))|(?P<support>{_SUPPORTS})"
    rf"|(?P<join>{_JOINS})|(?P<also>[；;](?=[一-鿿]{{2,12}}?[就对]))"
)
# Where a trigger may begin, with a look at its second character; and where a label may too, in a text that has its colon.
_WORD: Final = re.compile(
    r"[由牵负总具任担为作带配协参会联主承责；;](?:(?<=[由；;])|(?=[头责总负体抓办组任为第直主具牵合助与同]))"
)
_WORD_OR_LABEL: Final = re.compile(r"[由牵负总具任担为作带配协参会联主承；;第直整责实落分包挂经支督监验指审组副]")
# What may follow the party after 由: a verb of leading, of supporting, or anything else that an owner does.
_AFTER_BY: Final = re.compile(
    # One look tells most places off.
    r"(?=[负牵总主承具任担作为兼配协参会联。；：;！？由对就在按根依结围针通利运采到于向每逐定不及严全认亲统共分直积切重再立集安组制起拟汇收报上开实落推完跟抽排"
    r"巡走摸核办梳清整归登带给予履加建修做抓督指监协审把约提检调\d])(?:"
    rf"(?P<lead>{_LEADS}|(?:兼任|担任|(?<![主责信])任)(?!副)[一-鿿]{{0,12}}?(?:组长|主任|总指挥|召集人|负责人))"
    rf"|(?P<support>{_SUPPORTS})|(?P<join>{_JOINS})|(?P<stop>[。；：;！？由])"
    r"|(?P<weak>对(?![口外接台])|就(?![业医诊近地餐])|在(?![编岗职建校线册])|按|根据|依据|依照|依托|结合|围绕|针对|通过|利用|运用|采取|到(?!位)|于|向|"
    r"每|逐|定期|不定期|及时|严格|全面|认真|亲自|统一|共同|分别|具体|全程|直接|主动|积极|切实|重新|再次|立即|集中|安排|"
    r"组织(?!部|委|科|人事|股|处|生活)|制定|起草|拟定|汇总|收集|报送|上报|开展|实施|落实|推进|推动|完成|跟踪|抽查|排查|巡查|走访|摸排|核实|核对|对接|办理|梳理|清理|清退|整理|归档|登记|"
    r"主持|带队|带领|给予|予以|带头|履行|加强|完善|建立|修订|做好|抓好|负主要|"
    r"(?:督促|督导|指导|监督|统筹|协调|审核|把关|约谈|提醒|督办|督查|检查|核查|调查|调度)"
    r"(?![一-鿿]{0,4}(?:室|科(?!室)|股(?!室)|处|组(?!织)|中心|局))|\d))"
)
_PROCEDURE: Final = re.compile(r"(?:最后|然后|随后|[先再须需应可均交能都])$")  # 须由党组集体研究: a rule, no assignment
_AFTERWARDS: Final = re.compile(r"[^，。；\n]*?(?<![会前事今最先之])后(?![续期勤方备果台盾者进面腿半代顾的])")
_MADE_OF: Final = re.compile(r"[^，。；\n]*?(?:组成|构成)(?!部分|员)")  # 由5名代表组成 assigns nothing
_EDGE: Final = re.compile(r"[，,。；;：:！？!?（(）)【】\[\]\n—\0]")
_LEADING: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}(?:是|要)|[（(]\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[）)]|\d{1,3}[.、．]|[①-⒛]|坚持|建立健全|建立|形成|实行|健全|构建|明确|成立|组建|落实|推行|确定|"
    r"指定|安排|要求|采取|强化|突出|压实|继续|进一步|请|让|责成|委托|并|且|均|全部|统一|同时|下一步|今后|目前|仍|再|先|以|由|将|、)*+"
)
_TOPIC: Final = re.compile(r"(?<![针相绝反面])对(?![口外接])[^对]{2,16}$")  # 党组书记对整改工作负总责
_ADVERBS: Final = re.compile(
    r"(?:具体|共同|分别|积极|主动|密切|全力|全程|予以|给予|进行|做好|协同|协调|统一|直接|亲自|全面|全权|总体|抓总|应当|要|应|须|需|也|"
    r"则|分工|各自|按照?(?:各自)?(?:工作)?(?:职责|职能|分工)(?:分工)?|会商|一并|同步|一道)+$"
)
_OTHER_SENTENCE: Final = re.compile(r"。|\n\s*\n")
_OTHER_STEP: Final = re.compile(r"[。；;]")
_GOES_ON: Final = re.compile(r"(?P<name>[一-鿿]{2,12}?)[就对]")
_ADJOINING: Final = re.compile(r"[^，。；;\n]{0,8}，?\s*(?:并|主动|积极)?")


def _prose(text: str, offset: int = 0) -> Iterator[PartyMention]:
    """The parties of a running text, repeats included; spans are moved on by `offset`."""
    view = text
    if "“" in text or "《" in text:  # what stands in quotes assigns nothing
        view = _QUOTED.sub(lambda quoted: "\0" * len(quoted.group()), text)
    done = 0  # all before this has been read
    led = headed = -1  # where the last verb of leading ended, where the last 牵头 did
    for trigger in _triggers(view):
        at, kind, word = trigger.start(), trigger.lastgroup, trigger.group()
        if at < done:
            continue
        if kind == "label":
            done = _content_end(view, trigger.end())
            mentions, done = _labelled(text, trigger.end(), done, role_of_label(word), kind_of_label(word))
            for mention in mentions:
                yield mention._replace(span=mention.span.shifted(offset))
            continue
        if kind == "named":
            named = _after_label(view, word, trigger.end(), trigger["is"] or "")
            done = named[-1].end if named else done
            for span in named:
                yield PartyMention(_squeezed(span.cut(text)), role_of_label(word) or "lead", span.shifted(offset))
            continue
        spans: list[Span] = []
        role: Role = "lead"
        end = trigger.end()
        if word == "会同" and (leads := _before(view, at, done)):  # X会同Y says both at once
            for span in leads:
                yield PartyMention(_squeezed(span.cut(text)), role, span.shifted(offset))
            led = at
        if kind == "by":
            spans, verb = _after_by(view, trigger)
            if verb is not None:
                end, word = verb.start() if verb["join"] else verb.end(), verb.group()
                role = "support" if verb["support"] else "lead"
        elif kind == "lead":
            spans = _before(view, at, done, posts_only=word.startswith("带"))
            if word.startswith(("负责", "具体")) and headed >= 0 and not _OTHER_STEP.search(view, headed, at):
                role = "support"  # X牵头，Y负责落实
        elif led >= 0 and not _OTHER_SENTENCE.search(view, led, at):
            if kind == "support":
                spans, role = _before(view, at, done), "support"
            elif kind == "join" and _ADJOINING.fullmatch(view, led, at):
                spans, role = _after_join(view, end), "support"
            elif kind == "also":
                spans = _coordinate(view, end)
        if not spans:
            continue
        done = end
        if role == "lead":
            led = end
            headed = end if word.startswith("牵") else headed
        for span in spans:
            yield PartyMention(_squeezed(span.cut(text)), role, span.shifted(offset))


def _triggers(text: str) -> Iterator[re.Match[str]]:
    """The words and labels that tell of parties, in order and apart."""
    labelled = "：" in text or ":" in text or "】" in text
    at = 0
    for beginning in (_WORD_OR_LABEL if labelled else _WORD).finditer(text):
        if beginning.start() >= at and (trigger := _TRIGGER.match(text, beginning.start())):
            at = trigger.end()
            yield trigger


_ANY_HEAD: Final = re.compile(  # 主要负责人 names nobody behind 责任单位
    r"(?:第一|主要|直接|具体|分管|有关|相关|全体|各|[一-鿿]?级|单位|部门|科室)*(?:责任人|负责人|领导|干部|人员|班子|成员|单位|部门|科室|股室|党员)"
)
_DOES: Final = re.compile("成立|组建|组成|设立|指定|安排|负责|落实|责任|制定|按|向|亲自|带头|牵头|到位|明确")
_NO_NAME: Final = frozenset(
    "明包时常成应项单管路师易方连费党计温尚空查能解施范商古经支水和相有通强全及"
)  # 责任人明确, 责任领导包干
_NAMED_END: Final = re.compile(r"[，,；;。：:（(）)\n]|[ \u3000](?=责任|牵头|配合|整改|完成)")


def _after_label(text: str, label: str, start: int, told: str) -> list[Span]:
    """The parties after a label that has no colon, up to the next mark: all of it must be their names.

    `told` is 为, or nothing: then an office must stand behind 责任单位, and a person behind 责任人.
    """
    start += len(told)
    edge = _NAMED_END.search(text, start, start + _WINDOW)
    end = edge.start() if edge else min(len(text), start + _WINDOW)
    if edge and edge.group() in "：:":
        return []
    fits = _is_named if told else _is_person_named if label.endswith(("领导", "人")) else _is_office_named
    spans = _listed(text, start, end)
    return spans if all(fits(_squeezed(span.cut(text))) for span in spans) else []


def _is_named(name: str) -> bool:
    """True for a party that is somebody in particular."""
    somebody = name not in _ANYBODY and not _ANY_HEAD.fullmatch(name) and not _DOES.search(name)
    return somebody and _is_party(name, person=True)


def _is_office_named(name: str) -> bool:
    return name.endswith(_HEADS) and not name.endswith(_POSTS) and _is_named(name)


def _is_person_named(name: str) -> bool:
    """True for a name behind a title (局长王某某), or one that is no common word: in 责任人明确 none is named."""
    name = name.removesuffix("同志")
    titled = _TITLED.search(name)
    own = name[titled.end() :] if titled else name
    return _is_named(name) and _is_person(own) and (bool(_MASK.search(own)) or own[0] not in _NO_NAME)


def _after_by(text: str, by: re.Match[str]) -> tuple[list[Span], re.Match[str] | None]:
    """The parties after 由 and the verb that follows them; none where the words assign nothing."""
    start = by.end()
    for verb in _AFTER_BY.finditer(text, start, start + _WINDOW):
        if verb["stop"]:
            break
        weak = bool(verb["weak"])
        spans = _listed(text, start, verb.start() - len(_adverbs(text[start : verb.start()])))
        names = [_squeezed(span.cut(text)) for span in spans]
        if not names or not all(_is_party(name, person=not weak) for name in names):
            continue
        if weak and (
            any(name in _ANYBODY or name.endswith(_OUTSIDE) for name in names)
            or _PROCEDURE.search(text[max(by.start() - 2, 0) : by.start()])
            or _AFTERWARDS.match(text, verb.end(), verb.end() + _WINDOW)
            or _MADE_OF.match(text, verb.start(), verb.start() + _WINDOW)
        ):
            break
        return spans, verb
    return [], None


def _before(text: str, end: int, floor: int, posts_only: bool = False) -> list[Span]:
    """The parties that stand right before a verb at `end`, and not before `floor`."""
    low = max(floor, end - _WINDOW)
    edges = _outside_brackets(_EDGE, text, low, end)
    start = edges[-1][1] if edges else low
    if start == low > floor:
        return []  # no clause is that long before its verb
    adverbs = _adverbs(text[start:end])
    if adverbs == "分工":  # 班子成员分工负责 says how they work, not who does this
        return []
    person = text[start - 1 : start] in {"（", "("}
    last = end - len(adverbs)
    if topic := _TOPIC.search(text[start:last]):
        last = start + topic.start()
    lead = _LEADING.match(text, start, last)
    spans: list[Span] = []
    for span in reversed(_listed(text, lead.end() if lead else start, last)):
        name = _squeezed(span.cut(text))
        if not _is_party(name, person) or (posts_only and not name.endswith(_POSTS)):
            break
        spans.insert(0, span)
    return spans


_TEAM: Final = re.compile(r"组[成建](?!部分|员)|成立")


def _after_join(text: str, start: int) -> list[Span]:
    """The parties after 会同, up to the verb or the mark that ends them."""
    edge = _EDGE.search(text, start, start + _WINDOW)
    limit = edge.start() if edge else min(len(text), start + _WINDOW)
    if team := _TEAM.search(text, start, limit):  # 会同县审计局组成工作组
        limit = team.start()
    for verb in [*_AFTER_BY.finditer(text, start, limit), None]:
        spans = _listed(text, start, verb.start() if verb else limit)
        if spans and all(_is_party(_squeezed(span.cut(text))) for span in spans):
            return spans
        if verb and (verb["stop"] or verb["join"]):
            break
    return []


def _coordinate(text: str, start: int) -> list[Span]:
    """The post after a semicolon that goes on from 由 (由A就…；B就…)."""
    verb = _GOES_ON.match(text, start)
    if verb is None:
        return []
    span = Span(start, verb.end("name"))
    return [span] if _is_party(name := span.cut(text)) and name.endswith(_POSTS) else []


def _adverbs(words: str) -> str:
    match = _ADVERBS.search(words)
    return match.group() if match else ""
