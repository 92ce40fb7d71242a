"""The taxonomy of what inspections find: a tree of themes (主题), and the phrases by which a text names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import compress, count
from operator import add
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from rectiparse.errors import GrammarError
from rectiparse.grammar.loading import shipped_folder, yaml_of
from rectiparse.keeping import parsed

HINT: Final = 0.4
"""What a hint weighs; a term weighs 1. What is only cited weighs as much as a hint."""
TOLD_BY_POINT: Final = 0.7
TOLD_BY_TEXT: Final = 0.6
"""What a theme weighs that a listed point or running text tells; told by the title it weighs 1."""
MENTIONED: Final = 0.75
"""The share that is left of it where the clause states no failing: in passing, as a place or as an example."""
NOTEWORTHY: Final = 0.45
"""A theme below this is not written into the ledger."""
MOST_THEMES: Final = 5

SHIPPED: Final = "themes.yaml"
IGNORED: Final = re.compile(r"[“”‘’\"'「」『』()（）\[\]【】*#　 \t\r\n\u00a0\ufeff]+")
FULL_WIDTH: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
HALF_WIDTH: Final = {
    full: full - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for full in range(ord(first), ord(last) + 1)
}
CLAUSE_END: Final = re.compile(r"[，。；：！？、,;:!?…]")
FAILING: Final = re.compile(
    r"[未没缺欠差弱漏乱偏违仍超拖难低少仅虚假]|不(?!断|忘|仅|但|少于|超过|低于)|滞后|缓慢|短板|流于|走过场|敷衍|应付|形式化|重.轻"
)
CITED: Final = re.compile(r"《[^《》]{0,80}》|关于[^，。；：《]{1,24}?(?:指示|论述|讲话|批示)[^，。；：]{0,4}")

ORDERED: Final = re.compile(r"关于([^，。；：]{2,24}?)的?(?:重大|重要|各项)*(?:决策部署|工作部署|工作要求|部署要求)")


def plain(text: str) -> str:
    """The text without quotation marks, brackets and blanks, letters and digits in half width: 执行“三重一大” is 执行三重一大."""
    if not text.isalnum():
        text = IGNORED.sub("", text)
    return text.translate(HALF_WIDTH) if FULL_WIDTH.search(text) else text


def plain_all(phrases: Collection[str]) -> list[str]:
    """What `plain` makes of each, in one go; no phrase of a YAML file holds the sign that parts them here."""
    return plain("\0".join(phrases)).split("\0") if phrases else []


class Theme(BaseModel):
    """One theme as its file states it; the file itself says what each key means."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(min_length=1)
    parent: str | None = None
    broad: bool = False
    part: bool = False
    terms: Mapping[str, float] = Field(default_factory=dict)
    hints: tuple[str, ...] = ()
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    near: tuple[str, ...] = ()

    @field_validator("terms", mode="before")
    @classmethod
    def _weighted(cls, terms: object) -> object:
        if not isinstance(terms, list):
            return terms
        if all(type(term) is str for term in terms):
            return dict.fromkeys(terms, 1.0)
        weighted: dict[object, object] = {}
        for term in terms:
            weighted.update(term if isinstance(term, dict) else {term: 1.0})
        return weighted

    @field_validator("terms")
    @classmethod
    def _within_bounds(cls, terms: Mapping[str, float]) -> Mapping[str, float]:
        for term, weight in terms.items():
            if not 0 < weight <= 1:
                raise ValueError(f"the weight of “{term}” must lie above 0 and not above 1")
        return terms

    @field_validator("terms", "hints", "excluded")
    @classmethod
    def _long_enough(cls, phrases: Any) -> Any:
        if phrases and min(map(len, phrases)) >= 2 and "".join(phrases).isalnum():
            return phrases
        for phrase in phrases:
            if len(plain(phrase)) < 2:
                raise ValueError(f"“{phrase}” is too short, a phrase has two characters or more")
        return phrases

    def joined(self, other: Theme) -> Theme:
        """This theme with what another file says of it: its phrases come on top, its parent and weights win."""
        return self.model_copy(
            update={
                "parent": other.parent or self.parent,
                "broad": other.broad or self.broad,
                "part": other.part or self.part,
                "terms": {**self.terms, **other.terms},
                "hints": (*self.hints, *other.hints),
                "excluded": (*self.excluded, *other.excluded),
                "near": (*self.near, *other.near),
            }
        )


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    themes: tuple[Theme, ...] = ()
    boilerplate: tuple[str, ...] = ()
    failings: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class Found(NamedTuple):
    """A theme found in a text: how surely (above 0, at most 1) and by which phrase."""

    weight: float
    phrase: str


class Phrases:
    """Phrases that are looked for together; the longest wins where several start at one place."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = frozenset(phrases)
        lengths: dict[str, tuple[int, ...]] = {}
        for phrase in self._phrases:
            head, length = phrase[:2], len(phrase)
            known = lengths.get(head, ())
            if length not in known:
                lengths[head] = tuple(sorted((*known, length), reverse=True))
        self._lengths = lengths

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """The phrases in `text` with their offsets, in order; one that lies within another is none."""
        phrases, lengths, reached = self._phrases, self._lengths, 0
        for at in compress(count(), map(lengths.__contains__, map(add, text, text[1:]))):
            for length in lengths[text[at : at + 2]]:
                phrase = text[at : at + length]
                if phrase in phrases:
                    if at + len(phrase) > reached:
                        reached = at + len(phrase)
                        yield at, phrase
                    break


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """The themes by name in the file's order, the phrases that say nothing, and the kinds of failing."""

    themes: Mapping[str, Theme]
    boilerplate: tuple[str, ...] = ()
    failings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _signs(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """For each phrase, the themes that it speaks for.

        A phrase under `not` speaks for what the phrases within it speak for, but not for the themes that exclude it.
        """
        signs: dict[str, tuple[tuple[str, float], ...]] = {}
        for name, theme in self.themes.items():
            weights = dict.fromkeys(plain_all(theme.hints), HINT)
            weights.update(zip(plain_all(theme.terms), theme.terms.values(), strict=True))
            for phrase, weight in weights.items():
                signs[phrase] = (*signs[phrase], (name, weight)) if phrase in signs else ((name, weight),)
        spoken = dict(signs)
        for phrase, shut in self._shut.items():
            parts = (phrase[start:end] for start in range(len(phrase)) for end in range(start + 2, len(phrase) + 1))
            within = {name: weight for part in parts if part in signs for name, weight in signs[part]}
            spoken[phrase] = tuple((name, weight) for name, weight in within.items() if name not in shut)
        return spoken

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self._signs)

    @cached_property
    def _shut(self) -> dict[str, set[str]]:
        """For each phrase under `not`, the themes that exclude it."""
        shut: dict[str, set[str]] = {}
        for theme in self.themes.values():
            for phrase in theme.excluded:
                shut.setdefault(plain(phrase), set()).add(theme.name)
        return shut

    def _spoken(self, text: str) -> Iterator[tuple[int, str]]:
        """The phrases in a plain text, without those that begin in a phrase which their theme excludes."""
        signs, shut = self._signs, self._shut
        closed: set[str] = set()
        end = 0
        for at, phrase in self._phrases.find(text):
            if at < end and any(name in closed for name, _ in signs[phrase]):
                continue
            if phrase in shut:
                closed, end = shut[phrase], at + len(phrase)
            yield at, phrase

    @cached_property
    def _kinds(self) -> tuple[Phrases, dict[str, str]]:
        kinds = {phrase: kind for kind, phrases in self.failings.items() for phrase in phrases}
        return Phrases(kinds), kinds

    def find(self, text: str) -> dict[str, Found]:
        """The themes that `text` names. Several signs of one theme make it surer, up to 1."""
        return self._collect(phrase for _, phrase in self._spoken(plain(text)))

    def _collect(self, phrases: Iterable[str]) -> dict[str, Found]:
        """The themes that these phrases speak for, each as sure as all of its different phrases make it."""
        return self._joined(dict.fromkeys(phrases, 1.0))

    def _joined(self, shares: Mapping[str, float]) -> dict[str, Found]:
        """The same, each phrase counting for the share given to it."""
        open_: dict[str, float] = {}
        best: dict[str, tuple[float, str]] = {}
        for phrase, share in shares.items():
            for name, weight in self._signs[phrase]:
                told = weight * share
                open_[name] = open_.get(name, 1.0) * (1 - told)
                if name not in best or told > best[name][0]:
                    best[name] = (told, phrase)
        return {name: Found(1 - left, best[name][1]) for name, left in open_.items()}

    def _told(self, text: str, share: float, profile: dict[str, Found]) -> None:
        """Add to `profile` what a point or running text tells, up to `share`, clause by clause.

        A clause that states a failing counts in full. The subject of a cited instruction (关于…的重要指示) and a document's
        name (《…》) are what is leaned on, seldom what is wrong.
        """
        text = plain(text)
        ends = [match.start() for match in CLAUSE_END.finditer(text)]
        ends.append(len(text))
        cited = [match.span() for match in CITED.finditer(text)]
        clause = citation = 0
        counts = share if FAILING.search(text, 0, ends[0]) else share * MENTIONED
        shares: dict[str, float] = {}
        for at, phrase in self._spoken(text):
            if at >= ends[clause]:
                while at >= ends[clause]:
                    clause += 1
                counts = share if FAILING.search(text, ends[clause - 1], ends[clause]) else share * MENTIONED
            while citation < len(cited) and cited[citation][1] <= at:
                citation += 1
            within = citation < len(cited) and cited[citation][0] <= at
            weight = share * HINT if within else counts
            if weight > shares.get(phrase, 0.0):
                shares[phrase] = weight
        for name, found in self._joined(shares).items():
            weight = min(share, found.weight)
            if name not in profile or weight > profile[name].weight:
                profile[name] = Found(weight, found.phrase)

    def profile(self, title: str, points: Iterable[str] = (), text: str = "") -> dict[str, Found]:
        """The themes of one problem, weighed by where they are told: title, listed points, running text."""
        head = ORDERED.sub(r"\1", plain(title))  # 关于乡村振兴的决策部署 is about 乡村振兴
        profile: dict[str, Found] = {}
        for match in CITED.finditer(head):
            if not (part := match.group()).startswith("《"):  # 执行《…》不严 is about what the document orders
                head = head.replace(part, part[-2:])
                profile |= {name: Found(found.weight * HINT, found.phrase) for name, found in self.find(part).items()}
        for name, found in self.find(head).items():
            if name not in profile or found.weight > profile[name].weight:
                profile[name] = found
        for point in points:
            self._told(point, TOLD_BY_POINT, profile)
        if text:
            self._told(text, TOLD_BY_TEXT, profile)
        return profile

    def themes_of(self, title: str, points: Iterable[str] = (), text: str = "") -> tuple[str, ...]:
        """The names of a problem's themes for the ledger, surest first; none where nothing tells.

        Parts of a theme are told apart for comparing; here the theme that they belong to stands for them.
        """
        profile = self.profile(title, points, text)
        ranked = sorted(profile.items(), key=lambda entry: -entry[1].weight)
        wholes = [self._wholes[name] for name, found in ranked if found.weight >= NOTEWORTHY]
        return tuple(dict.fromkeys(wholes))[:MOST_THEMES]

    @cached_property
    def _wholes(self) -> dict[str, str]:
        """For each theme the one that stands for it in a ledger: the nearest in its line that is no part."""
        return {
            name: next((upper for upper in self.lineage(name) if not self.themes[upper].part), name)
            for name in self.themes
        }

    def failings_of(self, text: str) -> frozenset[str]:
        """The kinds of failing that `text` states: 滞后 is 迟缓, 流于形式 is itself."""
        phrases, kinds = self._kinds
        return frozenset(kinds[phrase] for _, phrase in phrases.find(plain(text)))

    @cached_property
    def _empty_phrases(self) -> re.Pattern[str]:
        phrases = {plain(phrase) for phrases in (self.boilerplate, *self.failings.values()) for phrase in phrases}
        return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or "(?!)")

    def matter(self, text: str) -> str:
        """The plain text with a blank for each phrase that says nothing of its matter: boilerplate, words of failing."""
        return self._empty_phrases.sub(" ", plain(text))

    def lineage(self, name: str) -> tuple[str, ...]:
        """The theme and all above it, the group last."""
        line = [name]
        while (parent := self.themes[line[-1]].parent) is not None:
            line.append(parent)
        return tuple(line)


@cache
def shipped_themes() -> Taxonomy:
    """The taxonomy that comes with the program."""
    return _taxonomy(_read(shipped_folder() / SHIPPED))


def load_themes(path: Path | None = None) -> Taxonomy:
    """The shipped taxonomy, with a user's file on top where one is given.

    A new name adds a theme, a known one gets more phrases. Raises GrammarError with file and line where the file is no
    YAML, has a key that is not known, a weight out of bounds, or a parent or neighbour that no theme has.
    """
    if path is None:
        return shipped_themes()
    return _taxonomy(_read(shipped_folder() / SHIPPED), (path, _read(path)))


def _read(path: Path) -> _File:
    import yaml

    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GrammarError("{file}: the themes cannot be read: {reason}", file=path, reason=error) from None
    try:
        content = parsed(path.name, source, yaml_of) if path.parent == shipped_folder() else yaml_of(source)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else 1
        raise GrammarError(
            "{file}, line {line}: no valid YAML: {reason}", file=path, line=line, reason=reason
        ) from None
    try:
        return _File.model_validate({} if content is None else content)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = tuple(part for part in fault["loc"] if part != "[key]")
        raise GrammarError(
            "{file}, line {line}: {where}: {reason}",
            file=path,
            line=_line_of(yaml.compose(source), where),
            where=".".join(map(str, where)) or "themes",
            reason=_reason(fault["type"], fault["msg"]),
        ) from None


def _reason(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"unknown key; known are {', '.join(field.alias or name for name, field in Theme.model_fields.items())}"
    return message.removeprefix("Value error, ")


def _line_of(node: Any, where: tuple[int | str, ...]) -> int:
    """The line, from 1, of what stands at `where`, or of the nearest thing above it."""
    line: int = node.start_mark.line + 1
    for part in where:
        if isinstance(part, int) and isinstance(node.value, list) and part < len(node.value):
            node = node.value[part]
        else:
            pairs = node.value if isinstance(node.value, list) else []
            found = next((pair for pair in pairs if isinstance(pair, tuple) and pair[0].value == str(part)), None)
            if found is None:
                break
            line = found[0].start_mark.line + 1
            node = found[1]
            continue
        line = node.start_mark.line + 1
    return line


def _taxonomy(base: _File, extension: tuple[Path, _File] | None = None) -> Taxonomy:
    themes: dict[str, Theme] = {}
    boilerplate, failings = base.boilerplate, dict(base.failings)
    for theme in base.themes:
        themes[theme.name] = theme
    if extension is not None:
        path, added = extension
        for theme in added.themes:
            themes[theme.name] = themes[theme.name].joined(theme) if theme.name in themes else theme
        boilerplate += added.boilerplate
        for kind, phrases in added.failings.items():
            failings[kind] = (*failings.get(kind, ()), *phrases)
        _check_names(themes, path)
    return Taxonomy(themes, boilerplate, failings)


def _check_names(themes: Mapping[str, Theme], path: Path) -> None:
    for theme in themes.values():
        for key, other in [("parent", theme.parent), *(("near", name) for name in theme.near)]:
            if other is not None and other not in themes:
                raise GrammarError(
                    "{file}, line {line}: {theme}: {key}: there is no theme “{other}”",
                    file=path,
                    line=_line_naming(path, theme.name),
                    theme=theme.name,
                    key=key,
                    other=other,
                )
        seen = {theme.name}
        above = theme.parent
        while above is not None:
            if above in seen:
                raise GrammarError(
                    "{file}, line {line}: {theme}: the theme is its own parent: take one parent out",
                    file=path,
                    line=_line_naming(path, theme.name),
                    theme=theme.name,
                )
            seen.add(above)
            above = themes[above].parent


def _line_naming(path: Path, name: str) -> int:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next(
        (number for number, line in enumerate(lines, 1) if re.search(rf"name:\s*['\"]?{re.escape(name)}\b", line)), 1
    )
