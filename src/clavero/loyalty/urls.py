"""Addresses of surveys, and of the page a respondent answers on."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "loyalty"
urlpatterns: list[URLPattern] = []
