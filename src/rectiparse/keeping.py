"""What a run of the command line begins with, kept between runs: compiled patterns and parsed YAML.

Python translates a regular expression into the code of its matcher in Python, and reads YAML hardly faster. For the
patterns of this program and its libraries, and for the shipped grammars, that takes longer than reading a document does.
So the command line keeps what came of it in the user's own cache folder, beside the very text that it was made from: a
changed text is made anew, and a lost or broken file costs time alone. The matcher checks all code that it is given.

Of the patterns only those that stand in modules are kept, and those given to `compiled`. One made at run time may hold
words of a document, and those stay where they are.
"""

from __future__ import annotations

import array
import marshal
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

MOST: Final = 3000  # patterns kept; some 2 kB each
WORLD_WRITABLE: Final = 0o022

# What the matcher is made of: flags, code, groups, their names, and the names by number.
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
Key = tuple[str | bytes, int]
Parsed = TypeVar("Parsed")

_sre: Any = import_module("_sre")
_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")
# The code of one Python is nothing to another.
_PYTHON: Final = (sys.version, _sre.MAGIC, _sre.CODESIZE)


@dataclass
class Kept:
    """What is kept: patterns by their text and flags, parsed files by name with the text that they were parsed from."""

    patterns: dict[Key, Code] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    used: set[Key] = field(default_factory=set)
    changed: bool = False


_kept: Kept | None = None


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, kept between runs; for patterns of our own that no module holds, those of the grammars."""
    if _kept is None:
        return re.compile(pattern, flags)
    key = (pattern, int(flags))
    _kept.used.add(key)
    return _from_code(pattern, _kept.patterns.get(key) or _translated(_kept, pattern, flags))


def parsed(name: str, text: str, parse: Callable[[str], Parsed]) -> Parsed:
    """What `parse` makes of `text`, kept between runs under `name` until the text changes; a new value each time.

    For files of ours and of the user's settings, never for documents. What `parse` gives must be plain data: dicts, lists,
    strings, numbers; anything else is not kept.
    """
    if _kept is None:
        return parse(text)
    if name in _kept.files and _kept.files[name][0] == text:
        known: Parsed = marshal.loads(_kept.files[name][1])  # noqa: S302 - from the user's own file, checked
        return known
    made = parse(text)
    with suppress(ValueError):
        _kept.files[name] = (text, marshal.dumps(made))  # type: ignore[arg-type]  # it says itself what it cannot write
        _kept.changed = True
    return made


@contextmanager
def kept_between_runs() -> Iterator[None]:
    """Within the block, take what the last run kept, and leave what was new for the next."""
    global _kept  # noqa: PLW0603 - one process keeps one set
    path = _cache_file()
    if path is None or _kept is not None:
        yield
        return
    kept = _kept = _loaded(path)
    compile_anew: Callable[[str | bytes, int], re.Pattern[str]] = _compiler.compile

    def compile_once(pattern: str | bytes, flags: int = 0) -> re.Pattern[str]:
        """What stands in for the compiler of `re`."""
        if type(pattern) not in (str, bytes) or flags & re.DEBUG:
            return compile_anew(pattern, flags)
        key = (pattern, int(flags))
        kept.used.add(key)
        if key in kept.patterns:
            return _from_code(pattern, kept.patterns[key])
        if _while_importing():
            return _from_code(pattern, _translated(kept, pattern, flags))
        return compile_anew(pattern, flags)

    _compiler.compile = compile_once
    try:
        yield
    finally:
        _compiler.compile = compile_anew
        _kept = None
        if kept.changed:
            _save(path, kept)


def _translated(kept: Kept, pattern: str | bytes, flags: int) -> Code:
    """The matcher's code for a pattern, as `re` itself makes it; kept from now on."""
    tree = _parser.parse(pattern, flags)
    names: dict[str, int] = dict(tree.state.groupdict)
    by_number: list[str | None] = [None] * tree.state.groups
    for name, number in names.items():
        by_number[number] = name
    words = array.array("I", _compiler._code(tree, flags)).tobytes()
    code = (int(flags) | int(tree.state.flags), words, tree.state.groups - 1, names, tuple(by_number))
    kept.patterns[pattern, int(flags)] = code
    kept.changed = True
    return code


def _from_code(pattern: str | bytes, code: Code) -> re.Pattern[str]:
    """The pattern that this code matches."""
    flags, words, groups, names, by_number = code
    made: re.Pattern[str] = _sre.compile(pattern, flags, memoryview(words).cast("I").tolist(), groups, names, by_number)
    return made


def _while_importing() -> bool:
    """True when a module is just being imported, so that the pattern is part of its text."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        scope = frame.f_globals
        # The module that is run itself stands under every frame; code that is no module's has no spec.
        if frame.f_code.co_name == "<module>" and scope.get("__name__") != "__main__" and scope.get("__spec__"):
            return True
        frame = frame.f_back
    return False


def _cache_file() -> Path | None:
    """The file in the user's cache folder; None where no folder is the user's alone to write."""
    if array.array("I").itemsize != _sre.CODESIZE:
        return None
    from platformdirs import user_cache_path

    folder = user_cache_path("rectiparse")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / f"kept-{sys.implementation.cache_tag}.bin" if _is_ours(folder.stat()) else None
    except OSError:
        return None


def _is_ours(status: os.stat_result) -> bool:
    """True when nobody else can have written it; Windows keeps a user's folders to the user."""
    return os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & WORLD_WRITABLE)


def _loaded(path: Path) -> Kept:
    """What the last run left; nothing where the file is not ours, of another Python, or broken."""
    with suppress(OSError, ValueError, TypeError, EOFError), path.open("rb") as file:
        if _is_ours(os.fstat(file.fileno())):
            python, patterns, files = marshal.load(file)  # noqa: S302 - the user's own file, checked
            if python == _PYTHON:
                return Kept(patterns, files)
    return Kept()


def _save(path: Path, kept: Kept) -> None:
    """Leave it for the next run; a full disk or a folder gone is nothing to speak of."""
    patterns = kept.patterns
    if len(patterns) > MOST:
        patterns = {key: patterns[key] for key in kept.used & patterns.keys()}
    part = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    with suppress(OSError, ValueError):
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                marshal.dump((_PYTHON, patterns, kept.files), file)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
