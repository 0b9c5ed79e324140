from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from clavero.identity.rules import Actor
    from clavero.portfolio.selectors import Account, Structure
    from clavero.work.hooks import Giver, Offer, Section


def _known_at_handover(actor: Actor, account: Account, giver: Giver) -> Sequence[Section]:
    from clavero.relationships.selectors.handover import known_contacts  # brings the engine along

    return known_contacts(actor, account, giver)


def _links_offered(
    actor: Actor, account: Account, giver: Giver, receiver_id: int
) -> Sequence[Offer]:
    from clavero.relationships.selectors.handover import links_offered  # brings the engine along

    return links_offered(actor, account, giver, receiver_id)


def _hand_links_on(
    actor: Actor, account: Account, giver: Giver, receiver_id: int, chosen: Mapping[str, str]
) -> Sequence[str]:
    from clavero.relationships.services.handing import hand_links_on  # brings the engine along

    return hand_links_on(actor, account, giver, receiver_id, chosen)


def _contacts(codes: Collection[str], known: Structure) -> Mapping[str, int] | None:
    from clavero.relationships.selectors import contacts_there  # brings the engine along

    return contacts_there(codes, known)


class RelationshipsConfig(AppConfig):
    name = "clavero.relationships"
    label = "relationships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.playbook.hooks import on_contacts
        from clavero.portfolio.visibility import sees_sales
        from clavero.work.hooks import AT_CLOSING, KNOWN_AT_HANDOVER, Closing

        KNOWN_AT_HANDOVER.append(_known_at_handover)
        AT_CLOSING.append(Closing(_links_offered, _hand_links_on))
        on_contacts.append(_contacts)

        for entry in (
            Entry("contacts", _("Contacts"), "relationships:contacts", "users-group",
                  sees_sales, 21),
            Entry("its_contacts", _("Contacts"), "relationships:account", "users-group",
                  sees_sales, 58, Place.CUSTOMER),
            Entry("its_chart", _("Organisation chart"), "relationships:chart", "hierarchy",
                  sees_sales, 59, Place.CUSTOMER),
            Entry("its_matrix", _("Who knows whom"), "relationships:matrix", "hierarchy-3",
                  sees_sales, 60, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register(
            "relationships.contacts", "clavero.relationships.lists.CONTACTS", sees_sales
        )
        screens.register(
            "relationships.account", "clavero.relationships.lists.OF_ACCOUNT", sees_sales
        )
