"""A document with all that there is in one, for the tests of the renderers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from clavero.reports.content.model import (
    Bar,
    Block,
    Bullet,
    Bullets,
    Calendar,
    Cell,
    Chart,
    ChartKind,
    Column,
    Document,
    Drawn,
    Fact,
    Facts,
    Heading,
    Pace,
    PageBreak,
    Paragraph,
    Picture,
    Section,
    Series,
    Table,
    Tone,
    Unit,
    Words,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300" viewBox="0 0 600 300">'
    '<rect width="600" height="300" fill="#ffffff"/><circle cx="150" cy="150" r="90" '
    'fill="#0f6b7d"/><text x="300" y="160" font-size="24">Ñandú</text></svg>'
)
LONG_NAME = (
    "Compañía Cantábrica de Astilleros, Construcciones Navales y Suministros Industriales, S.A."
)
SPANISH = Words(
    page="Página {page} de {pages}",
    continued="continuación",
    contents="Índice",
    sources="Fuentes",
    texts="Lo escrito",
    section="Apartado",
    sort="Tipo",
    text="Texto",
    note="Más sobre ello",
    made="Hecho el 26 nov 2026 por Íñigo Núñez",
)
ENGLISH = Words(
    page="Page {page} of {pages}",
    continued="continued",
    contents="Contents",
    sources="Sources",
    texts="What is written",
    section="Section",
    sort="Kind",
    text="Text",
    note="More about it",
    made="Made on 26 Nov 2026 by Íñigo Núñez",
)
PICTURE = Picture(
    "Posición", Drawn(SVG, 600, 300), "Un círculo a la izquierda.", "Hoy y hace un año."
)


def document(
    *sections: Section, lead: tuple[Block, ...] = (), title: str = "", language: str = "es"
) -> Document:
    """A document of these parts."""
    return Document(
        kind="review",
        kind_name="Revisión de negocio" if language == "es" else "Business review",
        title=title or LONG_NAME,
        subtitle="Tercer trimestre de 2026" if language == "es" else "Third quarter of 2026",
        language=language,
        day=date(2026, 9, 30),
        made_at=datetime(2026, 11, 26, 15, 0, tzinfo=UTC),
        maker="Íñigo Núñez",
        handling="Interno" if language == "es" else "Internal",
        sections=sections,
        words=SPANISH if language == "es" else ENGLISH,
        lead=lead,
        currency="EUR",
    )


def table(count: int, *, name: str = LONG_NAME, note: str = "") -> Table:
    """A table of each unit with ``count`` rows and a total."""
    columns = (
        Column("Cliente", width=4),
        Column("Ventas netas", Unit.MONEY, "EUR"),
        Column("Cuota", Unit.PERCENT),
        Column("Visitas", Unit.NUMBER),
        Column("Última compra", Unit.DATE),
        Column("Responsable", width=3),
    )
    rows = tuple(
        (
            Cell(f"{at} {name}"),
            Cell("1.234.567,89\xa0€", Decimal("1234567.891")),
            Cell("12,5\xa0%", Decimal("0.125"), Tone.GOOD),
            Cell("—", None, Tone.MISSING) if at % 3 == 0 else Cell("7", Decimal(7)),
            Cell("30 sep 2026", date(2026, 9, 30)),
            Cell("=1+1", "=1+1"),
        )
        for at in range(count)
    )
    total = (
        Cell("Total"),
        Cell("12.345.678,90\xa0€", Decimal("12345678.9")),
        Cell("100\xa0%", Decimal(1)),
        Cell("70", Decimal(70)),
        Cell(""),
        Cell(""),
    )
    return Table("Ventas por cliente", columns, rows, total, "No hay ventas.", note)


def chart(kind: ChartKind, *, names: tuple[str, ...], series: int = 2) -> Picture:
    """A picture with its numbers, one of which is not known."""
    values = [Decimal(100 + 37 * at) for at in range(len(names))]
    every = tuple(
        Series(f"Año {2025 + at}", (*(value + 20 * at for value in values[:-1]), None))
        for at in range(series)
    )
    told = Chart(kind, names, every, Unit.MONEY, "EUR")
    return Picture("Ventas", Drawn(SVG, 600, 300), "Ventas por mes.", "Sin IVA.", told)


def calendar(count: int = 4, *, name: str = "Visita", told: str = "Íñigo Núñez") -> Calendar:
    """A calendar: the first done, the second late, the last a milestone, each after the one before
    it; the third begins next year."""
    paces = (Pace.DONE, Pace.LATE)
    bars = tuple(
        Bar(
            number=at + 1,
            text=f"{name} {at + 1}",
            told=told,
            start=1.0 if at == 2 else at / (count + 1),
            end=1.0 if at == 2 else (at + 1) / (count + 1),
            pace=paces[at] if at < len(paces) else Pace.OPEN,
            is_milestone=at == count - 1,
            is_shown=at != 2,
            after=(at,) if at else (),
        )
        for at in range(count)
    )
    return Calendar(
        title="18 meses",
        months=tuple((name, "2026" if at == 0 else "") for at, name in enumerate("onefm")),
        today=0.4,
        today_name="Hoy",
        bars=bars,
        legend=((Pace.OPEN, "Por hacer"), (Pace.DONE, "Hecho"), (Pace.LATE, "Tarde"),
                (None, "Hito")),
        alternative=f"Calendario de {count} acciones.",
    )  # fmt: skip


def everything(language: str = "es") -> Document:
    """Each kind of block, long names, missing values and an empty section."""
    facts = (
        Fact("Ventas netas", "12,3\xa0M€", "+4,5\xa0% sobre el año anterior", Tone.GOOD,
             Decimal("12345678.9"), Unit.MONEY, "EUR"),
        Fact("Margen", "Sin datos", "El coste no se conoce.", Tone.MISSING, None, Unit.PERCENT),
        Fact("Posición", "Invertir"),
        Fact("Silencio", "Callando", "42 días sin pedido", Tone.WARN, Decimal(42), Unit.NUMBER),
    )  # fmt: skip
    bullets = Bullets(
        (
            Bullet("Firmar el acuerdo marco con compras", "Íñigo Núñez · 15 dic 2026", "Tarde",
                   Tone.BAD),
            Bullet("Presentar la iniciativa de ahorro energético", "", "Hecha", Tone.GOOD),
            Bullet(f"Visitar la planta de {LONG_NAME} " * 3, "Sin fecha"),
        )
    )  # fmt: skip
    names = ("ene", "feb", "mar", "abr", "may", "jun")
    return document(
        Section(
            "Qué pasó en el periodo",
            (Facts(facts, are_large=True), Heading("Acciones"), bullets),
            number="1",
            aside="Al día · completa en un 80\xa0%",
            sources=("Libro de ventas, hasta el 30 sep 2026", "Plan de cuenta, versión 4"),
        ),
        Section("Ventas por cliente", (Paragraph("Los mayores:"), table(23, note="Sin IVA.")), "2"),
        Section("Posición", (PICTURE, Facts(facts)), "3", sources=("Matriz, versión 2",)),
        Section("Evolución", (chart(ChartKind.LINES, names=names),), "4"),
        Section(
            "Familias",
            (
                chart(ChartKind.BARS, names=(LONG_NAME, "Pinturas", "=1+1"), series=1),
                PageBreak(),
                chart(ChartKind.STACKED, names=names),
                Paragraph("Lo que queda por decidir.\nY algo más.", Tone.QUIET),
            ),
            "5",
        ),
        Section("Amenazas", (Bullets((), "Nadie ha escrito ninguna amenaza todavía."),), "6"),
        Section("Miedos del cliente", (), "7"),
        lead=(Facts(facts), Paragraph("En una frase: se vende más y se gana menos. " * 12)),
        language=language,
    )
