"""Addresses of meetings, calls, visits and e-mails."""

from __future__ import annotations

from django.urls import path

from clavero.interactions.views import bringing, lists, time, writing

app_name = "interactions"
urlpatterns = [
    path("", lists.home, name="home"),
    path("new/", lists.choose, name="choose"),
    path("load/", bringing.load, name="load"),
    path("load/<int:brought_id>/", bringing.brought, name="brought"),
    path("time/", time.time, name="time"),
    path("accounts/<int:customer_id>/", lists.account, name="account"),
    path("accounts/<int:customer_id>/new/", writing.new, name="new"),
    path("accounts/<int:customer_id>/time/", time.time, name="account_time"),
    path("<int:interaction_id>/", writing.interaction, name="interaction"),
    path("<int:interaction_id>/change/", writing.change, name="change"),
    path("<int:interaction_id>/remove/", writing.remove, name="remove"),
]
