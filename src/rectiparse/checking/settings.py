"""Settings: which rules run, how grave each is, and what is held against them."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from pydantic import ConfigDict, Field, ValidationError

from rectiparse.checking.rules import RULES, Rule, named
from rectiparse.errors import RectiparseError
from rectiparse.finding import Severity
from rectiparse.ledger import Record

FILES: Final = (".rectiparse.toml", "pyproject.toml")
"""Where settings are looked for, in each folder from the current one up; the first that has any counts."""

FailOn = Severity | Literal["never"]


def _key(name: str) -> str:
    return name.replace("_", "-")


class Settings(Record):
    """What a check is to do. `select` and `ignore` take codes (R101), beginnings of codes (R1), names, or `all`.

    `severity` is the least that is told, `fail_on` the least that makes a run fail, `severities` changes single rules.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_key, populate_by_name=True)

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = "info"
    severities: dict[str, Severity] = Field(default_factory=dict)
    fail_on: FailOn = "error"
    baseline: Path | None = None
    profile: Path | None = None

    def rules(self) -> tuple[Rule, ...]:
        """The rules that are to run, in the order of the table. Raises RectiparseError where a name is none."""
        chosen = {rule.code for word in self.select or ("all",) for rule in named(word)}
        left_out = {rule.code for word in self.ignore for rule in named(word)}
        return tuple(rule for rule in RULES if rule.code in chosen - left_out)

    def severities_by_code(self) -> dict[str, Severity]:
        """The changed severities by code. Raises RectiparseError where a name is none."""
        return {rule.code: severity for word, severity in self.severities.items() for rule in named(word)}


def find_settings(folder: Path) -> Path | None:
    """The settings file that counts in a folder, or None."""
    for place in (folder, *folder.parents):
        for name in FILES:
            path = place / name
            if path.is_file() and (name != "pyproject.toml" or _table(path) is not None):
                return path
    return None


def load_settings(path: Path) -> Settings:
    """The settings in a TOML file: `[tool.rectiparse]` of a pyproject.toml, else the file itself or that same table.

    Paths in it are taken from its own folder. Raises RectiparseError, which names the first key that is wrong.
    """
    table = _table(path)
    try:
        settings = Settings.model_validate(table or {})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            from difflib import get_close_matches

            keys = [_key(name) for name in Settings.model_fields]
            raise RectiparseError(
                "{path}: {key} is no setting, perhaps {near}; there are {keys}",
                path=path,
                key=key,
                near=(get_close_matches(key, keys, 1) or keys)[0],
                keys=", ".join(keys),
            ) from None
        raise RectiparseError(
            "{path}: {key} cannot be {value}; see rectiparse check --help", path=path, key=key, value=first["input"]
        ) from None
    beside = path.parent
    return settings.model_copy(
        update={
            "baseline": beside / settings.baseline if settings.baseline else None,
            "profile": beside / settings.profile if settings.profile else None,
        }
    )


def _table(path: Path) -> dict[str, object] | None:
    import tomllib

    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RectiparseError("{path}: cannot be read ({reason})", path=path, reason=error.strerror or error) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RectiparseError("{path}: broken TOML ({reason}); mend it", path=path, reason=error) from None
    tool = whole.get("tool")
    if isinstance(tool, dict) and isinstance(tool.get("rectiparse"), dict):
        return dict(tool["rectiparse"])
    return None if path.name == "pyproject.toml" else whole
