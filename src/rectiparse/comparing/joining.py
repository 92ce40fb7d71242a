"""Several ledgers as one, so that many units' documents can be compared at once."""

from __future__ import annotations

from collections.abc import Sequence

from rectiparse.errors import LedgerError
from rectiparse.ledger import Ledger, Measure, Problem


def together(ledgers: Sequence[Ledger], name: str) -> Ledger:
    """All problems and measures of the ledgers under one; a single ledger is given back as it is.

    Ids stand after their document's name (a.docx#P1.M2), with its place among the ledgers where names are the same. Only
    what a comparison looks at is taken over. Raises LedgerError where there is no ledger at all.
    """
    if not ledgers:
        raise LedgerError("{name}: no ledger in it; give a document or a ledger", name=name)
    if len(ledgers) == 1:
        return ledgers[0]
    names = [ledger.source.name for ledger in ledgers]
    problems: list[Problem] = []
    measures: list[Measure] = []
    figures = []
    for place, ledger in enumerate(ledgers, 1):
        lead = names[place - 1] if names.count(names[place - 1]) == 1 else f"{names[place - 1]}({place})"
        for problem in ledger.problems:
            own = tuple(_under(lead, measure) for measure in problem.measures)
            problems.append(problem.model_copy(update={"id": f"{lead}#{problem.id}", "measures": own}))
        measures += [_under(lead, measure) for measure in ledger.measures]
        figures += [
            figure.model_copy(update={"owner": f"{lead}#{figure.owner}"})
            for figure in ledger.figures
            if figure.owner is not None
        ]
    source = ledgers[0].source.model_copy(
        update={"name": name, "characters": sum(x.source.characters for x in ledgers)}
    )
    return Ledger(
        source=source,
        document=ledgers[0].document.model_copy(update={"title": None, "organization": None}),
        problems=tuple(problems),
        measures=tuple(measures),
        figures=tuple(figures),
    )


def _under(lead: str, measure: Measure) -> Measure:
    return measure.model_copy(update={"id": f"{lead}#{measure.id}"})
