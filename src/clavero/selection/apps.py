from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.matrix.hooks import Review, on_withdrawal
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.portfolio.marks import Mark
    from clavero.portfolio.selectors import Structure
    from clavero.work.hooks import Coming, Days


def _status_marks(actor: Actor, shape: Structure) -> Mapping[str, Mark]:
    from clavero.selection.selectors import status_marks  # brings the engine along

    return status_marks(actor, shape)


def _refuse_if_decided(review: Review) -> None:
    from clavero.selection.services import refuse_if_decided

    refuse_if_decided(review)


def _due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    from clavero.selection.selectors.days import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


def _due_elsewhere(
    actor: Actor, customer_ids: Collection[int] | None, period: Period
) -> Days | None:
    from clavero.selection.selectors.days import due_days

    if customer_ids is None:
        return None
    return due_days(actor, customer_ids, period, is_elsewhere=True)


def _key_codes(shape: Structure, day: date) -> Collection[str]:
    from clavero.selection.selectors.marks import key_codes  # brings the engine along

    return key_codes(shape, day)


def _coming(shape: Structure) -> Collection[Coming]:
    from clavero.selection.selectors.handovers import coming  # brings the engine along

    return coming(shape)


class SelectionConfig(AppConfig):
    name = "clavero.selection"
    label = "selection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.work.hooks import COMING, DAYS, ELSEWHERE, KEY_CODES

        DAYS.append(_due_days)
        ELSEWHERE.append(_due_elsewhere)
        KEY_CODES.append(_key_codes)
        COMING.append(_coming)
        from clavero.portfolio.marks import tell_marks
        from clavero.portfolio.words import tell_changes
        from clavero.selection.visibility import only_hands_over, sees_selection
        from clavero.selection.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS

        for entry in (
            Entry("selection", _("Selection"), "selection:selection", "key", sees_selection, 25),
            Entry("key-account", _("As a key account"), "selection:customer", "key",
                  sees_selection, 20, Place.CUSTOMER),
            Entry("handovers", _("Handovers"), "selection:handovers", "transfer",
                  only_hands_over, 26),
        ):  # fmt: skip
            register(entry)
        screens.register("selection.list", "clavero.selection.lists.SELECTION", sees_selection)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
        on_withdrawal.append(_refuse_if_decided)
        tell_marks("selection", _status_marks)
