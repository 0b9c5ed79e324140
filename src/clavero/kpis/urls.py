"""Addresses of the KPIs."""

from __future__ import annotations

from django.urls import path

from clavero.kpis.views import boards, defining, entering, health, targets, why

app_name = "kpis"
urlpatterns = [
    path("", boards.home, name="home"),
    path("catalogue/", boards.catalogue, name="catalogue"),
    path("health/", health.health, name="health"),
    path("why/", why.why_company, name="why_company"),
    path("managers/<int:person_id>/", boards.manager, name="manager"),
    path("managers/<int:person_id>/why/", why.why_manager, name="why_manager"),
    path("teams/<int:person_id>/", boards.team, name="team"),
    path("teams/<int:person_id>/why/", why.why_team, name="why_team"),
    path("accounts/<int:customer_id>/", boards.account, name="account"),
    path("accounts/<int:customer_id>/why/", why.why, name="why"),
    path("accounts/<int:customer_id>/targets/", targets.targets, name="targets"),
    path("accounts/<int:customer_id>/values/", entering.values, name="values"),
    path("values/<int:entry_id>/withdraw/", entering.withdraw, name="withdraw"),
    path("values/load/", entering.load, name="load_values"),
    path("own/", defining.own, name="own"),
    path("own/<str:key>/names/", defining.rename, name="rename"),
    path("own/<str:key>/retire/", defining.retire, name="retire"),
    path("refresh/", boards.compute, name="compute"),
]
