"""The language a person reads: Chinese (zh) or English (en), chosen once a run.

English sentences stand in the code and are the keys of the catalogues in `locales/`. A sentence that is said on the
spot goes through `translate`; one that stands in a table and is said later is marked with `message`; the template in a
`RectiparseError` needs no mark. `.ci/messages.py` collects all three.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from gettext import GNUTranslations

Language = Literal["zh", "en"]

LOCALES: Final = Path(__file__).with_name("locales")
DOMAIN: Final = "rectiparse"
CATALOGUES: Final[dict[Language, str]] = {"zh": "zh_CN"}
CHINESE_ON_WINDOWS: Final = 0x04  # the primary language id of every Chinese locale

_catalogue: GNUTranslations | None = None  # English needs none


def preferred(environ: Mapping[str, str]) -> Language:
    """The language that the environment asks for: `RECTIPARSE_LANG`, else the locale as POSIX ranks it.

    Windows sets none of these; there the language of its own menus decides.
    """
    for variable in ("RECTIPARSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    if sys.platform == "win32":
        from ctypes import windll

        return "zh" if windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == CHINESE_ON_WINDOWS else "en"
    return "en"


def speak(language: Language) -> None:
    """Make `translate` and `plural` answer in `language` from now on."""
    global _catalogue  # noqa: PLW0603 - one process speaks one language
    _catalogue = None
    if language in CATALOGUES:
        from gettext import GNUTranslations

        with (LOCALES / CATALOGUES[language] / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
            _catalogue = GNUTranslations(file)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak `language` for a while: a form whose heads are Chinese holds Chinese words, whoever makes it."""
    global _catalogue  # noqa: PLW0603
    before = _catalogue
    try:
        speak(language)
        yield
    finally:
        _catalogue = before


def translate(sentence: str) -> str:
    """The sentence in the language spoken, placeholders untouched; English where the catalogue lacks it."""
    return _catalogue.gettext(sentence) if _catalogue and sentence else sentence


def plural(one: str, many: str, count: int) -> str:
    """The wording for `count` in the language spoken, `{count}` not yet filled in."""
    if _catalogue:
        return _catalogue.ngettext(one, many, count)
    return one if count == 1 else many


def message(sentence: str) -> str:
    """The sentence itself, marked for the catalogues."""
    return sentence
