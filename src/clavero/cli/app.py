"""Every command, with what its help says. What a command does is imported when it is asked for:
the engines take longer to start than most commands to answer."""

from __future__ import annotations

from clavero.cli.announced import announce_agreed
from clavero.cli.line import announce as _announce
from clavero.cli.line import app
from clavero.cli.people import announce_people
from clavero.cli.running import announce_running
from clavero.cli.words import _, examples

__all__ = ["app"]

_announce(
    "analyse",
    "analysis.analyse",
    help=_("Draw the picture of one file as one HTML page, with nothing configured or kept."),
    epilog=examples(
        ("clavero analyse sales.csv --out report.html", _("The page opens in any browser")),
        (
            "clavero analyse sales.xlsx --out report.html --period 2025 --sheet Lines",
            _("One year of one sheet of a workbook"),
        ),
        (
            "clavero analyse ventas.csv --out informe.html --dates dmy --language es",
            _("In Spanish, with the day before the month"),
        ),
    ),
)

_announce(
    "import",
    "imports.import_file",
    help=_("Load a sales file into the ledger. The same lines again change nothing."),
    epilog=examples(
        ("clavero import sales.csv --dry-run", _("What would happen, without changing anything")),
        (
            'clavero import sales.csv --map "Ship-to=customer" --map "Turnover=net_amount"',
            _("Columns that are not recognised by their names"),
        ),
        (
            "clavero import sales.csv --dates dmy --currency EUR --format json",
            _("For a program; the exit code is 0, or 2 when nothing was imported"),
        ),
    ),
)

_announce(
    "imports",
    "imports.imports",
    help=_("List what was imported or tried, the latest first."),
    epilog=examples(("clavero imports --format csv", _("For a spreadsheet"))),
)

_announce(
    "undo",
    "imports.undo",
    help=_("Take the lines of an import out of the ledger; 'redo' brings them back."),
    epilog=examples(("clavero undo 260930-9f8e7d", _("The ID is that of 'clavero imports'"))),
)

_announce(
    "redo",
    "imports.redo",
    help=_("Bring the lines of an undone import back, without its file."),
    epilog=examples(("clavero redo 260930-9f8e7d", _("The ID is that of 'clavero imports'"))),
)

_announce(
    "rates",
    "currencies.rates",
    help=_("Load exchange rates: a table as the European Central Bank publishes it."),
    epilog=examples(
        ("clavero rates rates.csv", _("Columns: Date, USD, GBP …; units for one euro"))
    ),
)

_announce(
    "currency",
    "currencies.currency",
    help=_("Say in which currency the ledger counts, or choose it while the ledger is empty."),
    epilog=examples(
        ("clavero currency", _("The one of every total")),
        ("clavero currency EUR", _("Before the first import, which decides it otherwise")),
    ),
)

_announce(
    "pareto",
    "reading.pareto",
    help=_("Rank the customers and say how much depends on few."),
    epilog=examples(
        ("clavero pareto", _("The last 12 full months")),
        ("clavero pareto --period 2025 --by contribution", _("A year, by what customers leave")),
        (
            "clavero pareto --period 2025-10-01..2026-03-31 --format json",
            _("Two days that both count, for a program"),
        ),
    ),
)

_announce(
    "customers",
    "reading.customers",
    help=_("List every customer with its sales, contribution, orders and growth."),
    epilog=examples(
        ("clavero customers --limit 50", _("The 50 largest of all time")),
        ("clavero customers --period ttm --format csv > customers.csv", _("For a spreadsheet")),
    ),
)

_announce(
    "events",
    "profitability.events",
    help=_("Keep what was done for customers: a file with visits, complaints and other events."),
    epilog=examples(
        (
            "clavero events events.csv",
            _("Columns: account, event, date, count; minutes, travel and others may follow"),
        ),
        ("clavero events events.csv --format json", _("Every refused row, for a program")),
    ),
)

announce_agreed()

_announce(
    "work",
    "profitability.work",
    help=_("Keep the hours and money that people spent on accounts."),
    epilog=examples(
        ("clavero work work.csv", _("Columns: account, person, date, hours, money, type")),
    ),
)

_announce(
    "profitability",
    "profitability.profitability",
    help=_("Say what each customer leaves once it has been served, and who loses money."),
    epilog=examples(
        ("clavero profitability", _("The last 12 full months")),
        ("clavero profitability --period 2025 --format csv", _("A year, for a spreadsheet")),
    ),
)

_announce(
    "silence",
    "silence.silence",
    help=_("Say who is falling silent, each held against its own rhythm."),
    epilog=examples(
        ("clavero silence", _("As of today, those with most to do first")),
        (
            "clavero silence --as-of 2025-12-31 --format csv",
            _("A day of the past, from the ledger as it stands"),
        ),
    ),
)

_announce(
    "lifetime",
    "lifetime.lifetime",
    help=_("Say how likely each customer is still to be one, and what all of them will buy."),
    epilog=examples(
        ("clavero lifetime", _("The sales ledger, up to its last day")),
        (
            "clavero lifetime --model paretonbd --customers --format csv > customers.csv",
            _("Another model, and each customer for a spreadsheet"),
        ),
        (
            "clavero lifetime purchases.csv --model bgnbd --until 1997-09-30 --format json",
            _("A file with the columns customer, date, amount, for a program"),
        ),
    ),
)

_announce(
    "scores",
    "matrix.scores",
    help=_("Keep what people say of accounts: a file with one score in each row."),
    epilog=examples(
        (
            "clavero scores scores.csv",
            _("Columns: account, criterion, value, subject, source, date"),
        ),
        ("clavero scores scores.csv --format json", _("Every refused row, for a program")),
    ),
)

_announce(
    "matrix",
    "matrix.matrix",
    help=_("Place each account by its potential and our position, with the strategy it deserves."),
    epilog=examples(
        ("clavero matrix", _("As of today")),
        ("clavero matrix --as-of 2025-12-31 --format csv", _("As it was known on a day")),
    ),
)

_announce(
    "key-accounts",
    "selection.key_accounts",
    help=_("List the key accounts, since when each is one, and why the committee decided so."),
    epilog=examples(
        ("clavero key-accounts", _("As of today")),
        (
            "clavero key-accounts --as-of 2025-12-31 --format json",
            _("As it was on a day, for a program"),
        ),
    ),
)

_announce(
    "playbook",
    "playbook.playbook",
    help=_("Say what each strategy asks for, and what was agreed for each account."),
    epilog=examples(
        ("clavero playbook", _("What holds today")),
        ("clavero playbook --format json", _("With all that managers have agreed, for a program")),
    ),
)

_announce(
    "invest",
    "invest.invest",
    help=_("Choose which candidates of a file to fund within a budget: those that bring most."),
    epilog=examples(
        (
            "clavero invest candidates.csv --budget 150000",
            _("Columns: account, level, outlay, cf1, cf2, cf3; at most one level of each account"),
        ),
        (
            "clavero invest candidates.csv --budget 150000 --rate 0.08 --format json",
            _("At another discount rate, for a program"),
        ),
    ),
)

_announce(
    "refresh",
    "kpis.refresh",
    help=_("Compute how every account, manager and team stands. It runs after imports, too."),
    epilog=examples(
        ("clavero refresh", _("As of today")),
        ("clavero refresh --from 2024-01-01", _("With every month since then")),
    ),
)

_announce(
    "kpis",
    "kpis.kpis",
    help=_("Say how everybody stands, by the latest refresh."),
    epilog=examples(
        ("clavero kpis", _("The company")),
        ("clavero kpis --account C1001 --format json", _("One account, for a program")),
    ),
)

_announce(
    "plans",
    "plans.plans",
    help=_("List the customer plans, what waits in them, and the accounts that have none."),
    epilog=examples(
        ("clavero plans", _("Those with late actions first")),
        ("clavero plans --format csv", _("For a spreadsheet")),
    ),
)

_announce(
    "report",
    "documents.report",
    help=_("Make a document as a file: account brief, customer plan, business review, portfolio."),
    epilog=examples(
        ("clavero report account C1001", _("One page about an account, as PDF")),
        (
            "clavero report plan C1001 --out plan.pdf --language es",
            _("Its plan with all sections, in Spanish"),
        ),
        ("clavero report review C1001 --months 6", _("What the last six months brought")),
        ("clavero report portfolio --format json", _("All accounts; what was made, for programs")),
    ),
)

_announce(
    "share",
    "share.share",
    help=_("List who of the customers reads a plan, give somebody a link, or take one back."),
    epilog=examples(
        ("clavero share --format json", _("Every link with each of its visits")),
        (
            'clavero share give C1001 --name "Ana Ruiz" --email ana@example.com --days 30',
            _("The link goes by mail, and stands in the answer"),
        ),
        ("clavero share revoke 12", _("The number is that of 'clavero share'")),
    ),
)

_announce(
    "commercial",
    "commercial.commercial",
    help=_("Say whether account plans add up to the company's commercial plan."),
    epilog=examples(
        ("clavero commercial check --format json", _("The sums and what does not add up")),
        ("clavero commercial export --format csv", _("The company's targets, for a spreadsheet")),
        ("clavero commercial import targets.csv", _("A year and a product family in each row")),
        (
            "clavero commercial export --of accounts --format csv",
            _("The targets of accounts, by year and family and by month"),
        ),
    ),
)

_announce(
    "alerts",
    "alerts.alerts",
    help=_("List what somebody should look at, or look again at what has changed."),
    epilog=examples(
        ("clavero alerts", _("The open alerts, the most severe first")),
        ("clavero alerts --state over --format csv", _("Those that are over, for a spreadsheet")),
        ("clavero alerts refresh", _("What a worker does every night")),
        ("clavero alerts deliver", _("What webhooks wait for, where no worker runs")),
        ("clavero alerts digest", _("Every hour, by cron, where no worker runs")),
    ),
)

_announce(
    "nightly",
    "nightly.nightly",
    help=_(
        "Do the night's work now: KPIs, silences, alerts, messages. A worker does it by itself."
    ),
    epilog=examples(
        ("clavero nightly", _("Every night, by cron, where no worker runs")),
        (
            "clavero nightly --as-of 2026-03-31",
            _("What tells of a day of the past, without alerts and messages"),
        ),
    ),
)

_announce(
    "needs",
    "opportunities.needs",
    help=_("List what customers need, the most urgent first."),
    epilog=examples(
        ("clavero needs", _("The open needs of all accounts")),
        ("clavero needs --closed --format csv", _("Those that are closed, for a spreadsheet")),
    ),
)

_announce(
    "pipeline",
    "opportunities.opportunities",
    help=_("List the sales under way, how likely each is and what is to be expected."),
    epilog=examples(
        ("clavero pipeline", _("What is under way, the next decisions first")),
        ("clavero pipeline --ended --format json", _("What was won and lost, for programs")),
    ),
)

_announce(
    "white-space",
    "opportunities.white_space",
    help=_("Keep what a file says of wallets, competitors and what is blocked."),
    epilog=examples(
        ("clavero white-space wallets.csv", _("A unit and a product family in each row")),
        (
            "clavero white-space wallets.csv --format json",
            _("What happened to its rows, for programs"),
        ),
    ),
)

announce_people()
announce_running()  # these come last in the help
