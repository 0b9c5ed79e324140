"""What the pages of surveys have in common: the way there, and how groups are written."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.loyalty.models import Wave
from clavero.loyalty.selectors import NOBODY, Scores
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui.parts import Crumb


def crumbs() -> list[Crumb]:
    """The way to the pages of surveys."""
    return [Crumb(_("Surveys"), reverse("loyalty:home"))]


def crumbs_of(wave: Wave) -> list[Crumb]:
    """The way to the pages of one wave."""
    return [*crumbs(), Crumb(wave.name, reverse("loyalty:wave", args=[wave.pk]))]


def account_lines(rows: Sequence[Scores]) -> list[tuple[str, Scores, str]]:
    """Accounts with their pages."""
    return [
        (
            each.name,
            each,
            "" if each.customer_id is None else reverse("loyalty:account", args=[each.customer_id]),
        )
        for each in rows
    ]


def function_lines(rows: Sequence[Scores]) -> list[tuple[str, Scores, str]]:
    """Functions by their names."""
    return [(str(FUNCTION_NAMES[each.key]), each, "") for each in rows]


def person_lines(rows: Sequence[Scores]) -> list[tuple[str, Scores, str]]:
    """People of ours; those who know nobody of ours come last."""
    named = [(each.name, each, "") for each in rows if each.key != NOBODY]
    alone = [(_("Known by nobody of ours"), each, "") for each in rows if each.key == NOBODY]
    return [*named, *alone]
