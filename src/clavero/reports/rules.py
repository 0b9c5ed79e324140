"""Which documents there are, of what each tells, and as which files it can be had."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a document is."""

    ACCOUNT = "account"
    PLAN = "plan"
    REVIEW = "review"
    HANDOVER = "handover"
    SHARED_PLAN = "shared-plan"
    SHARED_REVIEW = "shared-review"
    PORTFOLIO = "portfolio"

    @property
    def is_of_account(self) -> bool:
        """Whether it tells of one account; else of all that its reader sees."""
        return self is not Kind.PORTFOLIO

    @property
    def is_for_customer(self) -> bool:
        """Whether the customer may read it: of the plan, only what is approved and marked."""
        return self in (Kind.SHARED_PLAN, Kind.SHARED_REVIEW)

    @property
    def has_period(self) -> bool:
        """Whether it tells of some months."""
        return self in (Kind.REVIEW, Kind.SHARED_REVIEW)


class Form(StrEnum):
    """As which file."""

    PDF = "pdf"
    PPTX = "pptx"
    DOCX = "docx"
    XLSX = "xlsx"


class TemplateKind(StrEnum):
    """What a company's own template is for, by the ending of its file."""

    SLIDES = "pptx"
    TEXT = "docx"


class State(StrEnum):
    """How far a document is."""

    WAITING = "waiting"
    READING = "reading"
    DRAWING = "drawing"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody still works on it."""
        return self in UNDER_WAY


FORMS: dict[Kind, tuple[Form, ...]] = {
    Kind.ACCOUNT: tuple(Form),
    Kind.PLAN: tuple(Form),
    Kind.REVIEW: tuple(Form),
    Kind.HANDOVER: (Form.PDF, Form.DOCX),
    Kind.SHARED_PLAN: tuple(Form),
    Kind.SHARED_REVIEW: tuple(Form),
    Kind.PORTFOLIO: tuple(Form),
}
"""As which files each makes sense: a pack is read from its first page to its last."""
UNDER_WAY = (State.WAITING, State.READING, State.DRAWING)
PROGRESS = {State.WAITING: 5, State.READING: 25, State.DRAWING: 70, State.DONE: 100}
"""How much is done when a state begins, in per cent."""
MONTHS = (3, 6, 12)
"""Of how many full months a review tells."""
KEPT = timedelta(days=90)
"""How long a file is kept: what a document says is made anew from what is known then."""
DEAD_AFTER = timedelta(hours=1)
"""After how long one that nobody has finished counts as interrupted."""
MOST_AT_ONCE = 10
"""How many may wait for one person."""
