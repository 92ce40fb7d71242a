"""Mentions: dates, figures, parties, citations and noise, found in any text and usable without the rest.

Each finder takes a plain string and gives frozen mentions, in order of place, with spans in that string.
"""

from __future__ import annotations
