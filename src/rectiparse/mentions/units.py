"""Measure words (量词), currencies and units of measure: the table, and which of them stands at a place in a text.

The table is gathered from what the documents of the field count: civil affairs (民政), audit (审计), environment (环保), education
(教育), medicine (医疗), farming (农业), police (公安), housing (住建), water (水利).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


GENERAL: Final = _words(
    "个 名 位 人 户 家 口 对 双 组 批 轮 届 任 项 条 件 种 类 大类 中类 小类 级 层 档 点 方面 部分 处 股 片 标段 枚 村 镇 乡",
    "人次 户次 家次 件次 例次 项次 条次 笔次 处次 点次 站次 批次 轮次 个次 人天 人日 人月 人份",
)
MEETINGS: Final = _words("次 场 场次 期 讲 课 节 课时 学时 学分 课次 班次 遍 趟 分 岁 周岁")
PAPERS: Final = _words("份 本 册 卷 页 张 篇 条 则 封 幅 面 字 章 段 句 题 道 宗 起 例 案 件 笔 票 盒 套")
THINGS: Final = _words(
    "台 辆 架 艘 部 所 具 只 顶 块 根 支 枝 副 座 盏 栋 幢 套 间 床 桌 铺 门 扇 眼 孔 瓶 袋 箱 桶 包 罐 捆 束 筐 车",
    "列 头 匹 羽 尾 窝 株 棵 颗 粒 丛 席 台次 辆次 车次 架次 艘次 航次 头次 台套 台班 床位 床日 泊位 车位 席位 标箱 标准箱",
)
MONEY: Final = _words("元 圆 块钱 美元 欧元 港元 港币 日元 英镑 澳元")
RATIOS: Final = _words("% ％ ‰ 个百分点 百分点 个千分点 倍 成 折")
MEASURES: Final = _words(
    "米 公里 千米 厘米 毫米 微米 华里 海里 延米 延长米 平方米 平方公里 平方千米 平方厘米 平方 平米 立方米 立方 方 亩 亩次 标准亩 公顷",
    "吨 公吨 千克 公斤 斤 市斤 克 毫克 微克 纳克 升 毫升 公升 吨标煤 吨标准煤 蒸吨 度 瓦 千瓦 千瓦时 兆瓦 兆瓦时 伏 千伏 千伏安 兆伏安",
    "千卡 兆焦 吉焦 兆帕 赫兹 分贝 摄氏度 兆 贝克",
    "km km² km2 m² m2 m³ m3 cm mm ㎡ ㎞ ㎏ ㎎ ㎝ ㎜ kg mg μg µg ug mL ml kW kWh KW KWH kw kwh MW MWh kV kVA MB GB TB PB ℃ dB",
    "m g t L V W Hz MHz lx Ω kΩ MΩ Pa kPa MPa Mbps hm²",
)
UNITS: Final = GENERAL | MEETINGS | PAPERS | THINGS | MONEY | RATIOS | MEASURES

AFTER_SLASH: Final = UNITS | _words(
    "年 月 日 天 周 季 季度 小时 时 分钟 秒 年度 学年 学期 标准立方米 生 Nm³ m g t L d h s a"
)
"""What a rate counts by: 30公里/小时, 800元/人·月, 35μg/m³."""

PER: Final = _words("微克 毫克 纳克 克 贝克 吨 立方米 升 公里 千米 米")
"""Units of measure that 每 joins to another one: 35微克每立方米. After other units it starts a new word (500元每人)."""

MASKABLE: Final = _words(
    "个 名 位 人 户 家 批 轮 项 条 件 种 类 方面 处 次 场 期 份 本 册 篇 起 例 宗 笔 张 台 辆 套 间 座 栋 头 只 株 盏 床 元 美元 岁",
    "% ‰ 个百分点 百分点 倍 人次 户次 家次 件次 场次 批次 课时 学时 吨 亩 公里 平方米 立方米 公顷 米 公斤 千瓦时",
)
"""What a masked number (x, XX, **) may count; before other words the mask hides a name: XX镇, XX部, XX班."""

_WORD: Final = r"[^\W\d_]"
_END: Final = f"(?!{_WORD})"

_LENGTH_OF_TIME: Final = "(?:多|余|半|来)?(?:(?:自然|工作|日历|交易)日|月(?!报|饼|嫂)|小时|钟头|星期|礼拜|周(?![期岁边末刊])|季度|年[头度]|学期|学年|昼夜|日历天)|多?(?:亿|百分点)"

# Words that start like a unit and are none, wherever they stand: 3部门, 三台县, 12支队, 6个月.
_OTHER_WORDS: Final = {
    "个": f"{_LENGTH_OF_TIME}|半|别(?!墅)|性化",
    "元": "旦|素|宵|化",
    "部": "门|委|署|分|长|位|级|队|省",
    "支": "部|出|付|持|撑|行|局|队(?!伍)|委|边|教|医|援|流",
    "家": "渠|店镇|子镇",
    "门": "峡|湾|县|诊|户|槛|类",
    "台": "账|帐|阶|湾|风|县|山",
    "道": "路|德|理|河|沟|口|岭|湾|江|县|区",
    "间": "接|隔",
    "期": "间|限|末|刊(?!物)|货|待|盼|望|工程|项目|建设",
    "位": "数|一体|于|置",
    "成": "立|为|员(?!工)|果(?!园|农)|效|本(?!地|县|市)|功|熟|就|绩|长(?!期)|份|品|都|交|型|文|因|不变|套|人(?![员数口均])",
    "所": "谓|属(?!于)|长(?!期)",
    "类": "型|别|水(?![利果库产])|断面|河|湖|区(?!域)|地区|标准|医疗|用地",
    "处": "罚|长(?![期年约达])|级|方|境(?!内|外)|女|理(?!场|厂|站|池)|分(?!散|别|布)",
    "起": "来(?!自|源)|草|诉|到|步|点|止|码|始|用",
    "层": "面|级|次",
    "段": "落|时",
    "名": "单(?![位身亲独])|称|义(?!务|工)|录(?!用|取)",
    "项": "目(?!标|前|的)",
    "条": "例|款|约(?!束)|线(?!索|路)|件(?!件)",
    "件": "套",
    "次": "产业|性",
    "股": "室|东|权|长|份",
    "片": "区(?!域)",
    "升": "级|学|至|到|旗",
    "米": "粉|面|线",
    "伏": "天|季",
    "例": "会|如",
    "场": "所|馆|景|镇|地(?!质|震|方|灾)",
    "任": "务|职|命|何|期|用|免|前|教|意",
    "批": "示|复(?!查)|准(?!备)|评",
    "本": "级|科(?![学技普])|地(?![方图籍])|单位|职(?!业|称)|身|部门|人(?!事)",
    "种": "植(?!物)|粮(?!食|油)",
    "套": "取(?![暖水证])|路(?!灯|由)|现(?!代|有|场|行)",
    "篇": "幅",
    "笔": "者|试",
    "份": "额|量|内(?![容部参])",
    "座": "谈|位(?!于)|右",
    "架": "构|设(?!备|施)",
    "具": "有|体(?!检)|备",
    "张": "贴|榜",
    "只": "有|是|能|限|要|需",
    "封": "闭|存(?!档)|堵|山",
    "宗": "旨|教",
    "幅": "度|员",
    "根": "据|本|治|源",
    "头": "脑|号|条|等",
    "卷": "烟|入",
    "方": "面|案|式|可|便|向|能|位|法|针|略|始|才|言",
}

# More of them, heeded only where it is in doubt that a number stands there at all: after a mask, across a line break, at the
# head of a line or a clause, where an item's own number may stand (三条件审核不严。).
_OTHER_WORDS_IN_DOUBT: Final = {
    "个": "人|体",
    "人": "员|民|大|才|事|均|口|力|防|社|工|身|生|居|情|数|文|为",
    "家": "庭|长|属|风|乡|访|园|教|电|具|政|门|族",
    "户": "外|口|型|籍|均|主|数",
    "名": "单|城|优|胜|校|师|牌|下|额",
    "项": "目",
    "条": "件|块|文|理|线",
    "件": "数|均",
    "次": "数|日|年|要|生|月|序|级|贷",
    "位": "列|次|居|阶",
    "类": "似",
    "种": "植|养|子|粮|业|田|树|群|质|地|类",
    "处": "理|分|置|在|于|室|事|以|所|科|机关",
    "场": "地|内|外|面|域",
    "本": "次|年|县|市|区|省|局|院|校|着|月|质|应|来|周|轮|届|方案|办法|报告",
    "篇": "章",
    "起": "因|底|重|伏|源|见|效|初",
    "例": "外|行|子|证",
    "宗": "亲|族|祠",
    "笔": "记|录|误|直|迹|墨",
    "张": "某|局|书记|主任|副|同志|家|县|镇|村|总",
    "台": "办|式|词|前|下|盟|商|胞",
    "套": "用|餐|现|期|种|牌|话",
    "间": "距|歇|谍|伐",
    "座": "次|机|椅|标",
    "头": "目|重|雁|绪|版",
    "只": "会|为|对|在|管|占|发|完成|剩|得|做|重|够|可|用|凭|靠|讲|看|抓|因|求|说|注|顾|满|停|强",
    "批": "发|改|注|捕|文|阅|驳|次|判|量",
    "轮": "岗|换|流|训|值|休|候",
    "部分": "(?!内容|组成|构成)" + _WORD,
    "倍": "加|感|受|增",
}

# After a small Chinese numeral in doubt these count only where no word goes on (三组织生活不严。).
_ALONE_IN_DOUBT: Final = frozenset("支斤层级组道任届成所部门段根片封克升伏床米")

_OF_POINTS: Final = (
    "(?:(?:整改|工作|具体|主要|改进|指导|反馈|贯彻|明确|落实|重要|几|宝贵|巡[察视]|监督|总体|原则)性?(?:的)?){0,3}"
)

# Units that begin so many words that they count only before these.
_ONLY_BEFORE: Final = {
    "对": f"夫妻|夫妇|新人|当事人|{_END}",
    "面": f"锦旗|红旗|旗|镜|墙|{_END}",
    "口": f"人|井|水井|机井|塘|{_END}",
    "节": f"课|党课|微课|微党课|{_END}",
    "度": f"电|以[上下内]|左右|{_END}",
    "分": f"以[上下内]|左右|的|及以|{_END}",
    "点": f"{_OF_POINTS}(?:建议|意见|要求|措施|希望|体会|不足|原因|看法)",
    "列": f"(?:[货客专列动班]|中欧|密集|火|地铁|机)[车班列架铁]|{_END}",
    **dict.fromkeys("讲课包案折车桌席副双铺尾则章票兆组村镇乡", _END),
}

# The same for Chinese numerals up to ten, which make names with these (三会一课, 三方, 两面, 三讲, 两头); the empty ones never count.
_ONLY_BEFORE_AFTER_CHINESE: Final = {
    "对": "夫妻|夫妇|新人",
    "面": "锦旗|红旗",
    "口": "人|井|水井|机井",
    "头": "牛|猪|羊|驴|奶牛|耕牛",
    "节": "课|党课|微课|微党课",
    "点": f"{_OF_POINTS}(?:建议|意见|要求|措施|希望|体会|不足|原因)",
    "元": f"整|以[上下内]|左右|的|钱|{_END}",
    **dict.fromkeys(
        _words("列 分 度 字 双 方 讲 课 章 车 桌 席 票 则 股 眼 孔 包 案 折 平方 立方 村 镇 乡 卷 副 页 铺 题 尾"),
        r"(?!)",
    ),
}


def _by_first(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        table.setdefault(word[0], []).append(word)
    return {first: tuple(found) for first, found in table.items()}


_UNITS_BY_FIRST: Final = _by_first(UNITS)
_SLASHED_BY_FIRST: Final = _by_first(AFTER_SLASH)


@cache
def _rest(unit: str, chinese: bool, in_doubt: bool) -> re.Pattern[str] | None:
    """What may follow `unit`, None where anything may. Compiled when met: a document has a few of all these units."""
    barred = [_OTHER_WORDS.get(unit), _OTHER_WORDS_IN_DOUBT.get(unit) if in_doubt else None]
    if in_doubt and chinese and unit in _ALONE_IN_DOUBT:
        barred.append(_WORD)
    needed = (_ONLY_BEFORE_AFTER_CHINESE.get(unit) if chinese else None) or _ONLY_BEFORE.get(unit)
    others = "|".join(words for words in barred if words)
    rule = (f"(?!{others})" if others else "") + (f"(?:{needed})" if needed else "")
    return re.compile(rule) if rule else None


def unit_at(text: str, at: int, stop: int, *, chinese: bool = False, in_doubt: bool = False) -> str | None:
    """The unit that begins at `text[at]` and ends by `stop`, the longest one, or None where another word or none stands there.

    `chinese` says that a small Chinese numeral stands before it, one that names use, `in_doubt` that what stands before may be
    no number.
    """
    if at >= stop:
        return None
    for unit in _UNITS_BY_FIRST.get(text[at], ()):
        if not text.startswith(unit, at, stop):
            continue
        end = at + len(unit)
        if unit.isascii() and unit != "%" and end < stop and text[end].isascii() and text[end].isalnum():
            continue
        rest = _rest(unit, chinese, in_doubt)
        if rest is None or rest.match(text, end, stop):
            return unit
    return None


def divisor_at(text: str, at: int, stop: int) -> str | None:
    """The unit that a rate counts by (the 人 of 元/人), the longest one that begins at `text[at]` and ends by `stop`, or None."""
    if at >= stop:
        return None
    return next((unit for unit in _SLASHED_BY_FIRST.get(text[at], ()) if text.startswith(unit, at, stop)), None)
