"""Applies the forms of the page. Each form works once: a repeated or outdated one changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.errors import DomainError, InputError
from bot.i18n.translator import Translator, mark
from bot.usecases import introductions
from bot.usecases.follow_up import results
from bot.usecases.introductions import Rules, errors
from bot.usecases.mail import mailboxes as rules
from bot.usecases.mail.links import MailLink
from bot.usecases.people.message_masking import MaskedMessage, checked, mask_message
from handlers.introductions.answer_views import LATEST_DAYS, REASONS
from handlers.introductions.propose_form import language_of
from storage.ids import ByMail
from storage.introductions import introductions as stored
from storage.introductions import thread
from storage.mail import mailboxes
from storage.models import Introduction
from storage.vocabulary import Kind, MailboxStatus, Outcome, Worth

Value = TypeVar("Value")

DONE: Final[dict[str, str]] = {
    "yes": mark("Thank you. Here is the request."),
    "accept": mark("🎉 Accepted. You see each other's contacts now."),
    "no": mark("I tell them politely that it does not fit."),
    "later": mark("It comes back on that day. They know."),
    "say": mark("✅ Passed on."),
    "outcome": mark("Thank you, I noted it."),
    "worth": mark("Thank you, I noted it."),
    "quote": mark("🙏 Thank you. It may be quoted from now on. You can take it back at any time."),
    "unquote": mark("Done: nobody quotes it any more."),
}
"""What the page says after each act. No other text gets there through the address."""


class FormGoneError(InputError):
    """The form was sent before, or the introduction has changed since it was shown."""

    default = mark("That was sent already, or something has changed since. This is the current state.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A message, made ready before the transaction."""

    masked: MaskedMessage | None = None
    language: str | None = None
    quote: str = ""
    """A masked sentence about a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A posted form of a valid link."""

    link: MailLink
    t: Translator
    """Of the page that was shown."""
    act: str
    fields: Mapping[str, str]

    @property
    def speaker(self) -> ByMail:
        return ByMail(self.link.mailbox_id)


async def apply(services: Services, posted: Posted) -> None:
    """Applies an answer. Raises DomainError if it is refused; then nothing was changed."""
    words = await _prepared(services, posted)
    async with services.database.writing() as session:
        mailbox = await mailboxes.lock(session, posted.link.mailbox_id)
        if mailbox is None:
            raise errors.NotYoursError
        if posted.act == "yes":
            if not await rules.confirm(session, mailbox, posted.link.introduction_id, services.clock()):
                raise FormGoneError
        elif mailbox.status is not MailboxStatus.CONFIRMED:
            raise errors.NotYoursError
        else:
            await _answer(session, services, posted, words)
    services.outbox.wake()


async def _answer(session: AsyncSession, services: Services, posted: Posted, words: Words) -> None:
    introduction = await stored.find(session, posted.link.introduction_id)
    if introduction is None or posted.fields.get("state") != await state_of(session, introduction, posted.speaker):
        raise FormGoneError
    speaker, number, fields = posted.speaker, introduction.id, posted.fields
    now, limits = services.clock(), Rules.of(services.settings)
    match posted.act:
        case "accept":
            await introductions.accept(session, speaker, number, now)
        case "no":
            reason = _chosen(fields, "reason", {one.value: one for one in REASONS})
            await introductions.decline(session, speaker, number, reason, now)
        case "later":
            days = _chosen(fields, "days", {str(count): count for count in range(1, LATEST_DAYS + 1)})
            until = now + timedelta(days=days)
            await introductions.postpone(session, speaker, number, until, rules=limits, now=now)
        case "say":
            await introductions.say(
                session,
                speaker,
                number,
                fields.get("words"),
                rules=limits,
                now=now,
                shown=words.masked,
                language=words.language,
            )
        case "outcome":
            outcome = _chosen(fields, "outcome", {one.value: one for one in Outcome})
            await introductions.record_outcome(session, speaker, number, None, outcome, now)
        case "worth":
            worth = _chosen(fields, "worth", {one.value: one for one in Worth})
            await results.tell_worth(session, speaker, number, worth, now)
        case "quote":
            named = _chosen(fields, "named", {"named": True, "unnamed": False})
            await results.allow_quote(session, speaker, number, words.quote, now, named=named)
        case "unquote":
            await results.take_quote_back(session, speaker, number)
        case _:
            raise FormGoneError


def _chosen(fields: Mapping[str, str], name: str, values: Mapping[str, Value]) -> Value:
    """Returns the value of a choice. Raises FormGoneError for one that the page does not offer."""
    try:
        return values[fields.get(name, "")]
    except KeyError:
        raise FormGoneError from None


async def _prepared(services: Services, posted: Posted) -> Words:
    """Masks the words and guesses their language before the transaction. `say` checks the introduction and the text."""
    words = posted.fields.get("words", "").strip()
    if posted.act == "quote":
        return Words(quote=await _masked_quote(services, posted, words))
    if posted.act != "say":
        return Words()
    return Words(masked=await _masked(services, posted, words), language=await language_of(posted.t, words))


async def _masked_quote(services: Services, posted: Posted, words: str) -> str:
    """Raises DomainError."""
    checked(words, results.QUOTE_LIMIT)
    async with services.database.reading() as session:
        around = await results.secrets_of_quote(session, posted.speaker, posted.link.introduction_id)
    return await results.masked_quote(words, around)


async def _masked(services: Services, posted: Posted, words: str) -> MaskedMessage | None:
    try:
        async with services.database.reading() as session:
            around = await introductions.masking_context_of(session, posted.speaker, posted.link.introduction_id)
    except DomainError:
        return None
    return None if around is None else await mask_message(words, around)


async def state_of(session: AsyncSession, introduction: Introduction, speaker: ByMail) -> str:
    """Returns what changes with every answer and every message of this side."""
    mailbox = await mailboxes.find(session, speaker.mailbox_id)
    side = Kind.NEED if mailbox is not None and introduction.need_company_id == mailbox.company_id else Kind.OFFER
    own = [one.id for one in await thread.of_introduction(session, introduction.id) if one.side is side]
    return f"{introduction.moves}.{max(own, default=0)}"
