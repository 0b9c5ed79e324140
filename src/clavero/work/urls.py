"""Addresses of tasks, of all that falls due, and of the load of people."""

from __future__ import annotations

from django.urls import path

from clavero.work.views import due, feeds, packs, task, tasks, teams

app_name = "work"
urlpatterns = [
    path("", tasks.tasks, name="tasks"),
    path("give/", tasks.give, name="give"),
    path("calendar/", due.calendar, name="calendar"),
    path("calendar/mine/", feeds.mine, name="mine"),
    path("calendar/<str:secret>.ics", feeds.feed, name="feed"),
    path("tasks/<int:task_id>/", task.task, name="task"),
    path("tasks/<int:task_id>/done/", tasks.finish, name="finish"),
    path("points/<int:point_id>/", task.tick, name="tick"),
    path("accounts/<int:customer_id>/", due.account, name="account"),
    path("accounts/<int:customer_id>/new/", task.new, name="new"),
    path("accounts/<int:customer_id>/team/", teams.team, name="team"),
    path("accounts/<int:customer_id>/handover/", packs.new, name="new_pack"),
    path("dedications/<int:dedication_id>/end/", teams.end, name="end"),
    path("load/", teams.load, name="load"),
    path("load/limits/", teams.limits, name="limits"),
    path("load/limits/new/", teams.change_limits, name="change_limits"),
    path("load/limits/<int:version_id>/", teams.limits_version, name="limits_version"),
    path("handovers/", packs.packs, name="packs"),
    path("handovers/<int:pack_id>/", packs.pack, name="pack"),
    path("handovers/<int:pack_id>/tick/", packs.tick, name="tick_pack"),
    path("handovers/<int:pack_id>/tasks/", packs.move, name="move_tasks"),
    path("handovers/<int:pack_id>/close/", packs.close, name="close_pack"),
]
