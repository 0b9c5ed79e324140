"""How the company selected its key accounts: two years that its committee decided, and the one that
is being rated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from demo.cycles import (
    Covered,
    Decided,
    Failed,
    Handed,
    Known,
    Put,
    Settled,
    Talked,
    Text,
    Tick,
    Year,
)

COMMITTEE: Text = (
    "Asunción Valcárcel Ordóñez (preside), Ramón Aguirrezabal Costa, Nuria Costafreda Vidal",
    "Asunción Valcárcel Ordóñez (chair), Ramón Aguirrezabal Costa, Nuria Costafreda Vidal",
)
APPROVED_BY: Text = ("Comité de dirección", "Management committee")
RATERS = ("director", "senior", "junior_one", "junior_two")
CRITERIA = ("volume", "growth", "share", "profitability", "fit")


SCORES: Mapping[str, tuple[float, ...]] = {
    "Grupo Alimentario Valdoria": (9.5, 7.0, 6.5, 6.5, 9.0),
    "Hüttenbach Antriebssysteme": (8.5, 3.5, 6.0, 5.5, 7.5),
    "Papeleras Ebrosa": (8.0, 5.5, 7.0, 7.0, 8.0),
    "Astilleros Cañizal": (6.0, 6.0, 5.0, 6.5, 6.5),
    "Talleres Mecánicos Zubiaga": (5.5, 6.0, 6.5, 5.5, 7.5),
    "Estampaciones Ibargüen": (4.5, 3.0, 5.0, 4.0, 6.0),
    "Mantenimientos Integrales Alcores": (4.5, 3.0, 6.0, 1.5, 4.0),
    "Recambios Zadorra": (3.5, 4.0, 6.0, 1.5, 3.0),
    "Avon Aggregates": (6.0, 7.5, 4.0, 6.5, 6.5),
    "Instalaciones Larrañaga y Cebrián": (4.0, 3.0, 5.0, 1.5, 3.0),
    "Cementos Sierralba": (6.5, 6.5, 3.5, 6.0, 6.0),
    "Mecanizados Aralar": (6.0, 8.0, 5.0, 6.0, 7.0),
    "Conserverie du Quercy": (6.0, 7.5, 3.0, 6.5, 6.0),
    "Estaleiros do Mondego": (5.5, 5.5, 5.0, 5.5, 5.0),
    "Cerâmica do Dão": (5.0, 5.0, 4.0, 5.5, 6.0),
    "Fundiciones Maresme": (4.0, 7.5, 6.0, 6.0, 6.5),
}
"""What everybody would give an account by each criterion, near enough."""


COVERED = (
    Covered("Estampaciones Ibargüen", "junior_one", "lead", date(2025, 1, 1)),
    Covered("Mantenimientos Integrales Alcores", "senior", "lead", date(2025, 1, 1),
            date(2026, 4, 1)),
    Covered("Astilleros Cañizal", "sales", "lead", date(2025, 1, 1)),
    Covered("Astilleros Cañizal", "junior_two", "member", date(2025, 11, 10), date(2026, 5, 4)),
    Covered("Talleres Mecánicos Zubiaga", "senior", "member", date(2025, 11, 10)),
    Covered("Cementos Sierralba", "junior_two", "member", date(2025, 11, 10)),
    Covered("Avon Aggregates", "senior", "member", date(2025, 11, 10)),
    Covered("Mecanizados Aralar", "junior_one", "member", date(2026, 9, 7)),
    Covered("Conserverie du Quercy", "junior_two", "member", date(2026, 9, 7)),
)  # fmt: skip
"""The accounts beside the largest three, and who gets to know the candidates."""


_FIRST = date(2025, 3, 13)
_SECOND, _AUTUMN = date(2026, 3, 12), date(2026, 9, 3)

YEARS = (
    Year(
        2025,
        opened=date(2025, 1, 20),
        settled=Settled(
            date(2025, 1, 20), 1_600, 320,
            ("El programa empieza: Nuria y un júnior, y unas 320 horas al año por cuenta.",
             "The programme begins: Nuria and a junior, and some 320 hours a year per account."),
        ),
        put=(
            Put("Grupo Alimentario Valdoria", "senior",
                ("Seis sociedades en tres países que quieren comprar con una sola voz.",
                 "Six companies in three countries that want to buy with one voice.")),
            Put("Hüttenbach Antriebssysteme", "senior",
                ("Nos pide ingeniería conjunta para sus accionamientos.",
                 "It asks us for joint engineering of its drives.")),
            Put("Papeleras Ebrosa", "senior",
                ("Contrato marco de mantenimiento hasta 2028.",
                 "A frame contract for maintenance until 2028.")),
            Put("Estampaciones Ibargüen", "director",
                ("Está en la lista de clientes importantes de Ventas y va a ampliar la planta.",
                 "It is on Sales' list of important customers and will enlarge its plant.")),
            Put("Mantenimientos Integrales Alcores", "director",
                ("Está en la lista de clientes importantes de Ventas: es el primero del sur.",
                 "It is on Sales' list of important customers: the first one in the south.")),
            Put("Recambios Zadorra", "director",
                ("Está en la lista de clientes importantes de Ventas.",
                 "It is on Sales' list of important customers.")),
        ),
        rated=date(2025, 3, 6),
        known=(
            Known("Grupo Alimentario Valdoria", "senior", date(2025, 1, 28),
                  ("Su director de compras acepta un interlocutor único para todo el grupo.",
                   "Its head of purchasing accepts one person to talk to for the whole group.")),
            Known("Mantenimientos Integrales Alcores", "senior", date(2025, 2, 12),
                  ("Hace unos 700 pedidos al año, casi todos de una línea y con prisa.",
                   "It places some 700 orders a year, nearly all of one line and in a hurry.")),
        ),
        apart={
            ("Mantenimientos Integrales Alcores", "fit", "director"): 7.5,
            ("Mantenimientos Integrales Alcores", "fit", "senior"): 3.0,
        },
        talked=(
            Talked("Mantenimientos Integrales Alcores", "fit",
                   ("Encaja en producto y no en la forma de comprar: dejamos el punto medio.",
                    "It fits in products and not in the way it buys: we leave it half-way.")),
        ),
        deciding=date(2025, 3, 6),
        decided=(
            Decided("Grupo Alimentario Valdoria", "key", _FIRST,
                    ("Es el mayor cliente, el que más aporta y quiere una relación de años.",
                     "The largest customer and the one that brings most; it wants years with us.")),
            Decided("Hüttenbach Antriebssysteme", "key", _FIRST,
                    ("Potencial alto y proyectos de ingeniería que nadie más puede darle.",
                     "High potential, and engineering that nobody else can give it.")),
            Decided("Papeleras Ebrosa", "key", _FIRST,
                    ("Contrato marco, buen margen y tres plantas por ganar.",
                     "A frame contract, a good margin and three plants still to win.")),
            Decided("Estampaciones Ibargüen", "key", _FIRST,
                    ("La ampliación de su planta puede doblar lo que compra.",
                     "The enlarged plant may double what it buys."),
                    ("La ampliación todavía no se ve en las ventas; le damos un año.",
                     "The enlargement does not show in sales yet; we give it a year.")),
            Decided("Mantenimientos Integrales Alcores", "key", _FIRST,
                    ("Volumen y presencia en el sur.", "Volume, and a foothold in the south."),
                    ("Ventas se compromete a juntar sus pedidos antes de un año.",
                     "Sales commits itself to bundle its orders within a year.")),
            Decided("Recambios Zadorra", "not_key", _FIRST,
                    ("Compra mucho y no deja nada: sigue como cliente ordinario.",
                     "It buys a lot and leaves nothing: it stays an ordinary customer.")),
        ),
    ),
    Year(
        2026,
        opened=date(2025, 11, 10),
        settled=Settled(
            date(2025, 11, 10), 2_000, 320,
            ("Leonor se incorpora al equipo: hay 2000 horas para cuentas clave.",
             "Leonor joins the team: there are 2,000 hours for key accounts."),
        ),
        put=(
            Put("Astilleros Cañizal", "director",
                ("Es el quinto cliente y le han adjudicado cuatro buques hasta 2029.",
                 "The fifth largest customer, with four ships to build until 2029.")),
            Put("Talleres Mecánicos Zubiaga", "director",
                ("Compra herramienta para sus dos fábricas y pregunta por un contrato.",
                 "It buys tools for both its factories and asks for a contract.")),
            Put("Avon Aggregates", "director",
                ("Crece un tercio al año y compra en una sola central.",
                 "It grows by a third a year and buys in one place.")),
            Put("Instalaciones Larrañaga y Cebrián", "director",
                ("Gran cliente por ventas; queremos saber si lo es por lo que deja.",
                 "A large customer by sales; we want to know whether it is one by what it "
                 "leaves.")),
            Put("Cementos Sierralba", "director",
                ("El mayor de los que no son clave, con mucho todavía por vender.",
                 "The largest of those that are not key, with a lot still to sell.")),
        ),
        rated=date(2026, 3, 2),
        known=(
            Known("Astilleros Cañizal", "director", date(2026, 1, 19),
                  ("Gana el concurso de cuatro buques de apoyo: entregas hasta 2029.",
                   "It wins the order for four support vessels, to be delivered until 2029."),
                  "https://noticias.example/astilleros-canizal-cuatro-buques"),
            Known("Mantenimientos Integrales Alcores", "senior", date(2026, 2, 4),
                  ("Un año después hace los mismos pedidos pequeños: servirlo cuesta más que lo "
                   "que deja.",
                   "A year later it places the same small orders: serving it costs more than it "
                   "brings.")),
            Known("Estampaciones Ibargüen", "junior_one", date(2026, 2, 16),
                  ("La nave nueva está cubierta; las prensas llegan en otoño.",
                   "The new hall has its roof; the presses arrive in autumn.")),
        ),
        failed=(
            Failed("Instalaciones Larrañaga y Cebrián", "solvency",
                   ("Paga con 34 días de retraso de media y la aseguradora le ha retirado la "
                    "cobertura.",
                    "It pays 34 days late on average, and the insurer has withdrawn its cover.")),
        ),
        refused={
            "Avon Aggregates": (
                "Su central de compras no quiere un proveedor preferente este año.",
                "Its purchasing department wants no preferred supplier this year.",
            )
        },
        deciding=date(2026, 3, 2),
        decided=(
            Decided("Grupo Alimentario Valdoria", "key", _SECOND,
                    ("Confirmada: crece y su margen aguanta.",
                     "Confirmed: it grows, and its margin holds.")),
            Decided("Hüttenbach Antriebssysteme", "key", _SECOND,
                    ("Confirmada, con un plan para frenar la caída de las ventas.",
                     "Confirmed, with a plan to stop the fall of sales.")),
            Decided("Papeleras Ebrosa", "key", _SECOND,
                    ("Confirmada: segunda planta ganada.",
                     "Confirmed: a second plant has been won.")),
            Decided("Mantenimientos Integrales Alcores", "exit", _SECOND,
                    ("Dos revisiones seguidas en «Ordeñar» y pedidos que siguen sin juntarse: "
                     "vuelve a Ventas con sus condiciones.",
                     "Two reviews in a row in “Manage for cash” and orders still not bundled: "
                     "it goes back to Sales with its terms.")),
            Decided("Estampaciones Ibargüen", "probation", _SECOND,
                    ("Un año más, a prueba, hasta que arranquen las prensas nuevas.",
                     "One more year, on probation, until the new presses run."),
                    ("Las reglas dicen salida; la ampliación está a meses y el equipo ya está "
                     "puesto.",
                     "The rules say exit; the enlargement is months away and the team is in "
                     "place.")),
            Decided("Astilleros Cañizal", "key", _SECOND,
                    ("Cuatro buques hasta 2029 y margen de cuenta clave.",
                     "Four ships until 2029, with the margin of a key account.")),
            Decided("Avon Aggregates", "not_key", _SECOND,
                    ("El cliente no quiere; volvemos a hablar en un año.",
                     "The customer does not want it; we talk again in a year.")),
            Decided("Instalaciones Larrañaga y Cebrián", "not_key", _SECOND,
                    ("No pasa el filtro de solvencia.", "It does not pass the solvency filter.")),
            Decided("Recambios Zadorra", "not_key", _SECOND,
                    ("Sigue en «Ordeñar».", "It is still in “Manage for cash”.")),
            Decided("Cementos Sierralba", "not_key", _SECOND,
                    ("Todavía no: falta conocer a quien decide en la fábrica de Sevilla.",
                     "Not yet: we do not know who decides in its works in Seville."),
                    ("La última plaza se guarda para Zubiaga, que está más cerca de firmar.",
                     "The last place is kept for Zubiaga, which is nearer to signing.")),
            Decided("Talleres Mecánicos Zubiaga", "key", _AUTUMN,
                    ("Ha firmado el contrato de herramienta para sus dos fábricas.",
                     "It has signed the contract of tools for both its factories.")),
        ),
        handed=(
            Handed(
                "Astilleros Cañizal", "junior_two", date(2026, 3, 16), date(2026, 4, 8),
                date(2026, 5, 4),
                ("Andrés acompaña a Leonor en las dos primeras visitas al astillero.",
                 "Andrés goes with Leonor on the first two visits to the shipyard."),
                (
                    Tick("history", "sales", date(2026, 3, 20)),
                    Tick("contacts", "sales", date(2026, 3, 20)),
                    Tick("terms", "sales", date(2026, 3, 24)),
                    Tick("promises", "sales", date(2026, 4, 8)),
                    Tick("complaints", "junior_two", date(2026, 4, 10)),
                    Tick("pipeline", "junior_two", date(2026, 4, 10)),
                    Tick("introduction", "junior_two", date(2026, 4, 22)),
                ),
                date(2026, 4, 24),
            ),
            Handed(
                "Talleres Mecánicos Zubiaga", "senior", date(2026, 9, 8), date(2026, 10, 6),
                date(2026, 11, 2),
                ("La reunión es en Elgoibar, con su jefa de compras. El contrato de herramienta "
                 "de corte vence en diciembre: que Nuria lleve ya la renovación.",
                 "They meet in Elgoibar, with the customer's head of purchasing. The contract "
                 "for cutting tools ends in December: Nuria should lead its renewal."),
                (
                    Tick("history", "sales", date(2026, 9, 15)),
                    Tick("contacts", "sales", date(2026, 9, 15)),
                    Tick("terms", "sales", date(2026, 9, 22)),
                    Tick("complaints", "senior", date(2026, 9, 29)),
                ),
            ),
        ),
    ),
    Year(
        2027,
        opened=date(2026, 9, 7),
        settled=None,
        put=(
            Put("Fundiciones Maresme", "director",
                ("Funde bujes para aerogeneradores y nos pide toda la seguridad de su planta "
                 "nueva.",
                 "It casts hubs of wind turbines and asks us for all the safety gear of its new "
                 "plant.")),
        ),
        from_ledger=(
            "Mecanizados Aralar", "Conserverie du Quercy", "Estaleiros do Mondego",
            "Cerâmica do Dão",
        ),
        rated=date(2026, 9, 30),
        known=(
            Known("Mecanizados Aralar", "junior_one", date(2026, 9, 16),
                  ("Ha comprado cuatro centros de mecanizado: por eso crece un 60 %.",
                   "It has bought four machining centres: that is why it grows by 60%."),
                  "https://noticias.example/mecanizados-aralar-amplia"),
            Known("Mecanizados Aralar", "director", date(2026, 9, 22),
                  ("Dos tercios de su crecimiento son un solo pedido de puesta en marcha.",
                   "Two thirds of its growth are one order, to start the machines up.")),
            Known("Cementos Sierralba", "junior_two", date(2026, 9, 18),
                  ("Visita a Sevilla: decide el jefe de mantenimiento, y compra a tres "
                   "proveedores.",
                   "Visit to Seville: the head of maintenance decides, and buys from three "
                   "suppliers.")),
            Known("Estampaciones Ibargüen", "junior_one", date(2026, 9, 25),
                  ("Las prensas se retrasan a la primavera de 2027.",
                   "The presses are late: spring of 2027.")),
            Known("Avon Aggregates", "senior", date(2026, 9, 28),
                  ("Nueva directora de compras: quiere reunirse en octubre.",
                   "A new head of purchasing, who wants to meet in October.")),
        ),
        failed=(
            Failed("Instalaciones Larrañaga y Cebrián", "solvency",
                   ("Sigue sin cobertura de la aseguradora.",
                    "It is still without the insurer's cover.")),
            Failed("Estaleiros do Mondego", "serviceable",
                   ("Pide un almacén en el puerto que no podemos mantener.",
                    "It asks for a depot in the port that we cannot keep.")),
        ),
        unanswered={
            "Conserverie du Quercy": ("serviceable",),
            "Cerâmica do Dão": ("solvency", "ethics"),
            "Fundiciones Maresme": ("segment", "serviceable", "spend", "solvency", "ethics"),
        },
        apart={
            ("Mecanizados Aralar", "growth", "director"): 4.5,
            ("Mecanizados Aralar", "growth", "junior_one"): 9.5,
            ("Conserverie du Quercy", "fit", "director"): 8.0,
            ("Conserverie du Quercy", "fit", "junior_two"): 4.0,
            ("Cementos Sierralba", "share", "director"): 2.0,
            ("Cementos Sierralba", "share", "junior_two"): 6.5,
        },
        talked=(
            Talked("Cementos Sierralba", "share",
                   ("Leonor contaba solo Sevilla; con las tres fábricas queda mucho por ganar. "
                    "Vale la mediana.",
                    "Leonor counted Seville alone; with all three works a lot is left to win. The "
                    "median stands.")),
        ),
        to_rate=frozenset({
            ("Conserverie du Quercy", "senior"), ("Avon Aggregates", "senior"),
        }),
    ),
)  # fmt: skip
"""The first two are closed, and the last one is open."""
