"""A pattern that looks at one character before it tries its words finds all that the words alone would find."""

from __future__ import annotations

import re
from typing import Any

import pytest

from rectiparse.mentions import noise, parties, subjects
from rectiparse.outlining import marks

FIRST_LOOK = re.compile(r"\(\?=\[[^\]]+\]\)(?=\(\?:)")


def places_of_words(source: str) -> str:
    """A text in which each word of the pattern `source` stands by itself, and behind and before each of its characters."""
    words = sorted(set(re.findall("[一-鿿]+", source)))
    characters = sorted(set(re.findall("[一-鿿]", source)))
    return "\n".join([*words, *(character + word + character for word in words for character in characters)])


PATTERNS = {
    "stops": subjects._STOPS,
    "governing": subjects._GOVERNING,
    "whole": subjects._WHOLE,
    "doing first": subjects._DOING_FIRST,
    "after by": parties._AFTER_BY,
}


@pytest.mark.parametrize("name", PATTERNS)
def test_first_look_passes_all_words(name: str) -> None:
    pattern = PATTERNS[name]
    words_alone, looks = FIRST_LOOK.subn("", pattern.pattern, count=1)
    assert looks == 1
    text = places_of_words(words_alone)
    assert [found.span() for found in pattern.finditer(text)] == [
        found.span() for found in re.finditer(words_alone, text)
    ]


@pytest.mark.parametrize("mark", ["", "："])
def test_triggers_pass_all_words(mark: str) -> None:
    text = mark + places_of_words(parties._TRIGGER.pattern)
    if not mark:
        text = re.sub("[:：】]", "", text)
    assert [found.span() for found in parties._triggers(text)] == [
        found.span() for found in parties._TRIGGER.finditer(text)
    ]


# ---- patterns of `sought_by`: the set that they are looked for by ---------------------------------------------------------

SOUGHT = {
    f"{module.__name__}.{name}": pattern
    for module in (noise, marks)
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern) and "[\\s\\S])" in pattern.pattern
}
ANYTHING = (0, 0xFFFF)
OF_CATEGORY = {"CATEGORY_DIGIT": "09０９"}  # ranges of the digits that a document is numbered with


def beginnings(parsed: Any) -> tuple[set[tuple[int, int]], bool]:
    """The ranges of characters that a parsed pattern may begin with, and whether it may match nothing."""
    found: set[tuple[int, int]] = set()
    for op, value in parsed:
        kind, empty = str(op), False
        if kind in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        if kind == "LITERAL":
            found.add((value, value))
        elif kind == "IN" and str(value[0][0]) != "NEGATE":
            found |= {one for part in value for one in ranges(*part)}
        elif kind == "BRANCH":
            ways = [beginnings(way) for way in value[1]]
            found |= {one for way, _ in ways for one in way}
            empty = any(nothing for _, nothing in ways)
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            inner, empty = beginnings(value[2])
            found |= inner
            empty = empty or value[0] == 0
        elif kind in ("SUBPATTERN", "ATOMIC_GROUP"):
            inner, empty = beginnings(value[-1] if kind == "SUBPATTERN" else value)
            found |= inner
        else:
            found.add(ANYTHING)
        if not empty:
            return found, False
    return found, True


def ranges(op: object, value: Any) -> list[tuple[int, int]]:
    if str(op) == "CATEGORY":
        digits = OF_CATEGORY[str(value)]
        return [(ord(digits[0]), ord(digits[1])), (ord(digits[2]), ord(digits[3]))]
    return [value if str(op) == "RANGE" else (value, value)]


def test_there_are_sought_patterns() -> None:
    assert len(SOUGHT) >= 7


@pytest.mark.parametrize("name", SOUGHT)
def test_sought_by_all_that_it_may_begin_with(name: str) -> None:
    pattern = SOUGHT[name]
    first, behind = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    looked_for = {one for part in first[1] for one in ranges(*part)}
    may_begin, nothing = beginnings(behind[1][1][0][1][1])  # of the look ahead within the look behind
    assert not nothing
    missing = [
        chr(code)
        for low, high in sorted(may_begin)
        for code in range(low, high + 1)
        if not any(start <= code <= end for start, end in looked_for)
    ]
    assert "".join(missing) == ""


def test_what_ends_a_noun_is_looked_for_by_its_last_character() -> None:
    doings = subjects._SETTLED.pattern.partition("{0,2}")[2]
    words = re.findall("(?<!\\(\\?<!)(?<![一-鿿])[一-鿿]+", doings)
    assert len(words) > 15
    assert not [word for word in words if word[-1] not in subjects._SETTLED_ENDS]
    for word in words:
        assert subjects.noun_before(f"问题{word}", 0, 2 + len(word)) == "问题", word
