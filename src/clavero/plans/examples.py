"""Examples, as their pages write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from clavero.opportunities.words import CERTAINTY_NAMES, FUNCTION_NAMES, HORIZON_NAMES
from clavero.plans.rules.catalogue import BY_KEY, Section, Shape
from clavero.plans.words import (
    ANSOFF_NAMES,
    FIELD_LABELS,
    OBJECTIVE_KIND_NAMES,
    Name,
    option_name,
)
from clavero.plans.words.examples import (
    ACTION,
    INITIATIVE,
    NEED,
    OBJECTIVE,
    Example,
    examples_of,
)


@dataclass(frozen=True, slots=True)
class ShownExample:
    """An example with its fields in words; ``use`` is where one starts from it."""

    text: Name
    fields: list[tuple[Name, Name]]
    source: Name
    use: str


def shown_examples(customer_id: int, section: Section, kind: str = "") -> list[ShownExample]:
    """The examples of a section, or those of one kind of row."""
    found = examples_of(section)
    return list(_shown(customer_id, (each for each in found if kind in ("", each.kind))))


def _shown(customer_id: int, examples: Iterable[Example]) -> Iterable[ShownExample]:
    for each in examples:
        yield ShownExample(each.text, list(_fields(each)), each.source, _use(customer_id, each))


def _fields(example: Example) -> Iterable[tuple[Name, Name]]:
    data = example.fields
    if example.kind == NEED:
        yield "", HORIZON_NAMES[data["horizon"]]
        yield "", FUNCTION_NAMES[data["function"]]
        yield "", CERTAINTY_NAMES[data["certainty"]]
    elif example.kind == OBJECTIVE:
        yield "", OBJECTIVE_KIND_NAMES[data["kind"]]
    elif example.kind == INITIATIVE:
        yield "", ANSOFF_NAMES[data["kind"]]
    elif example.kind != ACTION:
        known = BY_KEY[example.kind].by_key
        for key, value in data.items():
            if not value:
                continue
            chosen = known[key].shape is Shape.CHOICE
            yield FIELD_LABELS[key], option_name(key, value) if chosen else value


def _use(customer_id: int, example: Example) -> str:
    told: dict[str, str] = {"text": str(example.text)}
    if example.kind == NEED:
        address = reverse("opportunities:account_needs", args=[customer_id])
        here = reverse("plans:plan", args=[customer_id])
        told |= {**example.fields, "source": str(example.source), "here": f"{here}?section=4"}
        return f"{address}?{urlencode(told)}"
    if example.kind in {OBJECTIVE, INITIATIVE, ACTION}:
        address = reverse(f"plans:add_{example.kind}", args=[customer_id])
        return f"{address}?{urlencode({**told, **example.fields})}"
    address = reverse("plans:add_item", args=[customer_id, example.kind])
    fields = {f"x_{key}": value for key, value in example.fields.items() if value}
    return f"{address}?{urlencode({**told, **fields})}"
