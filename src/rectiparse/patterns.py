"""Compiled patterns, kept between runs of the command line.

Python translates a regular expression into the code of its matcher in Python, and for the patterns that a run of this
program begins with, its libraries' included, that takes longer than reading a document does. So the command line keeps
the translated code in the user's own cache folder, under the pattern itself: a changed pattern is another one, and a
lost or broken file costs time alone. The matcher checks all code that it is given.

Only patterns that stand in modules are kept, and those given to `compiled`. One made at run time may hold words of a
document, and those stay where they are.
"""

from __future__ import annotations

import array
import marshal
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

MOST: Final = 3000  # patterns kept; some 2 kB each
WORLD_WRITABLE: Final = 0o022

# What the matcher is made of: flags, code, groups, their names, and the names by number.
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
Key = tuple[str | bytes, int]

_sre: Any = import_module("_sre")
_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")
# The code of one Python is nothing to another.
_PYTHON: Final = (sys.version, _sre.MAGIC, _sre.CODESIZE)

_kept: dict[Key, Code] | None = None


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, kept between runs; for patterns of our own that no module holds, those of the grammars."""
    if _kept is None:
        return re.compile(pattern, flags)
    return _from_code(pattern, _kept.get((pattern, flags)) or _translated(pattern, flags))


@contextmanager
def kept_between_runs() -> Iterator[None]:
    """Within the block, take compiled patterns from the last run, and leave those that were new for the next."""
    global _kept  # noqa: PLW0603 - one process has one set of patterns
    path = _cache_file()
    if path is None or _kept is not None:
        yield
        return
    _kept = _loaded(path)
    before = set(_kept)
    used: set[Key] = set()
    compile_anew: Callable[[str | bytes, int], re.Pattern[str]] = _compiler.compile

    def compile_once(pattern: str | bytes, flags: int = 0) -> re.Pattern[str]:
        """What stands in for the compiler of `re`."""
        if type(pattern) not in (str, bytes) or flags & re.DEBUG:
            return compile_anew(pattern, flags)
        key = (pattern, int(flags))
        used.add(key)
        if _kept is not None and key in _kept:
            return _from_code(pattern, _kept[key])
        return _from_code(pattern, _translated(pattern, flags)) if _while_importing() else compile_anew(pattern, flags)

    _compiler.compile = compile_once
    try:
        yield
    finally:
        _compiler.compile = compile_anew
        if _kept.keys() - before:
            _save(path, _kept if len(_kept) <= MOST else {key: _kept[key] for key in used & _kept.keys()})
        _kept = None


def _translated(pattern: str | bytes, flags: int) -> Code:
    """The matcher's code for a pattern, as `re` itself makes it; kept from now on."""
    tree = _parser.parse(pattern, flags)
    names: dict[str, int] = dict(tree.state.groupdict)
    by_number: list[str | None] = [None] * tree.state.groups
    for name, number in names.items():
        by_number[number] = name
    words = array.array("I", _compiler._code(tree, flags)).tobytes()
    code = (int(flags) | int(tree.state.flags), words, tree.state.groups - 1, names, tuple(by_number))
    if _kept is not None:
        _kept[pattern, int(flags)] = code
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
        if frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") != "__main__":
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
        return folder / f"patterns-{sys.implementation.cache_tag}.bin" if _is_ours(folder.stat()) else None
    except OSError:
        return None


def _is_ours(status: os.stat_result) -> bool:
    """True when nobody else can have written it; Windows keeps a user's folders to the user."""
    return os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & WORLD_WRITABLE)


def _loaded(path: Path) -> dict[Key, Code]:
    """The patterns of the last run; none where the file is not ours, of another Python, or broken."""
    with suppress(OSError, ValueError, TypeError, EOFError), path.open("rb") as file:
        if _is_ours(os.fstat(file.fileno())):
            python, kept = marshal.load(file)  # noqa: S302 - the user's own file, checked
            if python == _PYTHON:
                found: dict[Key, Code] = kept
                return found
    return {}


def _save(path: Path, kept: dict[Key, Code]) -> None:
    """Leave the patterns for the next run; a full disk or a folder gone is nothing to speak of."""
    part = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    with suppress(OSError, ValueError):
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                marshal.dump((_PYTHON, kept), file)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
