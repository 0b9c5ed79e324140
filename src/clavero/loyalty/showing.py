"""The questions as a respondent reads them, and what they say as the matrix hears it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.loyalty.rules.answering import OTHER, SCALES, Read
from clavero.loyalty.rules.asking import BY_KEY, Kind, Question
from clavero.loyalty.selectors import versus_of
from clavero.matrix.hooks import Heard
from clavero.portfolio.selectors import Structure


@dataclass(frozen=True, slots=True)
class ShownScale:
    """Numbers to choose from; ``chosen`` is what was sent, empty for none."""

    name: str
    label: str
    values: Sequence[str]
    lowest: str
    highest: str
    chosen: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its scales, or the room for a text."""

    key: str
    text: str
    scales: Sequence[ShownScale]
    is_text: bool
    written: str
    is_too_long: bool


def shown_questions(
    questions: Sequence[Question], sent: Mapping[str, str], language: str, found: Read
) -> list[ShownQuestion]:
    """The questions in a language, with what was sent already."""
    return [
        ShownQuestion(
            key=each.key,
            text=each.in_language(language),
            scales=_scales(each, sent, found),
            is_text=each.kind is Kind.TEXT,
            written=sent.get(each.key, "") if each.kind is Kind.TEXT else "",
            is_too_long=each.key in found.too_long,
        )
        for each in questions
    ]


def _scales(question: Question, sent: Mapping[str, str], found: Read) -> list[ShownScale]:
    kind = question.kind
    if kind is Kind.TEXT:
        return []
    labels = {question.key: ""}
    if kind is Kind.VERSUS:
        labels = {question.key: _("We"), question.key + OTHER: _("The best other supplier")}
    lowest, highest = _ends(kind)
    return [
        ShownScale(
            name, label, [str(each) for each in SCALES[kind]], lowest, highest,
            sent.get(name, ""), name in found.wrong,
        )
        for name, label in labels.items()
    ]  # fmt: skip


def _ends(kind: Kind) -> tuple[str, str]:
    if kind is Kind.NPS:
        return _("Not at all likely"), _("Extremely likely")
    if kind is Kind.CSAT:
        return _("Very dissatisfied"), _("Very satisfied")
    return pgettext("the lowest of a scale", "Very bad"), pgettext("of a scale", "Excellent")


def heard_of(code: str, day: date, shape: Structure | None = None) -> Heard | None:
    """What an account's people say of us and of the best other supplier, for who scores it;
    ``None`` where fewer than three said so within a year."""
    found = versus_of(code, day, shape)
    if found is None:
        return None
    scores = {
        BY_KEY[key].criterion: (each.us.value, each.other.value)
        for key, each in found.versus.items()
        if BY_KEY[key].criterion and each.us.value is not None and each.other.value is not None
    }
    return Heard(
        scores,
        max(each.n for key, each in found.versus.items() if BY_KEY[key].criterion),
        found.day,
        found.wave,
        reverse("loyalty:wave", args=[found.wave_id]),
    )
