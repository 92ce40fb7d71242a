#!/usr/bin/env python3
"""Keep the catalogues: collect the messages in the code, carry the translations over, compile.

    .venv/bin/python .ci/messages.py            update locales/*/LC_MESSAGES/rectiparse.po and .mo; list what lacks a translation
    .venv/bin/python .ci/messages.py --check    change nothing; exit 1 where something is missing, wrong or stale

Collected are the literal first arguments of `translate(…)`, `message(…)`, `plural(…, …)` and of every error class of
ours (`ReadingError(…)`). Needs Babel (in the dev group); the program itself reads the .mo with the standard library.
"""

from __future__ import annotations

import ast
import builtins
import gettext
import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "rectiparse"
LOCALES = SOURCE / "locales"
LANGUAGES = ("zh_CN",)
SAYING = {"translate": None, "message": None, "plural": (1, 2)}
A_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the same catalogue, the same bytes


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Each call in the code, with the plain name of what is called."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield path, node, node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def error_names() -> set[str]:
    """The names of our own error classes: what ends in Error and is defined here below RectiparseError."""
    ours = {"RectiparseError"}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id in ours for base in node.bases
            ):
                ours.add(node.name)
    return {name for name in ours if not hasattr(builtins, name)}


def not_literal() -> list[str]:
    """The places where one of our errors is made of something else than a literal template: it cannot be translated."""
    names = error_names()
    return [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path, node, name in calls()
        if name in names and node.args and not (isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str))
    ]  # fmt: skip


def collected() -> Catalog:
    """The messages in the code, untranslated."""
    catalog = Catalog()
    keywords = {**SAYING, **dict.fromkeys(error_names())}
    found = extract_from_dir(SOURCE, [("**.py", "python")], keywords=keywords, comment_tags=())
    for path, _, words, _, _ in sorted(found, key=lambda item: (item[0], item[1])):
        if words:
            catalog.add(words, locations=[(Path(path).as_posix(), 0)])
    return catalog


def po_path(language: str) -> Path:
    """Where a language's translations lie."""
    return LOCALES / language / "LC_MESSAGES" / "rectiparse.po"


def translations(language: str) -> Catalog:
    """What the .po file holds."""
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language, domain="rectiparse")


def updated(language: str) -> Catalog:
    """The messages in the code with the translations that the .po file has for them."""
    old = translations(language) if po_path(language).exists() else Catalog()
    catalog = Catalog(
        locale=language, domain="rectiparse", project="rectiparse", charset="utf-8", fuzzy=False,
        creation_date=A_DAY, revision_date=A_DAY, last_translator="rectiparse", language_team="zh", msgid_bugs_address="-", version="-", header_comment="# Chinese for rectiparse.",
    )  # fmt: skip
    for entry in collected():
        if entry.id:
            known = old.get(key_of(entry))
            catalog.add(entry.id, known.string if known else "", locations=sorted(set(entry.locations)))
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """The catalogue as a .po file, for translators."""
    file = io.BytesIO()
    write_po(file, catalog, width=120, sort_output=True, include_lineno=False)
    return file.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The catalogue as a .mo file, for the program."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def key_of(entry: Message) -> str:
    """The sentence by which the code asks for the message."""
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def strings_of(entry: Message) -> list[str]:
    """The translations: one, or one for each plural form."""
    return [entry.string] if isinstance(entry.string, str) else list(entry.string)


def fields(sentence: str) -> set[str]:
    """The placeholders in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def faults(language: str) -> list[str]:
    """All that is missing, wrong or stale in a language's catalogue, a line each."""
    wanted, have = collected(), translations(language)
    found = [
        f"not in the catalogue: {key_of(entry)}" for entry in wanted if entry.id and have.get(key_of(entry)) is None
    ]
    for entry in have:
        if not entry.id:
            continue
        key = key_of(entry)
        if wanted.get(key) is None:
            found.append(f"no longer in the code: {key}")
        for text in strings_of(entry):
            if not text or entry.fuzzy:
                found.append(f"not translated: {key}")
            elif fields(text) != fields(key if isinstance(entry.id, str) else entry.id[1]):
                found.append(f"other placeholders: {key}")
    compiled = gettext.GNUTranslations(io.BytesIO(mo_bytes(have)))._catalog  # type: ignore[attr-defined]
    with po_path(language).with_suffix(".mo").open("rb") as file:
        if gettext.GNUTranslations(file)._catalog != compiled:  # type: ignore[attr-defined]
            found.append("the .mo file is not made from the .po file: run .ci/messages.py")
    return found


def main(arguments: list[str]) -> int:
    """Update or check; the exit code."""
    wrong = [f"{place}: an error must be made of a literal template" for place in not_literal()]
    for language in LANGUAGES:
        if "--check" not in arguments:
            catalog = updated(language)
            po_path(language).parent.mkdir(parents=True, exist_ok=True)
            po_path(language).write_bytes(po_bytes(catalog))
            po_path(language).with_suffix(".mo").write_bytes(mo_bytes(catalog))
        wrong += [f"{language}: {fault}" for fault in faults(language)]
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
