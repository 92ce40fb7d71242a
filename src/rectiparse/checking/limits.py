"""Time limits that a place has set (a profile): within one month of the feedback the plan, and so on.

They differ by year, level and place, so none is built in: a person writes them down, with where each is said.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal, get_args

from pydantic import Field, ValidationError, field_validator

from rectiparse.checking.days import after, is_length, later, lengths_of
from rectiparse.errors import RectiparseError
from rectiparse.language import plural
from rectiparse.ledger import Genre, Record

HOLIDAYS: Final = timedelta(days=7)
"""What is added to a limit in working days: public holidays move each year and are not known here."""
_WORKING: Final = " working days"
_WEEKEND: Final = 5  # Monday is 0
_A_DAY: Final = timedelta(days=1)

What = Literal["measures"] | Genre


class Limit(Record):
    """One time limit: what must be there, within how long (P1M, or `15 working days`) after what, and who says so.

    `of` is a kind of document, held by its own date, or `measures`, each held by its deadline.
    """

    of: What
    within: str
    after: Literal["inspection", "feedback", "document"] = "feedback"
    source: str | None = None

    @field_validator("within", mode="after")
    @classmethod
    def _a_length(cls, value: str) -> str:
        if not (is_length(value) or value.removesuffix(_WORKING).isdecimal()):
            raise ValueError("a length such as P1M, P15D or 15 working days")
        return value

    def last_day(self, day: date) -> date:
        """The last day of the limit when it runs from `day`; working days are Monday to Friday, holidays allowed for."""
        if not self.within.endswith(_WORKING):
            return after(day, self.within)
        weeks, rest = divmod(int(self.within.removesuffix(_WORKING)), 5)
        day = later(day, timedelta(weeks=weeks))
        while rest and day < date.max:
            day += _A_DAY
            rest -= day.weekday() < _WEEKEND
        return later(day, HOLIDAYS)

    def said(self) -> str:
        """The length in words: 1 month, 15 working days."""
        if self.within.endswith(_WORKING):
            count = int(self.within.removesuffix(_WORKING))
            return plural("{count} working day", "{count} working days", count).format(count=count)
        years, months, weeks, days = lengths_of(self.within)
        parts = (
            (plural("{count} year", "{count} years", years), years),
            (plural("{count} month", "{count} months", months), months),
            (plural("{count} week", "{count} weeks", weeks), weeks),
            (plural("{count} day", "{count} days", days), days),
        )
        return " ".join(words.format(count=count) for words, count in parts if count)


class Profile(Record):
    """A file of time limits."""

    name: str | None = None
    limits: tuple[Limit, ...] = Field(min_length=1)


def load_profile(path: Path) -> Profile:
    """The profile in a YAML file. Raises RectiparseError, which names the first place that is wrong."""
    import yaml

    try:
        value = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RectiparseError(
            "{name}: cannot be read ({reason}); give a profile of time limits",
            name=path,
            reason=error.strerror or error,
        ) from None
    except UnicodeDecodeError:
        raise RectiparseError("{name}: not in UTF-8; save it as UTF-8", name=path) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RectiparseError(
            "{name}: broken YAML in line {line}; mend it", name=path, line=mark.line + 1 if mark else 1
        ) from None
    try:
        return Profile.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RectiparseError(
            "{name}: {place} cannot be {value}; a limit has of ({kinds}), within (P1M, 15 working days), after (inspection, feedback, document), source",
            name=path,
            place=".".join(map(str, first["loc"])) or "the file",
            value=str(first["input"])[:40],
            kinds=", ".join(["measures", *get_args(Genre)]),
        ) from None
