"""Messages about registering a company and about requests to join."""

import html
from collections.abc import Sequence

from bot.i18n.translator import Translator
from handlers.advisers.views import acting_line
from handlers.people.buttons import JoinAnswerPress
from handlers.ui.view import Button, View, row
from handlers.ui.welcome_views import home_rows
from storage.ids import CompanyId, PersonId


def preview(t: Translator, lines: Sequence[str], *, joins: bool) -> str:
    heading = t("<b>Please check</b>")
    note = (
        t("I'll ask the people who registered the company to let you in.")
        if joins
        else t("Name, website and contact stay hidden until you accept an introduction.")
    )
    return "\n".join([heading, "", *lines, "", f"<i>{note}</i>"])


def registered(t: Translator, name: str, *, acting: bool = False) -> View:
    """`acting`: the person acts for this one of their companies now."""
    text = t(
        "✅ <b>{name}</b> is registered. Now tell me what you offer or look for, and I show you the first matches.",
        name=html.escape(name),
    )
    return View(text=f"{text}\n{acting_line(t, name)}" if acting else text, rows=home_rows(t))


def saved(t: Translator, name: str) -> View:
    return View(text=t("✅ Saved: <b>{name}</b>.", name=html.escape(name)), rows=home_rows(t))


def asked_to_join(t: Translator, *, keeps_text: bool = False) -> View:
    text = t("✅ I asked them. I'll tell you as soon as somebody answers.")
    kept = t("I keep your text until then.")
    return View(text=f"{text} {kept}" if keeps_text else text)


def join_request(t: Translator, person: str, company: str, person_id: PersonId, company_id: CompanyId) -> View:
    text = t(
        "<b>{person}</b> asks to represent <b>{company}</b>, as you do. Do you know them?",
        person=html.escape(person),
        company=html.escape(company),
    )
    yes = Button(text=t("✅ Let them in"), press=JoinAnswerPress(company_id, person_id, True))
    no = Button(text=t("No, I don't"), press=JoinAnswerPress(company_id, person_id, False))
    return View(text=text, rows=(row(yes), row(no)))


def join_answered(t: Translator, company: str, *, welcome: bool, unfinished: View | None = None) -> View:
    """`unfinished` offers to continue with the listing that the person began before."""
    if welcome:
        text = t("✅ You now represent <b>{company}</b>.", company=html.escape(company))
        if unfinished is not None:
            return View(text=f"{text}\n\n{unfinished.text}", rows=unfinished.rows)
        return View(text=text, rows=home_rows(t))
    return View(text=t("The people at that company did not recognise you. Register your own company: /register"))


def join_settled(t: Translator, *, welcome: bool) -> View:
    return View(text=t("✅ Let in. They have been told.") if welcome else t("Refused. They have been told."))
