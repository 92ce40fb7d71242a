"""Finds and loads grammars: a path, ./grammars, the user's folder, the shipped ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from rectiparse.errors import GrammarError
from rectiparse.grammar.model import Grammar
from rectiparse.keeping import parsed

SHIPPED = (
    "base", "plan", "report", "self-check", "self-criticism", "feedback", "notice", "audit", "environment", "checklist",
)  # fmt: skip
"""The grammars that come with the program, in the order in which equal scores are settled."""


def shipped_folder() -> Path:
    """Where the shipped grammars lie: in the installed package, or beside `src/` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "grammars"
    return installed if installed.is_dir() else package.parent.parent / "grammars"


def user_folder() -> Path:
    """The folder of the user's own grammars."""
    from platformdirs import user_config_path

    return user_config_path("rectiparse") / "grammars"


def folders() -> Iterator[tuple[Path, bool]]:
    """The folders in which a name is looked up, first one first, each with whether its patterns are the shipped ones."""
    yield Path("grammars"), False
    yield user_folder(), False
    yield shipped_folder(), True


def load_grammar(name_or_path: str | Path) -> Grammar:
    """The grammar of that name, or in that file, with all that it extends merged in.

    Raises GrammarError when there is none, when it is broken, or when it extends itself.
    """
    return _merged(name_or_path, ())


@cache
def shipped_grammars() -> tuple[Grammar, ...]:
    """The shipped grammars but `base`, each merged with what it extends."""
    return tuple(load_shipped(name) for name in SHIPPED if name != "base")


@cache
def load_shipped(name: str) -> Grammar:
    """The shipped grammar of that name, whatever a user's folder holds under the same one."""
    grammar = _parsed(shipped_folder() / f"{name}.yaml", trusted=True)
    return _onto(load_shipped(grammar.extends), grammar) if grammar.extends else grammar


def _merged(name_or_path: str | Path, seen: tuple[Path, ...]) -> Grammar:
    path, trusted = _located(name_or_path)
    if path in seen:
        raise GrammarError("grammar {path} extends itself: change its 'extends'", path=path)
    grammar = _parsed(path, trusted=trusted)
    if grammar.extends is None:
        return grammar
    if grammar.extends in SHIPPED and path.stem == grammar.extends:
        return _onto(load_shipped(grammar.extends), grammar)
    return _onto(_merged(grammar.extends, (*seen, path)), grammar)


def _located(name_or_path: str | Path) -> tuple[Path, bool]:
    given = str(name_or_path)
    if given.endswith((".yaml", ".yml")) or "/" in given or "\\" in given:
        path = Path(given)
        if not path.is_file():
            raise GrammarError("no grammar file {path}: check the path", path=path)
        return path.resolve(), False
    if re.fullmatch(r"[\w.-]+", given):
        for folder, trusted in folders():
            path = folder / f"{given}.yaml"
            if path.is_file():
                return path.resolve(), trusted or path.resolve().parent == shipped_folder()
    raise GrammarError(
        "no grammar named “{name}”: one of {known}, or the path of a .yaml file", name=given, known=", ".join(SHIPPED)
    )


def yaml_of(text: str) -> object:
    """What a YAML text says, as plain data. Raises yaml.YAMLError."""
    loaded: object = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return loaded


def _parsed(path: Path, *, trusted: bool) -> Grammar:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GrammarError("cannot read grammar {path}: {reason}", path=path, reason=error) from None
    try:
        data = parsed(path.name, text, yaml_of) if trusted else yaml_of(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise GrammarError("{where}: broken YAML, {reason}", where=where, reason=error.problem) from None
    except yaml.YAMLError as error:
        raise GrammarError("{where}: broken YAML, {reason}", where=path, reason=str(error).splitlines()[0]) from None
    if not isinstance(data, dict):
        raise GrammarError("{where}: a grammar is a mapping with a 'name'", where=path)
    if RESERVED & data.keys():
        raise GrammarError("{where}: {key}: {reason}", where=path, key="trusted", reason="unknown key")
    data["trusted"] = trusted
    try:
        grammar = Grammar.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise GrammarError("{where}: {key}: {reason}", where=path, key=key, reason=first["msg"]) from None
    if not trusted:
        _check_patterns(grammar, path)
    return grammar


RESERVED = frozenset(("trusted",))
"""Keys of the model that no file may set: whether a pattern is trusted depends on where its file lies."""


def reserved_keys(root: yaml.MappingNode) -> list[yaml.ScalarNode]:
    """The reserved keys that a file sets all the same."""
    return [key for key, _ in root.value if key.value in RESERVED]


def _check_patterns(grammar: Grammar, path: Path) -> None:
    import regex

    sources = [
        source
        for group in (
            *grammar.sections.values(),
            *grammar.labels.values(),
            grammar.failing,
            grammar.faults,
            grammar.doing,
        )
        for source in group
    ]
    for source in [*sources, *(signal.pattern for signal in grammar.signals)]:
        try:
            regex.compile(source)
            re.compile(source)
        except (regex.error, re.error) as error:
            raise GrammarError(
                "{where}: bad pattern {pattern}: {reason}", where=path, pattern=source, reason=error
            ) from None


def _onto(base: Grammar, grammar: Grammar) -> Grammar:
    """`grammar` laid over `base`: patterns of a kind that it names come first, those of the base after them."""
    sections = {
        kind: grammar.sections.get(kind, ()) + base.sections.get(kind, ())
        for kind in {**grammar.sections, **base.sections}
    }
    order = ["causes", "schedule", "efforts", "problems", "measures", "general"]
    first = list(grammar.sections)
    ranked = sorted(sections, key=lambda kind: (kind not in first or kind in ("problems",), order.index(kind)))
    return grammar.model_copy(
        update={
            "sections": {kind: sections[kind] for kind in ranked},
            "labels": {
                kind: grammar.labels.get(kind, ()) + base.labels.get(kind, ())
                for kind in {**base.labels, **grammar.labels}
            },
            "failing": grammar.failing + base.failing,
            "faults": grammar.faults + base.faults,
            "doing": grammar.doing + base.doing,
            "trusted": grammar.trusted and base.trusted,
            **{
                key: getattr(base, key)
                for key in ("genre", "answered", "problems")
                if key not in grammar.model_fields_set
            },
        }
    )
