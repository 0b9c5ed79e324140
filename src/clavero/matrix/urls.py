"""Addresses of the account analysis matrix."""

from __future__ import annotations

from django.urls import path

from clavero.matrix.views import matrix

app_name = "matrix"
urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("<int:customer_id>/", matrix.why, name="why"),
    path("scores/", matrix.scores, name="scores"),
]
