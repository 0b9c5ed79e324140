"""Addresses of the KPIs."""

from __future__ import annotations

from django.urls import path

from clavero.kpis.views import boards, why

app_name = "kpis"
urlpatterns = [
    path("", boards.home, name="home"),
    path("managers/<int:person_id>/", boards.manager, name="manager"),
    path("teams/<int:person_id>/", boards.team, name="team"),
    path("accounts/<int:customer_id>/", boards.account, name="account"),
    path("accounts/<int:customer_id>/why/", why.why, name="why"),
    path("refresh/", boards.compute, name="compute"),
]
