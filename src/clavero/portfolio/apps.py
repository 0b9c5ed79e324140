from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor, Verb
from clavero.ledger.hooks import LedgerChange, on_change
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


def _follow_ledger(change: LedgerChange) -> None:
    # Imported when it happens: the services bring the engine along, and that takes seconds.
    from clavero.portfolio.services import register_from_ledger, retire_from_ledger

    register_from_ledger(change)
    retire_from_ledger(change)


def _manages_customers(actor: Actor) -> bool:
    return actor.may(Verb.MANAGE_CUSTOMERS)


def _sees_products(actor: Actor) -> bool:
    from clavero.ledger.selectors import sees_products  # brings the engine along

    return sees_products(actor)


def _sees_figures(actor: Actor) -> bool:
    return actor.may(Verb.SEE_COMPANY_FIGURES)


class PortfolioConfig(AppConfig):
    name = "clavero.portfolio"
    label = "portfolio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales

        on_change.insert(0, _follow_ledger)  # before those who ask for the customers
        for entry in (
            Entry("portfolio", _("Portfolio"), "portfolio:portfolio", "chart-bar", sees_sales, 10),
            Entry("products", _("Products"), "portfolio:products", "package",
                  _sees_products, 55),
            Entry("records", _("Customer records"), "portfolio:records", "address-book",
                  _manages_customers, 60, Place.SETTINGS),
            Entry("figures", _("Company figures"), "portfolio:figures", "building-bank",
                  _sees_figures, 70, Place.SETTINGS),
        ):  # fmt: skip
            register(entry)
        lists = "clavero.portfolio.lists"
        screens.register("portfolio.customers", f"{lists}.PORTFOLIO", sees_sales)
        screens.register("portfolio.records", f"{lists}.RECORDS", _manages_customers)
        products = "clavero.portfolio.product_lists"
        screens.register("portfolio.products", f"{products}.PRODUCTS", _sees_products)
        screens.register("portfolio.customer_products", f"{products}.BOUGHT", sees_sales)
