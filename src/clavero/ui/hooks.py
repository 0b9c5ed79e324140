"""What the toolkit tells those above it. They put their function here in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

on_language: list[Callable[[HttpRequest, str], None]] = []
"""A reader has chosen a language, by its code: remember it for who has signed in."""
