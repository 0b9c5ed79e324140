"""Addresses of falling silent."""

from __future__ import annotations

from django.urls import path

from clavero.silence.views import customer, settings, silence, stops, verdicts

app_name = "silence"
urlpatterns = [
    path("", silence.silence, name="silence"),
    path("stops/", stops.stops, name="stops"),
    path("stops/new/", stops.new_stop, name="new_stop"),
    path("stops/<int:stop_id>/withdraw/", stops.withdraw, name="withdraw_stop"),
    path("settings/", settings.settings, name="settings"),
    path("settings/change/", settings.change, name="change_settings"),
    path("settings/<int:version_id>/", settings.version, name="version"),
    path("verdicts/<int:verdict_id>/withdraw/", verdicts.withdraw, name="withdraw_verdict"),
    path("<int:customer_id>/", customer.customer, name="customer"),
    path("<int:customer_id>/lost/", verdicts.lost, name="lost"),
    path("<int:customer_id>/not-lost/", verdicts.not_lost, name="not_lost"),
    path("<int:customer_id>/stop/", stops.customer_stop, name="customer_stop"),
]
