"""Addresses of lifetime."""

from __future__ import annotations

from django.urls import path

from clavero.lifetime.views import base, constant, customer, studies

app_name = "lifetime"
urlpatterns = [
    path("", base.lifetime, name="lifetime"),
    path("cohorts/", studies.cohorts, name="cohorts"),
    path("staying/", studies.staying, name="staying"),
    path("contracts/", studies.contracts, name="contracts"),
    path("cycles/", studies.cycles, name="cycles"),
    path("customers/<int:customer_id>/", customer.customer, name="customer"),
    path("customers/<int:customer_id>/constant/", constant.constant, name="constant"),
]
