"""What can be changed about people. Only administrators manage others; each their own profile."""

from __future__ import annotations

from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any, TypedDict, Unpack

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile
from clavero.core.zones import zone_named
from clavero.identity import rules, selectors
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Role, Verb

A_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Invitation:
    """The link with which somebody chooses their password, and whether it could be mailed."""

    link: str
    days: int
    sent: bool


class Reached(TypedDict, total=False):
    """When and in which time zone daily messages reach a person; without an hour, none does."""

    time_zone: str
    digest_hour: int | None


# -- coming and going ----------------------------------------------------------------------------


@transaction.atomic
def first_administrator(*, email: str, name: str, password: str, language: str = "") -> Person:
    """Let the first person into an empty installation. Refused once there is anybody."""
    if not selectors.nobody_yet():
        raise Refusal(
            _("Clavero has been set up already."),
            code="not_empty",
            hint=_("Ask an administrator to invite you."),
        )
    return create_person(
        Actor.system(),
        email=email,
        name=name,
        role=Role.ADMINISTRATOR,
        language=language,
        password=password,
    )


@transaction.atomic
def create_person(
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    job_title: str = "",
    department: str = "",
    reports_to_id: int | None = None,
    language: str = "",
    password: str | None = None,
) -> Person:
    """A new colleague. Without ``password`` they cannot sign in until they accept an invitation."""
    _require_manager(actor)
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        role=role,
        job_title=job_title,
        department=department,
        reports_to_id=reports_to_id,
        language=language,
    )
    if password is not None:
        _check_password(person, password)
    person.set_password(password)
    _check(person)
    person.save()
    record(
        actor,
        "person.created",
        person,
        after={
            "email": person.email,
            "name": person.name,
            "role": person.role,
            "job_title": person.job_title,
            "department": person.department,
            "reports_to_id": person.reports_to_id,
            "language": person.language,
        },
    )
    return person


def invite(actor: Actor, *, person_id: int, site: str) -> Invitation:
    """Make the link with which a person chooses their password, and mail it to them.

    ``site`` is the address people use to reach Clavero, such as ``https://kam.example``. Without
    a mail server the link is handed over by other means: it is returned in any case.
    """
    _require_manager(actor)
    with transaction.atomic():
        person = _person(person_id)
        if not person.is_active:
            raise Refusal(
                _("%(name)s has no access."),
                code="person_inactive",
                hint=_("Give them access again before you invite them."),
                name=person.name,
            )
        record(actor, "person.invited", person, after={"email": person.email})
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(person),
            "key": default_token_generator.make_token(person),
        },
    )
    link = site.rstrip("/") + path
    days = settings.PASSWORD_RESET_TIMEOUT // A_DAY
    return Invitation(link, days, _send_invitation(person, link, days, actor.name))


@transaction.atomic
def deactivate(actor: Actor, *, person_id: int) -> Person:
    """Close a person's access at once; what they did stays. The last administrator cannot go."""
    _require_manager(actor)
    _keep_an_administrator(person_id)
    person = _person(person_id)
    day = person.closed_on or timezone.localdate()
    return _change(actor, "person.deactivated", person, is_active=False, closed_on=day)


@transaction.atomic
def reactivate(actor: Actor, *, person_id: int) -> Person:
    """Give a person their access again; that they had none meanwhile stays known."""
    _require_manager(actor)
    person, today = _person(person_id), timezone.localdate()
    if person.closed_on is not None and person.closed_on < today:
        person.closed_spans += f" {person.closed_on.isoformat()}/{today.isoformat()}"
        person.save(update_fields=["closed_spans"])  # the audit tells it by the day it was closed
    return _change(actor, "person.reactivated", person, is_active=True, closed_on=None)


@transaction.atomic
def remove_second_factor(actor: Actor, *, person_id: int) -> Person:
    """Let a person who lost their phone sign in by password alone, to set up another."""
    _require_manager(actor)
    person = _person(person_id)
    removed, _by_model = Authenticator.objects.filter(user_id=person.pk).delete()
    if removed:
        record(actor, "person.second_factor_removed", person)
    return person


# -- what is known of a person -------------------------------------------------------------------


@transaction.atomic
def change_person(
    actor: Actor,
    *,
    person_id: int,
    email: str,
    name: str,
    job_title: str,
    department: str,
    seen: int = 0,
) -> Person:
    """Correct what is written about a person, as it stood at the revision ``seen``."""
    _require_manager(actor)
    return _revise(
        actor,
        "person.changed",
        _person(person_id),
        seen,
        email=email.strip().lower(),
        name=name.strip(),
        job_title=job_title,
        department=department,
    )


@transaction.atomic
def change_role(actor: Actor, *, person_id: int, role: Role, seen: int = 0) -> Person:
    """Change what a person may do, from their next click on."""
    _require_manager(actor)
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(person_id)
    return _revise(actor, "person.role_changed", _person(person_id), seen, role=role.value)


@transaction.atomic
def move_in_chart(
    actor: Actor, *, person_id: int, reports_to_id: int | None, seen: int = 0
) -> Person:
    """Put a person under another, or at the top. Nobody ends up above their own superior."""
    _require_manager(actor)
    # Everybody is locked: two moves at once, each right alone, could close a circle together.
    everybody = Person.objects.select_for_update().order_by("pk")
    lines = dict(everybody.values_list("pk", "reports_to_id"))
    person = _person(person_id)
    if rules.closes_a_circle(person_id, reports_to_id, lines):
        raise Refusal(
            _("%(name)s cannot report to themselves or to somebody below them."),
            code="circle",
            field="reports_to_id",
            hint=_("Move the other person first."),
            name=person.name,
        )
    return _revise(actor, "person.moved", person, seen, reports_to_id=reports_to_id)


@transaction.atomic
def change_profile(
    actor: Actor, *, name: str, language: str, seen: int = 0, **reached: Unpack[Reached]
) -> Person:
    """A person's own name, the language they read (empty: as their browser asks), and what of
    ``reached`` is to change."""
    zone_named(reached.get("time_zone", ""))
    return _revise(
        actor,
        "person.profile_changed",
        _themselves(actor),
        seen,
        name=name.strip(),
        language=language,
        **reached,
    )


@transaction.atomic
def set_language(actor: Actor, *, language: str) -> Person:
    """The language a person reads, from any page."""
    return _change(actor, "person.language_set", _themselves(actor), language=language)


# -- steps ---------------------------------------------------------------------------------------


def _require_manager(actor: Actor) -> None:
    if not actor.may(Verb.MANAGE_PEOPLE):
        raise Forbidden(Verb.MANAGE_PEOPLE)


def _person(person_id: int) -> Person:
    return Person.objects.select_for_update().get(pk=person_id)


def _themselves(actor: Actor) -> Person:
    if actor.user_id is None:
        raise Forbidden("the system has no profile")
    return _person(actor.user_id)


def _revise(actor: Actor, verb: str, person: Person, seen: int, **values: Any) -> Person:
    """As :func:`_change`, with values from a form: nobody else's words are written over."""
    now = {field: getattr(person, field) for field in values}
    stay = reconcile(person, seen=seen, now=now, asked=values, words=selectors.WORDS)
    mine = {field: value for field, value in values.items() if field not in stay}
    return _change(actor, verb, person, **mine)


def _change(actor: Actor, verb: str, person: Person, **values: Any) -> Person:
    """Set what differs and keep it in the audit; nothing differs, nothing happens."""
    before = {field: getattr(person, field) for field in values}
    after = {field: value for field, value in values.items() if value != before[field]}
    if not after:
        return person
    for field, value in after.items():
        setattr(person, field, value)
    _check(person)
    person.save(update_fields=after.keys())
    record(actor, verb, person, before={field: before[field] for field in after}, after=after)
    return person


def _check(person: Person) -> None:
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refusal(" ".join(sentences), code=f"{field}_not_valid", field=field) from error


def _check_password(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), code="password_weak", field="password") from error


def _keep_an_administrator(person_id: int) -> None:
    # In order and locked: two administrators who close each other's access at once wait in line.
    active = Person.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if list(active.order_by("pk").values_list("pk", flat=True)) == [person_id]:
        raise Refusal(
            _("There would be no administrator left."),
            code="last_administrator",
            hint=_("Make somebody else an administrator first."),
        )


def _send_invitation(person: Person, link: str, days: int, invited_by: str) -> bool:
    with translation.override(person.language or translation.get_language()):
        words = {"person": person, "link": link, "invited_by": invited_by, "days": days}
        subject = render_to_string("identity/email/invitation_subject.txt", words).strip()
        message = render_to_string("identity/email/invitation_message.txt", words)
    try:
        send_mail(subject, message, None, [person.email])
    except (SMTPException, OSError):
        return False
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")  # that one only prints
