from django.urls import path

from clavero.nightly import views

app_name = "nightly"

urlpatterns = [
    path("", views.nights, name="nights"),
    path("run/", views.run, name="run"),
    path("schedule/", views.schedule, name="schedule"),
]
