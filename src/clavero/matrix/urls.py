"""Addresses of the account analysis matrix."""

from __future__ import annotations

from django.urls import path

from clavero.matrix.views import (
    files,
    look,
    matrix,
    reviews,
    room,
    said,
    scenarios,
    scores,
    scoring,
    settings,
    whatif,
    why,
)

app_name = "matrix"
urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("matrix.pptx", files.slides, name="slides"),
    path("matrix.xlsx", files.workbook, name="workbook"),
    path("look/", look.look, name="look"),
    path("<int:customer_id>/", why.why, name="why"),
    path("<int:customer_id>/score/", scoring.score, name="score"),
    path("<int:customer_id>/said/", said.said, name="said"),
    path("scores/<int:score_id>/withdraw/", said.withdraw, name="withdraw"),
    path("scores/", scores.scores, name="scores"),
    path("what-if/", whatif.whatif, name="whatif"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/<int:scenario_id>/", scenarios.scenario, name="scenario"),
    path("scenarios/<int:scenario_id>/delete/", scenarios.delete_scenario, name="delete_scenario"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:review_id>/withdraw/", reviews.withdraw, name="withdraw_review"),
    path("settings/", settings.settings, name="settings"),
    path("settings/room/", room.room, name="room"),
    path("settings/new/", settings.change, name="change_settings"),
    path("settings/sector/", settings.change_sector, name="change_sector"),
    path("settings/<int:version_id>/", settings.version, name="version"),
]
