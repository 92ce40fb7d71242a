"""A person's decisions on pairs of problems, kept in a YAML file over later runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from rectiparse.errors import LedgerError
from rectiparse.grammar.themes import plain
from rectiparse.ledger import Problem, Record

HEADER: Final = "# same: true, the old problem came back; false, it did not; null, not decided yet\n"


class Named(Record):
    """A problem as the file names it: by its id, and by its title where ids have moved on."""

    id: str
    title: str


class Answer(Record):
    """One pair, and whether both are the same problem; None is not decided."""

    same: bool | None = None
    old: Named
    new: Named
    score: float | None = None
    evidence: tuple[str, ...] = ()


class Answers:
    """Decisions, found again by the titles of the two problems, by their ids only where titles are not unique."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self.all = tuple(answers)
        self._by_title: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
        for answer in self.all:
            self._by_title[plain(answer.old.title), plain(answer.new.title)].append(answer)

    def same(self, old: Problem, new: Problem) -> bool | None:
        """What was decided on this pair, None where nothing was."""
        found = self._by_title.get((plain(old.title), plain(new.title)), [])
        exact = [answer for answer in found if (answer.old.id, answer.new.id) == (old.id, new.id)]
        decided = (exact or found)[:1]
        return decided[0].same if decided else None


def load_answers(path: Path) -> Answers:
    """The decisions in a file. Raises LedgerError where it cannot be read or is none of ours."""
    import yaml

    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except OSError as error:
        raise LedgerError("{file}: cannot be read ({reason})", file=path, reason=error.strerror or error) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise LedgerError(
            "{file}: broken YAML in line {line}; mend it", file=path, line=mark.line + 1 if mark else 1
        ) from None
    if not isinstance(content, list | None):
        raise LedgerError("{file}: no file of answers; write one with --write-answers", file=path)
    answers = []
    for number, entry in enumerate(content or (), 1):
        try:
            answers.append(Answer.model_validate(entry))
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            place = ".".join(map(str, fault["loc"])) or "-"
            raise LedgerError(
                "{file}: answer {number}: {place} is missing or wrong; see what --write-answers writes",
                file=path,
                number=number,
                place=place,
            ) from None
    return Answers(answers)


def dump_answers(answers: Iterable[Answer]) -> str:
    """The file: a list of pairs, `same` first, with why they are alike."""
    import yaml

    rows = [answer.model_dump(mode="json") for answer in answers]
    return HEADER + yaml.dump(rows, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False, width=120)
