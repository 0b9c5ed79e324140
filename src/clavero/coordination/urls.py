"""Addresses of requests to departments."""

from __future__ import annotations

from django.urls import path

from clavero.coordination.views import asking, governing, one

app_name = "coordination"
urlpatterns = [
    path("", asking.board, name="board"),
    path("new/", asking.begin, name="begin"),
    path("queue/", asking.queue, name="queue"),
    path("accounts/<int:customer_id>/", asking.account, name="account"),
    path("accounts/<int:customer_id>/new/", asking.new, name="new"),
    path("<int:request_id>/", one.request_page, name="request"),
    path("departments/", governing.departments, name="departments"),
    path("departments/new/", governing.new_department, name="new_department"),
    path("departments/<int:department_id>/", governing.department, name="department"),
    path("departments/<int:department_id>/times/", governing.level, name="level"),
    path("processes/", governing.processes, name="processes"),
    path("processes/new/", governing.new_process, name="new_process"),
    path("processes/<int:process_id>/", governing.process, name="process"),
]
