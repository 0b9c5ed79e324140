"""Addresses of lifetime."""

from __future__ import annotations

from django.urls import path

from clavero.lifetime.views import base, customer

app_name = "lifetime"
urlpatterns = [
    path("", base.lifetime, name="lifetime"),
    path("customers/<int:customer_id>/", customer.customer, name="customer"),
]
