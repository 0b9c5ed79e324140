"""Addresses of importing."""

from __future__ import annotations

from django.urls import path

from clavero.ledger.views import imports, rates, uploading

app_name = "ledger"
urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", uploading.new_import, name="new_import"),
    path("imports/example/", uploading.example, name="example"),
    path("imports/files/<slug:key>/", uploading.upload, name="upload"),
    path("imports/files/<slug:key>/import/", uploading.import_upload, name="import_upload"),
    path("imports/files/<slug:key>/forget/", uploading.forget, name="forget_mapping"),
    path("imports/<slug:import_id>/", imports.one_import, name="import"),
    path("imports/<slug:import_id>/refused/", imports.refused_rows, name="refused_rows"),
    path("imports/<slug:import_id>/undo/", imports.undo, name="undo"),
    path("imports/<slug:import_id>/redo/", imports.redo, name="redo"),
    path("rates/", rates.rates, name="rates"),
    path("rates/currency/", rates.reporting_currency, name="reporting_currency"),
]
