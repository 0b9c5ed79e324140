"""Addresses of meetings, calls, visits and e-mails."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "interactions"
urlpatterns: list[URLPattern] = []
