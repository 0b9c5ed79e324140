"""Addresses of profitability."""

from __future__ import annotations

from django.urls import path

from clavero.profitability.views import customer, events, hours, rates, whale, work

app_name = "profitability"
urlpatterns = [
    path("", whale.whale, name="whale"),
    path("customers/<int:customer_id>/", customer.customer, name="customer"),
    path("customers/<int:customer_id>/spent/", work.work, name="work"),
    path("customers/<int:customer_id>/hours/", hours.hours, name="hours"),
    path("work/load/", work.load_work, name="load_work"),
    path("work/<int:work_id>/withdraw/", work.withdraw, name="withdraw"),
    path("rates/", rates.rates, name="rates"),
    path("rates/capacity/", rates.capacity, name="new_capacity"),
    path("rates/capacity/<str:key>/", rates.capacity, name="capacity"),
    path("rates/activity/", rates.activity, name="new_activity"),
    path("rates/activity/<str:key>/", rates.activity, name="activity"),
    path("rates/credit/", rates.credit, name="credit"),
    path("events/", events.events, name="events"),
    path("events/<int:file_id>/take-out/", events.take_out, name="take_out"),
]
