"""The plan of one customer, from empty to signed by the customer, in Spanish and in a browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from demo.company import company
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from clavero.identity.testing import Cast
from clavero.ledger.testing import ledger_of
from clavero.opportunities.models import Need
from clavero.plans.models import Action, Forecast, Initiative, PlanReview, ResourceRequest
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.sharing.testing import code_in
from tests.e2e.conftest import PageAt
from tests.e2e.made_up import rows_of

NAME = "Papeleras Ebrosa, S.A."
OURS = "Temen que dejemos de servir en campaña"


@pytest.fixture
def account(live_server: Any, cast: Cast, settings: Any, tmp_path: Path) -> Customer:
    """One of the key accounts of the made-up company, with what it has bought and no plan."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.SITE = live_server.url
    made = company()
    ledger_of(rows_of(made, made.called(NAME)))
    found = Customer.objects.get()
    cover(cast.senior, found)
    return found


def sent(page: Page, verb: str) -> None:
    page.locator("main").get_by_role("button", name=verb, exact=True).click()
    page.wait_for_load_state()


def at(page: Page, name: str, *given: Any) -> None:
    page.goto(reverse(name, args=given))


def written(page: Page, customer: Customer) -> None:
    """A short plan: a need and an action for the customer, a fear of ours, an initiative with the
    means that it takes, and the forecast."""
    at(page, "opportunities:account_needs", customer.pk)
    page.locator("[name=text]").fill("Repuestos críticos en menos de 4 horas")
    page.locator("[name=source]").fill("Jefe de mantenimiento")
    page.locator("[name=horizon]").select_option("now")
    page.locator("[name=certainty]").select_option("confirmed")
    page.locator("main form", has=page.locator("[name=text]")).locator("[type=submit]").click()
    page.wait_for_load_state()
    at(page, "opportunities:change_need", Need.objects.get().pk)
    page.locator("[name=is_shared]").check()
    page.locator("main form", has=page.locator("[name=text]")).locator("[type=submit]").click()
    page.wait_for_load_state()
    at(page, "plans:add_item", customer.pk, "fear")
    page.locator("[name=text]").fill(OURS)
    sent(page, "Añadir")
    at(page, "plans:add_objective", customer.pk)
    page.locator("[name=text]").fill("Crecer un 8 %")
    sent(page, "Añadir")
    at(page, "plans:add_initiative", customer.pk)
    page.locator("[name=text]").fill("Stock en su planta")
    for name, amount in (
        ("alternative", "30.000"), ("differentiation", "25.000"), ("switching", "15.000"),
        ("sales", "987.654"), ("probability", "70"),
    ):  # fmt: skip
        page.locator(f"[name={name}]").fill(amount)
    page.locator("[name=is_shared]").check()
    sent(page, "Añadir")
    at(page, "plans:add_action", customer.pk)
    page.locator("[name=text]").fill("Señalar los repuestos críticos")
    page.locator("[name=end]").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    sent(page, "Añadir")
    at(page, "plans:action", Action.objects.get().pk)
    page.locator("[name=customer_owner]").fill("Mantenimiento")
    page.locator("[name=is_shared]").check()
    page.locator("main form", has=page.locator("[name=text]")).locator("[type=submit]").click()
    page.wait_for_load_state()
    at(page, "plans:add_request", customer.pk)
    page.locator("[name=text]").fill("Un técnico dos días por semana")
    page.locator("[name=amount]").fill("18.000")
    page.locator("[name=needed_on]").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    page.locator("[name=initiative_id]").select_option(str(Initiative.objects.get().pk))
    sent(page, "Pedirlo")
    at(page, "plans:forecast", customer.pk)
    assert page.locator("[name=base]").input_value(), "what it bought is known"
    for name, value in (("cost_to_serve", "5"), ("kam_cost", "24.000"), ("retention", "92")):
        page.locator(f"[name={name}]").fill(value)
    sent(page, "Hacer la previsión")
    expect(page.locator("main")).to_contain_text("Cuenta de resultados, caso base")
    assert Forecast.objects.get().base > 1_000_000


def reviewed(page: Page, customer: Customer) -> None:
    """The first review: what the plan says is looked at, and holds."""
    at(page, "plans:reviews", customer.pk)
    sent(page, "¿Qué ha cambiado?")
    page.get_by_role("button", name="El plan vale").click()
    page.wait_for_load_state()
    sent(page, "Cerrar la revisión")
    assert PlanReview.objects.get().closed_at is not None


def granted(page: Page) -> None:
    """An executive gives a part of what the initiative takes."""
    at(page, "plans:resource", ResourceRequest.objects.get().pk)
    page.locator("[name=state][value=cut]").check()
    page.locator("[name=granted]").fill("12.000")
    page.locator("[name=reason]").fill("Primero un día y medio")
    sent(page, "Decidir")
    assert ResourceRequest.objects.get().state == "cut"


def test_from_an_empty_plan_to_a_value_that_the_customer_signed(
    account: Customer, page_at: PageAt, cast: Cast, mailoutbox: Any
) -> None:
    ours = page_at(1366, "light", "es", cast.senior)
    at(ours, "plans:plan", account.pk)
    sent(ours, "Empezar el plan")
    written(ours, account)
    reviewed(ours, account)
    granted(page_at(1366, "light", "es", cast.executive))
    at(ours, "plans:plan", account.pk)
    ours.get_by_role("button", name="Entregar").click()

    above = page_at(1366, "light", "es", cast.director)
    at(above, "plans:decide", account.pk)
    expect(above.locator("main")).to_contain_text("12.000")
    sent(above, "Aprobar")

    at(ours, "plans:plan", account.pk)
    ours.get_by_role("link", name="Compartido con el cliente").click()
    ours.locator("[name=name]").fill("Marta Ibáñez Olabarri")
    ours.locator("[name=email]").fill("marta@ebrosa.example")
    ours.get_by_label("Su idioma").select_option("es")
    sent(ours, "Enviar el enlace")
    link = ours.locator(".share-link").inner_text()
    assert link in mailoutbox[-1].body
    assert mailoutbox[-1].body.startswith("Hola, Marta Ibáñez Olabarri:")
    ours.get_by_role("link", name="Ver como el cliente").click()
    expect(ours.locator("main")).to_contain_text("Esto es lo que ve el cliente.")
    expect(ours.locator("main")).not_to_contain_text(OURS)

    guest = page_at(390, "light", "en", None)  # the link speaks its reader's language
    guest.goto(link)
    expect(guest.locator("html")).to_have_attribute("lang", "es")
    expect(guest.locator("main")).not_to_contain_text("Repuestos")
    sent(guest, "Enviarme el código")
    guest.locator("[name=code]").fill(code_in(mailoutbox[-1].body))
    sent(guest, "Abrir el plan")
    expect(guest.locator("main")).to_contain_text("Repuestos críticos en menos de 4 horas")
    for hidden in (OURS, "987.654", "Crecer un 8 %"):
        expect(guest.locator("main")).not_to_contain_text(hidden)
    row = guest.locator(".guest-row", has_text="Repuestos críticos en menos de 4 horas")
    row.locator("summary").click()
    row.get_by_label("Su comentario").fill("En campaña, mejor en menos de 3.")
    row.get_by_role("button", name="Enviar el comentario").click()
    expect(row).to_contain_text("En campaña, mejor en menos de 3.")
    guest.get_by_role("button", name="La hemos hecho").click()
    expect(guest.get_by_role("button", name="Al final no está hecha")).to_be_visible()
    guest.get_by_role("link", name="Aceptar este valor").click()
    expect(guest.locator("main")).to_contain_text("Marta Ibáñez Olabarri, por Papeleras Ebrosa")
    sent(guest, "Firmar")
    expect(guest.locator(".guest-value")).to_contain_text("Firmado por Marta Ibáñez Olabarri")
    assert Initiative.objects.get().state == "validated"

    at(ours, "pages:today")
    expect(ours.locator("main")).to_contain_text("alguien de allí ha firmado un valor")
    at(ours, "plans:plan", account.pk)
    ours.get_by_role("link", name="El cliente ha respondido: hay 3 respuestas nuevas.").click()
    expect(ours.locator("main")).to_contain_text("40.000\xa0€ al año, como en la versión 1")
    sent(ours, "Enterado")
    expect(ours.locator("main")).not_to_contain_text("Novedades del cliente")

    ours.get_by_role("link", name="Marta Ibáñez Olabarri").click()
    expect(ours.locator("main")).to_contain_text("Entró con el código")
    ours.get_by_role("link", name="Retirarlo").click()
    sent(ours, "Retirarlo")
    guest.reload()
    expect(guest.locator("main")).to_contain_text(cast.senior.name)  # whom to ask for another
    expect(guest.locator("main")).not_to_contain_text("Repuestos")
    guest.context.clear_cookies()
    guest.reload()
    expect(guest.locator("main")).to_contain_text("Un plan compartido con usted")
