"""Asking for an introduction: what the other side will and will not see, a few words if one likes, and off it goes."""

import asyncio
import html
from dataclasses import dataclass
from typing import Final

from bot.errors import DomainError
from bot.i18n.translator import CLDR, Translator, mark
from bot.matching.guess import guess_language
from bot.matching.places import country_from
from bot.usecases import introductions
from bot.usecases.introductions import PITCH_LIMIT, Pitch, Proposed, Rules
from bot.usecases.people.shielding import shielded
from handlers.forms.fields import fold
from handlers.forms.form import (
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Finished,
    Form,
    Outcome,
    Question,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed, Text
from handlers.introductions import card_views, refusal
from handlers.introductions.connected import connected
from handlers.introductions.labels import OPENINGS
from handlers.introductions.masking_views import masked
from handlers.people.labels import KINDS, SIZES
from handlers.ui.screen import View, row
from storage.ids import CompanyId, ListingId
from storage.listings import listings
from storage.people import companies

MINE, THEIRS, PITCH = "mine", "theirs", "pitch"
_SURE: Final = 0.6  # confidence from which the guessed language of a pitch is named


@dataclass(frozen=True, slots=True, kw_only=True)
class PitchField(Field):
    """A few words to the other side: typed, or one of the suggested openings."""

    key: str
    label: str
    optional: bool = True
    hidden: bool = False

    async def ask(self, asking: Asking) -> Question:
        t = asking.t
        text = t(
            "Write a few words to them in any language, or choose an opening. {limit} characters fit.\n"
            "<i>No names and no contact data: those follow once both have agreed.</i>",
            limit=t.number(PITCH_LIMIT),
        )
        choices = tuple((Choice(t(opening), Act.CHOOSE, str(place)),) for place, opening in enumerate(OPENINGS))
        return Question(text=text, choices=choices)

    async def read(self, given: Given, asking: Asking) -> Outcome:
        t = asking.t
        match given:
            case Pressed(Act.CHOOSE, value) if value.isdecimal() and int(value) < len(OPENINGS):
                return Accept({self.key: t(OPENINGS[int(value)]), "_language": CLDR[t.language].split("_")[0]})
            case Text(text):
                return await self._typed(fold(text, several_lines=True), asking)
        return Refuse(t("Please answer with a text message."))

    async def _typed(self, text: str, asking: Asking) -> Outcome:
        t = asking.t
        if len(text) > PITCH_LIMIT:
            why = t(
                "That is {length} characters; {longest} fit. Please shorten it and send it again.",
                length=t.number(len(text)),
                longest=t.number(PITCH_LIMIT),
            )
            return Refuse(why)
        if not text:
            return Refuse(t("Please answer with a text message."))
        guess = await asyncio.to_thread(guess_language, text, CLDR[t.language].split("_")[0])
        return Accept({self.key: text, "_language": guess.code if guess.confidence >= _SURE else "und"})

    def shown(self, asking: Asking) -> str:
        return card_views.short(str(asking.data.get(self.key) or ""))


async def _preview(asking: Asking) -> str:
    """Just what the other side will see, and what it will not."""
    t, session = asking.t, asking.session
    mine = await listings.find(session, ListingId(asking.data[MINE]))
    company = None if mine is None else await companies.find(session, mine.company_id)
    if mine is None or company is None:
        return t("One of the two listings is no longer open.")
    who = [t(KINDS[company.kind]), country_from(company.country, t.language)]
    who += [t(SIZES[company.size])] if company.size else []
    title = html.escape(mine.title)
    parts = [
        t("<b>I ask them for an introduction.</b>"),
        t(
            "<b>They see:</b> {who}; your listing “{title}”; and why it fits.",
            who=html.escape(" · ".join(who)),
            title=title,
        ),
        await _words(asking, mine.company_id),
        t(
            "<b>They do not see:</b> your name, your company's name, website and contact data. You exchange those when "
            "they accept, and only then."
        ),
        await _left(asking),
    ]
    return "\n\n".join(part for part in parts if part)


async def _words(asking: Asking, company_id: CompanyId) -> str:
    t, pitch = asking.t, asking.data.get(PITCH)
    if not pitch:
        return t("Without any words of yours; you can type some now.")
    shown = await shielded(asking.session, pitch, company_id)
    said = t("<b>Your words:</b> {words}", words=f"<i>{t.quoted(html.escape(shown.relayed))}</i>")
    note = masked(t, shown.findings)
    return f"{said}\n⚠️ {note}" if note else said


async def _left(asking: Asking) -> str:
    """Told before it bites."""
    rules = Rules.of(asking.services.settings)
    left = await introductions.proposals_left(asking.session, asking.caller.id, rules)
    return asking.t.n(
        "You can have {count} more open request at a time.", "You can have {count} more open requests at a time.", left
    )


async def finish(asking: Asking) -> Finished:
    data, session, rules = asking.data, asking.session, Rules.of(asking.services.settings)
    pitch = Pitch(text=data[PITCH], language=data.get("_language") or "und") if data.get(PITCH) else None
    mine, theirs = ListingId(data[MINE]), ListingId(data[THEIRS])
    now, person_id = asking.services.clock(), asking.caller.id
    try:
        made = await introductions.propose(session, person_id, mine, theirs, pitch=pitch, rules=rules, now=now)
    except DomainError as error:
        return Finished(view=await refusal.view(session, asking.caller, error))
    if made.accepted:
        return Finished(view=await connected(session, asking.caller, made.introduction_id))
    return Finished(view=_sent(asking, made, rules))


def _sent(asking: Asking, made: Proposed, rules: Rules) -> View:
    t = asking.t
    text = t(
        "📨 <b>Sent.</b> They have {days} days to answer, and I write to you as soon as they do. "
        "You find it under /introductions.",
        days=t.number(rules.expiry.days),
    )
    note = masked(t, made.findings)
    return View(
        text=f"{text}\n\n⚠️ {note}" if note else text, rows=(row(card_views.open_button(t, made.introduction_id)),)
    )


def _title(t: Translator, _data: Data) -> str:
    return t("Introduction")


def _finish_label(t: Translator, _data: Data) -> str:
    return t("Send")


FORM = Form(
    name="introduce",
    title=_title,
    fields=(PitchField(key=PITCH, label=mark("A few words to them")),),
    finish_label=_finish_label,
    preview=_preview,
    finish=finish,
    typed=PITCH,
)
