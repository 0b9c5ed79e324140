"""Addresses of contracts, their terms and what was found."""

from __future__ import annotations

from django.urls import path

from clavero.contracts.views import (
    contracts,
    crediting,
    prices,
    readings,
    renewals,
    statements,
    terms,
)

app_name = "contracts"
urlpatterns = [
    path("", contracts.contracts, name="contracts"),
    path("accounts/<int:customer_id>/", contracts.account, name="account"),
    path("accounts/<int:customer_id>/new/", contracts.new, name="new"),
    path("<int:contract_id>/", contracts.contract, name="contract"),
    path("<int:contract_id>/change/", contracts.change, name="change"),
    path("<int:contract_id>/prices/", terms.prices, name="prices"),
    path("<int:contract_id>/add/<str:kind>/", terms.add_term, name="add_term"),
    path("renewals/", renewals.renewals, name="renewals"),
    path("<int:contract_id>/renewal/", renewals.renewal, name="renewal"),
    path("<int:contract_id>/renewal/move/", renewals.move, name="move_renewal"),
    path("<int:contract_id>/findings/", contracts.findings, name="findings"),
    path("<int:contract_id>/findings/<str:key>/", terms.finding, name="finding"),
    path("<int:contract_id>/price-list/", prices.price_list, name="price_list"),
    path("prices/<int:price_id>/", prices.price, name="price"),
    path("terms/<int:term_id>/money/", terms.money, name="money"),
    path("terms/<int:term_id>/credit-notes/", crediting.credit_notes, name="credit_notes"),
    path("terms/<int:term_id>/readings/", readings.readings, name="readings"),
    path("terms/<int:term_id>/levels/", readings.levels, name="levels"),
    path("terms/<int:term_id>/statement/", statements.statement, name="statement"),
    path("terms/<int:term_id>/withdraw/", terms.withdraw, name="withdraw"),
]
