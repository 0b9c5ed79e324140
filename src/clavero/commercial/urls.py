"""Addresses of commercial plans."""

from __future__ import annotations

from django.urls import path

from clavero.commercial.views import account, company, settings, together

app_name = "commercial"
urlpatterns = [
    path("", together.together, name="together"),
    path("company/", company.company, name="company"),
    path("company/submit/", company.submit, name="submit"),
    path("company/decide/", company.decide, name="decide"),
    path("company/load/", company.load, name="load"),
    path("settings/", settings.settings, name="settings"),
    path("accounts/<int:customer_id>/", account.account, name="account"),
]
