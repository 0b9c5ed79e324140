"""Addresses of negotiations and documents."""

from __future__ import annotations

from django.urls import path

from clavero.negotiations.views import agreeing, documents, negotiations, preparing, rounds

app_name = "negotiations"
urlpatterns = [
    path("", negotiations.negotiations, name="negotiations"),
    path("new/", negotiations.begin, name="begin"),
    path("accounts/<int:customer_id>/", negotiations.account, name="account"),
    path("accounts/<int:customer_id>/new/", negotiations.new, name="new"),
    path("<int:negotiation_id>/", negotiations.negotiation, name="negotiation"),
    path("<int:negotiation_id>/change/", negotiations.change, name="change"),
    path("<int:negotiation_id>/points/<str:kind>/", preparing.add_point, name="add_point"),
    path("points/<int:point_id>/", preparing.point, name="point"),
    path("points/<int:point_id>/remove/", preparing.remove_point, name="remove_point"),
    path("<int:negotiation_id>/concessions/", preparing.add_concession, name="add_concession"),
    path("concessions/<int:concession_id>/", preparing.concession, name="concession"),
    path(
        "concessions/<int:concession_id>/remove/", preparing.remove_concession,
        name="remove_concession",
    ),
    path("<int:negotiation_id>/rounds/", rounds.add_round, name="add_round"),
    path("rounds/<int:round_id>/", rounds.change_round, name="round"),
    path("<int:negotiation_id>/agree/", agreeing.agree, name="agree"),
    path("<int:negotiation_id>/contract/", agreeing.contract, name="contract"),
    path("<int:negotiation_id>/documents/", documents.of_negotiation, name="add_document"),
    path(
        "contracts/<int:contract_id>/documents/", documents.of_contract, name="contract_documents"
    ),
    path(
        "contracts/<int:contract_id>/documents/new/", documents.new_of_contract,
        name="add_contract_document",
    ),
    path("documents/<int:document_id>/", documents.document, name="document"),
    path("documents/<int:document_id>/versions/", documents.version, name="add_version"),
    path("documents/<int:document_id>/compare/", documents.compare, name="compare"),
    path("documents/<int:document_id>/files/<int:file_id>/", documents.file, name="file"),
]  # fmt: skip
