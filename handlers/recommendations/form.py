"""Two companies of the event that should meet: whom, about what, a few words, and both are asked."""

import asyncio
from typing import Final

from bot.errors import DomainError
from bot.i18n.translator import CLDR, Translator, mark
from bot.matching.guess import guess_language
from bot.usecases import recommendations
from bot.usecases.introductions import PITCH_LIMIT, Rules
from bot.usecases.recommendations import Word
from handlers.events.actor import actor
from handlers.forms.fields import TextField
from handlers.forms.form import Asking, Data, Finished, Form
from handlers.recommendations import views
from handlers.recommendations.fields import (
    FIRST,
    PAIR,
    SECOND,
    CompanyAtField,
    PairField,
    event_of,
)
from storage.ids import ListingId
from storage.listings import listings
from storage.people import companies

WORD: Final = "word"
_SURE: Final = 0.6  # confidence from which the guessed language of a word is named


def _chosen(data: Data) -> tuple[ListingId, ListingId]:
    need, _, offer = str(data[PAIR]).partition("-")
    return ListingId(int(need)), ListingId(int(offer))


async def _preview(asking: Asking) -> str:
    """What both are asked, and whether it can be."""
    need_id, offer_id = _chosen(asking.data)
    who, event_id, now = actor(asking.caller, asking.services), event_of(asking.data), asking.services.clock()
    why_not = ""
    try:
        await recommendations.check(asking.session, who, event_id, need_id, offer_id, now)
    except DomainError as error:
        why_not = asking.t(error.message, **error.values)
    need, offer = await listings.find(asking.session, need_id), await listings.find(asking.session, offer_id)
    if need is None or offer is None:
        return f"⚠️ {why_not}"
    one = await companies.find(asking.session, need.company_id)
    other = await companies.find(asking.session, offer.company_id)
    word = asking.data.get(WORD)
    shown = await recommendations.shown_word(asking.session, word, need.company_id, offer.company_id) if word else None
    return views.preview(asking.t, need, offer, one, other, shown, why_not)


async def _finish(asking: Asking) -> Finished:
    need_id, offer_id = _chosen(asking.data)
    who, event_id, now = actor(asking.caller, asking.services), event_of(asking.data), asking.services.clock()
    rules = Rules.of(asking.services.settings)
    try:
        made = await recommendations.recommend(
            asking.session, who, event_id, need_id, offer_id, word=await _word(asking), rules=rules, now=now
        )
    except DomainError as error:
        return Finished(view=views.refused(asking.t, event_id, asking.t(error.message, **error.values)))
    return Finished(view=views.asked(asking.t, event_id, made.findings))


async def _word(asking: Asking) -> Word | None:
    text = asking.data.get(WORD)
    if not text:
        return None
    guess = await asyncio.to_thread(guess_language, text, CLDR[asking.t.language].split("_")[0])
    return Word(text=text, language=guess.code if guess.confidence >= _SURE else "und")


def _title(t: Translator, _: Data) -> str:
    return t("These two should meet")


def _label(t: Translator, _: Data) -> str:
    return t("Ask both")


FORM = Form(
    name="recommend",
    title=_title,
    fields=(
        CompanyAtField(
            key=FIRST, label=mark("First"), question=mark("Which company? Choose, or type a part of its name.")
        ),
        CompanyAtField(
            key=SECOND,
            label=mark("Second"),
            question=mark("Whom should <b>{name}</b> meet? Choose, or type a part of a name."),
        ),
        PairField(key=PAIR, label=mark("About")),
        TextField(
            key=WORD,
            label=mark("Your words"),
            question=mark(
                "A few words to both, in any language? For example why you thought of them. "
                "Names and contact data are hidden."
            ),
            longest=PITCH_LIMIT,
            several_lines=True,
            optional=True,
        ),
    ),
    finish_label=_label,
    preview=_preview,
    finish=_finish,
)
