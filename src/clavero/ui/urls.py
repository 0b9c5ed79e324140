"""Addresses that belong to every page."""

from __future__ import annotations

from django.urls import path

from clavero.ui import views

app_name = "ui"
urlpatterns = [
    path("appearance/", views.appearance, name="appearance"),
    path("language/", views.language, name="language"),
    path("views/", views.save_view, name="save_view"),
    path("views/<int:view_id>/share/", views.share_view, name="share_view"),
    path("views/<int:view_id>/delete/", views.delete_view, name="delete_view"),
]
