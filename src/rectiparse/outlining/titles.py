"""The title of an item: the first sentence after its mark, or the line."""

from __future__ import annotations

import re

from rectiparse.outlining.lines import TRIM, line_end

_STOPS = "。；！？;!?"
_BEFORE = TRIM + "，,：:"
"""What a title does not begin with."""
_AFTER = TRIM + "：:。；，,."
"""What a title does not end with."""
_BETWEEN = _STOPS + "：:，,.*"
"""What parts a title from the text after it."""
_HALF_STOP = re.compile(
    r"(?:[\u4e00-\u9fff”）)]\.(?=[\u4e00-\u9fff“\d ])|%\.(?=[\u4e00-\u9fff“])|[\u4e00-\u9fff”）)%\d]\.(?=\s*(?:\n|\Z)))"
)
"""A half-width stop that ends a Chinese sentence."""
_QUOTED = re.compile(
    r"(?:关于|针对)[“\"](?=[^“”\"\n]{30})(?:[^“”\n]|“[^“”\n]*”){30,600}[”\"](?:的?问题)?[ \t\u3000]*$", re.MULTILINE
)
_NAMES_ASPECT = re.compile("方面|问题")
_MARKS = re.compile(r"[“《（(【‘〈”》）)】’〉。；！？;!?.：:，,]")


def title_at(text: str, start: int, limit: int, *, leads: bool) -> tuple[str, int]:
    """The title that begins at `start`, and where the text after it begins."""
    while start < limit and text[start] in _BEFORE:
        start += 1
    end = text.find("\n", start, limit)
    if end < 0:
        end = limit
    quoted = _QUOTED.match(text, start, end)  # a finding quoted in full, sentences and all
    if quoted:
        return quoted.group().strip(), quoted.end()
    depth = clauses = 0
    comma = -1
    for mark in _MARKS.finditer(text, start, min(end, start + 160)):
        at = mark.start()
        c = text[at]
        if c in "“《（(【‘〈":
            depth += 1
        elif c in "”》）)】’〉":
            depth = depth - 1 if depth else 0
        elif ((depth == 0 or at - start > 60) and (c in _STOPS or (c == "." and _HALF_STOP.match(text, at - 1)))) or (
            c in "：:" and depth == 0 and at - start <= 40
        ):
            end = at
            break
        elif (
            c in "，," and depth == 0 and not (c == "," and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit())
        ):
            clauses += 1
            if comma < 0 and at - start >= 4:
                comma = at
            if clauses > 1 and comma > 0 and not leads:
                break  # the first clause alone, wherever the sentence ends
    else:
        if end - start > 160:
            end = comma if comma > 0 else start + 160
    long = (end - start > 40 and not (clauses <= 1 and end - start <= 60)) or (clauses > 1 and not leads)
    if (
        long
        and leads
        and end - start <= 120
        and _NAMES_ASPECT.match(text, end - 2, end)
        and not text[end : line_end(text, end)].strip(TRIM + _STOPS)
    ):
        long = False  # （一）关于…不深入，…不到位，…有偏差方面: all of the line is the heading
    if long and comma > 0 and not (leads and clauses <= 2 and end - start <= 60):
        end = comma
    if text.endswith("其中", start, end) and end - start > 4:
        end -= 2  # 其中一是…，二是…: the words lead in to the list
    title = text[start:end].rstrip(_AFTER)
    body = end
    while body < limit and text[body] in _BETWEEN:
        body += 1
    return title, body
