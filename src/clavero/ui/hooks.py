"""What the toolkit tells those above it. They put their function here in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

on_language: list[Callable[[HttpRequest, str], None]] = []
"""A reader has chosen a language, by its code: remember it for who has signed in."""

tends_shared_views: list[Callable[[Any], bool]] = []
"""Whether an actor may take views that others share out of everybody's lists."""
