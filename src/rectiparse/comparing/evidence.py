"""Why two problems are said to be the same, in words that a person can find in both."""

from __future__ import annotations

from typing import Final

from rectiparse.comparing.profiles import Profile
from rectiparse.comparing.similarity import Similarity

MOST_THEMES: Final = 3
MOST_WORDINGS: Final = 3
TELLING: Final = 3  # characters from which on a shared wording says something beside a theme
LONGEST: Final = 12  # characters of a shared wording that are shown
MEASURE_WORDS: Final = frozenset("名个户人次项处件家份座亩笔起场期年月日天万元条台辆套间所")


def evidence(similarity: Similarity, old: int, new: int) -> tuple[str, ...]:
    """Themes with the phrases that told them on either side, then shared wordings, then the kind of failing.

    民主集中制：三重一大 / 临时增加议题 is one theme told by two phrases; 八项规定 → 公务接待 are two themes, one within the other.
    """
    score = similarity.score(old, new)
    before, after = similarity.old[old], similarity.new[new]
    lines = []
    told: list[str] = []
    for match in score.matches[:MOST_THEMES]:
        phrases = (before.themes[match.old].phrase, after.themes[match.new].phrase)
        told += phrases
        name = match.old if match.old == match.new else f"{match.old} → {match.new}"
        shown = [whole(phrase) for phrase in phrases]
        lines.append(f"{name}：{shown[0] if shown[0] == shown[1] else ' / '.join(shown)}")
    for wording in shared_wordings(before, after, similarity.shared_grams(old, new)):
        if (len(wording) >= TELLING or not told) and not any(wording in phrase for phrase in told):
            lines.append(wording)
    return (*lines, *sorted(score.failings))


def shared_wordings(before: Profile, after: Profile, grams: list[str]) -> list[str]:
    """The longest wordings of both around the most telling of the `grams` that they share, best first."""
    texts = ["\n".join(profile.wording[:2]) for profile in (before, after)]
    if any(grams and grams[0] not in text for text in texts):  # only the answers share it
        texts = ["\n".join(profile.wording) for profile in (before, after)]
    found: list[str] = []
    for gram in grams:
        if len(found) == MOST_WORDINGS:
            break
        if any(gram in wording for wording in found):
            continue
        at = texts[1].find(gram)
        if at < 0 or gram not in texts[0]:
            continue
        start, end = at, at + len(gram)
        while (
            end - start < LONGEST
            and end < len(texts[1])
            and is_word(texts[1][end])
            and texts[1][start : end + 1] in texts[0]
        ):
            end += 1
        while (
            end - start < LONGEST
            and start > 0
            and is_word(texts[1][start - 1])
            and texts[1][start - 1 : end] in texts[0]
        ):
            start -= 1
        if start > 0 and texts[1][start - 1].isdigit() and texts[1][start] in MEASURE_WORDS:  # 6名教师 shares 教师
            start += 1
        if end - start >= len(gram):
            found.append(texts[1][start:end])
    return found


def whole(phrase: str) -> str:
    """The phrase of a theme without the 不 or 未 at its end, which begins a word that differs from text to text."""
    bare = phrase.rstrip("不未")
    return bare if len(bare) >= len("学习") else phrase


def is_word(character: str) -> bool:
    """True for what a shared wording may hold: no blank, no punctuation, no figure."""
    return character.isalpha()
