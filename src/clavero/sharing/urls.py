"""Addresses of sharing, for our people."""

from __future__ import annotations

from django.urls import path

from clavero.sharing.views import managing

app_name = "sharing"
urlpatterns = [
    path("<int:customer_id>/", managing.sharing, name="account"),
    path("<int:customer_id>/as-customer/", managing.as_customer, name="as_customer"),
    path("<int:customer_id>/reply/", managing.reply, name="reply"),
    path("<int:customer_id>/noted/", managing.take_note, name="take_note"),
    path("answers/<int:answer_id>/back/", managing.take_back, name="take_back"),
    path("links/<int:share_id>/", managing.share, name="share"),
    path("links/<int:share_id>/back/", managing.revoke, name="revoke"),
]
