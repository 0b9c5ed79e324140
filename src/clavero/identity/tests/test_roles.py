"""The table of who may do what is the one that is published."""

from __future__ import annotations

from pathlib import Path

from clavero.conftest import AsPerson
from clavero.identity.rules import Role, role_table
from clavero.identity.testing import Cast
from clavero.identity.words import ROLE_NAMES, VERB_SENTENCES

PAGE = Path(__file__).resolve().parents[4] / "docs" / "domain" / "roles.md"


def as_markdown() -> str:
    """The table as ``docs/domain/roles.md`` prints it."""
    lines = ["| May | " + " | ".join(str(ROLE_NAMES[role]) for role in Role) + " |"]
    lines.append("|---" * (len(Role) + 1) + "|")
    for verb, by_role in role_table():
        cells = ["✓" if by_role[role] else "" for role in Role]
        lines.append(f"| {VERB_SENTENCES[verb]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def test_the_document_says_what_the_code_allows() -> None:
    assert as_markdown() in PAGE.read_text(), (
        f"The permissions have changed. Replace the table in {PAGE.name} by:\n\n{as_markdown()}"
    )


def test_everybody_can_read_it(cast: Cast, as_person: AsPerson) -> None:
    page = as_person(cast.logistics).get("/people/roles/")
    shown = [
        (str(sentence), [may for _, may in by_role]) for sentence, by_role in page.context["lines"]
    ]
    assert shown == [
        (str(VERB_SENTENCES[verb]), list(by_role.values())) for verb, by_role in role_table()
    ]
    assert str(ROLE_NAMES[Role.COLLEAGUE]) in page.content.decode()
