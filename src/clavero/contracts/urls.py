"""Addresses of negotiations, contracts, their terms and what was found."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "contracts"
urlpatterns: list[URLPattern] = []
