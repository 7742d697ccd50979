"""Views of the companies that a person speaks for."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.matching.country_names import with_flag
from bot.usecases.advisers import Client
from handlers.advisers.buttons import AllClientsPress, ClientPress, ClientsPage, HandOverPress, Successor
from handlers.people.buttons import CompanyAct, CompanyPress
from handlers.ui.buttons import Place
from handlers.ui.pages import Page
from handlers.ui.view import Button, Rows, View, row, shortened
from handlers.ui.welcome_views import go, home_rows
from storage.ids import CompanyId
from storage.models import Company

PER_PAGE: Final = 6
_NAME: Final = 40  # characters of a company's name on a button


def clients(t: Translator, found: Sequence[Client], page: Page, *, acting_for: CompanyId | None) -> View:
    """Shows a page of the person's companies, what is due first, with a button to act for each."""
    lines = [_line(t, client, acting=client.company_id == acting_for) for client in page.cut(found)]
    rows = tuple(
        row(Button(text=f"🏢 {shortened(client.name, _NAME)}", press=ClientPress(client.company_id)))
        for client in page.cut(found)
    )
    everybody: Rows = (row(_everybody(t)),) if acting_for is not None else ()
    choose = t("Choose one to act for it.") if found else t("None yet. Those of a fair's list are on its page: /events")
    text = "\n\n".join([t("<b>Companies that you speak for</b>"), *lines, choose])
    another = row(Button(text=t("➕ Register another company"), press=go(t, Place.REGISTER).press))
    return View(text=text, rows=(*rows, *page.turning(ClientsPage), *everybody, another))


def client(t: Translator, shown: Client) -> View:
    """Confirms for which company the person acts now, and what is due there."""
    text = t(
        "You act for {company} now. Matches, introductions and listings are only theirs until you choose another "
        "company: /clients",
        company=with_flag(shown.country, f"<b>{html.escape(shown.name)}</b>"),
    )
    due = _due(t, shown)
    company = Button(text=t("🏢 The company"), press=CompanyPress(shown.company_id, CompanyAct.OPEN))
    return View(text=f"{text}\n\n{due}", rows=(*home_rows(t), row(company, _everybody(t))))


def _everybody(t: Translator) -> Button:
    return Button(text=t("👥 All together"), press=AllClientsPress())


def _line(t: Translator, client: Client, *, acting: bool) -> str:
    mark = " ✅" if acting else ""
    return f"{with_flag(client.country, f'<b>{html.escape(client.name)}</b>')}{mark}\n{_due(t, client)}"


def _due(t: Translator, client: Client) -> str:
    """Says in one line what waits in a company."""
    parts = []
    if client.waiting:
        parts.append(t.n("📨 {count} waits for an answer", "📨 {count} wait for an answer", client.waiting))
    if client.answer_by is not None:
        parts.append(t("answer by {day}", day=t.date(client.answer_by)))
    if client.new_matches:
        parts.append(t.n("🤝 {count} new match", "🤝 {count} new matches", client.new_matches))
    if client.expiring:
        parts.append(t.n("⌛ {count} listing expires soon", "⌛ {count} listings expire soon", client.expiring))
    return " · ".join(parts) or t("Nothing is due.")


def acting_line(t: Translator, company: str) -> str:
    """Says for which of several companies a list is shown."""
    return t("👤 Only for <b>{company}</b> · all: /clients", company=html.escape(company))


def on_behalf(t: Translator, company: str) -> str:
    """Says which of the reader's companies a card concerns."""
    return t("👤 For <b>{company}</b>", company=html.escape(company))


def successors(t: Translator, company: Company) -> View:
    company_id, text = company.id, t("Who takes over <b>{company}</b>?", company=html.escape(company.name))
    rows = (
        row(Button(text=t("🏢 Its own people"), press=HandOverPress(company_id, Successor.COMPANY))),
        row(Button(text=t("👤 Another adviser"), press=HandOverPress(company_id, Successor.ADVISER))),
        row(Button(text=t("« Back"), press=CompanyPress(company_id, CompanyAct.OPEN))),
    )
    return View(text=text, rows=rows)


def hand_over(t: Translator, company: Company, link: str) -> View:
    text = t(
        "Send this link to the person who takes over <b>{company}</b>. It works once, for 90 days. From then on they "
        "speak for the company, and you no longer do:\n"
        "{link}",
        company=html.escape(company.name),
        link=link,
    )
    return View(text=text, rows=(row(Button(text=t("Copy the link"), copy=link)),))
