"""Addresses of sign-in and of the pages about people.

Of allauth only what is used: no sign-up, no second address, no sign-in by other sites.
"""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path, re_path

from clavero.identity.views import chart, door, own, people, tokens

sign_in = [
    path("login/", door.SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("second-factor/", include("allauth.mfa.urls")),
]

identity = [
    path("welcome/", door.welcome, name="welcome"),
    path("profile/", own.profile, name="profile"),
    path("profile/tokens/", tokens.tokens, name="tokens"),
    path("profile/tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/chart/", chart.chart, name="chart"),
    path("people/roles/", chart.roles, name="roles"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/role/", people.role, name="role"),
    path("people/<int:person_id>/superior/", people.move, name="move"),
    path("people/<int:person_id>/invitation/", people.invite, name="invite"),
    path("people/<int:person_id>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<int:person_id>/reactivate/", people.reactivate, name="reactivate"),
    path(
        "people/<int:person_id>/second-factor/remove/",
        people.remove_second_factor,
        name="remove_second_factor",
    ),
]

urlpatterns = [
    path("accounts/", include(sign_in)),
    path("", include((identity, "identity"))),
]
