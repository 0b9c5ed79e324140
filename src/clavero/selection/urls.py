"""Addresses of the selection of key accounts."""

from __future__ import annotations

from django.urls import path

from clavero.selection.views import candidates, cycles, deciding, handovers, settings

app_name = "selection"
urlpatterns = [
    path("", cycles.selection, name="selection"),
    path("years/", cycles.cycles, name="cycles"),
    path("years/<int:year>/", cycles.cycle, name="cycle"),
    path("years/<int:year>/firmness/", cycles.firmness, name="firmness"),
    path("years/<int:year>/<str:to>/", cycles.move, name="move"),
    path("proposals/", candidates.propose, name="propose"),
    path("customers/<int:customer_id>/", candidates.customer, name="customer"),
    path("candidates/<int:candidate_id>/", candidates.candidate, name="candidate"),
    path("candidates/<int:candidate_id>/filter/", candidates.answer, name="answer"),
    path("candidates/<int:candidate_id>/evidence/", candidates.add_evidence, name="add_evidence"),
    path("candidates/<int:candidate_id>/rate/", candidates.rate, name="rate"),
    path("candidates/<int:candidate_id>/agree/", candidates.agree, name="agree"),
    path("candidates/<int:candidate_id>/decide/", deciding.decide, name="decide"),
    path("decisions/<int:decision_id>/withdraw/", deciding.withdraw, name="withdraw"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<int:handover_id>/", handovers.handover, name="handover"),
    path("handovers/<int:handover_id>/tick/", handovers.tick, name="tick"),
    path("handovers/<int:handover_id>/accept/", handovers.accept, name="accept"),
    path("customers/<int:customer_id>/handover/", handovers.arrange, name="arrange"),
    path("settings/", settings.settings, name="settings"),
    path("settings/new/", settings.change, name="change_settings"),
    path("settings/<int:version_id>/", settings.version, name="version"),
]
