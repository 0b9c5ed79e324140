"""The people of the company: the cast who sign in, and the sales force named in the file."""

from __future__ import annotations

from dataclasses import dataclass

from demo.company import Company
from demo.customers import Story

DOMAIN = "demo.example"
PASSWORD = "clavero-demo"  # noqa: S105 - printed for everybody who tries the demo

COUNTER = "Mostrador"
"""The seller of what nobody sold."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the standing cast. ``role`` is one of Clavero's roles; titles are es, en."""

    key: str
    name: str
    role: str
    titles: tuple[str, str]
    departments: tuple[str, str]
    reports_to: str | None = None

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.key.replace('_', '.')}@{DOMAIN}"


_KEY_ACCOUNTS = ("Cuentas clave", "Key accounts")

CAST = (
    Member(
        "executive",
        "Asunción Valcárcel Ordóñez",
        "executive",
        ("Directora general", "Chief executive"),
        ("Dirección", "Management"),
    ),
    Member(
        "director",
        "Ramón Aguirrezabal Costa",
        "director",
        ("Director de cuentas clave", "Director of key accounts"),
        _KEY_ACCOUNTS,
        "executive",
    ),
    Member(
        "senior",
        "Nuria Costafreda Vidal",
        "senior",
        ("Gestora sénior de cuentas clave", "Senior key account manager"),
        _KEY_ACCOUNTS,
        "director",
    ),
    Member(
        "junior_one",
        "Iker Madariaga Sanz",
        "junior",
        ("Gestor júnior de cuentas clave", "Junior key account manager"),
        _KEY_ACCOUNTS,
        "senior",
    ),
    Member(
        "junior_two",
        "Leonor Taveira Pinto",
        "junior",
        ("Gestora júnior de cuentas clave", "Junior key account manager"),
        _KEY_ACCOUNTS,
        "senior",
    ),
    Member(
        "sales",
        "Andrés Lacasta Monreal",
        "account_manager",
        ("Delegado comercial", "Account manager"),
        ("Ventas", "Sales"),
        "director",
    ),
    Member(
        "logistics",
        "Olga Berastegui Ruiz",
        "colleague",
        ("Jefa de expediciones", "Head of dispatch"),
        ("Logística", "Logistics"),
        "executive",
    ),
    Member(
        "hr",
        "Tomás Peñalba Ferrer",
        "people",
        ("Responsable de personas", "Head of people"),
        ("Personas", "People"),
        "executive",
    ),
    Member(
        "administrator",
        "Blanca Riudavets Mora",
        "administrator",
        ("Responsable de sistemas", "Head of IT"),
        ("Sistemas", "IT"),
        "executive",
    ),
)
"""The same people as in Clavero's tests; superiors stand before those who report to them."""

_SALES_FORCE = (
    "Jacinto Pedraza Gil", "Rosa Echániz Lasa", "Vicente Barrachina Soler", "Marina Nogueira Dias",
    "Fermín Tolosana Aísa", "Estela Cañizal Prieto",
)  # fmt: skip

KEY_ACCOUNT_MEMBERS = {"Valdoria": "junior_one", "Hüttenbach": "junior_two", "Ebrosa": "junior_one"}
"""Group of each key account → the junior who works on it with the senior."""

ORDINARY_CUSTOMERS = 15
"""How many the account manager looks after."""


def member(key: str) -> Member:
    """One of the cast."""
    return next(one for one in CAST if one.key == key)


def account_managers_customers(company: Company) -> list[str]:
    """Codes of the ordinary customers of the cast's account manager: every ninth by size."""
    free = [
        one for one in company.customers
        if one.story not in (Story.KEY, Story.DUPLICATE) and one.country == "ES"
    ]  # fmt: skip
    by_size = sorted(free, key=lambda one: (-one.sales, one.code))
    return [one.code for one in by_size[4::9][:ORDINARY_CUSTOMERS]]


def seller_names(company: Company) -> list[str]:
    """Who sells to each customer, in the order of the customers."""
    key = {
        code: member("senior").name
        for group in company.groups
        if group.name in KEY_ACCOUNT_MEMBERS
        for link in group.links
        for code in link
    }
    sales = dict.fromkeys(account_managers_customers(company), member("sales").name)
    abroad = {"PT": _SALES_FORCE[3], "FR": _SALES_FORCE[1], "DE": _SALES_FORCE[1]}
    at_home = [name for name in _SALES_FORCE if name not in abroad.values()]
    names = []
    for position, one in enumerate(company.customers):
        usual = abroad.get(one.country) or at_home[position % len(at_home)]
        names.append(key.get(one.code) or sales.get(one.code) or usual)
    return names


def as_rows(language: str) -> list[dict[str, str | None]]:
    """The cast as it is written to the file of people."""
    which = ("es", "en").index(language)
    return [
        {
            "key": one.key,
            "name": one.name,
            "email": one.email,
            "role": one.role,
            "job_title": one.titles[which],
            "department": one.departments[which],
            "reports_to": member(one.reports_to).email if one.reports_to else None,
        }
        for one in CAST
    ]
