"""The other side's contact card, shown only after both have accepted."""

import html
from typing import Final
from urllib.parse import quote, urlencode

from bot.i18n.translator import Translator, translator_for
from bot.matching.country_names import country_name, with_flag
from bot.usecases.file_names import own_file
from bot.usecases.introductions import ContactCard, ContactPerson, ShownIntroduction, to_vcard
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.introductions.labels import GREETING, GREETING_ON_BEHALF
from handlers.people.labels import ACTS_AS, CHANNEL_SIGNS, CHANNELS, KINDS, SIZES
from handlers.ui.view import Button, Rows, Upload, View, grid, row
from storage.vocabulary import ChannelKind

_COPIED_AT_MOST: Final = 256  # characters; Telegram's limit for a copy button


def contact(
    t: Translator, seen: ShownIntroduction, card: ContactCard, *, me: str, my_company: str, heading: str
) -> View:
    """Shows the contact card with a vCard file, an opening line and the next actions."""
    greeting = _greeting(seen, card, me, my_company)
    text = "\n".join([heading, "", *contact_lines(t, card), *_begin(t, greeting)])
    rows = (*_copy_rows(t, card, greeting), *_next_rows(t, seen, card, greeting))
    return View(
        text=text,
        rows=rows,
        attachment=Upload(content=to_vcard(card), name=f"{own_file(card.company_name, 'contact')}.vcf"),
    )


def introduced(t: Translator, seen: ShownIntroduction) -> str:
    return t("🎉 <b>You're connected!</b> It is about “{title}”.", title=html.escape(seen.title))


def contact_lines(t: Translator, card: ContactCard) -> list[str]:
    """Returns the company and its person, or the address from which it answered."""
    return [*_company(t, card), "", *_person(t, card)]


def _company(t: Translator, card: ContactCard) -> list[str]:
    place = t.joined(part for part in (card.city, country_name(card.country, t.language)) if part)
    facts = [t(KINDS[card.company_kind]), *([t(SIZES[card.size])] if card.size else [])]
    lines = [
        f"<b>{html.escape(card.company_name)}</b>",
        with_flag(card.country, html.escape(" · ".join([place, *facts]))),
    ]
    lines += [html.escape(line) for line in (card.website, card.about) if line]
    return lines


def _person(t: Translator, card: ContactCard) -> list[str]:
    person = card.person
    if card.mail is not None:
        address = _channel(t, ChannelKind.EMAIL, card.mail)
        return [address, t("They answer by e-mail. What you write here reaches them there.")]
    if person is None:
        return [t("Nobody represents it here at the moment.")]
    relation = t(ACTS_AS[person.relation]) if person.relation in ACTS_AS else ""
    about = t.joined(part for part in (person.role, relation) if part)
    lines = [f"<b>{html.escape(person.name)}</b>" + (f" · {html.escape(about)}" if about else "")]
    lines += [_channel(t, kind, value) for kind, value in person.channels]
    return lines


def _channel(t: Translator, kind: ChannelKind, value: str) -> str:
    if not value:
        return CHANNEL_SIGNS[kind] + " " + t("Telegram: I pass on what you write to each other")
    return f"{CHANNEL_SIGNS[kind]} {_short_name(t, kind)}: <code>{html.escape(value)}</code>"


def _greeting(seen: ShownIntroduction, card: ContactCard, me: str, my_company: str) -> str:
    """Returns the opening line in the other person's language."""
    if card.person is None:
        return ""
    theirs = translator_for(card.person.language)
    title = "" if seen.theirs is None else seen.theirs.title
    words = GREETING if seen.acting_for is None else GREETING_ON_BEHALF
    return theirs(words, their_name=card.person.name, my_name=me, my_company=my_company, title=title)


def _begin(t: Translator, greeting: str) -> list[str]:
    if not greeting:
        return []
    return ["", t("A first line in a language that they read:"), f"<code>{html.escape(greeting)}</code>"]


def _copy_rows(t: Translator, card: ContactCard, greeting: str) -> Rows:
    channels = () if card.person is None else card.person.channels
    if card.mail is not None:
        channels = ((ChannelKind.EMAIL, card.mail),)
    values = [(kind, value) for kind, value in channels if value]
    buttons = [Button(text=f"📋 {_short_name(t, kind)}", copy=value[:_COPIED_AT_MOST]) for kind, value in values]
    rows = grid(buttons, 2)
    if 0 < len(greeting) <= _COPIED_AT_MOST:
        rows += (row(Button(text=t("📋 The first line"), copy=greeting)),)
    return rows


def _short_name(t: Translator, kind: ChannelKind) -> str:
    return "Telegram" if kind is ChannelKind.TELEGRAM else t(CHANNELS[kind])


def _next_rows(t: Translator, seen: ShownIntroduction, card: ContactCard, greeting: str) -> Rows:
    chat = _chat(t, card.person, greeting)
    return (
        *((row(chat),) if chat else ()),
        row(
            Button(text=t("✍️ Write to them"), press=IntroPress(seen.id, IntroAct.WRITE)),
            Button(text=t("📅 Propose a time"), press=IntroPress(seen.id, IntroAct.TIME)),
        ),
    )


def _chat(t: Translator, person: ContactPerson | None, greeting: str) -> Button | None:
    """Returns the button that opens their chat with the greeting typed already."""
    if person is None or person.username is None:
        return None
    url = f"https://t.me/{person.username}?{urlencode({'text': greeting}, quote_via=quote)}"
    return Button(text=t("💬 Open the chat"), url=url)
