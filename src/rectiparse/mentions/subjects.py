"""Subjects: what a figure counts, read off the words beside it (31名职工, 城市低保金1652人).

Patterns alone, no dictionary: a noun ends where a verb or a particle begins. Where that cannot be told there is no subject.
"""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 20

# Where a noun after the figure ends. Words of one character name what makes them a part of the noun after all.
_STOPS: Final = re.compile(
    "(?=[的了着过并且但而则即又再才就都也仍尚还均已曾被把将让令由自从向往至到按依凭随经其之以因故若如虽这那该此每各某何我你他她它们很更最越较太在建未成不动无主没对接为和与及或等是有能可应用需要于给使上下属发内外来出包前后"
    "时中共占达享得受进开完立申参纳实通采存位获荣符合超低高落执推组导造形处召举承签投涉分全逐擅结疏拖逾闲仅只约近多陆先累正基违清统起虚瞒漏提扣计停倒空直偷增减降长连编列划转])(?:"  # one look tells most places off
    "[的了着过并且但而则即又再才就都也仍尚还均已曾被把将让令由自从向往至到按依凭随经其之以因故若如虽这那该此每各某何我你他她它们很更最越较太]"
    "|在(?!校|册|编|职|岗|建|线|押|矫|院|读|逃|库)|未(?!成年|婚)|不(?!动产)|无(?!障碍|人机|害化|主)|没|对(?!象|口|接|账|公)|为(?!民)"
    "|和(?!谐|平)|与(?!会)|及|或|等(?!级)|是|(?<![国公私所])有(?!限|色|机|奖)|能(?!力|源|耗|手)|可(?!再生)|应(?!急|用|届)|需|(?<![重主必首紧])要(?!素|件)|于"
    "|给(?!水|排水)|(?<![使公专费备])用(?!房|地|户|水|电|工|车|品|途)|上(?!级|访|市|游|岗|户|报)|下(?!属|级|游|水|岗|放|乡|发)"
    "|内(?!部|设|容|科)|外(?!来|部|籍|出|包|宣|科)|前(?!期|科|置)|后(?!备|续|勤)|时(?!限|间)"
    "|(?<!集)中(?!层|小|心|央|青年|学|医|药|型|标|介|长|专|毒|级|共|国|华|草)|占|达(?!标)|共(?!性|产|青|享|建|同)|来(?!信|访|源)"
    "|使(?!用)|得到|受到|接受|进行|开展|完成|建成|建立|成立|申报|参加|参与|纳入|实现|通过|采取|存在|属|位于|出现|发生|发放|获得|荣获|享受|符合|超过|低于"
    "|高于|实行|连续|虚报|瞒报|漏报|立案|提醒|扣减|计划(?=[于在今明])|停产|停业|倒闭|空置|直排|偷排|落实|执行|实施|推进|推动|(?<![党会团济治作金])组织(?!生活|关系|部|委员|机构|者)|要求|导致|造成|形成|处于|进入|召开|举办|承担|承诺|签订"
    "|签署|投入|涉及|包括|分别|全部|逐[一项个户村人条件家笔]|立即|及时|擅自|结对|疏于|拖延|逾期|不符|闲置(?![资土房])|仅|只|约(?!谈)|近(?!亲)|多年|陆续|先后|其中|合计|共计|累计|正在|基本(?!医|养)|违反|清退"
    r"|(?:提升|提高|上升|下降|降低|增长|增加|减少)[至到了为]|长期[未不没无占挂欠拖滞在]|[编列划转计]入|(?!\A)(?:违规|统一|主要|起步|动态|形同)"
    ")"
)
_RUN_AFTER: Final = re.compile(r"(“[^”\n]{1,16}”)?([^\W\d_]*(?:[（(][^\W\d_]{1,6}[）)][^\W\d_]*)?)")

# What stands between a noun and its figure: 覆盖职工不到xx万人, 理论学习共8场次, 面积：800平方米.
_LINK: Final = re.compile(
    "(?:[现原设建配]有|[共各已又再还也仍尚仅只为是有占达到至了约近逾超由从]|(?<![人户年月日])均|总计|合计|累计|总共|总数|大约|将近|接近|不到|不足|不(?:得|应)?(?:少|低|高|多)于"
    "|不(?:得)?超过|(?:超|突|打)[过破]|[低高少多大小]于|[至最][少多]|起码|分别|[同环]比|(?:新增|增加|减少|下降|提高|提升|增长|降低|上升|缩短)[了到至]?"
    "|[降增升]至|完成|[:：￥¥—–~～-])+$"
)
_LINK_ENDS: Final = frozenset(
    "共各已又再还也仅只为是有占达到至了约近逾超由从均计数足于过多少码别比增加降高升长低短破成:：￥¥—–~～-"
)
# The last word before the noun that does not belong to it: 发放城市低保金1652人, 筹措资金16万余元, 存在的共性问题x条.
_GOVERNING: Final = re.compile(
    "(?=[累共合总先陆同及以上下另其目已需现设有全年发拨筹争投安排支追收清退还出挽核减运给开召举办组部进完成建新改扩修增少查处受化约问覆涉包签印制梳报研列选招聘引配购采拆整督走慰救对资帮享纳认识拥占实欠拖挪虚套违多漏力每"
    "月各的了是该将把按因由并仅又再也等为从在就向未底末0-9且登铺补归剩尚盘培流关更健形申通曝反设加补增调翻抽明移访持销长加坚至最推正])(?:"  # one look tells most places off
    "累计|共计|合计|总共|先后|陆续|同时|及?以[上下内]|另外|其中|目前|已经|同期|需要|[现已共设]有|全[县市区州省乡镇局院校年]|发放|拨付|下[拨发]|筹[措集]|争取|投入|安排|(?<!转移)支付"
    "|追[缴回]|收[缴回取到]|清退|退[还回出]|上缴|挽回|核[减销]|运用|给予|开展|召开|举办|(?<![党会团济治作金])组织(?!生活|关系|部|委员|机构)|进行|完成"
    "|建[成立]|成立|[新改扩修]建|新增|增加|减少|发现|查[处出摆找扣封]|排查|处理(?![厂站率费]|设施|能力|中心)|处置|处罚|办[理结]|受理|化解|约谈|问责|覆盖|涉及|包括|签订|印发|制定|出台"
    "|修订|梳理|报送|部署|研判|列席|研究|选[派拔]|招聘|引进|聘[用请任]|配备|购[买置]|采购|安装|拆除|清理|整治|督促|走访|慰问|救助(?!金|对象|资金|站)"
    "|帮扶(?!资金)|资助|享受|纳入|认定|识别|设立|拥有|占用|实现|欠缴|拖欠|挪用|虚报|套取|违规|[多少漏欠][计收]|铺设|建设(?![项工用资局单标规委厅部])|多付|力争|下达|走失|报销"
    "|补[缴交录办签]|归档|(?:剩余|其余|尚有|还有|另有)$|(?:通报|曝光|培训)(?=..)|反馈(?=问题|意见|隐患)|设置(?=..)|[加增补]装|补[设种植栽]|盘活|培育|流转|关停|更换|完善|健全|形成(?!性)|申请(?![书表人])|登记(?![表簿证卡册])|[查调翻]阅|抽查|明确|移[交送]|访谈(?![提记])|至少|最少|每(?:半[年月]|[年月周半日天季]度?)|各[种类项个]?|[的了是且该将把按因由并已仅约又再还也需每]|共(?!性|同|产|青|享)|对(?!象|口|公|账)|以来|(?<![国公私所])有(?!限|色|关)|等(?!级)|为(?!民)"
    "|从(?!业)|在(?!校|职|册|编|建)|就(?!业)|(?<![方倾导动取])向(?!性|上)|其(?!他|它)|未(?!成年)|及(?!时)|[0-9年月]+(?:年度|[年月日][底末]?前?)|[年月]?[底末]前?(?![线数期科置])"
    ")"
)
# How far what is counted has come, after the noun: 问题已整改到位7个, 项目开工3个.
_SETTLED: Final = re.compile(
    r"(?:\A(?:现|目前|部分|报告日))?(?:[已仅只未尚]{0,2}(?:实际|阶段性|计划实施|实施|(?<!用车)使用|正在|有序|加快|持续|长期|基本|全部|完成|推进|坚持"
    "|(?<!责令)(?<!督促)(?:整改|销号|办结)|到位|完毕|开工|竣工|完工|投用|投产|清零))+$"
)
_SETTLED_ENDS: Final = frozenset("际性施用在序快续期本部成进持改号结位毕工用产零")
_SHORT_NOUNS: Final = frozenset("村镇乡县市区校人事班组站所")
_TO_LAST_MARK: Final = re.compile(r".*[，。；：！？,;:、\n（）()“”\"《》]", re.DOTALL)
_AMONG: Final = re.compile(r"(?<=..)(?<![集心其市])[中里]$")  # 23条河道中有5条
_LIST_MARK: Final = re.compile(r"^\d+[.．]")


def noun_after(text: str, at: int) -> str | None:
    """The noun that begins at `text[at]`, or None where a verb, a particle or a mark stands there; 以案四说 in its quotation marks."""
    run = _RUN_AFTER.match(text, at, at + _LONGEST)
    if not run:
        return None
    quoted, noun = run[1] or "", run[2]
    if stop := _STOPS.search(noun):
        noun = noun[: stop.start()]
    noun = quoted + noun
    return noun if (len(noun) > 1 and noun != "一事") or noun in _SHORT_NOUNS else None


def noun_before(text: str, floor: int, at: int) -> str | None:
    """The noun that ends before `text[at]` and begins at or after `floor`.

    Empty where the clause up to the figure holds nothing but words such as 退出 or 其中: the figure then counts on what the figure
    before it counted. None where no noun can be told.
    """
    clause = text[max(floor, at - 2 * _LONGEST) : at].rstrip()
    if clause[-1:] in _LINK_ENDS and (link := _LINK.search(clause)):
        clause = clause[: link.start()]
    if marked := _TO_LAST_MARK.match(clause):
        clause = clause[marked.end() :]
    clause = clause.strip()
    if clause[:1].isdecimal():
        clause = _LIST_MARK.sub("", clause)
    if clause[-1:] in _SETTLED_ENDS and (settled := _SETTLED.search(clause)):
        clause = clause[: settled.start()]
    begin = 0
    for word in _GOVERNING.finditer(clause):
        if len(clause) - word.end() != 1:  # 完成率 is a noun
            begin = word.end()
    noun = clause[begin:]
    if noun.endswith(("中", "里")):
        noun = _AMONG.sub("", noun)
    if not noun:
        return ""
    noun = noun.strip()
    return noun if 1 < len(noun) <= _LONGEST else None
