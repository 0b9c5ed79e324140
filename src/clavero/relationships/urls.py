"""Addresses of contacts and of who knows whom."""

from __future__ import annotations

from django.urls import path

from clavero.relationships.views import (
    chart,
    contacts,
    demands,
    influence,
    matrix,
    merging,
    ours,
    person,
)

app_name = "relationships"
urlpatterns = [
    path("", contacts.contacts, name="contacts"),
    path("accounts/<int:customer_id>/", contacts.account, name="account"),
    path("accounts/<int:customer_id>/new/", contacts.new, name="new"),
    path("accounts/<int:customer_id>/load/", contacts.load, name="load"),
    path("accounts/<int:customer_id>/duplicates/", merging.duplicates, name="duplicates"),
    path("accounts/<int:customer_id>/matrix/", matrix.matrix, name="matrix"),
    path("accounts/<int:customer_id>/chart/", chart.chart, name="chart"),
    path("accounts/<int:customer_id>/influence/", influence.influence, name="influence"),
    path("people/<int:person_id>/", ours.ours, name="ours"),
    path("stages/", demands.demands, name="demands"),
    path("stages/change/", demands.change, name="change_demands"),
    path("stages/<int:version_id>/", demands.version, name="demands_version"),
    path("<int:contact_id>/", person.contact, name="contact"),
    path("<int:contact_id>/change/", contacts.change, name="change"),
    path("<int:contact_id>/erase/", person.erase, name="erase"),
    path("<int:contact_id>/export/", person.export, name="export"),
    path("<int:contact_id>/unmerge/", merging.unmerge, name="unmerge"),
    path("links/<int:tie_id>/", person.tie, name="tie"),
    path("judgements/<int:judgement_id>/withdraw/", person.withdraw, name="withdraw"),
]
