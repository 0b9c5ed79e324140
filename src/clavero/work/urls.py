"""Addresses of tasks, of all that falls due, and of the load of people."""

from __future__ import annotations

from django.urls import path

from clavero.work.views import due, task, tasks

app_name = "work"
urlpatterns = [
    path("", tasks.tasks, name="tasks"),
    path("give/", tasks.give, name="give"),
    path("calendar/", due.calendar, name="calendar"),
    path("tasks/<int:task_id>/", task.task, name="task"),
    path("tasks/<int:task_id>/done/", tasks.finish, name="finish"),
    path("points/<int:point_id>/", task.tick, name="tick"),
    path("accounts/<int:customer_id>/", due.account, name="account"),
    path("accounts/<int:customer_id>/new/", task.new, name="new"),
]
