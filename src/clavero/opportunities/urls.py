"""Addresses of needs, white space and opportunities."""

from __future__ import annotations

from django.urls import path

from clavero.opportunities.views import (
    additional,
    grid,
    needs,
    opportunity,
    pipeline,
    solutions,
    stages,
)

app_name = "opportunities"
urlpatterns = [
    path("", pipeline.pipeline, name="pipeline"),
    path("new/", opportunity.begin, name="begin"),
    path("<int:opportunity_id>/", opportunity.opportunity, name="opportunity"),
    path("<int:opportunity_id>/change/", opportunity.change, name="change"),
    path("<int:opportunity_id>/move/", pipeline.move, name="move"),
    path("needs/", needs.needs, name="needs"),
    path("needs/<int:need_id>/", needs.need, name="need"),
    path("needs/<int:need_id>/change/", needs.change_need, name="change_need"),
    path("needs/<int:need_id>/unlink/<int:solution_id>/", needs.unlink, name="unlink"),
    path("solutions/", solutions.solutions, name="solutions"),
    path("solutions/<int:solution_id>/", solutions.solution, name="solution"),
    path("solutions/<int:solution_id>/offer/", solutions.offer, name="offer"),
    path("accounts/<int:customer_id>/", pipeline.account, name="account"),
    path("accounts/<int:customer_id>/new/", opportunity.new, name="new"),
    path("accounts/<int:customer_id>/needs/", needs.account_needs, name="account_needs"),
    path("accounts/<int:customer_id>/white-space/", grid.grid, name="grid"),
    path("accounts/<int:customer_id>/white-space/cell/", grid.cell, name="cell"),
    path("accounts/<int:customer_id>/additional/", additional.additional, name="additional"),
    path("white-space/load/", grid.load, name="load_grid"),
    path("wallets/<int:entry_id>/withdraw/", grid.withdraw, name="withdraw_wallet"),
    path("stages/", stages.stages, name="stages"),
    path("stages/change/", stages.change, name="change_stages"),
    path("stages/<int:version_id>/", stages.version, name="version"),
]
