"""One plan is shared with two people of the customer; one of them has answered."""

from __future__ import annotations

from decimal import Decimal

from clavero.identity.rules import Actor
from clavero.plans.models import Plan
from clavero.portfolio.models import Customer
from clavero.sharing import services
from clavero.sharing.models import Share
from clavero.sharing.rules.entering import Visit
from clavero.sharing.rules.showing import SharedRow
from clavero.sharing.selectors import Guest, SharedPage, page_of

READERS = (
    ("Marta Ibáñez Olabarri", "marta.ibanez@cliente.example"),
    ("Joseba Aranguren Ruiz", "joseba.aranguren@cliente.example"),
)
SAID = (
    "En campaña, mejor en menos de 3 horas: ¿es posible?",
    "In the season, rather within 3 hours: can that be done?",
)
ANSWERED = (
    "Con el stock en vuestra planta, sí. Lo vemos el jueves.",
    "With the stock on your site, yes. Let us look at it on Thursday.",
)
FROM = "192.0.2.0/24"


def load(customer: Customer, senior: Actor, junior: Actor, language: str) -> None:
    """Give the links, and let the first reader comment, sign a value and tick an action."""
    which = ("es", "en").index(language)
    first, _second = (
        services.give_link(
            senior, customer_id=customer.pk, name=name, email=email, language=language
        )
        for name, email in READERS
    )
    page = page_of(Plan.objects.get(customer=customer).pk)
    if page is None:
        return
    guest = _guest(first, customer)
    for what in (Visit.CODE_ASKED, Visit.CAME_IN, Visit.READ, Visit.WROTE):
        services.note_visit(guest, what, network=FROM)
    need = _first(page, "need", "")
    services.comment(guest, key=need.key, text=SAID[which])
    services.reply(junior, customer_id=customer.pk, key=need.key, text=ANSWERED[which])
    value = [row for row in page.rows if row.has_value][-1]
    services.sign(guest, key=value.key, value=value.value or Decimal(0), version=page.number)
    action = _first(page, "action", "")
    services.tick(guest, key=action.key, state=action.state, is_done=True)


def _first(page: SharedPage, table: str, kind: str) -> SharedRow:
    return next(row for row in page.rows if row.table == table and row.kind == kind)


def _guest(share: Share, customer: Customer) -> Guest:
    """Who has come in, without the message that a made-up address could not get."""
    return Guest(
        share_id=share.pk,
        session_id=0,
        plan_id=share.plan_id,
        customer=str(customer),
        name=share.name,
        language=share.language,
        until=share.expires_at,
        token="",
    )
