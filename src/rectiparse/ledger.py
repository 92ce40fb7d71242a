"""The ledger (台账): the records that come out, as `contract.md` fixes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Final, Literal, ParamSpec, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from rectiparse.document import Span

SCHEMA: Final = "rectiparse.ledger/1"

Genre = Literal[
    "plan",
    "report",
    "self-check",
    "self-criticism",
    "feedback",
    "notice",
    "audit",
    "environment",
    "checklist",
    "unknown",
]
Status = Literal["done", "mostly-done", "in-progress", "long-term", "not-done", "unknown"]
Category = Literal["建章立制", "挽回损失", "追责问责", "举一反三", "专项整治", "教育培训"]
Role = Literal[
    "title", "label", "body", "contents", "problems", "problem", "point", "measures", "measure",
    "causes", "cause", "schedule", "stage", "task", "general",
]  # fmt: skip


class Record(BaseModel):
    """A value that is frozen once made and refuses keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# Where pydantic keeps what a record holds. Written to straight, past the check that keeps records frozen.
_hold, _hold_names, _hold_extra, _hold_private = (
    BaseModel.__dict__[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
Values = ParamSpec("Values")
Made = TypeVar("Made")


def made(model: Callable[Values, Made], /, *_: Values.args, **values: Values.kwargs) -> Made:
    """What `model(**values)` gives, where our own code has made the values: nothing looks at them again.

    That takes a quarter of the time and, since pydantic gives each record a set of its fields' names, a third of the
    memory. What comes from outside goes through `model_validate`.
    """
    defaults, factories, names = _shape(model)
    held: dict[str, Any] = {**defaults, **values}
    for name, factory in factories:
        if name not in values:
            held[name] = factory()
    record: Any = object.__new__(model)  # type: ignore[arg-type]
    _hold(record, held)
    _hold_names(record, names)
    _hold_extra(record, None)
    _hold_private(record, None)
    return record  # type: ignore[no-any-return]


@cache
def _shape(model: Any) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...], set[str]]:
    """A record's fields in their order with what they hold by default, the defaults that are made anew, the names."""
    fields = model.model_fields
    factories = tuple((name, field.default_factory) for name, field in fields.items() if field.default_factory)
    return (
        {name: None if field.is_required() else field.default for name, field in fields.items()},
        factories,
        set(fields),
    )


class Place(Record):
    """Where a record stands in the original file, counted from 1; what the format has not is None."""

    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: int | None = None


class Source(Record):
    """The file: its name, what its content is, how it was decoded, and its digest."""

    name: str
    format: str
    encoding: str | None = None
    sha256: str
    characters: int


class Declared(Record):
    """A count that the document states of itself: 4个方面25个问题."""

    kind: Literal["aspect", "problem"]
    count: int
    text: str
    span: Span


class GrammarScore(Record):
    """How well one grammar fits the document, from 0 to 1."""

    name: str
    score: float


class DocumentFacts(Record):
    """What the document says of itself as a whole."""

    title: str | None = None
    genre: Genre = "unknown"
    grammar: str
    scores: tuple[GrammarScore, ...] = ()
    organization: str | None = None
    inspector: str | None = None
    inspected: str | None = None
    feedback: str | None = None
    year: int | None = None
    declared: tuple[Declared, ...] = ()


class Node(Record):
    """A node of the outline; one without a mark says by its role what it is."""

    marker: str | None
    level: int
    title: str
    role: Role
    span: Span
    children: tuple[Node, ...] = ()


class Point(Record):
    """A listed part of a problem, a measure or a stage."""

    marker: str | None
    text: str
    span: Span


class Responsible(Record):
    """Who answers for it (责任单位, 责任人): who leads (牵头) and who supports (配合)."""

    name: str
    role: Literal["lead", "support"]
    span: Span | None = None
    kind: Literal["person", "unit"] | None = None
    """What the printed label says it is (责任领导, 责任股室); None where no label says it."""


class Measure(Record):
    """One step of rectification (整改措施)."""

    id: str
    marker: str | None
    title: str
    text: str
    points: tuple[Point, ...] = ()
    responsible: tuple[Responsible, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None
    ongoing: bool = False
    recurrence: str | None = None
    category: Category | None = None
    status: Status = "unknown"
    status_text: str | None = None
    place: Place | None = None
    extra: dict[str, str] = Field(default_factory=dict)
    span: Span


class Problem(Record):
    """A problem (问题) with the measures that answer it."""

    id: str
    marker: str | None
    title: str
    detail: str | None = None
    aspect: str | None = None
    path: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    goal: str | None = None
    responsible: tuple[Responsible, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None
    ongoing: bool = False
    status: Status = "unknown"
    status_text: str | None = None
    themes: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    place: Place | None = None
    extra: dict[str, str] = Field(default_factory=dict)
    span: Span


class Cause(Record):
    """A cause (原因) that the document names for its problems."""

    marker: str | None
    title: str
    text: str
    span: Span


class Stage(Record):
    """A stage of the work (工作步骤) with its interval in EDTF and its tasks."""

    title: str
    interval: str | None = None
    tasks: tuple[Point, ...] = ()
    span: Span


class Figure(Record):
    """A number that counts or measures something; `value` is in the unit's base, None where masked."""

    text: str
    value: Annotated[int | float | None, Field(union_mode="left_to_right")]
    unit: str
    subject: str | None = None
    approximate: bool = False
    bound: Literal["min", "max"] | None = None
    masked: bool = False
    owner: str | None = None
    span: Span


class Date(Record):
    """A date in EDTF, a recurrence or a length of time in ISO 8601; a relative one has no value."""

    text: str
    value: str | None
    kind: Literal["point", "interval", "deadline", "since", "recurrence", "duration"]
    basis: Literal["explicit", "inherited", "unresolved"]
    owner: str | None = None
    span: Span


class Citation(Record):
    """A named document 《…》, or a document number (文号)."""

    title: str | None
    number: str | None = None
    span: Span


class Noise(Record):
    """Text that is none of the document, and the rule that says so."""

    text: str
    rule: str
    span: Span


class Ledger(Record):
    """All that one document says, each record with its place in the text."""

    schema_: Literal["rectiparse.ledger/1"] = Field(default=SCHEMA, alias="schema")
    source: Source
    document: DocumentFacts
    outline: tuple[Node, ...] = ()
    problems: tuple[Problem, ...] = ()
    measures: tuple[Measure, ...] = ()
    causes: tuple[Cause, ...] = ()
    schedule: tuple[Stage, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[Date, ...] = ()
    citations: tuple[Citation, ...] = ()
    noise: tuple[Noise, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, populate_by_name=True)
