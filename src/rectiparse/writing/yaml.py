"""Ledgers as YAML that a person can read and mend: one line a mention, spans as `[12, 34]`, Chinese text unquoted.

An emitter of our own: PyYAML's cannot keep spans on one line without giving up its C half, and that half escapes the
rare surname characters beyond U+FFFF. Whatever it writes, `yaml.safe_load` reads back as `plain(ledger)`.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final

from rectiparse.document import Span
from rectiparse.ledger import Ledger
from rectiparse.writing.plain import Plain, Scalar, plain

ONE_LINE: Final = frozenset(
    {"declared", "scores", "responsible", "place", "figures", "dates", "citations", "noise"}
)  # fmt: skip
LONGEST_KEY: Final = 1000  # YAML asks for an explicit "?" before a key of more than 1024 characters

# Text that means itself without quotes, in a flow list too. What starts with a letter of another script than Latin
# can be no number, date or truth value in any YAML version; of Latin words a few can.
INSIDE: Final = r"\w\-./%()+=;~、。，；：？！…—·“”‘’（）《》〈〉【】〔〕「」『』％＋－／～×°"
UNQUOTED: Final = re.compile(rf"(?:[A-Za-z]|(?![!-~])[{INSIDE}])(?:[{INSIDE} ]*[{INSIDE}])?")
WORDS: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def dump(ledger: Ledger) -> str:
    """One YAML document, its last line ended; the same ledger gives the same characters."""
    lines: list[str] = []
    block(plain(ledger), "", "", lines)
    lines.append("")
    return "\n".join(lines)


def block(mapping: dict[str, Plain], first: str, indent: str, lines: list[str]) -> None:
    """Add a mapping, one key a line; the first line starts with `first`, the others with `indent`."""
    lead = first
    for name, value in mapping.items():
        key = key_of(name, indent)
        if isinstance(value, dict) and value and name not in ONE_LINE:
            lines.append(lead + key)
            block(value, indent + "  ", indent + "  ", lines)
        elif isinstance(value, tuple) and value and isinstance(value[0], dict):
            lines.append(lead + key)
            if name in ONE_LINE:
                lines += [f"{indent}- {flow(item)}" for item in value]
            else:
                for item in value:
                    block(item, indent + "- ", indent + "  ", lines)  # type: ignore[arg-type]  # one is, so are all
        else:
            lines.append(f"{lead}{key} {flow(value)}")
        lead = indent


def flow(value: Plain) -> str:
    """A value on one line."""
    if isinstance(value, Span):
        return f"[{value.start}, {value.end}]"
    if isinstance(value, tuple):
        return f"[{', '.join([flow(item) for item in value])}]"
    if isinstance(value, dict):
        return f"{{{', '.join([f'{key_of(name)} {flow(item)}' for name, item in value.items()])}}}"
    return scalar(value)


@lru_cache(maxsize=1024)
def key_of(name: str, indent: str = "") -> str:
    """A key with its colon."""
    return f"{scalar(name)}:" if len(name) <= LONGEST_KEY else f"? {scalar(name)}\n{indent}:"


def scalar(value: Scalar) -> str:
    """A scalar that reads back as the same value of the same type."""
    if value is None:
        return "null"
    if isinstance(value, str):
        if UNQUOTED.fullmatch(value) and value.lower() not in WORDS:
            return value
        return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return text.replace("e", ".0e") if "e" in text and "." not in text else text  # 1e+16 is a string in YAML 1.1
