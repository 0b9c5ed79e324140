"""How allauth speaks to our people."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.identity.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up, and messages are written in the language of who receives them."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many wrong attempts. Wait five minutes and try again, or set a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Administrators invite; nobody makes their own account."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the person's own page."""
        return reverse("identity:profile")

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """In the language of the person, not of the browser that asked."""
        with translation.override(user.language or translation.get_language()):
            super().send_password_reset_mail(user, email, context)


def display_name(person: Person) -> str:
    """How allauth's messages call a person."""
    return person.name
