"""Addresses of the alerts."""

from __future__ import annotations

from django.urls import path

from clavero.alerts.views import alert, inbox, webhooks

app_name = "alerts"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("<int:alert_id>/", alert.alert, name="alert"),
    path("<int:alert_id>/snooze/", inbox.snooze, name="snooze"),
    path("accounts/<int:customer_id>/", inbox.customer, name="customer"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:webhook_id>/again/", webhooks.again, name="send_again"),
    path("webhooks/<int:webhook_id>/test/", webhooks.test, name="test_webhook"),
    path("webhooks/<int:webhook_id>/remove/", webhooks.remove, name="remove_webhook"),
]
