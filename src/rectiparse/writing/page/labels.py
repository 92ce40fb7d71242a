"""What the pages say themselves, in the language spoken; documents speak for themselves."""

from __future__ import annotations

from typing import Final

from rectiparse.language import message, translate
from rectiparse.writing.names import GENRES, STATUSES

LABELS: Final = {
    "language": message("en"),
    "ledger": message("Ledger"),
    "ledger_of": message("{title} · review"),
    "source": message("Source"),
    "outline": message("Outline"),
    "overview": message("Overview"),
    "findings": message("Findings"),
    "figures": message("Figures"),
    "dates": message("Dates"),
    "parties": message("Parties"),
    "citations": message("Citations"),
    "noise": message("Noise"),
    "problems": message("Problems"),
    "problem": message("Problem"),
    "measures": message("Measures"),
    "measure": message("Measure"),
    "general": message("General measures"),
    "causes": message("Causes"),
    "stages": message("Stages"),
    "documents": message("Documents"),
    "document": message("Document"),
    "kind": message("Kind"),
    "unit": message("Unit"),
    "inspector": message("Inspected by"),
    "inspected": message("Inspected"),
    "feedback": message("Findings handed over"),
    "grammar": message("Grammar"),
    "file": message("File"),
    "digest": message("SHA-256"),
    "characters": message("characters"),
    "status": message("Progress"),
    "owner": message("Who"),
    "theme": message("Theme"),
    "aspect": message("Aspect"),
    "goal": message("Goal"),
    "lead": message("leads"),
    "support": message("supports"),
    "by_hand": message("changed by hand"),
    "no_owner": message("nobody named"),
    "no_deadline": message("no deadline"),
    "missing": message("Missing"),
    "missing_owner": message("Without who"),
    "missing_deadline": message("Without when"),
    "all": message("all"),
    "search": message("Search"),
    "search_hint": message("Search in source and ledger"),
    "filters": message("Filters"),
    "clear": message("Clear"),
    "shown": message("{shown} of {all} shown"),
    "nothing": message("Nothing fits these filters."),
    "hits": message("{at} of {all} hits"),
    "no_hits": message("no hits"),
    "marks": message("Marks"),
    "theme_switch": message("Light or dark"),
    "keys": message("Keys"),
    "key_next": message("next and previous problem or measure"),
    "key_search": message("search; Enter and Shift+Enter go from hit to hit"),
    "key_finding": message("next and previous finding"),
    "key_outline": message("show or hide the outline"),
    "key_help": message("this help"),
    "key_escape": message("close, or leave the search"),
    "close": message("Close"),
    "no_source": message(
        "The document itself is not at hand: this page shows its ledger alone. Put {name} beside the ledger and make the page again."
    ),
    "no_problems": message("No problems and no measures were found."),
    "no_findings": message("The document agrees with itself: nothing was found."),
    "none": message("none"),
    "line": message("line {line}"),
    "expected": message("should be"),
    "actual": message("is"),
    "error": message("error"),
    "warning": message("warning"),
    "info": message("note"),
    "chart_deadlines": message("Deadlines and stages"),
    "chart_aspects": message("Problems by aspect"),
    "chart_themes": message("Problems by theme"),
    "chart_statuses": message("Problems by progress"),
    "chart_money": message("Amounts of money"),
    "chart_recurring": message("Again and again"),
    "more": message("and {count} more"),
    "unknown": message("not said"),
    "back": message("All documents"),
    "skip": message("To the ledger"),
    "no_script": message("Without scripts this page shows source and ledger, but neither filters nor searches."),
    "made_by": message("Made by rectiparse {version}; nothing in this page loads anything or sends anything."),
    "earlier": message("earlier"),
    "later": message("later"),
    "came_back": message("Came back"),
    "worth_a_look": message("Worth a look"),
    "new": message("New"),
    "gone": message("Gone"),
    "same_words": message("the same words"),
    "decided": message("decided by a person"),
    "score": message("score"),
    "compared": message("{old} against {new}"),
    "changed": message("What changed"),
    "shared": message("What both share"),
    "candidate_hint": message("Not alike enough to say so; best first."),
}
DATE_KINDS: Final = {
    "point": message("point in time"),
    "interval": message("interval"),
    "deadline": message("deadline"),
    "since": message("since"),
    "recurrence": message("recurrence"),
    "duration": message("length of time"),
}
BASES: Final = {
    "explicit": message("as printed"),
    "inherited": message("year from the text before"),
    "unresolved": message("year unknown"),
}
BOUNDS: Final = {"min": message("at least"), "max": message("at most")}
APPROXIMATE: Final = message("about")
MASKED: Final = message("masked")


class Labels:
    """The labels in the language spoken, by name: `t.search`; and the words for values of the ledger."""

    def __init__(self) -> None:
        self.statuses = {key: translate(words) for key, words in STATUSES.items()}
        self.genres = {key: translate(words) for key, words in GENRES.items()}

    def __getattr__(self, name: str) -> str:
        try:
            return translate(LABELS[name])
        except KeyError:
            raise AttributeError(name) from None
