"""Addresses of the playbook."""

from __future__ import annotations

from django.urls import path

from clavero.playbook.views import account, changing, conduct, playbook, proposals

app_name = "playbook"
urlpatterns = [
    path("", playbook.playbook, name="playbook"),
    path("versions/<int:version_id>/", playbook.version, name="version"),
    path("new/", changing.change_everywhere, name="change"),
    path("new/<str:strategy>/", changing.change_guide, name="change_guide"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/missing/", proposals.propose_missing, name="propose_missing"),
    path("proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("accounts/<int:customer_id>/", account.account, name="account"),
    path("accounts/<int:customer_id>/accept/", account.accept_all, name="accept_all"),
    path("conduct/", conduct.conduct, name="conduct"),
]
