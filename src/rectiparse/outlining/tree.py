"""The tree: items, with the text that belongs to each, none of it lost."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Literal

from rectiparse.document import Span
from rectiparse.grammar.model import ANSWERS
from rectiparse.outlining.labels import Label
from rectiparse.outlining.marks import Context, Mark, find_marks, mark_follows
from rectiparse.outlining.sequence import nest
from rectiparse.view import View

Kind = Literal["item", "title", "label", "body", "contents", "closing"]


@dataclass(frozen=True, slots=True)
class Item:
    """A node in the view's offsets: an item has a mark (or is a heading without one), the rest is text of its parent."""

    kind: Kind
    marker: str | None
    family: str | None
    leads: bool
    start: int
    body: int
    """Where the text after the title begins."""
    end: int
    title: str
    children: tuple[Item, ...] = ()
    label: Label | None = None

    @property
    def name(self) -> str:
        """The title without the label that it may begin with (问题：学习不深 is 学习不深)."""
        if self.label is None or self.label.words == self.title:
            return self.title
        return self.title[self.label.span.end - self.label.span.start :].strip()

    @property
    def items(self) -> tuple[Item, ...]:
        """The children that are items."""
        return tuple(child for child in self.children if child.kind == "item")


@dataclass(frozen=True)
class Outline:
    """The tree of one document, in the offsets of its view."""

    view: View
    roots: tuple[Item, ...]
    labels: tuple[Label, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items at the top."""
        return tuple(root for root in self.roots if root.kind == "item")

    def walk(self) -> Iterator[tuple[Item, tuple[Item, ...]]]:
        """Every item, and the items above it from the top down, in reading order."""
        stack: list[tuple[Item, tuple[Item, ...]]] = [(item, ()) for item in reversed(self.items)]
        while stack:
            item, above = stack.pop()
            yield item, above
            stack.extend((child, (*above, item)) for child in reversed(item.items))

    @cached_property
    def title(self) -> str | None:
        """The document's title, or None."""
        parts = [root.title for root in self.roots if root.kind == "title"]
        return "".join(parts) or None


TITLE_WORDS = re.compile(
    r"(?:报告|方案|材料|意见|通报|清单|台账|台帐|计划|总结|提纲|公告|通知|说明|要点|情况|检查|剖析|发言|措施|整改|公示|公开|公布|函|表)[）)]?(?:[（(《<【].{1,12}[）)》>】])?$"
)
_STOPS = "。；！？;!?"
_HALF_STOP = re.compile(
    r"(?:[\u4e00-\u9fff”）)]\.(?=[\u4e00-\u9fff“\d])|%\.(?=[\u4e00-\u9fff“])|[\u4e00-\u9fff”）)%\d]\.(?=\s*(?:\n|\Z)))"
)
"""A half-width stop that ends a Chinese sentence."""
_CLOSING = re.compile(
    r"(?:以上[^，。；\n]{0,12}[，。,]\s?(?:如有)?(?:不妥|不当|请|恳请|敬请|特此|谢谢|汇报|欢迎)|以上(?:是|为)|以上(?:汇报|报告|发言|检查|检视|对照|情况|材料|剖析)[^，。；\n]{0,8}[，。]?$|恳请|特此(?:报告|汇报|通报|说明|公告|公示|公布|函复|通知)|不妥之处|不当之处|请(?:予)?(?:审(?:议|查|阅|定)|批评|各位|同志们|组织)|"
    r"敬请|妥否|(?:汇报|发言|报告)完毕|欢迎(?:广大|社会|干部|党员).{0,30}监督|公示(?:期|时间)|(?:下一步|今后|接下来|下阶段|下步)[，,]|联系(?:电话|方式|人)|附件?\s?[:：\d一二三]|附[:：]|抄送|(?:监督|举报)(?:电话|方式))"
)
_DATE_LINE = re.compile(
    r"[\d〇○零一二三四五六七八九十xX×*]{2,4}\s?年\s?[\d一二三四五六七八九十xX×*]{1,3}\s?月(?:\s?[\d一二三四五六七八九十xX×*]{1,3}\s?日)?$"
)
_BLANKS = " \t\u3000\xa0\n"
_TRIM = " \t\u3000\xa0\n*#>|"
_ABOUT = re.compile(r"^[ \t\u3000]*(?:[“\"]?关于)[^\n。；：]{4,80}?(?:问题|的问题)[”\"]?[。：:]?$", re.MULTILINE)
_BOLD = re.compile(r"^[ \t\u3000]*\*\*(?P<words>[^*\n]{2,40})\*\*[:：]?[ \t]*$", re.MULTILINE)


def build(view: View, labels: Sequence[Label], headings: dict[int, int], tables: Sequence[Span] = ()) -> Outline:
    """The tree of `view`. `headings` maps offsets of lines in the view to the level that the format gives them.

    Nothing in `tables` is an item: a number there belongs to its cell.
    """
    text = view.text
    contents = _contents(text)
    title_end, titles = _title(text, headings)
    skip = sorted([*contents, *tables, Span(0, title_end)] if title_end else [*contents, *tables])
    attached = _attached(text)
    if attached < len(text):
        skip = sorted([*skip, Span(attached, len(text))])
    marks = find_marks(text, [label.span for label in labels], skip)
    marks = _with_headings(text, marks, labels, headings, skip)
    parents = nest(marks)
    closing = _closing(text, marks[max(parents)].span.end if parents else title_end)
    return Outline(view, _assembled(text, marks, parents, labels, titles, contents, closing), tuple(labels))


_ATTACHED = re.compile(r"^[ \t\u3000]*附\s?件\s?(?:[:：]|[一二三\d]\s?[:：.、]|$)", re.MULTILINE)


def _attached(text: str) -> int:
    """Where the note of what is attached (附件：1.…) begins at the document's end; the text's end where there is none."""
    for match in _ATTACHED.finditer(text, len(text) * 2 // 3):
        rest = [line.strip() for line in text[match.start() :].split("\n") if line.strip()]
        if len(rest) <= 20 and all(len(line) <= 60 and line[-1] not in "。；" for line in rest):
            return match.start()
    return len(text)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


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


def _contents(text: str) -> list[Span]:
    """A table of contents (目录): its title line, and lines that end in a page number or come again as headings."""
    head = re.search(r"^[\s\u3000*#]*目[ \u3000]*[录錄次][\s\u3000*]*$", text[:4000], re.MULTILINE)
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


def _title(text: str, headings: dict[int, int]) -> tuple[int, list[Span]]:
    """Where the document's title ends, and the spans of its lines; (0, []) when it has none."""
    lines: list[Span] = []
    for line in re.finditer(r"[^\n]+", text[:2000]):
        words = line.group().strip(_TRIM)
        if not words:
            continue
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
        lines.append(span)
        joined = "".join(text[s.start : s.end] for s in lines)
        if heading or TITLE_WORDS.search(joined):
            following = text[line.end() : line.end() + 80].strip(_TRIM)
            if not (
                following[:1] in "（("
                or (
                    TITLE_WORDS.search(following.split("\n")[0])
                    and len(following.split("\n")[0]) < 30
                    and not find_marks(following[:30])
                )
            ):
                return span.end, lines
    if not lines:
        return 0, []
    joined = "".join(text[s.start : s.end] for s in lines)
    for count in range(len(lines), 0, -1):
        if TITLE_WORDS.search("".join(text[s.start : s.end] for s in lines[:count])):
            return lines[count - 1].end, lines[:count]
    first = text[lines[0].start : lines[0].end]
    after = text[lines[0].end :].lstrip(_TRIM)
    following = after.split("\n", 1)[0]
    if len(first) <= 40 and "，" not in first and len(following) > 40:
        return lines[0].end, lines[:1]
    return 0, []


def _with_headings(
    text: str, marks: list[Mark], labels: Sequence[Label], headings: dict[int, int], skip: Sequence[Span]
) -> list[Mark]:
    """The candidates, with headings that carry no number among them; a Markdown mark before a number is none."""
    numbered_lines = {mark.line for mark in marks if mark.leads and mark.family[0] != "#"}
    kept = [mark for mark in marks if not (mark.family[0] == "#" and mark.line in numbered_lines)]
    sections = _bare_sections(labels, text)
    problems = _unnumbered_problems(labels, marks)
    wanted = [(first_word(text, start), "#" * 7) for start in sections]
    wanted += [(first_word(text, start), "问题") for start in problems]
    wanted += [(first_word(text, start), "#" * level) for start, level in headings.items()]
    wanted += [(first_word(text, match.start()), "关于") for match in _ABOUT.finditer(text)]
    wanted += [(match.start("words"), "#" * 7) for match in _BOLD.finditer(text)]
    if not wanted:
        return kept
    breaks = [match.start() for match in re.finditer("\n", text)]
    opening = {*sections, *problems}
    labelled = {
        bisect_left(breaks, label.span.start) for label in labels if label.leads and label.span.start not in opening
    }
    problem_lines = {bisect_left(breaks, start) for start in problems}
    taken = {mark.line for mark in kept if mark.leads} - problem_lines
    skipped = [span.start for span in skip]
    extra: list[Mark] = []
    for start, family in sorted(wanted):
        line = bisect_left(breaks, start)
        within = bisect_right(skipped, start) - 1
        inside = within >= 0 and start < skip[within].end
        if line in taken or line in labelled or inside or start >= len(text):
            continue
        taken.add(line)
        extra.append(Mark(family, None, "", Span(start, start), Context.LINE, line, leads=True))
    return sorted([*kept, *extra], key=lambda mark: mark.span)


def first_word(text: str, start: int) -> int:
    """The offset of the first character at or after `start` on its line that is neither blank nor a Markdown mark."""
    while start < len(text) and text[start] in _TRIM and text[start] != "\n":
        start += 1
    return start


def _bare_sections(labels: Sequence[Label], text: str) -> list[int]:
    """Where sections begin whose heading is a label without number or colon, each wording once: 存在的问题, 努力方向."""
    alone = [
        label
        for label in labels
        if label.kind in ("problem", "causes", "next", "measures")
        and text[label.span.end - 1] not in "：:】"
        and not text[text.rfind("\n", 0, label.span.start) + 1 : label.span.start].strip(_TRIM)
    ]
    words = Counter(label.words for label in alone)
    once = [label for label in alone if words[label.words] == 1]
    kinds = {label.kind for label in once}
    return [label.span.start for label in once] if len(kinds) >= 2 and len(once) == len(alone) else []


def _unnumbered_problems(labels: Sequence[Label], marks: Sequence[Mark]) -> list[int]:
    """Where problems begin that have a label (存在问题：) but no number: a new one comes after an answer to the last."""
    starts = [label.span.start for label in labels if label.kind == "problem" and label.leads]
    leading = [mark.span.start for mark in marks if mark.leads]
    answers = [label.span.start for label in labels if label.kind in ANSWERS and label.leads]
    if len(starts) == 1 and answers and answers[-1] > starts[0] and (not leading or leading[0] > starts[0]):
        return starts  # one task, told by labels alone
    if len(starts) < 2:
        return []
    again = 0
    for before, start in pairwise(starts):
        answered = any(before < answer < start for answer in answers)
        at = bisect_left(leading, start) - 1
        heading_between = (
            at >= 0 and not any(leading[at] < answer for answer in answers if answer < start) and leading[at] > before
        )
        again += answered and not heading_between
    return starts if again else []


def _closing(text: str, after: int) -> int:
    """Where the closing words, the signature and the date at the document's end begin; the text's end where there are none."""
    start = _line_end(text, after)
    lines = [m for m in re.finditer(r"[^\n]+", text[start:]) if m.group().strip()]
    for match in lines:
        if _CLOSING.match(match.group().strip()):
            return start + match.start()
    tail = lines[-4:]
    for at, match in enumerate(tail):
        if _DATE_LINE.match(match.group().strip()) and all(len(m.group().strip()) <= 30 for m in tail[at:]):
            first = at
            while (
                first > 0
                and len(tail[first - 1].group().strip()) <= 30
                and tail[first - 1].group().strip()[-1] not in "。；："
            ):
                first -= 1
            return start + tail[first].start()
    return len(text)


class _Builder:
    """Puts items, labels and paragraphs in their places; used once a document."""

    def __init__(self, text: str, labels: Sequence[Label]) -> None:
        self.text = text
        self.labels = labels
        self.label_starts = [label.span.start for label in labels]

    def labels_in(self, start: int, end: int) -> Sequence[Label]:
        return self.labels[bisect_left(self.label_starts, start) : bisect_left(self.label_starts, end)]

    def trimmed(self, start: int, end: int) -> Span:
        text = self.text
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and (text[end - 1] in _TRIM or self.is_dash(end - 1)):
            end -= 1
        return Span(start, end)

    def is_dash(self, at: int) -> bool:
        """True for a Markdown dash before a numbered mark: it is part of no marker, and counts as a blank."""
        return (
            self.text[at] in "-+"
            and not self.text[self.text.rfind("\n", 0, at) + 1 : at].strip(_TRIM)
            and self.text[at + 1 : at + 2] in _BLANKS
            and mark_follows(self.text, at + 1)
        )

    def paragraphs(self, start: int, end: int, kind: Kind = "body") -> list[Item]:
        """The text of a range as labels and paragraphs."""
        found: list[Item] = []
        at = start
        for label in self.labels_in(start, end):
            found += self.lines(at, label.span.start, kind)
            found.append(
                Item(
                    "label",
                    None,
                    None,
                    label.leads,
                    label.span.start,
                    label.span.end,
                    label.span.end,
                    label.words,
                    label=label,
                )
            )
            at = label.span.end
        return found + self.lines(at, end, kind)

    def lines(self, start: int, end: int, kind: Kind) -> list[Item]:
        found: list[Item] = []
        while start < end:
            stop = self.text.find("\n", start, end)
            stop = end if stop < 0 else stop
            span = self.trimmed(start, stop)
            if span.end > span.start and not self.is_dash(span.start):
                found.append(
                    Item(kind, None, None, True, span.start, span.start, span.end, self.text[span.start : span.end])
                )
            start = stop + 1
        return found

    def title(self, start: int, limit: int, *, leads: bool) -> tuple[str, int]:
        """The title that begins at `start`, and where the text after it begins."""
        text = self.text
        while start < limit and text[start] in _TRIM + "，,：:":
            start += 1
        end = min(_line_end(text, start), limit)
        depth = clauses = 0
        comma = -1
        for at in range(start, min(end, start + 160)):
            c = text[at]
            if c in "“《（(【‘〈":
                depth += 1
            elif c in "”》）)】’〉":
                depth = max(0, depth - 1)
            elif (
                (depth == 0 or at - start > 60) and (c in _STOPS or (c == "." and _HALF_STOP.match(text, at - 1)))
            ) or (c in "：:" and depth == 0 and at - start <= 40):
                end = at
                break
            elif c in "，," and depth == 0 and not (c == "," and text[at + 1 : at + 2].isdigit()):
                clauses += 1
                if comma < 0 and at - start >= 4:
                    comma = at
        else:
            if end - start > 160:
                end = comma if comma > 0 else start + 160
        long = (end - start > 40 and not (clauses <= 1 and end - start <= 60)) or (clauses > 1 and not leads)
        if long and comma > 0 and not (leads and clauses <= 2 and end - start <= 60):
            end = comma
        if text.endswith("其中", start, end) and end - start > 4:
            end -= 2  # 其中一是…，二是…: the words lead in to the list
        title = text[start:end].rstrip(_TRIM + "：:。；，,.")
        body = end
        while body < limit and text[body] in _STOPS + "：:，,.*":
            body += 1
        return title, body


def _assembled(
    text: str,
    marks: Sequence[Mark],
    parents: dict[int, int],
    labels: Sequence[Label],
    titles: Sequence[Span],
    contents: Sequence[Span],
    closing: int,
) -> tuple[Item, ...]:
    builder = _Builder(text, labels)
    order = list(parents)
    position = {at: i for i, at in enumerate(order)}
    children: dict[int, list[int]] = {-1: []}
    for at, parent in parents.items():
        children[at] = []
        children[parent].append(at)
    # Where each item's subtree stops: the next item in reading order that is none of its descendants.
    after: dict[int, int] = {}
    last: dict[int, int] = {}
    for at in reversed(order):
        last[at] = last[children[at][-1]] if children[at] else at
        following = position[last[at]] + 1
        after[at] = marks[order[following]].span.start if following < len(order) else closing
    starts = [marks[at].span.start for at in order]
    for at, stop in _handed_up(text, marks, parents, children, labels, order, starts).items():
        after[at] = min(after[at], stop)
    made: dict[int, Item] = {}
    made_lines = {
        at: "\n" in text[marks[at].span.start : after[at]].strip() for at in order if marks[at].family in _SPOKEN
    }
    for at in reversed(order):
        mark = marks[at]
        limit = after[at]
        if not mark.leads:
            end = _line_end(text, mark.span.start if not children[at] else made[children[at][-1]].end)
            limit = min(limit, max(end, made[children[at][-1]].end if children[at] else end))
        elif _one_paragraph(mark, at, marks, parents, children, made_lines):
            limit = min(limit, _line_end(text, mark.span.start))
        inner = [made[child] for child in children[at]]
        span = builder.trimmed(mark.span.start, limit)
        if mark.text:
            span = Span(mark.span.start, max(span.end, mark.span.end))
        next_start = starts[position[at] + 1] if position[at] + 1 < len(starts) else len(text)
        first_label = builder.labels_in(mark.span.end, limit)
        stop = min(
            [limit, next_start, *(label.span.start for label in first_label[:1] if label.span.start > mark.span.end)]
        )
        own_label = None
        begins = mark.span.end
        while begins < limit and text[begins] in _TRIM:
            begins += 1
        if first_label and first_label[0].span.start == begins:
            own_label = first_label[0]
            title, body = own_label.words, own_label.span.end
            if own_label.kind == "problem" and text[own_label.span.end - 1] in "：:】":
                title, body = builder.title(own_label.span.end, max(stop, own_label.span.end), leads=mark.leads)
                title = text[own_label.span.start : own_label.span.end] + title
        elif mark.family == "【】":
            title, body = mark.text.strip("【】 "), mark.span.end
        else:
            title, body = builder.title(mark.span.end, stop, leads=mark.leads)
        parts: list[Item] = []
        reached = body
        for child in inner:
            parts += builder.paragraphs(reached, child.start)
            parts.append(child)
            reached = max(reached, child.end)
        parts += builder.paragraphs(reached, limit)
        made[at] = Item(
            "item",
            mark.text or None,
            mark.family,
            mark.leads,
            span.start,
            min(body, span.end),
            max(span.end, span.start),
            title,
            tuple(parts),
            own_label,
        )
    top: list[Item] = []
    reached = 0
    for title_span in titles:
        top.append(
            Item("title", None, None, True, *_thrice(title_span), text[title_span.start : title_span.end].strip(_TRIM))
        )
        reached = title_span.end
    fixed = sorted(
        [*(made[at] for at in children[-1]), *(p for span in contents for p in builder.lines(*span, "contents"))],
        key=lambda item: item.start,
    )
    for item in fixed:
        top += builder.paragraphs(reached, item.start)
        top.append(item)
        reached = max(reached, item.end)
    top += builder.paragraphs(reached, max(closing, reached))
    top += builder.paragraphs(max(closing, reached), len(text), "closing")
    return tuple(top)


def _handed_up(
    text: str,
    marks: Sequence[Mark],
    parents: dict[int, int],
    children: dict[int, list[int]],
    labels: Sequence[Label],
    order: Sequence[int],
    starts: Sequence[int],
) -> dict[int, int]:
    """Where items end because a label that leads its line belongs to an item above them.

    A label that introduces a list belongs to the item that owns the list. One with text of its own belongs to the
    item it follows, unless that item's earlier siblings came without any label or list: then it is their parent's.
    """
    stops: dict[int, int] = {}
    labelled: set[int] = set()

    def end_below(owner: int, chain: Sequence[int], stop: int) -> None:
        ended = list(takewhile(lambda below: below != owner, chain))
        if any(children[below] and marks[children[below][-1]].span.start >= stop for below in ended):
            return  # what stands after the label is an item's own list
        for below in ended:
            stops[below] = min(stops.get(below, stop), stop)

    def chain_from(at: int) -> list[int]:
        chain = [at]
        while parents[chain[-1]] >= 0:
            chain.append(parents[chain[-1]])
        return chain

    def list_leads(at: int) -> bool:
        """True when the list that an item stands in begins on a line of its own."""
        family = marks[at].family
        return marks[next(child for child in children[parents[at]] if marks[child].family == family)].leads

    for label in labels:
        before = bisect_right(starts, label.span.start) - 1
        if before < 0:
            continue
        owner = order[before]
        if not text[marks[owner].span.end : label.span.start].strip(_TRIM):
            continue  # the label is the item's own title
        chain = chain_from(owner)
        while owner >= 0 and not marks[owner].leads and "\n" in text[marks[owner].span.start : label.span.start]:
            owner = parents[owner]
        if owner < 0:
            continue
        if label.enclosed or (not label.leads and list_leads(owner)):
            labelled.add(owner)
            continue
        following = order[before + 1] if before + 1 < len(order) else None
        if following is not None and not text[label.span.end : marks[following].span.start].strip(_TRIM):
            if parents[following] in chain:
                owner = parents[following]
        else:
            while parents[owner] >= 0 and (label.leads or not list_leads(owner)):
                elder = [child for child in children[parents[owner]] if child < owner]
                if any(child in labelled or (label.kind in ANSWERS and children[child]) for child in elder):
                    break
                if not elder and not _alone_in_answer(text, marks, labels, children, owner, parents[owner]):
                    break
                owner = parents[owner]
        labelled.add(owner)
        end_below(owner, chain, label.span.start)
    for before, at in enumerate(order[1:]):
        # Words that lead in to a list on its line belong to the item that owns the list.
        mark = marks[at]
        line_start = text.rfind("\n", 0, mark.span.start) + 1
        if not mark.leads and marks[order[before]].span.start < line_start and parents[at] != order[before]:
            end_below(parents[at], chain_from(order[before]), line_start)
    return stops


def _alone_in_answer(
    text: str, marks: Sequence[Mark], labels: Sequence[Label], children: dict[int, list[int]], only: int, parent: int
) -> bool:
    """True for the only item of a list that a label of answers introduces: what is labelled after it is its parent's."""
    if len(children[parent]) != 1:
        return False
    return any(
        label.kind in ANSWERS
        and marks[parent].span.end <= label.span.start
        and text[marks[parent].span.end : label.span.start].strip(_TRIM)  # not its own title
        and label.span.end <= marks[only].span.start
        and not text[label.span.end : marks[only].span.start].strip(_TRIM)
        for label in labels
    )


_SPOKEN = ("一是", "一要", "首先", "其一", "第一，")


def _one_paragraph(
    mark: Mark,
    at: int,
    marks: Sequence[Mark],
    parents: dict[int, int],
    children: dict[int, list[int]],
    many_lines: dict[int, bool],
) -> bool:
    """True for the last item of a list of paragraphs (一是…。 二是…。), none of which has anything below it."""
    if mark.family not in _SPOKEN or children[at] or not many_lines.get(at):
        return False
    alike = [child for child in children[parents[at]] if marks[child].family == mark.family]
    return len(alike) > 1 and alike[-1] == at and not any(children[other] or many_lines[other] for other in alike[:-1])


def _thrice(span: Span) -> tuple[int, int, int]:
    return span.start, span.end, span.end
