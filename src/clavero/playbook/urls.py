"""Addresses of the playbook."""

from __future__ import annotations

from django.urls import path

from clavero.playbook.views import accounts, books, conduct, proposals

app_name = "playbook"
urlpatterns = [
    path("", books.playbook, name="playbook"),
    path("versions/<int:version_id>/", books.version, name="version"),
    path("edit/", books.principles, name="principles"),
    path("edit/<slug:strategy>/", books.edit, name="edit"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.decide, name="decide"),
    path("accounts/<int:customer_id>/", accounts.account, name="account"),
    path("accounts/<int:customer_id>/accept/", accounts.accept, name="accept_all"),
    path("conduct/", conduct.conduct, name="conduct"),
]
