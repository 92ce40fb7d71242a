"""What kinds of documents and states of things are called, as messages in the language spoken; `wording` has the Chinese of forms."""

from __future__ import annotations

from typing import Final

from rectiparse.language import message

STATUSES: Final = {
    "done": message("done"),
    "mostly-done": message("mostly done"),
    "in-progress": message("in progress"),
    "long-term": message("long-term"),
    "not-done": message("not done"),
    "unknown": message("not said"),
}
GENRES: Final = {
    "plan": message("rectification plan"),
    "report": message("rectification report"),
    "self-check": message("self-check report"),
    "self-criticism": message("self-criticism"),
    "feedback": message("inspection feedback"),
    "notice": message("rectification notice"),
    "audit": message("audit rectification"),
    "environment": message("environmental rectification"),
    "checklist": message("problem checklist"),
    "unknown": message("kind unknown"),
}
