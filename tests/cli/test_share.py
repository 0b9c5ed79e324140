"""``clavero share``: links listed with their visits, given and taken back."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from pytest_django import Settings
from tests.cli.conftest import Run, answer

from clavero.core.audit import history
from clavero.identity.testing import Cast, make_cast
from clavero.plans.testing import make_plan
from clavero.portfolio.testing import cover, make_customer
from clavero.sharing.models import Share
from clavero.sharing.testing import make_guest, make_shared_plan, token

pytestmark = pytest.mark.usefixtures("ledger")

GIVE = ("share", "give", "C1", "--name", "Marta Ibáñez", "--email", "Marta@ega.example")


@pytest.fixture
def cast(db: None) -> Cast:
    """C1, led by the senior, whose approved plan has rows for the customer."""
    cast, customer = make_cast(), make_customer("C1", "Talleres Ega, S.L.")
    cover(cast.senior, customer)
    make_plan(customer)
    make_shared_plan(customer)
    make_customer("C2")
    return cast


def test_a_link_is_given_in_the_name_of_who_leads_the_account(
    run: Run, cast: Cast, mailoutbox: Any
) -> None:
    told = answer(run(*GIVE, "--speaks", "es", "--days", "7", "--format", "json"))
    share = Share.objects.get()
    assert (told["id"], told["account"], told["state"]) == (share.pk, "C1", "open")
    assert (told["name"], told["email"]) == ("Marta Ibáñez", "marta@ega.example")
    assert (told["language"], told["is_sent"], told["visits"]) == ("es", True, [])
    assert told["link"].endswith(f"/shared/{token(share)}/")
    assert (share.expires_at - share.created_at).days in {6, 7}
    assert told["link"] in mailoutbox[0].body
    assert cast.senior.name in mailoutbox[0].body
    assert mailoutbox[0].reply_to == [cast.senior.email]
    assert [each.verb for each in history(share)] == ["share.given"]


def test_people_are_told_what_became_of_it(run: Run, cast: Cast) -> None:
    told = run(*GIVE)
    assert told.exit_code == 0
    assert f"/shared/{token(Share.objects.get())}/" in told.stderr
    assert "Marta Ibáñez has got a message with it." in told.stderr
    told = run(*GIVE)
    assert told.exit_code == 2
    assert "Marta Ibáñez has a link to this plan already." in told.stderr


def test_without_a_mail_server_the_answer_says_so_and_nothing_else(
    run: Run, cast: Cast, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    told = run(*GIVE, "--format", "json")
    assert json.loads(told.stdout)["is_sent"] is False
    run("share", "revoke", Share.objects.get().pk)
    told = run(*GIVE)
    assert "hand it to Marta Ibáñez yourself" in told.stderr
    assert "CLAVERO_MAIL" in told.stderr
    assert told.stdout == ""


def test_links_are_listed_with_each_visit(run: Run, cast: Cast, mailoutbox: Any) -> None:
    assert answer(run("share", "--format", "json")) == []
    assert "No plan is shared with anybody." in run("share").stderr
    run(*GIVE)
    make_guest(Share.objects.get(), mailoutbox)
    [row] = answer(run("share", "list", "C1", "--format", "json"))
    assert [each["what"] for each in row["visits"]] == ["came_in", "code_asked"]
    assert (row["times_in"], row["last_read"]) == (1, None)
    assert "link" not in row
    assert answer(run("share", "list", "C2", "--format", "json")) == []
    answer(run(*GIVE[:-1], "jon@ega.example", "--format", "json"))
    latest, first = answer(run("share", "--format", "json"))
    assert (latest["email"], first["id"]) == ("jon@ega.example", row["id"])
    _latest, line = csv.DictReader(StringIO(run("share", "--format", "csv").stdout))
    assert (line["account"], line["email"], line["times_in"]) == ("C1", "marta@ega.example", "1")
    shown = run("share").stdout
    for text in ("Marta Ibáñez", "In force", "C1"):
        assert text in shown


def test_a_link_is_taken_back(run: Run, cast: Cast) -> None:
    run(*GIVE)
    share = Share.objects.get()
    told = run("share", "revoke", share.pk)
    assert "The link of Marta Ibáñez opens nothing any more." in told.stderr
    row = answer(run("share", "revoke", share.pk, "--format", "json"))
    assert (row["state"], row["revoked_by"]) == ("revoked", "clavero")
    assert [each.verb for each in history(share)] == ["share.revoked", "share.given"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("share", "give"), "Say of which account."),
        (("share", "give", "C9", "--name", "A", "--email", "a@b.example"), "no account “C9”"),
        (("share", "give", "C1", "--email", "a@b.example"), "Say for whom the link is."),
        (("share", "give", "C1", "--name", "A", "--email", "nowhere"), "no e-mail address"),
        ((*GIVE, "--days", "900"), "A link lasts from a day to a year."),
        (("share", "give", "C2", "--name", "A", "--email", "a@b.example"), "nothing to share"),
        (("share", "list", "C9"), "no account “C9”"),
        (("share", "revoke"), "There is no link “”."),
        (("share", "revoke", "twelve"), "There is no link “twelve”."),
        (("share", "revoke", "9" * 30), "There is no link"),
    ],
)
def test_refusals(run: Run, cast: Cast, line: tuple[str, ...], told: str) -> None:
    refused = run(*line)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert not Share.objects.exists()
