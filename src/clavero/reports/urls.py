"""Addresses of the documents."""

from __future__ import annotations

from django.urls import path

from clavero.reports.views import documents, ordering

app_name = "reports"
urlpatterns = [
    path("", documents.home, name="home"),
    path("portfolio/", ordering.portfolio, name="portfolio"),
    path("accounts/<int:customer_id>/", ordering.account, name="account"),
    path("<int:document_id>/", documents.document, name="document"),
    path("<int:document_id>/file/", documents.download, name="download"),
    path("<int:document_id>/remove/", documents.remove, name="remove"),
]
