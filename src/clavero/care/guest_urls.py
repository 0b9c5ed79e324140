"""The customer's side: one form by its link."""

from __future__ import annotations

from django.urls import path

from clavero.care.views import guest

app_name = "complain"
urlpatterns = [
    path("<str:token>/", guest.form, name="form"),
    path("<str:token>/thanks/", guest.thanks, name="thanks"),
]
