"""Addresses of surveys, for our people; those of respondents are in ``guest_urls``."""

from __future__ import annotations

from django.urls import path

from clavero.loyalty.views import surveys, waves

app_name = "loyalty"
urlpatterns = [
    path("", surveys.home, name="home"),
    path("surveys/new/", surveys.new, name="new_survey"),
    path("surveys/<int:survey_id>/", surveys.change, name="survey"),
    path("waves/new/", surveys.start, name="start"),
    path("waves/<int:wave_id>/", waves.wave, name="wave"),
    path("waves/<int:wave_id>/answers/", waves.answers, name="answers"),
    path("waves/<int:wave_id>/remind/", waves.remind, name="remind"),
    path("waves/<int:wave_id>/close/", waves.close, name="close"),
    path("links/<int:invitation_id>/back/", waves.revoke, name="revoke"),
    path("accounts/<int:customer_id>/", waves.account, name="account"),
]
