from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import Step, add_step
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from django.db.models import QuerySet

    from clavero.core.period import Period
    from clavero.core.scope import Scope
    from clavero.identity.rules import Actor
    from clavero.portfolio.selectors import Structure
    from clavero.relationships.hooks import DaysMet, Left, Met
    from clavero.work.hooks import Appointment, Days, Due, Rows


def _sees_mailbox(actor: Actor) -> bool:
    from clavero.interactions.selectors import sees_mailbox

    return sees_mailbox(actor)


def _recount(actor: Actor, source_id: int, target_id: int) -> None:
    """What two records had twice counts once while they are one."""
    from clavero.interactions.services import recount_all
    from clavero.portfolio.selectors import structure

    shape = structure()
    recount_all([shape.codes[each] for each in (source_id, target_id)])


def _days_met(ties: Mapping[int, Collection[int]], last_by: date | None) -> DaysMet:
    from clavero.interactions.selectors import days_met

    return days_met(ties, last_by)


def _met(scope: Scope, contact_ids: Collection[int]) -> Iterable[Met]:
    from clavero.interactions.telling import last_met

    return last_met(scope, contact_ids)


def _kept_of(contact_id: int) -> list[dict[str, Any]]:
    from clavero.interactions.telling import as_data

    return [dict(each) for each in as_data([contact_id])]


def _forget(contact_ids: Collection[int]) -> None:
    from clavero.interactions.services import forget_contacts

    forget_contacts(contact_ids)


def _kept_in_complaints(contact_id: int) -> list[dict[str, Any]]:
    from clavero.care.selectors.written import written_by
    from clavero.relationships.selectors import personal_of

    emails, called, _codes = personal_of([contact_id])
    return written_by(emails, called)


def _named_in_complaints(contact_id: int) -> list[dict[str, Any]]:
    from clavero.interactions.named import named_in_complaints

    return named_in_complaints(contact_id)


def _files_of_complaints(contact_ids: Collection[int]) -> Iterable[tuple[str, bytes]]:
    from clavero.interactions.named import files_of_complaints

    return files_of_complaints(contact_ids)


def _left_in_complaints(actor: Actor, contact_ids: Collection[int]) -> Iterable[Left]:
    from clavero.interactions.named import left_in_complaints

    return left_in_complaints(actor, contact_ids)


def _forget_in_complaints(contact_ids: Collection[int]) -> None:
    """Complaints and contacts stand beside one another: this room knows both."""
    from clavero.care.services import forget_people
    from clavero.relationships.selectors import personal_of

    emails, called, _codes = personal_of(contact_ids)
    forget_people(emails, called)


def _due(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    from clavero.interactions.telling import days_in

    return days_in(actor, customer_ids, period)


def _due_elsewhere(
    actor: Actor, customer_ids: Collection[int] | None, period: Period
) -> Days | None:
    from clavero.interactions.telling import days_elsewhere

    return days_elsewhere(actor, customer_ids, period)


def _taking_part(actor: Actor, period: Period) -> Mapping[str, Appointment]:
    from clavero.interactions.telling import taking_part

    return taking_part(actor, period)


def _known_interactions(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.interactions.selectors.handover import known_interactions

    return known_interactions(actor, customer_ids)


def _visits() -> QuerySet[Any]:
    from clavero.interactions.telling import visits_held

    return visits_held()


def _shared_visits(rows: QuerySet[Any], codes: Collection[str] | None) -> Mapping[int, Decimal]:
    from clavero.interactions.selectors.visits import shared_visits

    return shared_visits(rows, codes)


def _visits_stamp() -> tuple[int, ...]:
    from clavero.core import audit
    from clavero.interactions.models import Interaction

    return audit.stamp_of(Interaction)


def _told_as_one(meetings: Sequence[Due], shape: Structure) -> Mapping[int, int]:
    from clavero.interactions.telling import told_as_one

    return told_as_one(meetings, shape)


class InteractionsConfig(AppConfig):
    name = "clavero.interactions"
    label = "interactions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.hooks import ON_MERGE, ON_UNMERGE
        from clavero.portfolio.visibility import sees_sales
        from clavero.profitability.hooks import COUNTED_IN_APP, InApp
        from clavero.profitability.rules.events import Standard
        from clavero.relationships.hooks import (
            FILES_OF_CONTACT,
            KEPT_OF_CONTACT,
            LEFT_OF_CONTACT,
            MET_IN,
            on_days_met,
            on_erasure,
            on_met,
        )
        from clavero.work.hooks import (
            APPOINTMENTS,
            DAYS,
            ELSEWHERE,
            ROWS_AT_HANDOVER,
            TOLD_AS_ONE,
        )
        from clavero.work.rules.tasks import DueKind

        for entry in (
            Entry("interactions", _("Interactions"), "interactions:home", "messages",
                  sees_sales, 23),
            Entry("its_interactions", _("Interactions"), "interactions:account", "messages",
                  sees_sales, 59, Place.CUSTOMER),
            Entry("mails_copied", _("Mails copied in"), "interactions:mailbox", "mailbox",
                  _sees_mailbox, 79, Place.SETTINGS),
        ):  # fmt: skip
            register(entry)
        for key in ("all", "account"):
            place = {"all": "INTERACTIONS", "account": "OF_ACCOUNT"}[key]
            screens.register(
                f"interactions.{key}", f"clavero.interactions.lists.{place}", sees_sales
            )
        add_step(Step("mailbox", _("Mails copied in"), "clavero.interactions.jobs.by_the_hour", 11,
                      by_the_hour=True, of_today=True))  # fmt: skip
        add_step(Step("interactions", _("Meetings written down twice"),
                      "clavero.interactions.jobs.recount_at_night", 12, of_today=True))  # fmt: skip
        ON_MERGE.append(_recount)
        ON_UNMERGE.append(_recount)
        COUNTED_IN_APP[Standard.VISIT] = InApp(
            _visits, _visits_stamp, "interactions:account", _shared_visits
        )
        DAYS.append(_due)
        ELSEWHERE.append(_due_elsewhere)
        APPOINTMENTS.append(_taking_part)
        TOLD_AS_ONE[DueKind.MEETING] = _told_as_one
        ROWS_AT_HANDOVER.append(_known_interactions)
        on_days_met.append(_days_met)
        MET_IN.add("interactions.Interaction")
        on_met.append(_met)
        on_erasure.append(_forget)
        KEPT_OF_CONTACT["contacts_with_us"] = _kept_of
        on_erasure.append(_forget_in_complaints)
        KEPT_OF_CONTACT["complaints"] = _kept_in_complaints
        KEPT_OF_CONTACT["complaints_naming_them"] = _named_in_complaints
        FILES_OF_CONTACT.append(_files_of_complaints)
        LEFT_OF_CONTACT.append(_left_in_complaints)
