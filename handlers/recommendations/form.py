"""The form in which an organizer recommends two companies to each other."""

import asyncio
from typing import Final

from bot.errors import DomainError
from bot.i18n.translator import CLDR, mark
from bot.matching.guess import guess_language
from bot.usecases import recommendations
from bot.usecases.introductions import PITCH_LIMIT, Rules
from bot.usecases.people.message_masking import checked, mask_message
from bot.usecases.recommendations import OrganizerMessage
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import TextField
from handlers.forms.form import Finished, Form
from handlers.recommendations import views
from handlers.recommendations.fields import FIRST, PAIR, SECOND, EventCompanyField, PairField, event_of
from handlers.ui.notes import error_text
from storage.ids import ListingId
from storage.listings import listings
from storage.people import companies

WORD: Final = "word"
_SURE: Final = 0.6  # confidence from which the guessed language of the words is stored


def _chosen(data: Data) -> tuple[ListingId, ListingId]:
    need, _, offer = str(data[PAIR]).partition("-")
    return ListingId(int(need)), ListingId(int(offer))


async def _preview(ctx: FieldContext) -> str:
    """Shows the question to both companies, or why they cannot be asked."""
    need_id, offer_id = _chosen(ctx.data)
    word, why_not = ctx.data.get(WORD), ""
    async with ctx.reading() as session:
        try:
            await recommendations.check(session, ctx.actor, event_of(ctx.data), need_id, offer_id, ctx.now)
        except DomainError as error:
            why_not = error_text(ctx.t, error)
        need, offer = await listings.find(session, need_id), await listings.find(session, offer_id)
        if need is None or offer is None:
            return f"⚠️ {why_not}"
        one = await companies.find(session, need.company_id)
        other = await companies.find(session, offer.company_id)
        around = await recommendations.masking_context_of(session, need.company_id, offer.company_id)
    shown = await mask_message(checked(word, PITCH_LIMIT), around) if word else None
    return views.preview(ctx.t, need, offer, one, other, shown, why_not)


async def _finish(ctx: FinishContext) -> Finished:
    need_id, offer_id = _chosen(ctx.data)
    event_id, rules, word = event_of(ctx.data), Rules.of(ctx.settings), ctx.prepared
    try:
        made = await recommendations.recommend(
            ctx.session, ctx.actor, event_id, need_id, offer_id, word=word, rules=rules, now=ctx.now
        )
    except DomainError as error:
        return Finished(view=views.refused(ctx.t, event_id, error_text(ctx.t, error)))
    return Finished(view=views.asked(ctx.t, event_id, made.findings))


async def _prepare(ctx: FieldContext) -> OrganizerMessage | None:
    """Returns the organizer's message, masked, with its language."""
    text = ctx.data.get(WORD)
    if not text:
        return None
    need_id, offer_id = _chosen(ctx.data)
    async with ctx.reading() as session:
        need, offer = await listings.find(session, need_id), await listings.find(session, offer_id)
        if need is None or offer is None:
            return OrganizerMessage(text=text, language="und")
        around = await recommendations.masking_context_of(session, need.company_id, offer.company_id)
    guess = await asyncio.to_thread(guess_language, text, CLDR[ctx.t.language].split("_")[0])
    language = guess.code if guess.confidence >= _SURE else "und"
    return OrganizerMessage(text=text, language=language, shown=await mask_message(checked(text, PITCH_LIMIT), around))


FORM = Form(
    name="recommend",
    title=lambda t, _: t("These two should meet"),
    fields=(
        EventCompanyField(
            key=FIRST, label=mark("First"), question=mark("Which company? Choose, or type a part of its name.")
        ),
        EventCompanyField(
            key=SECOND,
            label=mark("Second"),
            question=mark("Who should <b>{name}</b> meet? Choose, or type a part of a name."),
        ),
        PairField(key=PAIR, label=mark("About")),
        TextField(
            key=WORD,
            label=mark("Your words"),
            question=mark(
                "Add a few words to both, in any language? For example why you thought of them. I hide names "
                "and contact data."
            ),
            longest=PITCH_LIMIT,
            several_lines=True,
            optional=True,
        ),
    ),
    finish_label=lambda t, _: t("Ask both"),
    preview=_preview,
    prepare=_prepare,
    finish=_finish,
)
