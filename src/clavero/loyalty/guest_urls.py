"""Addresses of who answers: all of them below the link."""

from __future__ import annotations

from django.urls import path

from clavero.loyalty.views import guest

app_name = "answering"
urlpatterns = [
    path("<str:token>/", guest.survey, name="survey"),
    path("<str:token>/stop/", guest.stop, name="stop"),
]
