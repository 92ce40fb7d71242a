"""The same document in another dress gives the same ledger: only the spans move."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from generator import STYLES, chinese
from rectiparse.document import Document
from rectiparse.ledger import Ledger, Node
from rectiparse.pipeline import extract
from rectiparse.reading import read

SAMPLES = sorted(
    path
    for path in (Path(__file__).parent.parent / "samples").iterdir()
    if path.suffix in (".txt", ".md") and path.stem != "README"
)
TABLES = {"audit-table.md", "checklist-table.txt"}
WRAPPED = {"plan-running-numbers.txt"}
INDENTED = {"report-no-top.txt", "checklist-party.txt"}


@cache
def document_of(path: Path) -> Document:
    return read(path)


@cache
def ledger_of(path: Path) -> Ledger:
    return extract(document_of(path))


def ledger_of_text(text: str, path: Path) -> Ledger:
    return extract(read(text.encode("utf-8"), name=path.name))


# ---- what must stay -------------------------------------------------------------------------------------------------

_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_QUOTES = str.maketrans("“”‘’。", "\"\"''.")


def plain(words: str | None) -> str | None:
    """Words without what a change of dress may change: width, blanks, quotes."""
    if words is None:
        return None
    return "".join(unicodedata.normalize("NFKC", words).translate(_QUOTES).replace("*", "").split())


def number(marker: str | None) -> str | None:
    """A marker without its style: the number it bears."""
    if marker is None:
        return None
    words = (plain(marker) or "").translate(_CAPITALS)
    found = re.search(r"\d+|[一二三四五六七八九十]+|首先|其次|再次|最后", words)
    return found.group() if found else words


def _node(node: Node) -> object:
    return (number(node.marker), node.level, node.role, plain(node.title), [_node(child) for child in node.children])


def facts(ledger: Ledger) -> dict[str, object]:
    """All that a ledger says, without spans, in terms that a change of dress must not change."""
    document = ledger.document

    def step(measure: object) -> object:
        m = measure
        return (
            m.id, number(m.marker), plain(m.title), plain(m.text), [(number(p.marker), plain(p.text)) for p in m.points],  # type: ignore[attr-defined]
            [(plain(r.name), r.role) for r in m.responsible], m.deadline, plain(m.deadline_text), m.ongoing, m.recurrence,  # type: ignore[attr-defined]
            m.category, m.status, plain(m.status_text),  # type: ignore[attr-defined]
        )  # fmt: skip

    return {
        "document": (
            plain(document.title), document.genre, document.grammar, plain(document.organization), plain(document.inspector),
            document.inspected, document.feedback, document.year, [(d.kind, d.count) for d in document.declared],
        ),
        "outline": [_node(node) for node in ledger.outline],
        "problems": [
            (
                p.id, number(p.marker), plain(p.title), plain(p.detail), plain(p.aspect), [plain(title) for title in p.path],
                [(number(q.marker), plain(q.text)) for q in p.points], plain(p.goal), [(plain(r.name), r.role) for r in p.responsible],
                p.deadline, plain(p.deadline_text), p.ongoing, p.status, plain(p.status_text), [step(m) for m in p.measures],
            )
            for p in ledger.problems
        ],
        "measures": [step(m) for m in ledger.measures],
        "causes": [(number(c.marker), plain(c.title), plain(c.text)) for c in ledger.causes],
        "schedule": [(plain(s.title), s.interval, [(number(t.marker), plain(t.text)) for t in s.tasks]) for s in ledger.schedule],
        "figures": [(plain(f.text), f.value, f.unit, plain(f.subject), f.approximate, f.bound, f.masked, f.owner) for f in ledger.figures],
        "dates": [(plain(d.text), d.value, d.kind, d.basis, d.owner) for d in ledger.dates],
        "citations": [(plain(c.title), plain(c.number)) for c in ledger.citations],
    }  # fmt: skip


# ---- changes of dress -----------------------------------------------------------------------------------------------


def half_width(text: str) -> str:
    return text.translate(str.maketrans("（），：；！？", "(),:;!?"))


def half_width_stops(text: str) -> str:
    return half_width(text).replace("。", ".")


def full_width_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def ascii_quotes(text: str) -> str:
    return text.translate(str.maketrans("“”", '""'))


def indented(text: str) -> str:
    return "\n".join("　　" + line if line.strip() else line for line in text.split("\n"))


def blank_lines(text: str) -> str:
    return re.sub(r"\n+", "\n\n", text)


def trailing_blanks(text: str) -> str:
    return text.replace("\n", " \xa0\n")


def carriage_returns(text: str) -> str:
    return read(text.replace("\n", "\r\n").encode("gb18030")).text


def wrapped(text: str, width: int, whole: set[str]) -> str:
    """Every paragraph cut at `width` characters, whatever stands there; lines of noise (`whole`) stay as they are.

    The width grows until no paragraph ends with a full line: where the next one begins would then be anyone's guess.
    """
    while True:
        lines: list[str] = []
        clear = True
        for paragraph in text.split("\n"):
            rest = paragraph
            while len(rest) > width and paragraph.strip() not in whole:
                stop = width
                while stop < len(rest) and rest[stop] in "，。；：、”）》？！":
                    stop += 1
                lines.append(rest[:stop])
                rest = rest[stop:]
            clear = clear and (len(rest) < width - 2 or paragraph.strip() in whole)
            lines.append(rest)
        if clear:
            return "\n".join(lines)
        width += 1


_ADVERTS = (
    "【更多公文*素#材请加微信：gw~ku888，免费*下载】",
    "##paidbegin##",
    "%【海量*范~文*&下载*某某文库】",
    "&nbsp;",
)


def noise_between_sentences(text: str) -> str:
    rng = random.Random(7)
    return re.sub(r"。(?=[^\n])", lambda m: m.group() + (rng.choice(_ADVERTS) if rng.random() < 0.2 else ""), text)


def noise_inside_sentences(text: str) -> str:
    rng = random.Random(7)
    return re.sub(
        r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])",
        lambda m: m.group() + (rng.choice(_ADVERTS) if rng.random() < 0.2 else ""),
        text,
    )


def noise_lines(text: str) -> str:
    rng = random.Random(7)
    lines = []
    for at, line in enumerate(text.split("\n")):
        lines.append(line)
        if at > 1 and rng.random() < 0.2:
            lines.append(rng.choice([f"— {at} —", "##paidend##", _ADVERTS[0], "【打印本页】【关闭窗口】"]))
    return "\n".join(lines)


DRESSES: dict[str, Callable[[str], str]] = {
    "half width": half_width,
    "half width stops": half_width_stops,
    "full width digits": full_width_digits,
    "ascii quotes": ascii_quotes,
    "indented": indented,
    "blank lines": blank_lines,
    "trailing blanks": trailing_blanks,
    "carriage returns": carriage_returns,
    "noise between sentences": noise_between_sentences,
    "noise inside sentences": noise_inside_sentences,
    "noise lines": noise_lines,
}


def _same(path: Path, text: str) -> None:
    wanted, found = facts(ledger_of(path)), facts(ledger_of_text(text, path))
    for part, value in wanted.items():
        assert found[part] == value, part


def _may_wear(path: Path, dress: str) -> bool:
    """A table's rows are lines, and a wrapped or indented text has its own line ends and indents."""
    if path.name in TABLES:
        return dress not in ("blank lines", "noise lines", "indented", "trailing blanks")
    return path.name not in INDENTED | WRAPPED or dress not in ("indented", "noise lines", "blank lines")


@pytest.mark.parametrize(
    ("path", "dress"),
    [(path, dress) for path in SAMPLES for dress in DRESSES if _may_wear(path, dress)],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_same_ledger_in_another_dress(path: Path, dress: str) -> None:
    _same(path, DRESSES[dress](document_of(path).text))


@pytest.mark.parametrize("width", [20, 27, 34, 41, 48, 60])
@pytest.mark.parametrize(
    "path",
    [path for path in SAMPLES if path.suffix == ".txt" and path.name not in TABLES | WRAPPED],
    ids=lambda path: path.name,
)
def test_same_ledger_at_any_width(path: Path, width: int) -> None:
    whole = {line for entry in ledger_of(path).noise for line in entry.text.split("\n")}
    _same(path, wrapped(document_of(path).text, width, whole))


# ---- other marks ----------------------------------------------------------------------------------------------------

_OTHER: tuple[dict[str, str], ...] = (
    {"一、": "一．", "（一）": "(一)", "1.": "1、", "（1）": "(1)", "①": "1)", "1、": "1.", "1)": "①"},
    {"一、": "第一部分 ", "（一）": "（一）、", "1.": "1．", "（1）": "⑴", "①": "（1）", "1、": "1．", "1)": "1）"},
    {"一、": "壹、", "（一）": "㈠", "1.": "⒈", "（1）": "①", "①": "⑴", "1、": "⒈", "1)": "（1）"},
)
_CHINESE = "零一二三四五六七八九十"
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+")


def _value(marker: str) -> int | None:
    inner = number(marker)
    if inner is None:
        return None
    if inner.isdigit():
        return int(inner)
    if not set(inner) <= set(_CHINESE):
        return None
    tens, _, ones = inner.rpartition("十")
    if "十" in inner:
        return (_CHINESE.index(tens) if tens else 1) * 10 + (_CHINESE.index(ones) if ones else 0)
    return _CHINESE.index(inner)


def _styled(style: str, value: int) -> str | None:
    if style.strip() == "壹、":
        return "壹贰叁肆伍陆柒捌玖拾"[value - 1] + "、" if value <= 10 else None
    if style.strip() in ("①", "⑴", "⒈") and value > 20:
        return None
    if style.strip() in ("㈠",) and value > 10:
        return None
    if style == "第一部分 ":
        return f"第{chinese(value)}部分 "
    return STYLES[style](value)


def other_marks(path: Path, styles: dict[str, str]) -> str | None:
    """The text with every marker of the styles replaced; None where there is none, or where two styles would be one."""
    ledger, text = ledger_of(path), document_of(path).text
    places: list[tuple[int, str, str]] = []
    stack = list(ledger.outline)
    seen: set[str] = set()
    while stack:
        node = stack.pop()
        stack.extend(node.children)
        value = _value(node.marker) if node.marker else None
        if node.marker is None or value is None:
            continue
        style = next((s for s in styles if _styled(s, value) == node.marker), None)
        seen.add(style or _NUMBER.sub("1", plain(node.marker) or ""))
        if style is not None:
            new = _styled(styles[style], value)
            if new is None:
                return None
            places.append((node.span.start, node.marker, new))
    after = {_NUMBER.sub("1", (plain(styles.get(style, style)) or "").translate(_CAPITALS)) for style in seen}
    if not places or len(after) < len(seen):
        return None
    for start, old, new in sorted(places, reverse=True):
        assert text[start : start + len(old)] == old
        text = text[:start] + new + text[start + len(old) :]
    return text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_same_ledger_with_other_marks(path: Path) -> None:
    for styles in _OTHER:
        text = other_marks(path, styles)
        if text is not None:
            wanted, found = facts(ledger_of(path)), facts(ledger_of_text(text, path))
            for part in ("document", "problems", "measures", "causes", "schedule", "dates", "figures", "citations"):
                assert found[part] == wanted[part], part


def test_most_samples_have_marks_in_other_styles() -> None:
    dressed = [path for path in SAMPLES if any(other_marks(path, styles) for styles in _OTHER)]
    assert len(dressed) > len(SAMPLES) / 2
