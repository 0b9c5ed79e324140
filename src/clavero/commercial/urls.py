"""Addresses of commercial plans."""

from __future__ import annotations

from django.urls import path

from clavero.commercial.views import account, bringing, company, programmes, settings, together

app_name = "commercial"
urlpatterns = [
    path("", together.together, name="together"),
    path("company/", company.company, name="company"),
    path("company/submit/", company.submit, name="submit"),
    path("company/decide/", company.decide, name="decide"),
    path("company/load/", company.load, name="load"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new_programme, name="new_programme"),
    path("programmes/<int:programme_key>/", programmes.programme, name="programme"),
    path("programmes/<int:programme_key>/drop/", programmes.drop, name="drop_programme"),
    path("targets/load/", bringing.load_targets, name="load_targets"),
    path("targets/brought/<int:brought_id>/", bringing.brought, name="brought"),
    path("targets/brought/<int:brought_id>/refused/", bringing.refused, name="refused_targets"),
    path("settings/", settings.settings, name="settings"),
    path("accounts/<int:customer_id>/", account.account, name="account"),
]
