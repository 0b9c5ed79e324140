"""What a respondent has sent, read by the questions that were put: plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clavero.loyalty.rules.asking import TEXT_LENGTH, Kind, Question
from clavero.loyalty.rules.scores import DETRACTOR, HIGHEST_CSAT, HIGHEST_NPS, LOWEST_CSAT

SCALES = {
    Kind.NPS: range(HIGHEST_NPS + 1),
    Kind.CSAT: range(LOWEST_CSAT, HIGHEST_CSAT + 1),
    Kind.VERSUS: range(HIGHEST_NPS + 1),
}
OTHER = "-other"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to one question."""

    question: str
    value: int | None = None
    other: int | None = None
    text: str = ""

    @property
    def is_something(self) -> bool:
        """Whether it says anything."""
        return self.value is not None or self.other is not None or bool(self.text)


@dataclass(frozen=True, slots=True)
class Read:
    """The answers, and the names of the fields that hold what no scale has or too much text."""

    said: Sequence[Said] = ()
    wrong: Sequence[str] = ()
    too_long: Sequence[str] = field(default_factory=tuple)


def read(questions: Sequence[Question], sent: Mapping[str, str]) -> Read:
    """The answers to ``questions`` among the fields that a page has ``sent``: one by the key of the
    question, and for the best other supplier one more. What was not asked is not read."""
    said: list[Said] = []
    wrong: list[str] = []
    too_long: list[str] = []
    for each in questions:
        if each.kind is Kind.TEXT:
            text = sent.get(each.key, "").replace("\r\n", "\n").replace("\x00", "").strip()
            if len(text) > TEXT_LENGTH:
                too_long.append(each.key)
            found = Said(each.key, text=text)
        else:
            numbers: dict[str, int | None] = {}
            names = [each.key, each.key + OTHER] if each.kind is Kind.VERSUS else [each.key]
            for name in names:
                chosen = sent.get(name, "").strip()
                numbers[name] = _on_scale(chosen, SCALES[each.kind])
                if chosen and numbers[name] is None:
                    wrong.append(name)
            found = Said(each.key, numbers[each.key], numbers.get(each.key + OTHER))
        if found.is_something:
            said.append(found)
    return Read(said, wrong, too_long)


def recommends(said: Sequence[Said]) -> int | None:
    """What somebody gives the recommendation, if they were asked and said so."""
    return next((each.value for each in said if each.question == "nps"), None)


def is_detractor(value: int | None) -> bool:
    """Whether a recommendation asks for somebody to call.

    >>> [is_detractor(each) for each in (None, 0, 6, 7)]
    [False, True, True, False]
    """
    return value is not None and value <= DETRACTOR


def _on_scale(text: str, scale: range) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        return None
    return int(text) if int(text) in scale else None
