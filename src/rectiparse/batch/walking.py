"""The documents in folders: which files count, in an order that is the same each time."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path
from typing import Final

from rectiparse.errors import ReadingError

# What is read when no --include says otherwise; what a file really is, its content decides.
SUFFIXES: Final = (
    ".txt", ".text", ".md", ".markdown", ".docx", ".doc", ".wps", ".pdf", ".ofd", ".xlsx", ".rtf",
    ".html", ".htm", ".xhtml", ".shtml",
)  # fmt: skip
LOCKS: Final = ("~$", ".")  # Word's lock files; WPS's (.~) are hidden like all that begins with a dot
JUNCTION: Final = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT, which the stat module has on Windows alone


@dataclass(frozen=True, slots=True)
class Found:
    """A document: where it is, and its name below OUT, with `/` on every system."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder that could not be listed, so that what is in it is not known."""

    name: str
    reason: str


@dataclass(frozen=True)
class Walk:
    """The documents below some folders, each time in the same order.

    One folder's documents have the names they have below it; of several, each stands under its own name. A pattern
    with `/` is held against that path, another one against the name alone, upper and lower case alike; an excluded
    folder is not entered. Hidden files, lock files and links that lead out of the folder are no documents.
    `apart` are real paths that are left out: where the ledgers go. `leads` stand before the names of each folder's
    documents in place of its own name. Raises ReadingError for what is no folder.
    """

    folders: Sequence[Path]
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    apart: frozenset[str] = frozenset()
    leads: Sequence[str] | None = None

    def __post_init__(self) -> None:
        for folder in self.folders:
            if not folder.is_dir():
                if folder.exists():
                    raise ReadingError("{name}: a file; give its folder, or use rectiparse extract", name=folder)
                raise ReadingError("{name}: no such folder; check the name", name=folder)
            if os.path.realpath(folder) in self.apart:
                raise ReadingError("{name}: the ledgers cannot go here too; give another folder", name=folder)
        names = [folder.resolve().name for folder in self.folders]
        for name in names:
            if names.count(name) > 1:
                raise ReadingError("two folders are called {name}; give the folder that holds both", name=name)

    def __iter__(self) -> Iterator[Found | Unreadable]:
        several = len(self.folders) > 1
        leads = self.leads or [f"{folder.resolve().name}/" if several else "" for folder in self.folders]
        for folder, lead in zip(self.folders, leads, strict=True):
            for found in self._below(folder):
                yield (
                    Found(found.path, lead + found.name)
                    if isinstance(found, Found)
                    else Unreadable((lead + found.name).rstrip("/") or str(folder), found.reason)
                )

    def _below(self, folder: Path) -> Iterator[Found | Unreadable]:
        taken, left_out = _pattern(self.include), _pattern(self.exclude)
        root = os.path.realpath(folder)
        waiting: list[tuple[str, str, bool]] = [(str(folder), "", True)]  # path, name, whether it is a folder
        while waiting:
            path, name, is_folder = waiting.pop()
            if not is_folder:
                yield Found(path, name)
                continue
            try:
                with os.scandir(path) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name, reverse=True)
            except OSError as error:
                yield Unreadable(name, error.strerror or str(error))
                continue
            for entry in entries:
                below = f"{name}/{entry.name}" if name else entry.name
                if entry.name.startswith(LOCKS) or (left_out and _fits(left_out, entry.name, below)):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if not (_is_apart(entry, self.apart) or _is_hidden(entry)):
                        waiting.append((entry.path, below, True))
                elif (
                    _fits(taken, entry.name, below) if taken else entry.name.lower().endswith(SUFFIXES)
                ) and _is_document(entry, root, self.apart):
                    waiting.append((entry.path, below, False))


def _pattern(globs: Sequence[str]) -> re.Pattern[str] | None:
    """One pattern for all: each fits a name, or with a `/` in it a path, both in small letters."""
    made = [translate(("" if "/" in glob else "*/") + glob.lower().lstrip("/")) for glob in globs]
    return re.compile("|".join(made)) if made else None


def _fits(pattern: re.Pattern[str], name: str, path: str) -> bool:
    return pattern.match(f"/{name.lower()}") is not None or pattern.match(path.lower()) is not None


def _is_apart(entry: os.DirEntry[str], apart: frozenset[str]) -> bool:
    """True for one of the real paths that are left out; few names make it worth finding out."""
    return any(entry.name.lower() == os.path.basename(path).lower() for path in apart) and (  # noqa: PTH119
        os.path.realpath(entry.path) in apart
    )


def _is_document(entry: os.DirEntry[str], root: str, apart: frozenset[str]) -> bool:
    """True for a regular file that is the user's and lies in the folder, itself or at the end of a link."""
    try:
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            return os.path.isfile(real) and os.path.commonpath((root, real)) == root and real not in apart  # noqa: PTH113
        return entry.is_file() and not _is_hidden(entry) and not _is_apart(entry, apart)
    except (OSError, ValueError):  # ValueError: a link to another drive
        return False


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    """True for what Windows hides by an attribute, and for its junctions, which lead elsewhere and may run in circles."""
    if os.name != "nt":
        return False
    status = entry.stat(follow_symlinks=False)
    return bool(getattr(status, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN) or (
        getattr(status, "st_reparse_tag", 0) == JUNCTION
    )
