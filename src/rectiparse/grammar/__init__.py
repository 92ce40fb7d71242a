"""Grammars: what the headings and labels of each kind of document mean."""

from __future__ import annotations

from rectiparse.grammar.loading import load_grammar, load_shipped, shipped_grammars
from rectiparse.grammar.model import Grammar

__all__ = ["Grammar", "load_grammar", "load_shipped", "shipped_grammars"]
