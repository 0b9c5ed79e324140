"""Addresses of investments."""

from __future__ import annotations

from django.urls import path

from clavero.investment.views import cases, choosing, drawing, proposing, rounds

app_name = "investment"
urlpatterns = [
    path("", rounds.home, name="home"),
    path("open/", rounds.open_round, name="open"),
    path("records/", rounds.records, name="records"),
    path("<int:round_id>/", rounds.round_page, name="round"),
    path("<int:round_id>/terms/", rounds.terms, name="terms"),
    path("<int:round_id>/close/", rounds.close_round, name="close"),
    path("<int:round_id>/add/", proposing.add, name="add"),
    path("<int:round_id>/choice/", choosing.choice, name="choice"),
    path("<int:round_id>/bind/", choosing.bind, name="bind"),
    path("<int:round_id>/bind/<int:pair_id>/", choosing.unbind, name="unbind"),
    path("<int:round_id>/risk/", drawing.risk, name="risk"),
    path("<int:round_id>/risk/progress/", drawing.drawing, name="drawing"),
    path("accounts/<int:customer_id>/", proposing.propose, name="propose"),
    path("cases/<int:case_id>/", cases.case_page, name="case"),
    path("cases/<int:case_id>/levels/", proposing.new_level, name="new_level"),
    path("cases/<int:case_id>/levels/<int:level_id>/", proposing.level, name="level"),
    path(
        "cases/<int:case_id>/levels/<int:level_id>/remove/",
        proposing.remove_level,
        name="remove_level",
    ),
    path("cases/<int:case_id>/strategic/", proposing.strategic, name="strategic"),
    path("cases/<int:case_id>/must/", proposing.must, name="must"),
    path("cases/<int:case_id>/decide/", cases.decide, name="decide"),
    path("cases/<int:case_id>/gate/", cases.gate, name="gate"),
    path("cases/<int:case_id>/gate/targets/", cases.targets, name="targets"),
    path("cases/<int:case_id>/actual/", cases.actual, name="actual"),
]
