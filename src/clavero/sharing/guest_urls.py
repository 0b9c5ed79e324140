"""Addresses of the customer's side: all of them below the link, so that its cookie reaches them and
nothing else."""

from __future__ import annotations

from django.urls import path

from clavero.sharing.views import guest

app_name = "shared"
urlpatterns = [
    path("<str:token>/", guest.plan, name="plan"),
    path("<str:token>/code/", guest.code, name="code"),
    path("<str:token>/comment/<str:key>/", guest.comment, name="comment"),
    path("<str:token>/sign/<str:key>/", guest.sign, name="sign"),
    path("<str:token>/tick/<str:key>/", guest.tick, name="tick"),
    path("<str:token>/comment/<int:answer_id>/back/", guest.take_back, name="take_back"),
    path("<str:token>/end/", guest.end, name="end"),
    path("<str:token>/leave/", guest.leave, name="leave"),
]
