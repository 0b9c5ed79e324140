"""Addresses of the screens that cross domains."""

from __future__ import annotations

from django.urls import path

from clavero.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
]
