"""Addresses of the documents."""

from __future__ import annotations

from django.urls import path

from clavero.reports.views import documents, ordering, templates

app_name = "reports"
urlpatterns = [
    path("", documents.home, name="home"),
    path("portfolio/", ordering.portfolio, name="portfolio"),
    path("accounts/<int:customer_id>/", ordering.account, name="account"),
    path("templates/", templates.templates, name="templates"),
    path("templates/example/<str:kind>/", templates.example, name="template_example"),
    path("templates/plain/<str:kind>/", templates.plain, name="plain_template"),
    path("templates/<int:template_id>/file/", templates.template_file, name="template_file"),
    path("templates/<int:template_id>/use/", templates.use, name="use_template"),
    path("<int:document_id>/", documents.document, name="document"),
    path("<int:document_id>/file/", documents.download, name="download"),
    path("<int:document_id>/remove/", documents.remove, name="remove"),
]
