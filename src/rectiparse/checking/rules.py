"""The rules, in the order in which they run; a code that was given once is never given to another rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

from rectiparse.checking import arithmetic, counts, crossing, numbering, progress, stages, steps, timing, wording
from rectiparse.checking.case import Case
from rectiparse.checking.crossing import Copied, Trace
from rectiparse.checking.fault import Fault
from rectiparse.errors import RectiparseError
from rectiparse.finding import Severity
from rectiparse.language import message

Look = Callable[[Case], Iterator[Fault]]
Cross = Callable[[Sequence[Trace]], Iterator[Copied]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `look` finds its faults in one file, `cross` those that several files show together."""

    code: str
    name: str
    severity: Severity
    about: str
    look: Look | None
    cross: Cross | None = None

    @property
    def explained(self) -> str:
        """The docstring of the function that the rule is."""
        from inspect import getdoc  # heavy

        return getdoc(self.look or self.cross) or ""

    @property
    def told(self) -> str:
        """The docstring without its texts: what the rule finds, at length."""
        return re.split(r"^(?:Profile|Fails|Passes):$", self.explained, maxsplit=1, flags=re.MULTILINE)[0].strip()

    def text(self, heading: str) -> str:
        """The text below `Fails:`, `Passes:` or `Profile:` in the docstring, ready to be read; empty where there is none."""
        match = re.search(rf"^{heading}:\n((?:    .*\n?|\n)+)", self.explained + "\n", re.MULTILINE)
        return dedent(match[1]).strip() + "\n" if match else ""


RULES: Final[tuple[Rule, ...]] = (
    Rule("R101", "declared-count", "error", message("The document declares more or fewer aspects, problems or measures than it has."), counts.declared_count),
    Rule("R102", "arithmetic", "error", message("A sum, share, rate, growth or average does not come out."), arithmetic.arithmetic),
    Rule("R103", "numbering-gap", "warning", message("A number is left out of a list."), numbering.numbering_gap),
    Rule("R104", "numbering-duplicate", "warning", message("A number stands twice in a list."), numbering.numbering_duplicate),
    Rule("R105", "numbering-restart", "warning", message("The numbers begin anew where they should go on."), numbering.numbering_restart),
    Rule("R106", "mixed-marks", "info", message("One list is numbered in two ways."), numbering.mixed_marks),
    Rule("R107", "figure-mismatch", "warning", message("The same thing is counted differently in a problem and its measure."), counts.figure_mismatch),
    Rule("R201", "problem-without-measure", "error", message("No measure answers a problem."), steps.problem_without_measure),
    Rule("R202", "measure-without-owner", "info", message("Nobody answers for a measure of a plan."), steps.measure_without_owner),
    Rule("R203", "measure-without-deadline", "info", message("A measure of a plan has no day by which it is done."), steps.measure_without_deadline),
    Rule("R204", "vague-deadline", "info", message("A measure is to be done 及时 or 尽快, which nobody can be held to."), steps.vague_deadline),
    Rule("R205", "missing-label", "warning", message("The label 整改措施： stands before the other measures, not here."), steps.missing_label),
    Rule("R206", "empty-section", "warning", message("A heading has nothing below it."), steps.empty_section),
    Rule("R207", "status-contradiction", "warning", message("Told to be done, but the text says it is not."), progress.status_contradiction),
    Rule("R208", "measure-off-topic", "info", message("A measure shares no word with its problem."), steps.measure_off_topic),
    Rule("R301", "date-order", "error", message("An interval ends before it begins."), timing.date_order),
    Rule("R302", "stage-overlap", "warning", message("A stage begins before the one ahead of it has ended."), stages.stage_overlap),
    Rule("R303", "stage-gap", "info", message("Days between two stages belong to none."), stages.stage_gap),
    Rule("R304", "deadline-outside-stage", "warning", message("A task is due outside its stage."), stages.deadline_outside_stage),
    Rule("R305", "deadline-before-document", "warning", message("A deadline had passed when the document was written."), timing.deadline_before_document),
    Rule("R306", "dated-before-cited", "warning", message("The document is dated before one that it cites."), timing.dated_before_cited),
    Rule("R307", "impossible-date", "error", message("A date that no calendar has."), timing.impossible_date),
    Rule("R308", "time-limit", "warning", message("A time limit of the profile is not kept."), timing.time_limit),
    Rule("R401", "placeholder", "warning", message("A place was never filled in: x月x日, XX局, **县."), wording.placeholder),
    Rule("R402", "leftover-noise", "warning", message("Advertisements, watermarks or marks of paid content were left in."), wording.leftover_noise),
    Rule("R403", "hard-wrap", "info", message("A line break cuts a sentence."), wording.hard_wrap),
    Rule("R404", "unbalanced-marks", "warning", message("A quotation mark or bracket lacks its other half."), wording.unbalanced_marks),
    Rule("R405", "wrong-quotes", "info", message("Quotation marks are none of “ ” ‘ ’."), wording.wrong_quotes),
    Rule("R406", "duplicate-text", "warning", message("A measure or paragraph comes again, or is copied from another file."), crossing.duplicate_text, crossing.copied_text),
    Rule("R407", "foreign-place", "warning", message("A county, district or town that is not the document's own."), None, crossing.foreign_place),
    Rule("R408", "document-number-form", "warning", message("A document number is not printed as 〔2020〕130号."), wording.document_number_form),
)  # fmt: skip


def named(word: str) -> tuple[Rule, ...]:
    """The rules that a code (R101), the beginning of codes (R1), a name, or `all` stands for. Raises RectiparseError."""
    found = tuple(rule for rule in RULES if rule.name == word.lower() or rule.code.startswith(word.upper()))
    if word.lower() == "all":
        return RULES
    if not found or not word:
        from difflib import get_close_matches

        near = get_close_matches(word, [rule.name for rule in RULES], 1)
        raise RectiparseError(
            "{word}: no such rule, perhaps {near}; rectiparse check --list shows them all",
            word=word,
            near=near[0] if near else RULES[0].name,
        )
    return found
