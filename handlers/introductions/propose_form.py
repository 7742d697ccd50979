"""The form that proposes an introduction: an optional pitch, and a preview."""

import asyncio
import html
from dataclasses import dataclass
from typing import Final

from bot.errors import AllHiddenError, DomainError
from bot.i18n.translator import CLDR, Translator, mark
from bot.matching.country_names import country_from
from bot.matching.guess import guess_language
from bot.usecases import introductions
from bot.usecases.introductions import PITCH_LIMIT, Pitch, ProposalResult, Rules
from bot.usecases.people.message_masking import MaskedMessage, mask_message, masking_context
from handlers.forms.context import FieldContext, FinishContext
from handlers.forms.fields import fold
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Outcome, Question, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.introductions import card_views, counterpart_views
from handlers.introductions.cards import contact_card, refusal, with_later_question
from handlers.introductions.labels import OPENINGS
from handlers.meetings.buttons import MeetPress
from handlers.people.labels import KINDS, SIZES
from handlers.ui.notes import too_long, with_masking_note
from handlers.ui.view import Button, Style, View, row, shortened
from storage.ids import EventId, ListingId
from storage.listings import listings
from storage.meetings import setups
from storage.people import companies

MINE, THEIRS, PITCH = "mine", "theirs", "pitch"
_SURE: Final = 0.6  # confidence from which the guessed language of a text is named


@dataclass(frozen=True, slots=True, kw_only=True)
class PitchField(Field):
    """The pitch, typed or chosen from the suggested openings."""

    optional: bool = True

    async def ask(self, ctx: FieldContext) -> Question:
        t = ctx.t
        text = t(
            "Write a few words to them in any language, or choose an opening. Up to {limit} characters.\n"
            "<i>No names or contact data: you exchange those once both have agreed.</i>",
            limit=t.number(PITCH_LIMIT),
        )
        choices = tuple((Choice(t(opening), Act.CHOOSE, str(place)),) for place, opening in enumerate(OPENINGS))
        return Question(text=text, choices=choices)

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        t = ctx.t
        match user_input:
            case Pressed(Act.CHOOSE, value) if value.isdecimal() and int(value) < len(OPENINGS):
                return Accept({self.key: t(OPENINGS[int(value)]), "_language": CLDR[t.language].split("_")[0]})
            case Text(text):
                return await self._typed(fold(text, several_lines=True), ctx)
        return Refuse(t("Answer with a text message."))

    async def _typed(self, text: str, ctx: FieldContext) -> Outcome:
        t = ctx.t
        if len(text) > PITCH_LIMIT:
            return Refuse(too_long(t, len(text), PITCH_LIMIT))
        if not text:
            return Refuse(t("Answer with a text message."))
        masked = await _masked(ctx, text)
        if masked is not None and masked.hides_everything:
            return Refuse(t(AllHiddenError.default))
        return Accept({self.key: text, "_language": await language_of(t, text)})

    def shown(self, ctx: FieldContext) -> str:
        return shortened(str(ctx.data.get(self.key) or ""), counterpart_views.TITLE_SHOWN)


async def language_of(t: Translator, text: str) -> str:
    """Returns the language of a text by a writer whose language is that of `t`; "und" if it is not sure."""
    guess = await asyncio.to_thread(guess_language, text, CLDR[t.language].split("_")[0])
    return guess.code if guess.confidence >= _SURE else "und"


async def _preview(ctx: FieldContext) -> str:
    """Shows the parts that the other side will see, and names the masked parts."""
    t, pitch = ctx.t, ctx.data.get(PITCH)
    async with ctx.reading() as session:
        mine = await listings.find(session, ListingId(ctx.data[MINE]))
        company = None if mine is None else await companies.find(session, mine.company_id)
        if mine is None or company is None:
            return t("One of the two listings is no longer open.")
        left = await introductions.proposals_left(session, ctx.caller.id, mine.company_id, Rules.of(ctx.settings))
        around = await masking_context(session, mine.company_id, mine.id)
    masked_pitch = await mask_message(pitch, around) if pitch else None
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
        _words(t, masked_pitch),
        t(
            "<b>They do not see:</b> your name, your company's name, website and contact data. You exchange "
            "those only when they accept."
        ),
        t.n(
            "You can have {count} more open request at a time.",
            "You can have {count} more open requests at a time.",
            left,
        ),
    ]
    return "\n\n".join(parts)


def _words(t: Translator, pitch: MaskedMessage | None) -> str:
    if pitch is None:
        return t("Without a message from you. You can type one now.")
    said = t("<b>Your words:</b> {words}", words=f"<i>{t.quoted(html.escape(pitch.relayed))}</i>")
    return with_masking_note(t, said, pitch.findings, gap="\n")


async def _prepare(ctx: FieldContext) -> MaskedMessage | None:
    """Masks the pitch before the transaction. `propose` checks the pair and the text."""
    return await _masked(ctx, str(ctx.data[PITCH]).strip()) if ctx.data.get(PITCH) else None


async def _masked(ctx: FieldContext, pitch: str) -> MaskedMessage | None:
    async with ctx.reading() as session:
        mine = await listings.find(session, ListingId(ctx.data[MINE]))
        around = None if mine is None else await masking_context(session, mine.company_id, mine.id)
    return None if around is None else await mask_message(pitch, around)


async def _finish(ctx: FinishContext) -> Finished:
    data, session, rules = ctx.data, ctx.session, Rules.of(ctx.settings)
    language = data.get("_language") or "und"
    pitch = Pitch(text=data[PITCH], language=language, shown=ctx.prepared) if data.get(PITCH) else None
    mine, theirs = ListingId(data[MINE]), ListingId(data[THEIRS])
    try:
        made = await introductions.propose(session, ctx.caller.id, mine, theirs, pitch=pitch, rules=rules, now=ctx.now)
    except DomainError as error:
        return Finished(view=await refusal(session, ctx.caller, error, now=ctx.now))
    if made.accepted:
        return Finished(view=await contact_card(session, ctx.caller.id, ctx.t, made.introduction_id, now=ctx.now))
    view = _sent(ctx.t, made, rules, meets=bool(await setups.events_with_meetings(session, ctx.caller.id, ctx.now)))
    return Finished(view=await with_later_question(session, ctx.caller, view, await listings.find(session, mine)))


def _sent(t: Translator, made: ProposalResult, rules: Rules, *, meets: bool) -> View:
    """`meets`: the person takes part in an event at which the two could meet."""
    text = t.n(
        "📨 <b>Sent.</b> They have {count} day to answer, and I write to you as soon as they do. "
        "You find it under /introductions.",
        "📨 <b>Sent.</b> They have {count} days to answer, and I write to you as soon as they do. "
        "You find it under /introductions.",
        rules.expiry.days,
    )
    suggest = MeetPress(made.introduction_id, EventId(0))
    meet = Button(text=t("📅 Suggest times to meet"), press=suggest, style=Style.NEXT)
    rows = (*((row(meet),) if meets else ()), row(card_views.open_button(t, made.introduction_id)))
    return View(text=with_masking_note(t, text, made.findings), rows=rows)


FORM = Form(
    name="introduce",
    title=lambda t, _: t("Introduction"),
    fields=(PitchField(key=PITCH, label=mark("A few words to them")),),
    finish_label=lambda t, _: t("Send"),
    preview=_preview,
    prepare=_prepare,
    finish=_finish,
    typed=PITCH,
)


def start(mine: ListingId, theirs: ListingId) -> dict[str, int]:
    return {MINE: mine, THEIRS: theirs}
