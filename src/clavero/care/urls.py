"""Addresses of complaints."""

from __future__ import annotations

from django.urls import path

from clavero.care.views import bringing, cases, correcting, one, promising

app_name = "care"
urlpatterns = [
    path("", cases.inbox, name="inbox"),
    path("board/", cases.board, name="board"),
    path("all/", cases.complaints, name="complaints"),
    path("new/", cases.begin, name="begin"),
    path("load/", bringing.load, name="load"),
    path("times/", promising.terms, name="terms"),
    path("times/new/", promising.new_terms, name="new_terms"),
    path("calendars/new/", promising.new_hours, name="new_hours"),
    path("accounts/<int:customer_id>/", cases.account, name="account"),
    path("accounts/<int:customer_id>/new/", cases.new, name="new"),
    path("<int:complaint_id>/", one.complaint, name="complaint"),
    path("<int:complaint_id>/change/", one.change, name="change"),
    path("<int:complaint_id>/received/", correcting.received, name="received"),
    path("<int:complaint_id>/account/", correcting.choose, name="choose"),
    path("<int:complaint_id>/account/<int:customer_id>/", correcting.move, name="move"),
    path("<int:complaint_id>/files/<int:file_id>/", one.file, name="file"),
    path("<int:complaint_id>/files/<int:file_id>/erase/", one.erase_file, name="erase_file"),
]
