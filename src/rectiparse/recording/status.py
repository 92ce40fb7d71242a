"""How far things are (整改状态): sentences that say nothing else, and the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectiparse.ledger import Status

# Words of status vocabularies in use (domain.md section 2), mapped to the core; the first that fits counts.
_WORDS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("not-done", re.compile(r"(?:未|尚未|没有|无法)(?:能)?(?:按期|按时|全部|完全)?(?:完成|整改|落实|销号|启动|开展|办结|到位)|整改不到位|超期未完|待整改|未整改|未(?:能)?(?:达|按)到?(?:序时|时序)")),
    ("mostly-done", re.compile(r"基本(?:上)?(?:已)?(?:完成|整改|落实|到位|解决)|阶段性(?:成果|成效|目标|任务|完成|整改|销号)|部分(?:已)?(?:完成|整改|落实|销号|解决|到位)|大部分")),
    ("in-progress", re.compile(r"正(?:在|积极|按|有序|抓紧)|推进中|整改中|进行中|在办|待验收|持续整改|有序推进|加快推进|积极推进|按(?:计划|(?:序时|时序)(?:进度)?|进度)推进|正常推进|(?:序时|时序)推进|(?:达到?|超过?|符合)(?:序时|时序)|[仍还尚]在(?:整改|推进|办理|实施|进行|落实)|逐步|分阶段整改|申请延期|办理中|持续推进|^\d{1,2}(?:\.\d+)?[%％]$")),
    ("done", re.compile(r"(?:已|均|全部|按期|按时|如期)(?:经)?(?:全部|全面|按期|按时|均|予以)?(?:完成|整改|落实|销号|办结|到位|解决|清退|纠正|关闭|闭环)|整改(?:完成|完毕|到位)|完成(?:整改|销号)|销号|办结|^(?:已)?完成$|立行立改已完成|已(?:经)?[于在]?\d{1,4}[年月.][\d年月日初底末上中下旬前.]{0,11}(?:全部|全面|如期|按期|按时)?(?:完成|整改|落实|销号|办结|到位|解决)|^100[%％]$")),
    ("long-term", re.compile(r"长期(?:坚持|整改|任务|推进)|常态(?:化)?(?:坚持|推进|整改)|持续(?:坚持|推进|深化|巩固)")),
)  # fmt: skip
_LEAD = r"(?:目前|现|当前|截至(?:目前|[^，。]{2,14})|至此|该|此|本|这|上述|以上|各|全部|所有|问题|项|类|个|条|整改|任务|事项|工作|措施|均|我\S{1,4}|\d+|，|,|[:：])*"
_CORE = (
    r"(?:已|均已|全部|已经|已(?:经)?[于在]?\d{1,4}[年月.][\d年月日初底末上中下旬前.]{0,11}|正在|正|尚未|未|暂|仍|还|尚(?=在)|在(?=整改|推进|办|实施|进行|落实)|"
    r"(?:须|需要?)(?=继续|持续|长期|常态)|继续|部分(?=已?(?:完成|整改|落实|销号|解决|到位))|阶段性(?=完成|整改|销号)|达(?=序时|时序)|时序|超过?(?=序时|时序)|正常|稳步|"
    r"基本|按期|按时|如期|积极|有序|加快|持续|长期|并|且|予以|全面|均|按计划|按序时进度|立即|即|得到|取得|"
    r"整改|完成|到位|落实|销号|办结|办理|推进|中|坚持|进行|实施|解决|巩固|深化|常态化|任务|工作|完毕|阶段性成效|阶段性成果|立行立改|"
    r"逐步|纠正|闭环|达到|要求|序时|进度|率|\d{1,3}(?:\.\d+)?[%％]|、|，|,|状态|为|是|[（）()【】\[\]]|了|当)+"
)
_ONLY = re.compile(
    rf"^[（(【\[]?{_LEAD}{_CORE}(?:[，,]?(?:预计|力争|计划|确保|拟)[^，。；]{{2,20}}(?:完成|完工|到位|整改|办结|投用)(?:整改|到位)?)?[。；;.！]?$"
)
_SENTENCE = re.compile(
    r"(?:[^。；;！!.]++|\.(?![\u4e00-\u9fff“\d]|\s*(?:\n|\Z))|(?<![\u4e00-\u9fff”）)%])\.(?=\d))++[。；;！!.]*"
)


_BOXES = "□○☐☑☒✓✔√■"
_TICKED_AFTER = re.compile(rf"(?P<said>[^{_BOXES}\s]{{2,12}})\s?[☑☒✓✔√■]")
_TICKED_BEFORE = re.compile(rf"[☑☒✓✔√■]\s?(?P<said>[^{_BOXES}\s]{{2,12}})")


def _ticked(words: str) -> str:
    """Of boxes to be ticked the words of the one that is: ☑已完成 □未完成, 已完成√ 未完成□."""
    if not any(box in words for box in "☑☒✓✔√■"):
        return words
    match = (_TICKED_BEFORE if words.lstrip()[:1] in _BOXES else _TICKED_AFTER).search(words)
    return match["said"] if match else words


def status_of(words: str) -> Status:
    """The status that words such as 已完成 or 正在整改 give, or unknown."""
    words = _ticked(words)
    ongoing = any(pattern.search(words) for kind, pattern in _WORDS if kind == "long-term")
    for kind, pattern in _WORDS:
        if pattern.search(words):
            return "done" if kind == "in-progress" and ongoing and _WORDS[3][1].search(words) else kind
    return "unknown"


def says_status_only(sentence: str) -> bool:
    """True when a sentence says how far things are and nothing else: 该问题已整改到位。"""
    words = sentence.strip()
    return 2 <= len(words) <= 40 and _ONLY.match(words) is not None and status_of(words) != "unknown"


_SAYS = re.compile(r"(?:目前|现|该|此|本|上述|以上|问题|各|所有|全部|均|都)*(?:已|正|尚|仍|还|暂|未|基本|部分)")
_SAYS_FIRST = frozenset("目现该此本上以问各所全均都已正尚仍还暂未基部")
_REMARK = re.compile(r"[（(【\[](?P<said>[^（）()【】\[\]]{2,30})[）)】\]]$")

_REMARK_BEFORE = re.compile(r"\s*[（(【\[](?P<said>[^（）()【】\[\]]{2,30})[）)】\]]\s*[：:，,]?\s*")


def closing_status(words: str) -> str | None:
    """What the last clause of a text says of how far things are, or the remark at its end, where that is all they say.

    已建成投运，已完成整改。 · 修订制度（已完成）；
    """
    words = words.rstrip(" \t\n\u3000。；;.！")
    remark = _REMARK.search(words[-32:]) if words[-1:] in "）)】]" else None
    said = remark["said"] if remark else words[max(words.rfind("，"), words.rfind(",")) + 1 :]
    said = said.strip()
    told = len(said) < len(words) and (
        remark is not None or (said[:1] in _SAYS_FIRST and _SAYS.match(said) is not None)
    )
    return said if told and says_status_only(said) else None


def remark_before(words: str) -> tuple[str, int] | None:
    """What a remark in brackets before a text says of how far things are, and where the text begins: [已完成]修订制度."""
    remark = _REMARK_BEFORE.match(words)
    return (remark["said"], remark.end()) if remark and says_status_only(remark["said"]) else None


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as ranges, closing marks included."""
    return list(_sentences(text, start, end))


def first_sentence(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The first of them, or None where there is none."""
    return next(_sentences(text, start, end), None)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text, start, end):
        first, last = match.span()
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if last > first:
            yield first, last
