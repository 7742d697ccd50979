"""The form for writing to the other side: a question, an answer, or messages after acceptance.

After acceptance the dialog takes any number of messages. It stays open until the person leaves it, also across
restarts.
"""

import html
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.errors import AllHiddenError, DomainError
from bot.i18n.translator import Translator, mark
from bot.usecases import introductions
from bot.usecases.introductions import TEXT_LIMIT, Rules, SentMessage, ShownIntroduction
from bot.usecases.introductions import File as RelayedFile
from bot.usecases.introductions.rules import MESSAGE_LIMIT
from bot.usecases.people.message_masking import MaskedMessage, mask_message
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import fold
from handlers.forms.form import Accept, Field, Finished, Form, NextForm, Outcome, Question, Refuse
from handlers.forms.user_input import File, OtherKind, SharedContact, Text, UserInput
from handlers.introductions import card_views
from handlers.introductions.cards import refusal
from handlers.introductions.propose_form import language_of
from handlers.ui.notes import too_long, with_masking_note
from handlers.ui.presses import OldPressError
from handlers.ui.view import View, row
from storage import outbox
from storage.announcements import copies
from storage.ids import DraftId, IntroductionId
from storage.people import drafts
from storage.vocabulary import FileKind, IntroductionStatus, Topic

INTRODUCTION, WORDS = "introduction", "words"
TYPED_BEFORE: Final = "_typed_before"
"""The id of the draft that stored the words before the form opened. It is deleted when the words are sent."""
SINCE: Final = "_since"
"""The time of the question in ISO 8601."""
_FILE: Final = "_file"
TALKING, SENT, HEARD, TIME, ANSWERING = "_talking", "_sent", "_heard", "_time", "_answering"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsField(Field):
    """Takes text, and after acceptance files, places and contacts too."""

    async def ask(self, ctx: FieldContext) -> Question:
        name = await recipient(ctx) if ctx.data.get(TALKING) else ""
        return Question(text=_prompt(ctx.t, ctx.data, html.escape(name)))

    async def ask_again(self, ctx: FieldContext) -> Question:
        """Says nothing of the message before, so that nobody takes the last input for passed on."""
        return await self.ask(replace(ctx, data={**ctx.data, SENT: None}))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        t, talking = ctx.t, bool(ctx.data.get(TALKING))
        if isinstance(user_input, File) and talking:
            words = fold(user_input.caption, several_lines=True)
            return Accept({self.key: words, _FILE: {"kind": user_input.kind, "file_id": user_input.file_id}})
        if isinstance(user_input, File):
            return Refuse(t("Only text for now. You can send files once both sides have accepted."))
        typed = user_input.text if isinstance(user_input, Text) else _in_words(user_input) if talking else ""
        if not isinstance(user_input, Text) and not typed:
            other = t("I can't pass this on, but text, photos, documents, video, sound, places and contacts.")
            return Refuse(other if talking else t("Answer with a text message."))
        words, longest = fold(typed, several_lines=True), MESSAGE_LIMIT if talking else TEXT_LIMIT
        if len(words) > longest:
            return Refuse(too_long(t, len(words), longest))
        masked = None if talking else await _masked(ctx, words)
        if masked is not None and masked.hides_everything:
            return Refuse(t(AllHiddenError.default))
        return Accept({self.key: words}) if words else Refuse(t("Answer with a text message."))


def _in_words(user_input: UserInput) -> str:
    """Returns a shared contact or place as text; "" for other kinds."""
    if isinstance(user_input, SharedContact):
        return f"👤 {user_input.name}: {user_input.phone}"
    message = user_input.message if isinstance(user_input, OtherKind) else None
    if message is None or message.location is None:
        return ""
    named = [] if message.venue is None else [message.venue.title, message.venue.address]
    at = message.location
    link = f"https://www.openstreetmap.org/?mlat={at.latitude:.5f}&mlon={at.longitude:.5f}"
    return "\n".join(["📍 " + ", ".join([*named, f"{at.latitude:.5f} {at.longitude:.5f}"]), link])


async def recipient(ctx: FieldContext) -> str:
    """Returns the recipient's name. Read each time, because it may have been redacted since."""
    number = IntroductionId(ctx.data[INTRODUCTION])
    try:
        async with ctx.reading() as session:
            _, card = await introductions.my_contact_card(session, ctx.caller.id, number)
    except DomainError:
        return ctx.t("the other side")
    return card.company_name if card.person is None else f"{card.person.name} ({card.company_name})"


def _prompt(t: Translator, data: Data, name: str) -> str:
    if data.get(SENT):
        return " ".join((passed_on(t, name, heard=bool(data.get(HEARD))), t("Write on, or press Stop.")))
    if data.get(TIME):
        return ask_for_time(t, name)
    if data.get(TALKING):
        return t("What you write now goes to <b>{name}</b>: text, photos, files. Press Stop to end.", name=name)
    if data.get(ANSWERING):
        return t("Type your answer, in any language. Names and contact data are hidden until both have accepted.")
    return t("Type your question, in any language. Names and contact data are hidden until both have accepted.")


def passed_on(t: Translator, name: str, *, heard: bool) -> str:
    """Says that a message after acceptance was passed on. `name` is HTML."""
    return t("✅ Passed on to <b>{name}</b>.", name=name) if heard else _unreachable(t)


def ask_for_time(t: Translator, name: str) -> str:
    return t(
        "Type one or two days and hours that suit you, with your time zone. I pass it on to <b>{name}</b>.", name=name
    )


def _unreachable(t: Translator) -> str:
    return t("They cannot be reached at the moment. They will find it here when they come back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    masked: MaskedMessage | None
    language: str


async def prepare(ctx: FieldContext) -> Prepared:
    """Masks the words and guesses their language before the transaction."""
    words = str(ctx.data.get(WORDS) or "").strip()
    return Prepared(masked=await _masked(ctx, words), language=await language_of(ctx.t, words))


async def _masked(ctx: FieldContext, words: str) -> MaskedMessage | None:
    """Returns None for messages that are not masked. `say` checks the introduction and the text."""
    try:
        async with ctx.reading() as session:
            number = IntroductionId(ctx.data[INTRODUCTION])
            around = await introductions.masking_context_of(session, ctx.caller.id, number)
    except DomainError:
        return None
    return None if around is None else await mask_message(words, around)


async def say(ctx: FinishContext) -> SentMessage:
    """Sends the words and the file. Raises the errors of `introductions.say`."""
    kept, prepared = ctx.data.get(_FILE), ctx.prepared
    return await introductions.say(
        ctx.session,
        ctx.caller.id,
        IntroductionId(ctx.data[INTRODUCTION]),
        ctx.data[WORDS],
        rules=Rules.of(ctx.settings),
        now=ctx.now,
        file=RelayedFile(kind=FileKind(kept["kind"]), file_id=kept["file_id"]) if kept else None,
        shown=prepared.masked,
        language=prepared.language,
    )


async def _finish(ctx: FinishContext) -> Finished:
    data, session = ctx.data, ctx.session
    number = IntroductionId(data[INTRODUCTION])
    try:
        said = await say(ctx)
    except DomainError as error:
        return Finished(view=await refusal(session, ctx.caller, error, number, now=ctx.now))
    if TYPED_BEFORE in data and not await drafts.discard(session, DraftId(data[TYPED_BEFORE])):
        raise OldPressError  # a second press, or an update that came again; takes the message back
    if data.get(TALKING):
        again = {INTRODUCTION: number, TALKING: True, SENT: True, HEARD: bool(said.heard), SINCE: ctx.now.isoformat()}
        return Finished(next_form=NextForm(form=FORM, data=again))
    return Finished(view=_passed_on(ctx.t, number, said))


async def _is_interrupted(ctx: FieldContext) -> bool:
    """Returns True if the person got a message since the question that the other side did not write."""
    number, since = ctx.data[INTRODUCTION], datetime.fromisoformat(ctx.data[SINCE])
    async with ctx.reading() as session:
        arrived = await outbox.messages_since(session, ctx.caller.id, since)
        announced = await copies.any_arrived_since(session, ctx.caller.id, since)
    return announced or any(
        topic != Topic.RELAYED_MESSAGE or payload["introduction_id"] != number for topic, payload in arrived
    )


def _passed_on(t: Translator, number: IntroductionId, said: SentMessage) -> View:
    text = t("✅ Passed on. I'll tell you as soon as they answer.") if said.heard else _unreachable(t)
    return View(text=with_masking_note(t, text, said.findings), rows=(row(card_views.open_button(t, number)),))


def start(seen: ShownIntroduction, *, time: bool = False) -> dict[str, Any]:
    """Returns the initial data of the form: the introduction and the kind of message."""
    data: dict[str, Any] = {INTRODUCTION: seen.id}
    if seen.status is IntroductionStatus.ACCEPTED:
        return data | {TALKING: True} | ({TIME: True} if time else {})
    return data | ({ANSWERING: True} if seen.mine_proposed else {})


FIELD: Final = WordsField(key=WORDS, label=mark("Message"))
FORM = Form(
    name="write",
    title=lambda _t, _data: "",
    fields=(FIELD,),
    prepare=prepare,
    finish=_finish,
    # Text typed days later is rarely meant for the other side.
    kept=timedelta(days=1),
    reaches_others_at_once=True,
    is_interrupted=_is_interrupted,
    leave_label=mark("Stop"),
    aside=mark("OK. Your introductions: /introductions"),
)
