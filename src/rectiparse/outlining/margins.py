"""What stands around the items: the document's title, a table of contents, closing words, a note of what is attached."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectiparse.document import Span
from rectiparse.outlining.lines import TRIM, line_end
from rectiparse.outlining.marks import find_marks

TITLE_WORDS = re.compile(
    r"(?:报告|方案|材料|意见|通报|清单|台账|台帐|计划|总结|提纲|公告|通知|说明|要点|情况|检查|剖析|发言|措施|整改|公示|公开|公布|汇报|简报|函|表|(?:的(?:巡察|巡视|督察|检查)?|情况)反馈)[）)]?(?:[（(《<【].{1,12}[）)》>】])?(?:\s*[—-]{1,2}\s*20\d\d年[^，。\n]{4,50}会议上)?$"
)
_CLOSING = re.compile(
    r"(?:以上[^，。；\n]{0,12}[，。,]\s?(?:如有)?(?:不妥|不当|请|恳请|(?:请|望)[^，。；]{2,20}(?:于|在|自|按照|收到)|敬请|特此|谢谢|汇报|欢迎)|以上(?:是|为)|以上(?:汇报|报告|发言|检查|检视|对照|情况|材料|剖析)[^，。；\n]{0,8}[，。]?$|恳请|特此(?:报告|汇报|通报|说明|公告|公示|公布|函复|通知)|不妥之处|不当之处|请(?:予)?(?:审(?:议|查|阅|定)|批评|各位|同志们|组织)|"
    r"敬请|妥否|(?:汇报|发言|报告)完毕|欢迎(?:广大|社会|干部|党员).{0,30}监督|公示(?:期|时间)|(?:下一?步|今后|接下来|下一?阶段)[，,]|联系(?:电话|方式|人)|附件?\s?[:：\d一二三]|附[:：]|抄送|专此(?:报告|函复|通报)|通报期内|几点要求|其余\d{1,3}[个项条]|虽然[^。\n]{2,30}(?:成效|成绩|进展)|(?:[\u4e00-\u9fff]{2,4}|[^，。；：\n]{2,12}同志)表示[，,：:]"
    r"|(?:今后|下一?步|下一?阶段|接下来)[^，。；：\n]{0,10}(?:将|要)|请[^，。；\n]{2,24}(?:在|于|自|收到|按照)[^。\n]{2,40}(?:报送|上报|报告)|(?:总之|综上|综上所述)[，,]|通过(?:此次|这次|本次)[^，。；\n]{2,20}[，,]|在今后的(?:工作|学习)|(?:监督|举报)(?:电话|方式)|[^。；\n]{0,20}如?对[^。\n]{2,40}(?:有|存在)异议"
    r"|[^，。；：\n]{0,14}(?:将|要)以[^，。；\n]{1,20}为(?:新的?)?(?:契机|起点|抓手|动力)[，,])"
)
_GLUED_TITLE = re.compile(
    r"(?P<title>[^，。；：\s]{6,60}(?:报告|方案|通报|材料|清单|总结|情况))[ \u3000]+(?:根据|按照|为|20\d\d年)[^\n]{2,40}[，,]"
)
"""A title with the first sentence after a blank."""
_DATE_LINE = re.compile(
    r"[\d〇○零一二三四五六七八九十xX×*]{2,4}\s?年\s?[\d一二三四五六七八九十xX×*]{1,3}\s?月(?:\s?[\d一二三四五六七八九十xX×*]{1,3}\s?日)?$"
    r"|20\d\d([./-])\d{1,2}\1\d{1,2}$"
)
_NAME = re.compile(r"[^，。；：:;]{1,30}")
"""A line of a signature."""
_SIGNED = re.compile(
    r"[^，。；：:\d\n]{3,30}[ \t\u3000]+(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s?年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?"
)
"""A signature with its date on one line."""
_ATTACHED = re.compile(r"^[ \t\u3000]*附\s?件\s?(?:[:：]|[一二三\d]\s?[:：.、]|$)", re.MULTILINE)


_COPIED = re.compile(r"^[ \t\u3000]*(?:版权|免责)声明[：:]?[ \t\u3000]*$", re.MULTILINE)


def find_attached(text: str) -> int:
    """Where the note of what is attached (附件：1.…), or of whose text it is, begins at the end; the text's end without one."""
    copied = _COPIED.search(text, len(text) // 2)
    if copied:
        return copied.start()
    for match in _ATTACHED.finditer(text, len(text) * 2 // 3):
        rest = [line.strip() for line in text[match.start() :].split("\n") if line.strip()]
        if len(rest) <= 20 and all(len(line) <= 60 and line[-1] not in "。；" for line in rest):
            return match.start()
    return len(text)


_CONTENTS_WORD = re.compile(r"目[ \u3000]*[录錄次]")
_CONTENTS_LINE = re.compile(r"^[\s\u3000*#]*目[ \u3000]*[录錄次][\s\u3000*]*$", re.MULTILINE)


def _ends_in_page(line: str) -> bool:
    """True for a line of a table of contents: words, leaders or a wide gap, a page number."""
    words = line.rstrip(" \t\u3000)）")
    before = words.rstrip("0123456789").rstrip("（(")
    if before == words or len(words) > 160:
        return False
    head = before.rstrip(".．…· \t\u3000")
    leader = before[len(head) :]
    dotted = sum(c in ".．…·" for c in leader)
    return 2 <= len(head.strip()) <= 80 and (dotted >= 3 or "…" in leader or "\t" in leader or len(leader) >= 3)


def find_contents(text: str) -> list[Span]:
    """A table of contents (目录): its title line, and lines that end in a page number or come again as headings."""
    opening = text[:4000]
    head = _CONTENTS_WORD.search(opening) and _CONTENTS_LINE.search(opening)
    lines = list(re.finditer(r"[^\n]+", text[:20000]))
    if head:
        start = end = head.end()
        for line in lines:
            if line.start() < start or not line.group().strip():
                continue
            words = re.sub(r"[.．…·\s\t]+\d*\s*$", "", line.group()).strip()
            if _ends_in_page(line.group()) or (words and text.find(words, line.end()) >= 0 and len(words) < 80):
                end = line.end()
            else:
                break
        return [Span(head.start(), end)] if end > start else []
    runs: list[Span] = []
    first = last = None
    count = 0
    for line in lines:
        if _ends_in_page(line.group()):
            first = line.start() if first is None else first
            last, count = line.end(), count + 1
        elif line.group().strip():
            if count >= 3 and first is not None and last is not None:
                runs.append(Span(first, last))
            first = last = None
            count = 0
    return runs


def _repeated(text: str, lines: list[Span]) -> list[Span]:
    """The lines of a title without the site's words above it, where the page prints the title again below."""
    last = lines[-1].cut(text)
    again = re.search(rf"^[ \t\u3000]*{re.escape(last)}[ \t\u3000]*$", text[lines[-1].end : 2000], re.MULTILINE)
    return lines[-1:] if again and len(lines) > 1 and len(last) >= 10 else lines


_HEAD_NUMBER = re.compile(
    r"[^\s，。；：]{1,14}[〔\[（(]\s?(?:19|20)\S{2}\s?[〕\]）)]\s?第?\S{1,6}\s?号(?:\s+签发人.*)?$"
)
"""The line of a printed head (版头) that names the document by number, below the office's name and above the title."""
_SPACED = re.compile(r"(?<!\S)(?:[\u4e00-\u9fff][ \u3000\xa0]+)+[\u4e00-\u9fff](?!\S)")


def closed_up(line: str) -> str:
    """The line without the blanks that set a word of it apart: 报      告, 整 改 方 案."""
    return _SPACED.sub(lambda word: re.sub(r"\s", "", word.group()), line)


def title_of(text: str, lines: Sequence[Span]) -> str:
    """The words of a title, its lines joined and closed up."""
    return "".join(closed_up(line.cut(text).strip(TRIM)) for line in lines)


def find_title(text: str, headings: dict[int, int]) -> tuple[int, list[Span]]:
    """Where the document's title ends, and the spans of its lines; (0, []) when it has none."""
    lines: list[Span] = []
    for line in re.finditer(r"[^\n]+", text[:2000]):
        words = line.group().strip(TRIM)
        if not words:
            continue
        if not lines and (glued := _GLUED_TITLE.match(words)):
            words = glued["title"]
        start = line.start() + line.group().index(words)
        span = Span(start, start + len(words))
        marked = find_marks(words[:40])
        numbered = bool(marked) and marked[0].leads and marked[0].family[0] not in "#•" and marked[0].family != "【】"
        heading = line.group().lstrip().startswith("# ") or headings.get(line.start()) == 1
        stop = words[-1] in "。；：:;，,！？" or any(mark in words for mark in "。；")
        if numbered or (stop and not heading) or len(words) > 70 or len(lines) >= 4:
            break
        if _DATE_LINE.match(words.strip("（）()")) and lines:
            break
        if "\t" in words and lines:
            break  # a row of a table
        if _HEAD_NUMBER.match(words):
            lines = []  # what stands above it is no title
            continue
        lines.append(span)
        if heading or TITLE_WORDS.search(title_of(text, lines)):
            following = closed_up(text[line.end() : line.end() + 80].strip(TRIM))
            if not (
                following[:1] in "（("
                or (
                    TITLE_WORDS.search(following.split("\n")[0])
                    and len(following.split("\n")[0]) < 30
                    and not find_marks(following[:30])
                )
            ):
                return span.end, _repeated(text, lines)
    if not lines:
        return 0, []
    for count in range(len(lines), 0, -1):
        if TITLE_WORDS.search(title_of(text, lines[:count])):
            return lines[count - 1].end, lines[:count]
    first = text[lines[0].start : lines[0].end]
    after = text[lines[0].end :].lstrip(TRIM)
    following = after.split("\n", 1)[0]
    if len(first) <= 40 and "，" not in first and len(following) > 40:
        return lines[0].end, lines[:1]
    return 0, []


def find_closing(text: str, after: int) -> int:
    """Where the closing words, the signature and the date at the document's end begin; the text's end where there are none."""
    start = line_end(text, after)
    lines = [m for m in re.finditer(r"[^\n]+", text[start:]) if m.group().strip()]
    for match in lines:
        if _CLOSING.match(match.group().strip()):
            return start + match.start()
    tail = [(line, line.group().strip()) for line in lines[-4:]]
    for at, (line, words) in enumerate(tail):
        if _SIGNED.fullmatch(words):
            return start + line.start()
        if _DATE_LINE.match(words) and all(len(words) <= 30 for _, words in tail[at:]):
            first = at
            while first > 0 and _NAME.fullmatch(tail[first - 1][1]):
                first -= 1
            return start + tail[first][0].start()
    return len(text)
