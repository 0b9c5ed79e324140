"""Addresses of market notes."""

from __future__ import annotations

from django.urls import path

from clavero.market import views

app_name = "market"
urlpatterns = [
    path("", views.notes, name="notes"),
    path("new/", views.new, name="new"),
    path("accounts/<int:customer_id>/", views.account, name="account"),
    path("<int:note_id>/", views.note, name="note"),
    path("<int:note_id>/change/", views.change, name="change"),
]
