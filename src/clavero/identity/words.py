"""The names of roles and verbs, as people read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Role, Verb

ROLE_NAMES = {
    Role.DIRECTOR: _("Director of key accounts"),
    Role.SENIOR: _("Senior key account manager"),
    Role.JUNIOR: _("Junior key account manager"),
    Role.ACCOUNT_MANAGER: _("Account manager"),
    Role.COLLEAGUE: _("Department colleague"),
    Role.EXECUTIVE: _("Executive"),
    Role.PEOPLE: _("People and HR"),
    Role.ADMINISTRATOR: _("Administrator"),
}

VERB_SENTENCES = {
    Verb.SEE_WHOLE_PORTFOLIO: _("See every customer and the company's totals"),
    Verb.SEE_OWN_ACCOUNTS: _("See the customers they look after"),
    Verb.SEE_TEAM_ACCOUNTS: _("See the customers that their team looks after"),
    Verb.IMPORT_SALES: _("Import sales files and undo imports"),
    Verb.MANAGE_PEOPLE: _("Invite people, change their roles and close their access"),
    Verb.MANAGE_CUSTOMERS: _("Merge and group customers"),
    Verb.MANAGE_PRODUCTS: _("Merge products and put their names right"),
    Verb.ASSIGN_COVERAGE: _("Decide who looks after which customer"),
    Verb.ENTER_COMPANY_FIGURES: _("Enter the company's result, overhead and cash"),
    Verb.SEE_COMPANY_FIGURES: _("See what losing a customer would do to the company"),
    Verb.TEND_SHARED_VIEWS: _("Stop the sharing of saved views that others share"),
    Verb.SCORE_ACCOUNTS: _("Score the accounts they see for the analysis matrix"),
    Verb.GOVERN_MATRIX: _("Decide by what the matrix reads accounts, and hold its reviews"),
    Verb.SET_SERVING_RATES: _("Set what serving customers costs: capacities, times and credit"),
    Verb.BRING_EVENTS: _("Load files of events, such as visits and complaints, and take them out"),
    Verb.RECORD_WORK: _("Record hours and money spent on the accounts they see"),
    Verb.EDIT_PLAYBOOK: _("Decide what the playbook asks for in each strategy"),
    Verb.DECIDE_PROPOSALS: _("Decide what the playbook proposes for the accounts they manage"),
    Verb.SEE_SELECTION: _("See how key accounts are selected, among the customers they see"),
    Verb.PROPOSE_KEY_ACCOUNTS: _("Put customers they see forward as key accounts, and rate them"),
    Verb.DECIDE_KEY_ACCOUNTS: _(
        "Decide by what key accounts are selected, and which customers are key"
    ),
    Verb.JUDGE_SILENCE: _("Confirm or refute the loss of the customers they see, and record stops"),
    Verb.GOVERN_SILENCE: _(
        "Decide where the states of falling silent begin, and record stops of all customers"
    ),
    Verb.SET_TARGETS: _("Set the targets of the accounts they see"),
    Verb.ENTER_KPIS: _("Enter the KPIs of the accounts they see"),
    Verb.DEFINE_KPIS: _("Define the company's own KPIs"),
    Verb.TEND_ALERTS: _("Assign, put off and close the alerts of the accounts they see"),
    Verb.MANAGE_WEBHOOKS: _("Let other programs be told of alerts"),
    Verb.TEND_NIGHTS: _("See what is done at night, set its time and run it"),
    Verb.BRING_TEMPLATES: _("Bring the company's templates for documents"),
    Verb.PROPOSE_INVESTMENTS: _("Put the accounts they see forward for investment"),
    Verb.GOVERN_INVESTMENTS: _("Open rounds of investment, and set budget, rate and limits"),
    Verb.APPROVE_INVESTMENTS: _("Decide what is invested in which account, and release the rest"),
    Verb.TEND_OPPORTUNITIES: _(
        "Write down needs, white space and opportunities of the accounts they see"
    ),
    Verb.GOVERN_OPPORTUNITIES: _("Decide the stages of opportunities and the solutions offered"),
    Verb.WRITE_PLANS: _("Write the plans of the accounts they see"),
    Verb.GOVERN_PLANS: _("Decide what customer plans ask for"),
    Verb.APPROVE_PLANS: _("Approve customer plans or give them back"),
    Verb.DECIDE_RESOURCES: _("Decide on the means that plans ask for"),
    Verb.SHARE_PLANS: _("Share approved plans with people of the customers they see"),
    Verb.GOVERN_COMMERCIAL: _("Write the company's commercial plan"),
    Verb.APPROVE_COMMERCIAL: _("Approve the company's commercial plan or give it back"),
    Verb.TEND_CONTACTS: _(
        "Write down the people of the accounts they see, and judge them among the account team"
    ),
    Verb.WRITE_SURVEYS: _("Decide what customers are asked in surveys"),
    Verb.RUN_SURVEYS: _("Ask the contacts of the accounts they see what they say of us"),
    Verb.NOTE_MARKET: _("Write notes of the market: of sectors and of the accounts they see"),
    Verb.KEEP_CONTRACTS: _(
        "Write down contracts of the accounts they see, their terms, and what came of findings"
    ),
    Verb.NEGOTIATE: _(
        "Prepare and lead negotiations at the accounts they see, and read targets, limits and "
        "alternatives"
    ),
    Verb.TEND_TASKS: _(
        "Write down tasks at the accounts they see, and give them to those who report to them"
    ),
    Verb.GOVERN_RELATIONSHIPS: _("Decide what each stage of a relationship asks for"),
    Verb.TEND_COMPLAINTS: _("Write down and handle complaints of the accounts they see"),
    Verb.GOVERN_CARE: _("Decide how soon complaints are answered, and when people work"),
    Verb.TEND_TEAMS: _("Say who works for the accounts they see, and with how much of their time"),
    Verb.ASK_DEPARTMENTS: _("Ask departments for something at the accounts they see"),
    Verb.ANSWER_REQUESTS: _("Answer what their department is asked, and see nothing else"),
    Verb.GOVERN_COORDINATION: _("Decide on departments, their service levels and processes"),
}

CHANGE_NAMES = {
    "person.created": _("Added"),
    "person.invited": _("Invited"),
    "person.changed": _("Details changed"),
    "person.role_changed": _("Role changed"),
    "person.moved": _("Moved in the organisation chart"),
    "person.deactivated": _("Access closed"),
    "person.reactivated": _("Access given again"),
    "person.second_factor_removed": _("Second factor removed"),
    "person.profile_changed": _("Profile changed"),
    "person.language_set": _("Language chosen"),
}

FIELD_NAMES = {
    "name": _("name"),
    "email": _("e-mail"),
    "role": _("role"),
    "job_title": _("job title"),
    "department": _("department"),
    "reports_to_id": _("reports to"),
    "language": _("language"),
    "time_zone": _("time zone"),
    "digest_hour": _("daily message with alerts"),
    "closed_on": _("access closed on"),
}
