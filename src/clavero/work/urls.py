"""Addresses of tasks, of all that falls due, and of the load of people."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "work"
urlpatterns: list[URLPattern] = []
