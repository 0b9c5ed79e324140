"""What is asked is written down, version by version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.revisions import CHANGED_MEANWHILE
from clavero.identity.rules import Actor, Verb
from clavero.loyalty.models import NAME_LENGTH, Survey, SurveyVersion
from clavero.loyalty.rules.asking import BY_KEY, LANGUAGES, Content, Kind
from clavero.loyalty.visibility import require


@transaction.atomic
def write_survey(
    actor: Actor,
    *,
    name: str,
    content: Content,
    survey_id: int | None = None,
    seen: int | None = None,
) -> SurveyVersion:
    """A new survey, or a new version of one; the same again is none. ``seen`` is the number of the
    version that the person started from: what somebody else has written since is told. Waves under
    way keep the version that they began with."""
    require(actor, Verb.WRITE_SURVEYS)
    called = " ".join(name.split())
    _check(called, content)
    others = Survey.objects.all() if survey_id is None else Survey.objects.exclude(pk=survey_id)
    if others.filter(name__iexact=called).exists():
        raise Refusal(_("Another survey has that name."), code="name_taken", field="name")
    if survey_id is None:
        survey = Survey.objects.create(name=called)
    else:
        survey = Survey.objects.select_for_update().get(pk=survey_id)
    last = survey.versions.first()
    if last is not None and seen is not None and seen < last.number:
        raise Refusal(
            _("%(by)s has written version %(number)s meanwhile."),
            code=CHANGED_MEANWHILE,
            hint=_("Compare, and send yours again if it should hold."),
            by=last.by_name,
            number=last.number,
        )
    is_same = last is not None and last.content == content.as_kept()
    if survey.name != called:
        survey.name = called
        survey.save(update_fields=["name"])
        record(actor, "survey.renamed", survey, after={"name": called})
    if last is not None and is_same:
        return last
    number = (survey.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = SurveyVersion.objects.create(
        survey=survey, number=number, content=content.as_kept(), by_name=actor.name
    )
    record(actor, "survey.written", survey, after={"version": number})
    return version


def _check(name: str, content: Content) -> None:
    if not name or len(name) > NAME_LENGTH:
        raise Refusal(_("Give the survey a name."), code="name_missing", field="name")
    for language in LANGUAGES:
        if not content.title.get(language):
            raise Refusal(
                _("Write the title in both languages."),
                code="title_missing",
                field=f"title_{language}",
            )
    if not any(BY_KEY[each.key].kind is not Kind.TEXT for each in content.questions):
        raise Refusal(
            _("A survey asks at least one question with a number for an answer."),
            code="nothing_asked",
            field="ask_nps",
        )
    for each in content.questions:
        for language in LANGUAGES:
            if not each.words.get(language):
                raise Refusal(
                    _("Write the question in both languages."),
                    code="question_missing",
                    field=f"{each.key}_{language}",
                )
