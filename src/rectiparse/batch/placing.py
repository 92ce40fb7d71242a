"""Under which names the documents of a folder stand below OUT: under those that an earlier run gave them, if one did."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from rectiparse.batch.manifest import Manifest
from rectiparse.batch.walking import Found, Walk
from rectiparse.errors import ReadingError


class Sources:
    """Where documents lie, as the manifest says it: seen from OUT, so that both can be moved together."""

    def __init__(self, out: Path) -> None:
        self._out = os.path.realpath(out)
        self._folder, self._seen = "", ""

    def of(self, found: Found) -> str:
        """The path of a document from OUT, with `/` on every system."""
        folder, name = os.path.split(found.path)
        if folder != self._folder or not self._seen:
            try:
                seen = os.path.relpath(os.path.abspath(folder), self._out)  # noqa: PTH100
            except ValueError:  # another drive
                seen = os.path.abspath(folder)  # noqa: PTH100
            self._folder, self._seen = folder, seen.replace(os.sep, "/")
        return f"{self._seen}/{name}"

    def path(self, source: str) -> str:
        """The real path of a document of which the manifest says this."""
        return os.path.realpath(os.path.join(self._out, source))  # noqa: PTH118


@dataclass(frozen=True)
class Root:
    """A folder that is walked: its real path and its own name."""

    path: str
    name: str

    def below(self, path: str) -> str | None:
        """The name of a document below the folder; None for one that lies elsewhere."""
        inside = path.startswith(self.path + os.sep)
        return path[len(self.path) + 1 :].replace(os.sep, "/") if inside else None


def placed(walk: Walk, manifest: Manifest, sources: Sources) -> Walk:
    """The walk with the names that earlier runs into the same OUT gave to the documents of its folders.

    A folder that comes to others stands under its own name, as it does from the beginning where there are several.
    Raises ReadingError where two documents would have one name.
    """
    roots = [Root(os.path.realpath(folder), folder.resolve().name) for folder in walk.folders]
    leads: dict[Root, str] = {}
    taken: set[str] = set()  # what the names of other folders' documents begin with
    for name in manifest:
        if len(leads) == len(roots):
            break
        line = manifest.get(name)
        if line is None or line.source is None:
            continue
        path = sources.path(line.source)
        below = {root: inside for root in roots if (inside := root.below(path)) is not None}
        for root, inside in below.items():
            if name in (inside, f"{root.name}/{inside}"):
                leads.setdefault(root, name.removesuffix(inside))
        if not below and os.path.exists(path):  # noqa: PTH110
            taken.add(name.partition("/")[0])
    new = [root for root in roots if root not in leads]
    together = len(roots) > 1 or bool(taken)
    leads |= {root: f"{root.name}/" if together else "" for root in new}
    for root in roots:
        inside_others = any(
            not leads[other] and Path(other.path, root.name).is_dir() for other in roots if other != root
        )
        if leads[root] and (inside_others or (root in new and root.name in taken)):
            raise ReadingError("two folders are called {name}; give the folder that holds both", name=root.name)
    return replace(walk, leads=tuple(leads[root] for root in roots))
