"""Marks: what may number a heading or a list item, wherever it stands.

A candidate is no more than that: `2.` may be a list's second item or the end of a sentence. Which ones are items is
decided over the whole document in `sequence.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum

from rectiparse.document import Span
from rectiparse.numerals import parse_numeral
from rectiparse.scanning import sought_by
from rectiparse.values import value


class Context(IntEnum):
    """What stands before a candidate, from the best place for an item to the worst."""

    LINE = 0  # nothing but blanks
    LABEL = 1  # a label: 整改措施：
    SENTENCE = 2  # the end of a sentence, or a colon
    BLANK = 3
    COMMA = 4
    MIDDLE = 5


LINE, LABEL, SENTENCE, BLANK, COMMA, MIDDLE = Context  # to look one up in the class takes as long as to make a span


@value
class Mark:
    """A candidate: `family` names the way of numbering, `value` its number (None where it has none)."""

    family: str
    value: int | None
    text: str
    span: Span
    context: Context
    line: int
    """The number of the line it stands in, from 0."""
    separator: str = ""
    """The mark that ends what stands before it on the line: a list keeps to one."""
    leads: bool = False
    """True when it stands first on its line."""


_CN = "一二三四五六七八九十百〇零壹贰叁肆伍陆柒捌玖拾貳參陸弌ー"
_BEFORE = (  # also the start of the text, and what a text out of a preview has its headings pasted to
    r"(?:(?<![^\n\t \u3000\xa0*#>。．.；;：:！？!?，,、…）)】\]”’\"|])|(?<=其中)"
    r"|(?<=[告案单料报])(?=一、)|(?<=做法|情况|措施|安排|要求|打算)(?=1[、.．]\D))"
)
_PROBLEM = r"(?:反馈|整改|具体|存在)?(?:问题|任务)[\ \u3000]?[（(]?"
_BULLETS = "•●○◆◇■□▲△▶★☆※·"
LAST = 99
"""The value of 最后: the last item of a list, whatever its number."""
_ORDERED = {
    "首先": 1, "其次": 2, "再次": 3, "再者": 3, "然后": 3, "最后": LAST, "一方面": 1, "另一方面": 2, "另方面": 2,
}  # fmt: skip

_COUNTED = (
    "(?:名(?![称录单额])|个(?![人别体性案百月])|户(?![籍口外均])|家(?![校庭长访属])|处(?![理置罚分])|起(?![草步点始诉])|条(?![件例款线])"
    "|项(?!目)|所(?![有属需在])|台(?![账帐])|座(?![谈位])|间(?![接隔])|号(?![召码])|[栋辆]|件|笔(?!记))"
)
"""Units of what is counted one by one: 1.3名党员 is the first item, and three members; there is no part of one."""
_SIGN = "①-⑳㉑-㉟⑴-⒇⒈-⒛㈠-㈩㊀-㊉❶-❿➀-➉"
_FIRST = rf"[{_CN}{_SIGN}{_BULLETS}（(〔﹙【Ⅰ-ⅫA-Za-zＡ-Ｚａ-ｚ第其反整具存问任首再最另0-9０-９𝟎-𝟿—+*\#\-]"
"""What a mark may begin with; a set that names no other one, such as \\d, is looked up in one table."""
# One scan for every way of numbering that occurs (GB/T 9704-2012 7.3.3 and what people write instead). A mark spans the
# group of its way, which is the last to end.
_ANY = rf"""(?:
    (?P<paren>[（(〔﹙][\ \u3000]?(?P<paren_n>[{_CN}]{{1,4}}|\d{{1,3}}|[-－—])[\ \u3000]?[)）〕﹚][、.．]?)
  | (?P<lenticular>【(?P<lenticular_n>\d{{1,2}})】)
  | (?P<sign>[{_SIGN}])
  | {_BEFORE}(?:
      (?P<part>第[\ \u3000]?(?P<part_n>[{_CN}]{{1,4}}|\d{{1,3}})[\ \u3000]?(?P<part_kind>[章节編编篇条條]|部分|阶段[:：]?)(?![款项例约件]))
    | (?P<nth>第[\ \u3000]?(?P<nth_n>[{_CN}]{{1,3}}|\d{{1,2}})[，,、：:])
    | (?P<cause>其(?P<cause_n>[一二三四五六七八九十])[，,是：:、]?)
    | (?P<count>(?P<count_n>[{_CN}]{{1,4}})(?:(?P<is>是(?!否|不是)|要(?!否|不[然得]))|(?P<dot>[\ \u3000]?[、．.﹒]|(?P<loose>[,，:：])(?=[\u4e00-\u9fff]{{2}}))))
    | (?P<problem>(?:【{_PROBLEM}(?P<problem_b>[{_CN}]{{1,4}}|\d{{1,3}})[)）]?】[:：]?|{_PROBLEM}(?P<problem_n>[{_CN}]{{1,4}}|\d{{1,3}})[)）]?[\ \u3000]?[:：.．、]))
    | (?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}(?![\d.．%％万亿元倍米公吨月年日岁度分小级层里斤亩平立千百折成只次]|人(?![员才民事])|个[百月]|{_COUNTED}))
    | (?P<roman>[Ⅰ-Ⅻ][\ \u3000]?[、.．])
    | (?P<letter>[A-Za-zＡ-Ｚａ-ｚ](?P<letter_b>[、.．]|[)）][、.．]?))(?=[\u4e00-\u9fff“《])
    | (?P<dashed>\d{{1,2}}[-－—]\d{{1,2}}(?=[\ \t\u3000、.．]+[^\d\s月日年天岁级号楼层栋期次至到]))
    | (?P<number>(?P<number_n>\d{{1,3}})[\ \u3000]?(?:(?P<bracket>[)）])[、.．]?|[、.．﹒](?=(?:19|20)\d\d年|\d{{1,2}}月|\d{{1,4}}[多余]?{_COUNTED}|[^\d\s])|(?P<listed>、)(?=\d)|[、.．][\ \u3000]+(?=\S)|[、.．](?=\s*$)|(?P<tight>[.．])(?=\d)))
    | (?P<word>首先|其次|再次|再者|最后|一方面|另一方面)(?=[，,是要])
    | (?P<bare>(?<=[。.；;：:\n])[一二三四五六七八九十])(?=[\u4e00-\u9fff“"])
    | (?P<bullet>[{_BULLETS}]|——(?=[\u4e00-\u9fff“])|[-+](?=\ \S)|[*](?=\ \S))
    | (?P<hash>\#{{1,6}})(?=[ \t\u3000]*[^\s#])
    | (?P<title>【(?P<title_n>[^】\n]{{2,40}})】)
  ))"""
_MARK = re.compile(sought_by(_FIRST, _ANY), re.VERBOSE | re.MULTILINE)
_SENTENCE = frozenset("。．.；;：:！？!?…")
_COMMA = frozenset("，,、")
_BLANK = frozenset(" \t\u3000\xa0")
_SKIP = frozenset(" \t\u3000\xa0*#>|")
_CLOSERS = frozenset('”’"）)】]')

# 一 … 十 that begin a word are no bare enumerators.
_BARE_WORDS = re.compile(
    r"[一二三四五六七八九十](?:[个些级次名位人项条份件把般定直旦切致律并经线体贯味再度向边起半时天年月日季周路面样种系批笔户家所套"
    r"只支张片层点步类届轮期代处场座台辆篇章节万千百十亿分成倍号楼门手票言心共道方等于大小中老新元来去眼口旁]|[、，。（）])"
)


def _family(match: re.Match[str], kind: str) -> tuple[str, int | None]:
    """The way of numbering, and the number."""
    group = match.group
    if kind == "paren":
        inner = group("paren_n")
        if inner in "-－—":
            return "（一）", 1  # what text recognition makes of （一）
        return ("（1）" if inner[0].isdigit() else "（一）"), parse_numeral(inner)
    if kind == "number":
        return ("1）" if group("bracket") else "1."), int(group("number_n"))
    if kind == "count":
        return "一" + (group("is") or "、"), parse_numeral(group("count_n"))
    if kind == "bare":
        return "一", parse_numeral(group("bare"))
    if kind == "lenticular":
        return "【1】", int(group("lenticular_n"))
    if kind == "roman":
        return "Ⅰ、", ord(group("roman")[0]) - ord("Ⅰ") + 1
    if kind == "letter":
        letter = unicodedata.normalize("NFKC", group("letter")[0])
        first = "A" if letter.isupper() else "a"
        return first + (")" if group("letter_b")[0] in ")）" else "."), ord(letter) - ord(first) + 1
    if kind == "dashed":
        return "1.1", int(re.split("[-－—]", group("dashed"))[1])
    if kind == "sign":
        return _SIGNS[group("sign")]
    if kind == "part":
        kind_of_part = group("part_kind").rstrip(":： ").replace("條", "条").replace("編", "编")
        return "第" + kind_of_part, parse_numeral(group("part_n"))
    if kind == "nth":
        return "第一，", parse_numeral(group("nth_n"))
    if kind == "cause":
        return "其一", parse_numeral(group("cause_n"))
    if kind == "problem":
        return "问题一", parse_numeral(group("problem_n") or group("problem_b"))
    if kind == "decimal":
        parts = re.split(r"[.．]", group("decimal"))
        return "1" + ".1" * (len(parts) - 1), int(parts[-1])
    if kind == "word":
        word = group("word")
        return ("一方面" if "方面" in word else "首先"), _ORDERED[word]
    if kind == "bullet":
        return "•" + group("bullet"), None
    if kind == "hash":
        return group("hash"), None
    return "【】", None


_SIGNS = {}
for _first, _last, _name in (
    ("①", "⑳", "①"), ("⑴", "⒇", "（1）"), ("⒈", "⒛", "1."), ("㈠", "㈩", "（一）"), ("㊀", "㊉", "①"), ("❶", "❿", "①"), ("➀", "➉", "①"),
):  # fmt: skip
    for _code in range(ord(_first), ord(_last) + 1):
        _SIGNS[chr(_code)] = (_name, _code - ord(_first) + 1)
for _code in range(ord("㉑"), ord("㉟") + 1):
    _SIGNS[chr(_code)] = ("①", _code - ord("㉑") + 21)


def _titles(text: str, start: int, end: int) -> bool:
    """True when one label alone stands between two marks."""
    words = text[start:end].strip("*#> \t\u3000：:")
    return len(words) <= 24 and not any(stop in words for stop in "。；，,;")


_ENUMERATES = re.compile(rf"[{_CN}]{{1,3}}、[{_CN}\d]{{1,3}}[、和及（）(等级项类年月]")
"""一、二、三等奖: words side by side, no marks."""
_DOUBLED = re.compile(rf"([{_CN}]{{1,3}}、)\1")

_MAY_BE_MID = frozenset(("（一）", "（1）", "①"))
_DIVISIONS = frozenset(("第章", "第节", "第编", "第篇", "第条", "第部分", "第阶段", "问题一"))


def find_marks(text: str, labels: Sequence[Span] = (), skip: Sequence[Span] = ()) -> list[Mark]:
    """Every candidate in reading order. `labels` are the spans of labels, `skip` spans in which nothing is a mark."""
    found: list[Mark] = []
    label_ends = {label.end for label in labels}
    skips = iter([*skip, Span(len(text) + 1, len(text) + 1)])
    skipped = next(skips)
    label_iter = iter([*labels, Span(len(text) + 1, len(text) + 1)])
    label = next(label_iter)
    line = seen = reached = 0
    numbered = -1  # the number of the last line that one opens
    for match in _MARK.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if start < reached:
            continue
        reached = end
        while skipped.end <= start:
            skipped = next(skips)
        if skipped.start <= start:
            continue
        while label.end <= start:
            label = next(label_iter)
        if label.start <= start and kind != "problem":
            continue
        family, value = _family(match, kind)
        if value == 0:
            continue
        if family == "一、" and _ENUMERATES.match(text, start) and not _DOUBLED.match(text, start):
            continue
        context = _context(text, start, label_ends)
        if kind == "decimal" and text[start - 1 : start] in (".", "．") and text[start - 2 : start - 1].isdigit():
            continue  # 2024.7.1前
        if match["tight"] and not (context is LINE and value == numbered + 1):
            continue  # 2.5公里, where no line before bears the number before
        if (
            kind == "sign"
            and context is MIDDLE
            and found
            and (found[-1].family, found[-1].value) == (family, (value or 0) - 1)
        ):
            context = BLANK  # ①建章立制②补齐台账: it is no other sign
        if context is LABEL and found and _titles(text, found[-1].span.end, start):
            context = SENTENCE  # 二、整改措施：1.…: the label is the title of the item before
        again = context is SENTENCE and value == 1 and found and found[-1].family == family
        if again and lead_in(text, found[-1].span.end, start) >= 0:
            context = LABEL  # a sentence leads in to a list anew, as a label would
        if context is not LINE and _misplaced(match, family, context):
            continue
        if family[0] == "•" and mark_follows(text, end):
            continue
        if family == "一" and _BARE_WORDS.match(text, start):
            context = BLANK
        if family == "1." and context is BLANK and not text[end : end + 1].strip():
            continue
        line += text.count("\n", seen, start)
        seen = start
        mark = text[start:end].rstrip()
        if family == "其一":
            mark = mark[:2]
        if text.startswith(mark, start + len(mark)) and value is not None:
            mark += mark  # typed twice, or typed and automatic
            reached = max(reached, start + len(mark))
        before = text[start - 1] if context > LABEL else ""
        leads = context is LINE
        if leads and family == "1.":
            numbered = value or 0
        found.append(Mark(family, value, mark, Span(start, start + len(mark)), context, line, before, leads))
    return found


_LEAD_IN = re.compile(r"(?<=[。！？])[^。！？\n]{8,200}(?:如下|以下[^。，：:\n]{2,10})[：:]\s*\Z")


def lead_in(text: str, start: int, end: int) -> int:
    """Where a sentence begins that leads in to the list at `end` (…。现将整改情况报告如下：1.…), -1 where none does."""
    match = _LEAD_IN.search(text[start:end]) if text[end - 2 : end].rstrip()[-1:] in ("：", ":") else None
    return start + match.start() if match else -1


def _misplaced(match: re.Match[str], family: str, context: Context) -> bool:
    """True where no mark of that family stands, not being first on its line."""
    if context is MIDDLE:
        return family not in _MAY_BE_MID
    if context is COMMA and family in ("1.", "一、", "1）", "一"):
        return True
    if match["dashed"] or (match["letter"] and context > SENTENCE):
        return True  # 1-2 amid a line is a stretch, A、 may name a house
    if context > LABEL and (match["loose"] or match["listed"]):
        return True
    if context > BLANK and family in _DIVISIONS:
        return True
    return family[0] in "•#" or family == "【】"


def _context(text: str, start: int, label_ends: set[int]) -> Context:
    at = start
    blank = False
    while at > 0 and text[at - 1] in _SKIP:
        if at in label_ends:
            return LABEL
        blank = blank or text[at - 1] in _BLANK
        at -= 1
    if at in label_ends:
        return LABEL
    if at == 0 or text[at - 1] == "\n":
        return LINE
    before = text[at - 1]
    if before in "-+" and blank and not text[text.rfind("\n", 0, at) + 1 : at - 1].strip():
        return LINE  # a Markdown bullet before a number is part of no marker
    if before in _SENTENCE:
        return SENTENCE
    if before in _CLOSERS:
        inner = text[at - 2 : at - 1]
        if before in "）)":
            opener = max(text.rfind("（", max(0, at - 80), at), text.rfind("(", max(0, at - 80), at))
            if opener > 0 and text[opener - 1] in _SENTENCE:
                return SENTENCE  # …。（责任单位：办公室）2.…
        return SENTENCE if inner in _SENTENCE or before in "】" else (BLANK if blank else MIDDLE)
    if before in _COMMA or text.endswith("其中", 0, at):
        return COMMA
    if blank:
        return BLANK
    glued = before in "告案单料报" if text.startswith("一、", start) else text.startswith(("1、", "1.", "1．"), start)
    return BLANK if glued else MIDDLE  # pasted to the heading above: …整改报告一、主要做法1、…


def mark_follows(text: str, at: int) -> bool:
    """True when a numbered mark stands at `at`, blanks aside."""
    while at < len(text) and text[at] in _SKIP:
        at += 1
    match = _MARK.match(text, at)
    return (
        match is not None
        and match.lastgroup not in ("bare", "bullet", "hash", "title")
        and not (match["loose"] or match["tight"])
    )


_REFERENCE = re.compile(r"[至项款类、]")
"""What follows a mark in a reference: （一）至（三）类."""


def starts_item(line: str) -> bool:
    """True when a line begins with a mark."""
    match = _MARK.match(line)
    if match is None or match.lastgroup == "bare" or match["loose"] or match["tight"]:
        return False
    return not _REFERENCE.match(line, match.end(match.lastgroup or ""))
