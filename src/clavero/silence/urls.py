"""Addresses of falling silent."""

from __future__ import annotations

app_name = "silence"
urlpatterns: list[object] = []
