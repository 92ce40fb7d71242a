"""What stops the program. A fault in a document is a finding, never an exception."""

from __future__ import annotations


class RectiparseError(Exception):
    """The program could not run: one line that says what is wrong, where, and what to do.

    `message` is an English template that the catalogues translate; `values` fill its `{names}`.
    The command line prints it on stderr and exits with 2.
    """

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values
        super().__init__(message.format(**values) if values else message)


class ReadingError(RectiparseError):
    """A file that cannot be read as a document: missing, empty, binary, broken, too large, scanned."""


class GrammarError(RectiparseError):
    """A grammar that cannot be used: unknown name, broken YAML, unknown key, bad pattern."""


class LedgerError(RectiparseError):
    """A ledger that cannot be used: not a ledger, another schema, broken."""


class WritingError(RectiparseError):
    """A result that cannot be written: it exists, no permission, disk full."""
