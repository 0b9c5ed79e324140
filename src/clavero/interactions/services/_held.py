"""What the services of this domain have in common: interactions, locked, and who takes part."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.writing import refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.identity.selectors import people
from clavero.interactions.models import Interaction, OfOurs, OfTheirs
from clavero.interactions.rules.found import FIRST_YEAR, YEARS_AHEAD
from clavero.interactions.rules.kinds import LONGEST, State
from clavero.interactions.visibility import interactions, require
from clavero.relationships.selectors.place import same_account

FIELDS = (
    "kind", "starts_at", "minutes", "subject", "place", "activity", "text", "is_restricted",
)  # fmt: skip
_ALMOST_NOW = timedelta(minutes=5)


def to_change(actor: Actor, interaction_id: int) -> Interaction:
    """The interaction, locked. Raises ``Interaction.DoesNotExist`` for strangers to its
    customer."""
    found = interactions(actor).select_for_update(of=("self",)).select_related("customer")
    interaction = found.get(pk=interaction_id)
    require(actor)
    return interaction


def checked(given: dict[str, Any]) -> dict[str, Any]:
    """The fields as they can be kept."""
    unknown = given.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"an interaction has no {', '.join(sorted(unknown))}")
    found = tidy(Interaction, dict(given))
    refuse_empty(found, "subject", _("Say in a few words what it is about."))
    minutes = found.get("minutes")
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise Refusal(_("It takes a minute at least and a day at most."), code="no_length",
                      field="minutes")  # fmt: skip
    starts = found.get("starts_at")
    if starts is not None:
        _refuse_odd_day(starts)
    return found


def refuse_to_come(starts_at: datetime, state: State) -> None:
    """What is still to come was not held."""
    if state is State.DONE and starts_at > timezone.now() + _ALMOST_NOW:
        raise Refusal(
            _("It is still to come."), code="in_the_future", field="starts_at",
            hint=_("Plan it, and say afterwards that it was held."),
        )  # fmt: skip


def take_part(
    actor: Actor,
    interaction: Interaction,
    contact_ids: Collection[int] | None,
    people_ids: Collection[int] | None,
) -> dict[str, Any]:
    """Write down who takes part on both sides; who did before, where that has changed, as the
    history tells it. ``None`` leaves a side as it is."""
    told: dict[str, Any] = {}
    if contact_ids is not None:
        told |= _theirs(actor, interaction, set(contact_ids))
    if people_ids is not None:
        told |= _ours(actor, interaction, set(people_ids))
    return told


def sides_of(interaction: Interaction) -> dict[str, list[int]]:
    """Who takes part on both sides, by their numbers."""
    return {
        "contacts": sorted(interaction.theirs.values_list("contact_id", flat=True)),
        "people": sorted(interaction.ours.values_list("person_id", flat=True)),
    }


def _theirs(actor: Actor, interaction: Interaction, wanted: set[int]) -> dict[str, Any]:
    there = set(interaction.theirs.values_list("contact_id", flat=True))
    new = wanted - there
    if new:
        known = same_account(actor, interaction.customer.code).filter(pk__in=new)
        if set(known.values_list("pk", flat=True)) != new:
            raise Refusal(
                _("Somebody you chose is no contact of this account."),
                code="contact_elsewhere",
                field="contacts",
                hint=_("Write them down at this account first."),
            )
    interaction.theirs.filter(contact__in=there - wanted).delete()
    OfTheirs.objects.bulk_create(
        OfTheirs(interaction=interaction, contact_id=each) for each in sorted(new)
    )
    return {"contacts": sorted(there)} if wanted != there else {}


def _ours(actor: Actor, interaction: Interaction, wanted: set[int]) -> dict[str, Any]:
    there = set(interaction.ours.values_list("person_id", flat=True))
    new = wanted - there
    if new and people(Actor.system()).filter(pk__in=new).count() != len(new):
        raise Refusal(
            _("Somebody you chose is nobody of ours."), code="no_such_person", field="people"
        )
    interaction.ours.filter(person__in=there - wanted).delete()
    OfOurs.objects.bulk_create(
        OfOurs(interaction=interaction, person_id=each) for each in sorted(new)
    )
    return {"people": sorted(there)} if wanted != there else {}


def _refuse_odd_day(starts: datetime) -> None:
    if not FIRST_YEAR <= starts.year <= timezone.now().year + YEARS_AHEAD:
        raise Refusal(_("There is a slip in the year."), code="odd_year", field="starts_at")
