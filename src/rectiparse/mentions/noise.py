"""Noise: text that is none of the document, put there by the site or the library that it was copied from.

A false alarm costs a sentence of the document, a miss leaves a line that the reader skips. So no word that an office writes
of its own work (微信群, 公众号, 素材, 网站, 服务, 下载) is enough by itself, and no name of a library is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rectiparse.document import Span
from rectiparse.mentions.mention import NoiseMention
from rectiparse.scanning import sought, sought_by


def find_noise(text: str) -> list[NoiseMention]:
    """The noise in `text`, in order; no two overlap.

    The rules are `advertisement` (what is sold and how to reach the seller), `watermark` (the name of a library thrown
    in), `paid-content` (##paidbegin##), `page-number`, `site-furniture` (the page around a pasted text) and `markup`
    (remnants of HTML). A span takes the whole of what was put in, its brackets and the stray symbols before it included,
    and nothing of the document.
    """
    found = [*_advertisements(text), *_lines(text), *_inline(text)]
    found.sort(key=lambda mark: (mark.span.start, -mark.span.end))
    noise: list[NoiseMention] = []
    for rule, span in found:
        last = noise[-1] if noise else None
        if last and last.rule == rule == "advertisement" and last.span.end == span.start:
            whole = Span(last.span.start, span.end)
            noise[-1] = NoiseMention(whole.cut(text), rule, whole)
        elif not last or span.start >= last.span.end:
            noise.append(NoiseMention(span.cut(text), rule, span))
    return noise


class _Mark(NamedTuple):
    rule: str
    span: Span


# ---- marks that give themselves away wherever they stand ---------------------------------------------------------------

_TAGS: Final = (
    "a|b|i|u|p|br|hr|em|h[1-6]|ol|ul|li|td|th|tr|div|img|pre|sub|sup|font|span|style|table|tbody|thead|script|strong|"
    "center|iframe|section|article|input|video|o:p|st1:[a-z]+"
)
_INLINE: Final = re.compile(
    sought_by(
        r"[&<#\[{【（(—第下]",
        r"(?P<markup>&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});"
        rf"|</?(?i:{_TAGS})(?:\s[^<>]{{0,400}})?/?>|<!--[^<>]{{0,400}}-->)"
        r"|(?P<paid>#{2,4}/?[A-Za-z_]{2,24}(?:\n[A-Za-z_]{1,24})?#{2,4}"
        r"|#{2,4}(?=[^#]{0,12}(?:付\n?费|会\n?员|隐\n?藏))[^#]{2,14}#{2,4}"
        r"|[\[{<]{1,2}/?(?:paid|pay|vip|hide|reply)(?:[-_]?(?:begin|end|start|stop|content))?[\]}>]{1,2})"
        r"|(?P<furniture>[【\[（(]\s?(?:(?:责任编辑|责编|编辑)\s?[:：][^【】\[\]（）()\n。]{1,20}"
        r"|字[体号]\s?[:：]?[大中小\s]{3,9}|打印(?:本页|此页|文章)?|关闭(?:窗口|本页|此页|页面)|返回(?:顶部|首页|列表)"
        r"|收藏本页|我要纠错|分享到?)\s?[】\]）)])"
        r"|(?P<number>—[^\S\n]\d{1,4}[^\S\n]—|第[^\S\n]?\d{1,4}[^\S\n]?页[^\S\n]?共[^\S\n]?\d{1,4}[^\S\n]?页)"
        r"|(?P<library>(?<!请)下载后(?:可)?(?:任意|自由|直接|自行)?(?:编辑|修改|复制)(?:使用|打印)?)",
    )
)
_INLINE_RULES: Final = {
    "markup": "markup",
    "paid": "paid-content",
    "furniture": "site-furniture",
    "number": "page-number",
    "library": "paid-content",
}


def _inline(text: str) -> Iterator[_Mark]:
    for name, start, end in sought(_INLINE, text):
        yield _Mark(_INLINE_RULES[name], Span(start, end))


# ---- lines that are noise as a whole -----------------------------------------------------------------------------------

_LONGEST_LINE: Final = 200

_BUTTON: Final = (  # what a page offers to press; a line of nothing else is furniture when one of the first kind is there
    r"打印(?:本页|此页|文章)?|关闭(?:窗口|本页|此页|页面)|分享(?:到|至)|字[体号](?:大小)?|返回(?:顶部|首页|列表)|收藏本页|加入收藏|"
    r"设为首页|我要纠错|网站地图|联系我们|关于我们|网站声明|隐私(?:保护|声明)|法律声明|扫一扫(?:在手机(?:上)?(?:打开|阅读|查看)(?:(?:当前|本)页面?)?)?|"
    r"(?:进入)?(?:关怀|长者|适老|老年)(?:版|模式|助手)|无障碍(?:版|阅读|浏览|模式)?|(?:保护视力|视力保护|色调)(?:色|调节)?|政府邮箱(?:登录)?|个性化定制|"
    r"朗读|收听本文|微信扫一扫|分享[:：]|(?:访问)?手机版|纠错"
)
_BESIDE: Final = r"[上下]一[篇条页]|首页|尾页|大|中|小|默认|关闭|返回|分享|收藏|评论|点赞|下载|打印|登录|注册|简体(?:中文|版)?|繁体(?:中文|版)?|×|\d\d:\d\d|微信|微博|朋友圈|QQ空间|QQ|新浪微博|腾讯微博|[:：]"
_BETWEEN: Final = r"[\s|｜【】\[\]（）()·/]*+"

_TELLING: Final = (  # labels that only a web page has
    r"责任编辑|责编|浏览次数|浏览量|浏览|阅读次数|阅读量|点击次数|点击数|点击率|点击量|点击|访问次数|访问量|人气|字号|字体|稿源|"
    r"信息来源|文章来源|稿件来源|内容来源"
)
_COMMON: Final = (  # labels that a document may have as well
    r"来源|发布时间|发布日期|发表时间|更新时间|作者|编辑|发布人|发布单位|发布机构|信息员|撰稿人?|供稿|[一二三初复终]审|审核|校对|时间|日期"
)
_ANYWHERE: Final = frozenset(  # of those, the ones that tell nothing by themselves
    {"审核", "校对", "时间", "日期", "发布单位", "发布机构", "初审", "复审", "终审", "一审", "二审", "三审"}
)
_REVIEWS: Final = frozenset({"初审", "复审", "终审", "一审", "二审", "三审"})
_LABELS: Final = re.compile(
    rf"(?P<telling>{_TELLING})\s?[:：]|(?<![^\W\d])(?P<common>{_COMMON})\s?[:：]|(?P<own>整改|措施|责任|问题|目标|时限|原因)"
)
_OPENING: Final = re.compile(rf"[【（(\[\s]*(?:{_TELLING}|{_COMMON})\s?[:：]")

# The record card that a government site prints over a document (政府信息公开目录): a label a line, its value beside or below.
_CARD_LABEL: Final = re.compile(
    r"(?:[-*•·●○▪◆]\s*)?(?:"
    r"(?P<sure>(?:信息)?索\s*引\s*号|(?:主题|体裁|组配|信息|服务)\s*分类|公开(?:方式|时限|范围|目录|形式|类别)|效力状态|发文机关|公文种类|生成日期)"
    r"|成文(?:日期|时间)|发文(?:日期|时间|字号|单位)|发布(?:机构|日期|时间|单位)|文\s*号|标\s*题|名\s*称|文件(?:名称|编号)|有\s*效\s*性|"
    r"生效日期|失效日期|废止日期|公开(?:日期|时间|主体)|主\s*题\s*词|关\s*键\s*词|信息名称|来\s*源|语\s*种"
    r")\s*[:：]\s*(?P<value>\S.*)?"
)
_CARD_BULLET: Final = re.compile(r"[-*•·●○▪◆](?=\s)")
_CARD_LINES: Final = 40  # how far down a page the card may reach, in lines that are not blank

_HEADING: Final = re.compile(  # what a site or a library prints over a document, at the head of a page alone
    r"(?:政府)?信息公开(?:目录|专栏)?|政务公开|党务公开|通知公告|公[告示](?:公告|公示|摘要|正文)|(?:公开)?(?:详细信息|具体内容)|文档(?:简介|介绍|摘要)|"
    r"(?:内容|文章)(?:预览|简介|摘要)|正文(?:内容)?[:：]?|(?:项目编号|预算金额|招标联系人|标书截止时间|投标截止时间)\s?[-—:：]?"
)
_COUNTS: Final = re.compile(  # an entry of the list of a library's page: how often fetched, how long, since when
    r"\d{1,6}|约?\s?[\d.]{1,8}\s?[千万]?字|约?\s?\d{1,4}\s?页|\d{4}-\d{2}-\d{2}(?:\s?(?:发布于|上传).{0,8})?|举报|收藏|下载|版权申诉|分享|上传者?.{0,12}"
)

_STAMPED: Final = re.compile(  # the name of the site, the time to the minute, where from
    r"(?!.*[。；])(?:[^\s\d]{2,20}\s+)?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?(?!\d).{0,60}"
)

_LINE: Final = re.compile(
    r"(?P<number>(?P<dash>[—–－\-―─·•~]{1,2})\s{0,3}\d{1,3}\s{0,3}(?P=dash)"
    r"|第\s?\d{1,4}\s?页(?:\s?[,，、/／|]?\s?[（(]?共\s?\d{1,4}\s?页[）)]?)?|共\s?\d{1,4}\s?页\s?[,，、]?\s?第\s?\d{1,4}\s?页"
    r"|[Pp]age\s?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?|[^。]{1,60}_第\d{1,4}页)"
    r"|(?P<furniture>"
    rf"(?:{_BETWEEN}(?!{_BUTTON})(?:{_BESIDE}))*+{_BETWEEN}(?:{_BUTTON})(?:{_BETWEEN}(?:{_BUTTON}|{_BESIDE}))*+{_BETWEEN}"
    r"|[<《【\[]?[上下]一[篇条页][>》】\]]?(?:\s?[:：].*)?"
    r"|(?:相关|推荐|延伸)(?:链接|阅读|文章|新闻|稿件)(?:\s?[:：].*)?"
    r"|(?:您的?(?:现在|当前|目前)?(?:所在|所处)?的?|(?:现在|当前|目前)(?:所在|所处)?的?|所在)位置\s?(?:[:：]|是).*|(?:网站)?首页\s?-?[>＞»›].*"
    r"|(?:-?[>＞»›]\s?[^>＞»›。，]{1,20}+){2,}+"
    r"|技术支持\s?[:：].{1,40}|版权说明\s?[:：].*|.{0,4}建议使用.{0,10}分辨率.*"
    r"|[（(【\[]?(?:本文|此文|文章|以上内容|本站|本资料|资料|部分内容|素材|图文|图片)(?:均|部分)?(?:内容|素材|图片)?"
    r"(?:来源于?|来自|转自|转载自|摘自|整理自|收集于)(?:互联网|网络).{0,40}|(?:来源于|来自|转自|摘自)(?:互联网|网络)[^一-鿿]{0,3}"
    r"|您访问的链接即将离开.*|请输入验证码|本(?:篇)?文(?:章)?(?:共)?\d+字，?读完约\d+分钟"
    r"|.{0,20}如有侵权.{0,20}(?:联系|删除).{0,20}"
    r"|[（(【\[]?(?:本文|此文|范文|文章|以上内容|以上范文|资料)?，?仅供(?:学习|大家|个人|读者)?[、和与]?(?:交流|学习|借鉴)?参考[^一-鿿]{0,4}"
    r"|(?:查看|获取|阅读|下载)?更多.{0,10}(?:范文|素材|公文|文章|精彩内容|资讯)[^，。]{0,6}(?:关注|访问|登录|搜索|点击|尽在).{0,40})"
    r"|(?P<paid>因篇幅.{0,20}(?:不能|无法).{0,6}显示.{0,30}|.{0,10}(?:以下|此处|剩余|后续)(?:内容)?(?:为|需要|需)?付费(?:内容|阅读|后).{0,20}"
    r"|.{0,10}(?:试读|预览)(?:已)?结束.{0,20}|.{0,6}(?:登录|付费|购买|开通会员)后(?:可)?(?:查看|阅读|下载)(?:全文|完整|剩余).{0,10}"
    r"|[^一-鿿]{0,4}(?:点击)?(?:展开|阅读)全文[^一-鿿]{0,6}|已阅读\s?\d+\s?页.{0,40}|还剩\s?\d+\s?页未读.{0,20}"
    r"|(?:继续)?免费阅读|下载(?:本|此)?文档|剩余\s?\d{1,3}%\s?(?:未读|内容).{0,20})"
)
_FOOTER: Final = re.compile(  # what makes any line one of a page's foot
    sought_by("[版Cc©I公网]", r"(?<!\w)版权所有(?![者权人])|[Cc]opyright|©|ICP[备证]|公网安备|网站标识码")
)
_LINE_RULES: Final = {"number": "page-number", "furniture": "site-furniture", "paid": "paid-content"}

_HEAD_LINES: Final = 8  # where a page prints 来源 and 发布时间, counted in lines that are not blank
_TAIL_LINES: Final = 12


def _lines(text: str) -> Iterator[_Mark]:
    """Marks for the lines that hold nothing of the document."""
    at = 0
    edge: list[tuple[Span, int]] = []  # lines that are furniture at the edges of the text alone, and their numbers
    count = 0
    card, body = _card(text)
    for span in card:
        yield _Mark("site-furniture", span)
    for raw in text.split("\n"):
        start, at = at, at + len(raw) + 1
        words = raw.strip()
        if not words:
            continue
        count += 1
        if start < body or len(words) > _LONGEST_LINE:
            continue
        rule = _rule_of_line(words, heads=count <= _HEAD_LINES)
        if rule is None:
            continue
        start += raw.index(words[0])
        span = Span(start, start + len(words))
        if rule == _AT_EDGES:
            edge.append((span, count))
        else:
            yield _Mark(rule, span)
    for span, order in edge:
        if order <= _HEAD_LINES or order > count - _TAIL_LINES:
            yield _Mark("site-furniture", span)


_AT_EDGES: Final = "edges"


def _rule_of_line(line: str, *, heads: bool) -> str | None:
    """The rule by which a line is noise, `_AT_EDGES` where it may be the document's own but for the edges of the text."""
    entry = line.lstrip("-•· ")  # of a page's list
    listed = entry != line
    match = _LINE.fullmatch(line) or (_LINE.fullmatch(entry) if listed else None)
    kind = match.lastgroup if match else None
    if kind in (None, "paid") and _FOOTER.search(line):
        kind = "furniture"
    if kind:
        return _LINE_RULES[kind]
    if heads and (_STAMPED.fullmatch(entry) or _HEADING.fullmatch(entry) or (listed and _COUNTS.fullmatch(entry))):
        return "site-furniture"
    telling = _page_labels(entry)
    if telling is None:
        return None
    return "site-furniture" if telling else _AT_EDGES


def _card(text: str) -> tuple[list[Span], int]:
    """The lines of the record card over a document, and where it ends; none where too few of its labels stand together."""
    lines: list[Span] = []
    labels = sure = at = end = 0
    awaited = False  # the label had no value beside it
    for _ in range(_CARD_LINES):
        start = at
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        at = stop + 1
        words = text[start:stop].strip()
        if words and len(words) <= _LONGEST_LINE:
            first = text.index(words[0], start)
            match = _CARD_LABEL.fullmatch(words)
            if match is None and not awaited:
                if not labels:
                    continue
                if bullet := _CARD_BULLET.match(words):  # the page's list goes on with the document's title
                    lines.append(Span(first, first + bullet.end()))
                break
            else:
                lines.append(Span(first, first + len(words)))
                end = stop
                awaited = match is not None and not match["value"]
                labels += match is not None
                sure += match is not None and match["sure"] is not None
        elif words:
            break
        if at > len(text):
            break
    if labels >= 3 and sure:
        return lines, end
    return [], 0


def _page_labels(line: str) -> bool | None:
    """True for a line of labels that only web pages have, False where a document may have them too, else None."""
    if not _OPENING.match(line) or "。" in line:
        return None
    labels = list(_LABELS.finditer(line))
    if any(label["telling"] for label in labels):
        return None if any(label["own"] for label in labels) and len(labels) < 3 else True
    if any(label["own"] for label in labels):
        return None
    names = {label["common"] for label in labels}
    if len(names - _ANYWHERE) > 1 or len(names & _REVIEWS) > 1:
        return True
    return None if names <= _ANYWHERE else False


# ---- advertisements ----------------------------------------------------------------------------------------------------

_STRAY: Final = r"~^&#@$%*|\\～＾＆＃＠＄％＊｜`"  # symbols sprinkled in, so that a search for the words fails
_STRAY_AMID: Final = re.compile(rf"(?<=[一-鿿A-Za-z【\[，、：])[{_STRAY}]+(?=[一-鿿A-Za-z\]】：])")
_STRAY_BEFORE: Final = re.compile(rf"(?<![{_STRAY}\d])[{_STRAY}]{{1,2}}$")
_PLAIN: Final = str.maketrans(
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ０１２３４５６７８９：",
    "abcdefghijklmnopqrstuvwxyz0123456789:",
    "~^&#@$%*|\\～＾＆＃＠＄％＊｜` \t\n\r\u3000\xa0",
)

# What is sold, how it is praised, how to reach the seller; the weight says how far the words are from an office's own.
_WARES: Final = re.compile(
    sought_by(
        r"[代润s会网内海万最p素资文范公材写更v]",
        r"(?P<w3>代(?:笔|写)(?:服务|业务|价格|客服)|润笔|svip|会员群|网盘群|内部(?:高质量)?素材|代发(?:表|布)业务|"
        r"(?:海量|万字|最新最全)(?:党建|公文|各类)?(?:素材|资料|材料|范文|公文)|ppt(?:设计|代做|定制|制作))"
        r"|(?P<w2>代笔|代写|素材库|资料库|文库|范文(?:网|大全|库)?|(?:公文|文秘|材料|写作|文档|资料|素材)(?:网|站)|"
        r"更多(?:优质|精品|相关|原创)?(?:素材|资料|材料|范文|公文|文稿)|vip)",
    )
)
_PRAISE: Final = re.compile(
    sought_by(
        r"[包好谨持客微联添认绝最每一极免点下欢扫小轻有开加更为搜获关质高原]",
        r"(?P<w3>包满意|好评如潮|谨防假冒|持续接单|客服微信|微信客服|(?:联系|添加)客服)"
        r"|(?P<w2>认准|绝对保密|最新最全|每[天日](?:同步)?更新|一键(?:精准)?(?:下载|查找|搜索|检索)|极速下载|免费(?:下载|领取|获取)|"
        r"点击下载|下载(?:地址|链接)|欢迎(?:加入|关注|添加|扫码)|扫码(?:关注|添加|加入|领取)|小伙伴|轻松解决|有意(?:加入|者)|"
        r"(?:开通|加入)会员|更多[^，。]{0,6}(?:素材|资料|材料|范文|公文|文章)[^，。]{0,4}(?:搜索|关注|访问|下载|添加|加|尽在|请))"
        r"|(?P<w1>为您|客服|搜索|获取|关注|下载|质量保[障证]|高度保密|原创)",
    )
)
_CONTACT: Final = re.compile(
    sought_by(
        r"[微薇vwq扣添加联公电手t]",
        r"(?P<w3>(?:微信|薇信|v信|vx|wx|qq|扣扣)(?:号码?|客服|代笔客服)?:?(?!xx)[a-z0-9_-]{5,})"
        r"|(?P<w2>(?:添加|加|联系)(?:我们?|客服|小编)?(?:微信|qq|vx)(?!群|好友|公众)|公众号:|(?:微信|qq)号?:|(?:电话|手机|tel):?1\d{10})"
        r"|(?P<w1>公众号|微信|qq群)",
    )
)
# Any of these makes a line worth a look. A % after a digit and ** are the document's own.
_GATE: Final = re.compile(
    sought_by(
        r"[代素资文范公客会微QqＱｑVvＶｖ谨~^&#@$|\\～＾＆＃＠＄｜`%*]",
        r"代笔|代写|素材|资料库|文库|范文|公文网|文秘网|客服|会员|微信|公众号|[QqＱｑ]{2}|[VvＶｖ][XxＸｘ信]|谨防假冒"
        r"|[~^&#@$|\\～＾＆＃＠＄｜`][一-鿿]|(?<![\d*])[%*](?=[【\[一-鿿])(?<!\*\*)",
    )
)
_RUN: Final = re.compile(  # a wrap may cut it
    r"[【\[［{](?:(?<=【)[^【】]{2,300}】|(?<=[\[［])[^\[\]［］]{2,500}[\]］]|(?<=\{)[^{}]{2,500}\})"
)
_ROUND_RUN: Final = re.compile(r"[（(][^（）()\n]{6,200}[）)]")
_SEGMENT: Final = re.compile(r"[^。！？!?\n]+[。！？!?]*[”』」]?")
_LIBRARY: Final = re.compile(
    r"[一-鿿a-z0-9]{2,8}(?:文库|素材库|资料库|范文网|公文网|文秘网|材料网|写作网|资料网|文档网)"
)
_LONGEST_SEGMENT: Final = 500


class _Score(NamedTuple):
    total: int
    kinds: int  # of wares, praise, contact, disguise: how many are there
    sure: bool  # holds what no office writes
    contact: bool
    length: int


def _score(piece: str) -> _Score:
    """How far `piece` reads like an advertisement."""
    plain = piece.lower().translate(_PLAIN)
    weights = []
    for vocabulary in (_WARES, _PRAISE, _CONTACT):
        words = {plain[start:end]: int(weight[1]) for weight, start, end in sought(vocabulary, plain)}
        weights.append(list(words.values()))
    wares, praise, contact = weights
    strays = {stray for run in _STRAY_AMID.findall(piece) for stray in run}
    disguise = [2] if len(strays) > 1 else []
    everything = [*wares, *praise, *contact, *disguise]
    strong = [max(kind, default=0) for kind in weights]
    return _Score(
        total=sum(everything),
        kinds=sum(best > 1 for best in (*strong, *disguise)),
        sure=max(strong) > 2 or bool(disguise) or (strong[0] > 1 and strong[2] > 1),
        contact=strong[2] > 1,
        length=len(plain),
    )


def _advertisements(text: str) -> Iterator[_Mark]:
    """Runs in brackets first, then what is left of the lines that are worth a look, sentence by sentence."""
    runs = list(_runs(text))
    yield from runs
    done = at = 0
    for gate in _GATE.finditer(text):
        if gate.start() < done:
            continue
        start = text.rfind("\n", done, gate.start()) + 1 or done
        end = text.find("\n", gate.start())
        done = end = len(text) if end < 0 else end
        follows = False  # right after a run the same seller goes on, with less to show
        while at < len(runs) and runs[at].span.start < end:
            span = runs[at].span
            if span.end > start:
                yield from _in_sentences(text, start, span.start, follows)
                start, follows = span.end, text[span.end - 1] == "】"
            at += 1
        yield from _in_sentences(text, start, end, follows)


def _runs(text: str) -> Iterator[_Mark]:
    at = 0
    while run := _RUN.search(text, at):
        rule = _rule_of_run(text, run) if _GATE.search(text, *run.span()) else None
        if rule is None:
            at = run.start() + 1
            continue
        at = run.end()
        before = _STRAY_BEFORE.search(text, max(0, run.start() - 3), run.start())
        yield _Mark(rule, Span(before.start() if before else run.start(), at))


def _rule_of_run(text: str, run: re.Match[str]) -> str | None:
    inner = run.group()[1:-1]
    if "\n\n" in inner:
        return None
    score = _score(inner)
    if score.kinds > 1 and score.total > 2:
        return "watermark" if not score.contact and score.length <= 24 else "advertisement"
    amid = text[max(run.start() - 1, 0) : run.start()] not in {"", "\n"}  # a line may well open with 【…】
    if amid and _LIBRARY.fullmatch(inner.lower().translate(_PLAIN)):
        return "watermark"
    return None


def _in_sentences(text: str, start: int, end: int, follows: bool) -> Iterator[_Mark]:
    whole_line = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
    first: int | None = None  # where the advertisement that is being read began
    last = start
    for segment in _SEGMENT.finditer(text, start, end):
        piece = segment.group().strip()
        if not piece:
            continue
        if _is_advertisement(piece, whole_line, follows or first is not None):
            first = segment.start() if first is None else first
            last = segment.end()
            continue
        if first is not None:
            yield _Mark("advertisement", _stripped(text, first, last))
            first = None
        follows = False
        for run in _ROUND_RUN.finditer(text, *segment.span()):
            score = _score(run.group()[1:-1])
            if score.sure and score.kinds > 1 and score.total > 5:
                yield _Mark("advertisement", Span(*run.span()))
    if first is not None:
        yield _Mark("advertisement", _stripped(text, first, last))


_INVITATION: Final = re.compile(r"(?:请|欢迎)?(?:添加|加|联系)(?:客服)?(?:微信|[QqＱ]{2}|[Vv][Xx])(?!群)")


def _is_advertisement(piece: str, whole_line: bool, follows: bool) -> bool:
    if len(piece) > _LONGEST_SEGMENT:
        return False
    score = _score(piece)
    if follows:
        return score.kinds > 1 and score.total > 2
    if whole_line and score.contact and score.length <= 30 and _INVITATION.match(piece):
        return True
    return score.sure and score.kinds > 1 and score.total > (4 if whole_line else 5)


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
