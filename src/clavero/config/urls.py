"""Every address, by domain. A new one needs a row in ``tests/access_table.py``."""

from __future__ import annotations

from django.urls import include, path

from clavero.rest.api import make_api, urls_of

api = make_api(
    "clavero.portfolio.api.router",
    "clavero.selection.api.router",
    "clavero.kpis.api.router",
    "clavero.investment.api.router",
    "clavero.opportunities.api.router",
    "clavero.alerts.api.router",
)

urlpatterns = [
    path("", include("clavero.pages.urls")),
    path("", include("clavero.identity.urls")),
    path("ledger/", include("clavero.ledger.urls")),
    path("nightly/", include("clavero.nightly.urls")),
    path("kpis/", include("clavero.kpis.urls")),
    path("investments/", include("clavero.investment.urls")),
    path("opportunities/", include("clavero.opportunities.urls")),
    path("relationships/", include("clavero.relationships.urls")),
    path("care/", include("clavero.care.urls")),
    path("requests/", include("clavero.coordination.urls")),
    path("contracts/", include("clavero.contracts.urls")),
    path("negotiations/", include("clavero.negotiations.urls")),
    path("interactions/", include("clavero.interactions.urls")),
    path("loyalty/", include("clavero.loyalty.urls")),
    path("answers/", include("clavero.loyalty.guest_urls")),
    path("market/", include("clavero.market.urls")),
    path("tasks/", include("clavero.work.urls")),
    path("alerts/", include("clavero.alerts.urls")),
    path("plans/", include("clavero.plans.urls")),
    path("reports/", include("clavero.reports.urls")),
    path("sharing/", include("clavero.sharing.urls")),
    path("shared/", include("clavero.sharing.guest_urls")),
    path("complain/", include("clavero.care.guest_urls")),
    path("commercial/", include("clavero.commercial.urls")),
    path("playbook/", include("clavero.playbook.urls")),
    path("matrix/", include("clavero.matrix.urls")),
    path("profitability/", include("clavero.profitability.urls")),
    path("lifetime/", include("clavero.lifetime.urls")),
    path("selection/", include("clavero.selection.urls")),
    path("silence/", include("clavero.silence.urls")),
    path("", include("clavero.portfolio.urls")),
    path("", include("clavero.ui.urls")),
    path("api/", urls_of(api)),
]
