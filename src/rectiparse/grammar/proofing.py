"""Proofs a grammar file: every mistake with its line, its column and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import ValidationError

from rectiparse.errors import GrammarError
from rectiparse.grammar.loading import load_grammar, reserved_keys
from rectiparse.grammar.model import Grammar
from rectiparse.language import message


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a grammar file; `template` is an English sentence for the catalogues, `values` fill it."""

    line: int
    column: int
    template: str
    source: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def caret(self) -> str:
        """Blanks and a caret that stand under the place, wide characters counted as two columns."""
        before = self.source[: self.column - 1]
        width = sum(2 if ord(c) > 0x2E7F else 1 for c in before)
        return " " * width + "^"


def proof(path: Path) -> list[Mistake]:
    """The mistakes of a grammar file, in order of place; none for a good one. Raises GrammarError for an unreadable file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GrammarError("cannot read grammar {path}: {reason}", path=path, reason=error) from None
    lines = text.split("\n")

    def mistake(mark: yaml.Mark | None, template: str, values: dict[str, object], shift: int = 0) -> Mistake:
        line = min(mark.line if mark else 0, len(lines) - 1)
        column = (mark.column if mark else 0) + shift
        return Mistake(line + 1, column + 1, template, lines[line].rstrip("\r"), values)

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return [mistake(error.problem_mark, message("broken YAML: {reason}"), {"reason": error.problem})]
    except yaml.YAMLError as error:
        return [mistake(None, message("broken YAML: {reason}"), {"reason": str(error).splitlines()[0]})]
    if not isinstance(root, yaml.MappingNode):
        return [mistake(None, message("a grammar is a mapping with a 'name'"), {})]
    found: list[Mistake] = []
    try:
        Grammar.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        for fault in error.errors():
            node, at_key = _node_of(root, fault["loc"])
            mark = at_key or (node.start_mark if node is not None else None)
            template = (
                message("unknown key “{key}”") if fault["type"] == "extra_forbidden" else message("{key}: {reason}")
            )
            found.append(mistake(mark, template, {"key": ".".join(map(str, fault["loc"])), "reason": fault["msg"]}))
    for key in reserved_keys(root):
        found.append(mistake(key.start_mark, message("unknown key “{key}”"), {"key": key.value}))
    for node in _patterns(root):
        bad = _pattern_fault(node.value)
        if bad is not None:
            reason, position = bad
            quoted = 1 if node.style in ("'", '"') else 0
            found.append(
                mistake(node.start_mark, message("bad pattern: {reason}"), {"reason": reason}, position + quoted)
            )
    if not found:
        try:
            load_grammar(path)
        except GrammarError as error:
            found.append(mistake(None, error.message, error.values))
    return sorted(found, key=lambda entry: (entry.line, entry.column))


def _node_of(root: yaml.MappingNode, location: tuple[int | str, ...]) -> tuple[yaml.Node | None, yaml.Mark | None]:
    """The deepest node on the way to a key, and the mark of the last key itself."""
    node: yaml.Node = root
    mark: yaml.Mark | None = None
    for part in location:
        if isinstance(node, yaml.MappingNode):
            entry = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if entry is None:
                return node, mark
            mark, node = entry[0].start_mark, entry[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
    return node, mark


def _patterns(root: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    """The nodes that hold regular expressions."""
    for key, value in root.value:
        if key.value in ("failing", "faults", "doing") and isinstance(value, yaml.SequenceNode):
            yield from (node for node in value.value if isinstance(node, yaml.ScalarNode))
        elif key.value in ("sections", "labels") and isinstance(value, yaml.MappingNode):
            for _, group in value.value:
                if isinstance(group, yaml.SequenceNode):
                    yield from (node for node in group.value if isinstance(node, yaml.ScalarNode))
        elif key.value == "signals" and isinstance(value, yaml.SequenceNode):
            for signal in value.value:
                if isinstance(signal, yaml.MappingNode):
                    yield from (
                        node
                        for name, node in signal.value
                        if name.value == "pattern" and isinstance(node, yaml.ScalarNode)
                    )


def _pattern_fault(source: str) -> tuple[str, int] | None:
    """What is wrong with a pattern and where in it, for the engines that may run it; None for a good one."""
    import re

    import regex

    try:
        re.compile(source)
        regex.compile(source)
    except (re.error, regex.error) as error:
        return str(getattr(error, "msg", error)), getattr(error, "pos", None) or 0
    return None
