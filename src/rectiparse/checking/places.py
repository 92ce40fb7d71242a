"""Place names (县, 区, 市, 镇 …) without a gazetteer: by their last character, and by what stands before the first one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal, NamedTuple

from rectiparse.checking.case import Case
from rectiparse.document import Span

Level = Literal["county", "city", "town"]

_LEVELS: Final[dict[str, Level]] = {
    "县": "county", "区": "county", "旗": "county", "市": "city", "州": "city", "镇": "town", "乡": "town", "街道": "town",
}  # fmt: skip

_SUFFIX: Final = re.compile(r"自治[县州旗]|[县区市旗镇乡]|街道")
# A name begins after a mark, a blank or a word that leads up to one; inside a run of other words nothing shows its start.
_LEADS: Final = re.compile(
    r"(?:[在到对由和与及的于从向为以按据照将让请使市省州]|中共|结合|落实|贯彻|关于|根据|按照|依据|推动|推进|促进|符合|组织|号召|要求|针对|作为|支持|"
    r"统筹|召开|成立|执行|确保|对照|围绕|服务|助力|加快|实现)$"
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_LENGTHS: Final = {"自": (2, 3, 4, 5, 6, 7, 8)}
_USUAL: Final = (2, 3)
"""Characters of a name before its last one."""
_ORGAN: Final = re.compile(
    r"委|工委|办事处|人民政府|政府|人大|政协|纪委|纪检|直机关|党组|党委|党工委|[\u4e00-\u9fff]{0,8}?(?:局|委员会|办公室|院|中心|学校|中学|小学)"
    r"|实际|境内|广大|党员|干部|各级|各乡|各镇|全体|经济社会"
)
_NO_NAME: Final = re.compile(
    r"^年|[报呈送交经征函需应须][县区市旗镇乡]$|^(?:已|均|须|仍)|"
    r"[请我本该此各全每某其这那两几多贫外原有是为在对由和与及的于从向不个所进行了被把将就也都以按第]|"
    r"^(?:社|园|城|地|校|景|片|辖|库|小|厂|矿|灾|郊|开发|高新|示范|保护|试验|实验|自治|特|超|夜|股|直辖|设|县级|地级|中心|重点|集|建制|村|街|家|返|下|"
    r"驻|联|包|生态|工业|产业|物流|经济|合作|管理|功能|居民|住宅|风景|旅游|种植|养殖|县|省|区|镇|乡)"
    r"|(?:园|社|校|片|小|辖|城|景|地|库|库|开发|高新|示范|保护|自治|工业|产业|经济|试验|合作|功能|行政)[区市县]$|[县市区镇乡省](?:区|市|县|镇|乡|街道)$"
)
_VISITED: Final = re.compile(
    r"赴|前往|学习|考察|借鉴|参观|对标|对口|协作|帮扶|结对|支援|援助|相邻|毗邻|邻近|交界|周边|籍|异地|外地|调入|调任|任职|挂职|签订|联合|共同|会同|兄弟|先进|经验|"
    r"报告中|材料中|出现|抄袭|照搬|雷同"
)
_FROM: Final = re.compile(r"籍|人(?!民)|户籍|居民|公司|有限|企业|经验|做法|交界|接壤|方向|路|大道|段")
_NO_NAMES: Final = re.compile(rb"\n([^ \n]{6,9}) \d+ [vpdcarmufbqty]")
"""Words of two or three characters that jieba's dictionary tags as verbs, prepositions, adverbs …, as it writes them."""


class Mention(NamedTuple):
    """A place named in a text; `acts` when an office or a body of it is named with it."""

    name: str
    level: Level
    span: Span
    acts: bool


@cache
def _words() -> frozenset[str]:
    """Words such as 邀请 or 根据, which with 县 behind them make no name (邀请县财政局).

    Read from jieba's dictionary without loading jieba; none where it is not installed.
    """
    spec = find_spec("jieba")
    path = Path(spec.origin).with_name("dict.txt") if spec and spec.origin else None
    if path is None or not path.is_file():
        return frozenset()
    return frozenset(word.decode("utf-8", "replace") for word in _NO_NAMES.findall(path.read_bytes()))


def names_in(text: str) -> Iterator[Mention]:
    """Every place named in `text`; spans lie in it."""
    for match in _SUFFIX.finditer(text):
        end = match.end()
        for length in _LENGTHS.get(match.group()[0], _USUAL):
            start = match.start() - length
            stem = text[start : match.start()] if start >= 0 else ""
            if not _HAN.fullmatch(stem):
                break
            if start and "\u4e00" <= text[start - 1] <= "\u9fff" and not _LEADS.search(text[max(0, start - 2) : start]):
                continue
            name = stem + match.group()
            if not _NO_NAME.search(name) and not {stem, stem[:2], stem[-2:]} & _words():
                acts = _ORGAN.match(text, end) is not None
                yield Mention(name, _LEVELS[match.group().removeprefix("自治")], Span(start, end), acts)
                break


def own_places(case: Case) -> dict[Level, frozenset[str]]:
    """The document's own places by level: those in its title, its unit, its signature; else the one it keeps naming."""
    facts = case.ledger.document
    heads = [facts.title or "", facts.organization or "", facts.inspector or ""]
    if case.text is not None:
        lines = [line.strip() for line in case.text[-300:].split("\n") if line.strip()]
        heads += [line for line in lines[-3:] if len(line) <= 25 and "：" not in line]
    own: dict[Level, set[str]] = {}
    for level, name in _of_unit(facts.organization or ""):
        own.setdefault(level, set()).add(name)
    for head in heads:
        for mention in names_in(head):
            own.setdefault(mention.level, set()).add(mention.name)
    if not own and case.view is not None:
        counts = Counter(mention.name for mention in names_in(case.view.text) if mention.level == "county")
        most = counts.most_common(2)
        if most and most[0][1] >= 3 and (len(most) == 1 or most[0][1] >= 3 * most[1][1]):
            own["county"] = {most[0][0]}
    return {level: frozenset(names) for level, names in own.items()}


_UNIT_OF_PLACE: Final = re.compile(
    r"(?:中共)?(?P<name>[\u4e00-\u9fff]{2,4}?(?P<level>镇|乡|街道))(?:党工?委|党政|纪委|纪工委|工委|人民政府|政府|机关)?"
)


def _of_unit(unit: str) -> Iterator[tuple[Level, str]]:
    """The town that a unit is of, whose name stands at its start and may hold what else is no name: 永和镇党委."""
    match = _UNIT_OF_PLACE.fullmatch(unit)
    if match and match["name"][0] not in "各本我全该":
        yield "town", match["name"]
    elif len(unit) in (3, 4) and unit[-1] == "街":
        yield "town", f"{unit}道"


class Unit(NamedTuple):
    """A unit that acts in a sentence of its own."""

    name: str
    span: Span


_OWN_UNIT: Final = re.compile(
    r"(?:中共)?(?:[\u4e00-\u9fff]{0,12}?[省市县区旗州])?(?P<core>[\u4e00-\u9fff]{1,14}?)(?P<kind>局|委员会|委|办公室|办|院)(?:机关)?(?P<body>党组|党委)?"
)
_UNIT_ACTS: Final = re.compile(
    r"(?:(?<=[。；\n])|(?<=。[ \u3000])|\A)[ \t\u3000]*(?P<name>(?P<place>[\u4e00-\u9fff]{2,3})?[省市县区旗州](?P<core>[\u4e00-\u9fff]{2,8}?)(?P<kind>局|委|办|院)党(?:组|委))"
    r"(?=高度重视|[把将以]|坚持|认真|严格|多次|及时|迅速|召开|成立|研究|制定|领导班子|班子|切实|坚决|带头|定期|进一步|深刻|始终|对照|组织|第一时间|积极|全面)"
)
_NO_PLACE: Final = re.compile(r"^(?:例如|比如|其中|针对|关于|对于|由于|同时|会同|配合|向)")
_ABOVE: Final = re.compile(r"纪|监委|巡[察视]|组织|宣传|统战|政法|人大|政协|政府|督察|审计|分$")


def other_units(case: Case) -> list[Unit]:
    """Units of the same kind as the document's own that act in its place: 县水利局党组高度重视, in a report of another 局."""
    own = _OWN_UNIT.fullmatch(case.ledger.document.organization or "")
    if case.view is None or own is None or len(own["core"]) < 2:
        return []
    found = []
    for match in _UNIT_ACTS.finditer(case.view.text):
        core, kind = match["core"], match["kind"]
        if kind != own["kind"][0] or _ABOVE.search(core) or _NO_PLACE.match(match["place"] or ""):
            continue
        own_names = (own["core"], case.ledger.document.title or "")
        if not any(_short_for(core, name) for name in own_names) and not _short_for(own["core"], core):
            found.append(Unit(match["name"], case.back(*match.span("name"))))
    return found


def _short_for(short: str, name: str) -> bool:
    """True when the characters of the one stand in the other in their order: 农水 of 农业农村水产."""
    rest = iter(name)
    return all(character in rest for character in short)


def strangers(case: Case, own: dict[Level, frozenset[str]]) -> list[Mention]:
    """The places that the document names besides its own, where nothing around gives a reason for it; spans in its text."""
    if case.view is None:
        return []
    text = case.view.text
    known = {name for names in own.values() for name in names}
    quoted = _Quoted(text)
    found = []
    for mention in names_in(text):
        start, end = mention.span
        if any(mention.name.endswith(name) or name.endswith(mention.name) for name in known):
            continue
        low = max(0, start - 24)
        clause = max(low, *(text.rfind(mark, low, start) + 1 for mark in "。；\n"))
        if _VISITED.search(text, clause, start) or _FROM.match(text, end):
            continue
        if _VISITED.search(text, end, min(len(text), end + 12)) or quoted.at(start):
            continue
        found.append(mention._replace(span=case.back(start, end)))
    return found


class _Quoted:
    """Says whether an offset stands in quotation marks or in a title; to be asked in order."""

    def __init__(self, text: str) -> None:
        marks = re.finditer(r"“[^“”\n]{0,120}”|《[^《》\n]{0,120}》|\"[^\"\n]{0,60}\"", text)
        self.spans = [match.span() for match in marks]
        self.next = 0

    def at(self, offset: int) -> bool:
        """True when `offset` is quoted."""
        while self.next < len(self.spans) and self.spans[self.next][1] <= offset:
            self.next += 1
        return self.next < len(self.spans) and self.spans[self.next][0] <= offset
