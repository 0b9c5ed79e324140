"""What people fill in. The services decide; a form only reads."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import password_validation
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clavero.identity import selectors
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Role
from clavero.ui.forms import DayInput, RevisedForm, ZoneField


class SmallLetters(forms.EmailField):
    """An e-mail address as it is kept: without capitals or blanks around it."""

    def to_python(self, value: Any) -> str:
        """The address in small letters."""
        return str(super().to_python(value)).lower()


class PersonForm(forms.ModelForm, RevisedForm):  # type: ignore[type-arg]
    """What is written about a person."""

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = ["name", "email", "job_title", "department"]
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"email": SmallLetters}


class SuperiorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody to report to, read as their number."""

    def __init__(self, people: QuerySet[Person]) -> None:
        super().__init__(
            people,
            label=_("Reports to"),
            required=False,
            empty_label=_("Nobody: at the top of the chart"),
        )

    def clean(self, value: Any) -> Any:
        """The number of the person chosen, or ``None``."""
        person = super().clean(value)
        return person.pk if person else None


class NewPersonForm(PersonForm):
    """Everything about somebody who arrives."""

    class Meta(PersonForm.Meta):
        fields: ClassVar[list[str]] = [*PersonForm.Meta.fields, "role", "language"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]  # there is nothing yet that could change
        self.fields["reports_to_id"] = SuperiorField(selectors.people(actor).filter(is_active=True))
        self.order_fields([*PersonForm.Meta.fields, "role", "reports_to_id", "language"])
        _offer_languages(self)

    def clean_role(self) -> Role:
        """The role chosen."""
        return Role(self.cleaned_data["role"])


class RoleForm(forms.ModelForm, RevisedForm):  # type: ignore[type-arg]
    """What a person may do."""

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = ["role"]

    def clean_role(self) -> Role:
        """The role chosen."""
        return Role(self.cleaned_data["role"])


class SuperiorForm(RevisedForm):
    """Whom a person reports to."""

    def __init__(self, *args: Any, actor: Actor, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["reports_to_id"] = person.reports_to_id
        self.fields["reports_to_id"] = SuperiorField(selectors.superiors_possible(actor, person))


class ProfileForm(forms.ModelForm, RevisedForm):  # type: ignore[type-arg]
    """What people change about themselves."""

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = ["name", "language", "time_zone", "digest_hour"]

    digest_hour = forms.TypedChoiceField(
        label=_("Daily message with alerts"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("In your time zone; nothing comes on a day without anything new."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_languages(self)
        self.fields["time_zone"] = ZoneField(required=False)
        hours = [(hour, _("At %(hour)s") % {"hour": f"{hour}:00"}) for hour in range(24)]
        field = self.fields["digest_hour"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("None")), *hours]
        self.order_fields(["name", "language", "time_zone", "digest_hour"])


class TokenForm(forms.Form):
    """A token for a program that is to speak for oneself."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("The program it is for, such as “Warehouse dashboard”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Without it the token works until you revoke it."),
        widget=DayInput,
    )


class WelcomeForm(forms.Form):
    """The first administrator, and the code that the server has printed."""

    code = forms.CharField(
        label=_("Set-up code"),
        help_text=_("The server printed it when it started."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = SmallLetters(
        label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        help_text=password_validation.password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _offer_languages(form: forms.BaseForm) -> None:
    field = form.fields["language"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("As the browser asks")), *Person.LANGUAGES]
