"""Views outside of dialogs: greeting, start page, help, outdated buttons."""

import html
from collections.abc import Collection, Sequence
from typing import Final

from bot.context import Caller
from bot.errors import DomainError
from bot.i18n.translator import LANGUAGE_NAMES, Translator, mark
from bot.telegram.commands import Group
from handlers.ui.buttons import Agree, ChooseLanguage, Go, Place
from handlers.ui.notes import error_text
from handlers.ui.view import Button, Rows, View, row
from storage.vocabulary import Role

_NAMED: Final = 5  # companies shown by name; an organizer may hold hundreds

_PLACES: Final[dict[Place, str]] = {
    Place.OFFER: mark("📤 Offer something"),
    Place.NEED: mark("📥 Look for something"),
    Place.MATCHES: mark("🤝 Matches"),
    Place.INTRODUCTIONS: mark("📨 My introductions"),
    Place.SEARCH: mark("🔎 Search"),
    Place.MINE: mark("🗂 My listings"),
    Place.REGISTER: mark("▶️ Register my company"),
    Place.COMPANY: mark("🏢 My company"),
    Place.EVENTS: mark("🛠 Events"),
    Place.MEETINGS: mark("📅 My meetings"),
    Place.LANGUAGE: mark("🌐 Language"),
}


def go(t: Translator, place: Place) -> Button:
    """Returns the button that opens a screen, with its usual label."""
    return Button(text=t(_PLACES[place]), press=Go(place))


def greeting(t: Translator, name: str, *, place: str = "", registered: bool = False) -> View:
    """Greets a newcomer and asks for one message. `place`: HTML to put above. `registered`: by a company's link."""
    text = t(
        "<b>Hello, {name}!</b> I find business and technology partners in other countries, in any language.\n\n"
        "👉 <b>Tell me in one message what you offer or look for.</b> I show you at once who fits.\n"
        "For example: <i>We make soil moisture sensors for greenhouses and look for distributors in China.</i>\n\n"
        "I store nothing of it before you agree. Names and contacts are shared only after both sides say yes: /privacy",
        name=html.escape(name),
    )
    language = row(go(t, Place.LANGUAGE))
    return View(
        text=f"{place}\n\n{text}" if place else text,
        rows=(consent_row(t) if registered else register_row(t, consented=False), language),
    )


def register_row(t: Translator, *, consented: bool) -> tuple[Button, ...]:
    """Returns the button that registers a company without a first message."""
    if consented:
        return row(go(t, Place.REGISTER))
    return row(Button(text=t("✅ I agree, register first"), press=Agree()))


def consent_row(t: Translator) -> tuple[Button, ...]:
    """Returns the button for those who speak for a company already and have not agreed yet."""
    return row(Button(text=t("✅ I agree"), press=Agree()))


def home(
    t: Translator,
    companies: list[str],
    *,
    new_text: bool = False,
    roles: Collection[Role] = (),
    waiting: tuple[int, int] | None = None,
) -> View:
    """Shows the start page. `new_text`: the person agreed to an earlier privacy text.

    `waiting`: items and reports in the queue, for moderators and admins.
    """
    shown = [*companies[:_NAMED], *(["…"] if len(companies) > _NAMED else [])]
    text = t(
        "Good to see you. You represent <b>{companies}</b>. Tell me in one message what you offer or look for, or "
        "choose:",
        companies=html.escape(t.list(shown)),
    )
    if waiting is not None:
        staff = staff_rows(t, roles, waiting)
        if not companies:
            first = row(go(t, Place.REGISTER))
            return View(text=t("Good to see you. What next?"), rows=(*staff, first))
        return View(text=text, rows=(*staff, *home_rows(t)))
    if new_text:
        text += "\n\n" + t("🔐 The privacy text has changed. Read it at any time: /privacy")
    return View(text=text, rows=home_rows(t))


def staff_rows(t: Translator, roles: Collection[Role], waiting: tuple[int, int]) -> Rows:
    items, reports = (t.number(count) for count in waiting)
    first = row(
        Button(text=t("🗂 Queue ({count})", count=items), press=Go(Place.QUEUE)),
        Button(text=t("🚩 Reports ({count})", count=reports), press=Go(Place.REPORTS)),
    )
    if Role.ADMIN not in roles:
        return (first,)
    return first, row(Button(text=t("🩺 System status"), press=Go(Place.HEALTH)), go(t, Place.EVENTS))


def home_rows(t: Translator) -> Rows:
    return (
        row(go(t, Place.OFFER), go(t, Place.NEED)),
        row(go(t, Place.MATCHES), go(t, Place.INTRODUCTIONS)),
        row(go(t, Place.SEARCH), go(t, Place.MINE)),
    )


def refused(caller: Caller, error: DomainError, *rows: tuple[Button, ...]) -> View:
    """Says why something did not work, with the next step; without `rows`, with the person's start."""
    return View(text=error_text(caller.t, error), rows=rows or _start_rows(caller))


def _start_rows(caller: Caller) -> Rows:
    if caller.registered:
        return home_rows(caller.t)
    if Role.ORGANIZER in caller.roles:
        return (row(go(caller.t, Place.EVENTS)),)
    return (register_row(caller.t, consented=caller.consented),)


def help_(t: Translator, *, registered: bool, groups: Sequence[Group] = ()) -> View:
    """Shows the help. `groups` are the commands of the person's roles."""
    text = _help(t)
    for group in groups:
        lines = [f"/{command} – {t(what)}" for command, what in group.commands.items()]
        text += "\n\n" + "\n".join([f"<b>{t(group.title)}</b>", *lines])
    rows = home_rows(t) if registered else (row(go(t, Place.REGISTER)),)
    return View(text=text, rows=rows)


def _help(t: Translator) -> str:
    return t(
        "<b>What you can do</b>\n"
        "/offer – say what your company offers\n"
        "/need – say what it is looking for\n"
        "/mine – your listings: edit, pause, renew, close\n"
        "/matches – companies abroad that fit\n"
        "/introductions – your introductions and whose turn it is\n"
        "/search – search all companies abroad\n"
        "/company – your company and your colleagues\n"
        "/settings – language, how often I write, quiet hours\n"
        "/privacy – your data: what is kept, and what you agreed to\n"
        "/export – all your data as a file\n"
        "/forgetme – delete all your data\n"
        "/language – change the language\n"
        "/cancel – leave a dialog; your draft is saved\n"
        "\n"
        "Or write in one message, in any language, what you offer or look for. Nobody sees your name or contact data "
        "before both of you agree."
    )


def register_first(t: Translator, *, consented: bool) -> View:
    """Answers newcomers who open what needs a company."""
    parts = [_one_message(t), t("Or register your company first: it takes a minute.")]
    if not consented:
        parts.append(t("Your name and contact data stay hidden until you accept an introduction."))
    return View(text="\n\n".join(parts), rows=(register_row(t, consented=consented),))


def agree_first(t: Translator) -> View:
    """Answers those who took a company over by a link, and have not agreed to the privacy text."""
    text = t("Your name and contact data stay hidden until you accept an introduction. More: /privacy")
    return View(text=text, rows=(consent_row(t),))


def _one_message(t: Translator) -> str:
    return t("👉 <b>Tell me in one message what you offer or look for.</b> I show you at once who fits.")


def languages(t: Translator) -> View:
    rows = tuple(row(Button(text=name, press=ChooseLanguage(code))) for code, name in LANGUAGE_NAMES.items())
    return View(text=t("Which language should I use?"), rows=rows)


def language_chosen(t: Translator) -> View:
    return View(text=t("I'll write in English from now on. You can write in any language."))


def nothing_open(t: Translator, *, registered: bool) -> View:
    """Answers input for a dialog when none is open."""
    text = t("There is no open question. What would you like to do?")
    return View(
        text=text, rows=home_rows(t) if registered else (row(Button(text=t("▶️ Start"), press=Go(Place.REGISTER))),)
    )


def cancelled(t: Translator, aside: str, rows: Rows = (), *, registered: bool) -> View:
    """Answers /cancel. `aside` is what the closed form says, a message id; "" if none was open. `rows` lead back."""
    text = t(aside) if aside else t("Nothing was open.")
    if registered:
        return View(text=text, rows=(*rows, *home_rows(t)))
    return View(text=f"{text}\n\n{_one_message(t)}", rows=rows)


def old_button(t: Translator, *, registered: bool) -> View:
    text = t("That button is from an earlier message and no longer works. This is where you can go on:")
    return View(
        text=text, rows=home_rows(t) if registered else (row(Button(text=t("▶️ Start"), press=Go(Place.REGISTER))),)
    )


def too_fast(t: Translator) -> View:
    """Answers a person who sends too many messages, once. Further messages are ignored for a while."""
    return View(text=t("That is a lot at once. Please wait a little, then go on."))


def unavailable(t: Translator) -> View:
    return View(text=t("Sorry, something is wrong on my side. Nothing is lost. Please try again in a minute."))
