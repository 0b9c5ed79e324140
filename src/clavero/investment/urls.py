"""Addresses of investments."""

app_name = "investment"
urlpatterns: list[object] = []
