"""Messages between the two sides: masked until both accepted, unmasked afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AllHiddenError
from bot.masking import Finding
from bot.usecases.introductions import errors
from bot.usecases.introductions.access import OwnSide, own_side, person_of, why_not
from bot.usecases.introductions.notices import tell_colleagues, tell_side
from bot.usecases.introductions.rules import MESSAGE_LIMIT, TEXT_LIMIT, Rules
from bot.usecases.people.active_sanctions import require_not_muted
from bot.usecases.people.message_masking import (
    MaskedMessage,
    MaskingContext,
    checked,
    mask_if_outdated,
    masking_context,
)
from storage.ids import ByMail, IntroductionId, MessageId, Speaker
from storage.introductions import blocks, introductions, thread
from storage.models import Introduction
from storage.vocabulary import FileKind, IntroductionStatus, Kind, Topic

_REMEMBERED: Final = 6
"""Earlier messages of a side that are masked together with its next one, to find a number sent in pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    kind: FileKind
    file_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    message_id: MessageId
    findings: tuple[Finding, ...]
    """The masked parts."""
    heard: int
    """Number of people on the other side who get the message; 0 if all have blocked the bot."""


async def say(
    session: AsyncSession,
    speaker: Speaker,
    introduction_id: IntroductionId,
    text: str | None,
    *,
    rules: Rules,
    now: datetime,
    file: File | None = None,
    shown: MaskedMessage | None = None,
    language: str | None = None,
) -> SentMessage:
    """Sends a question, an answer or a message, whichever may be sent now.

    `shown` is the text as masked with `masking_context_of` before the transaction, `language` its IETF tag. Raises
    NotYoursError, NotYourMoveError, ClosedError, UnavailableError, FilesNotYetError, EmptyTextError,
    TooLongError or AllHiddenError.
    """
    own = await own_side(session, speaker, introduction_id)
    await require_not_muted(session, person_of(speaker), own.company_id, now)
    if own.introduction.status is IntroductionStatus.ACCEPTED:
        return await _relay(session, speaker, own, text, file=file, language=language, now=now)
    if file is not None:
        raise errors.FilesNotYetError
    return await _send_turn(session, speaker, own, text, rules=rules, now=now, made=shown, language=language)


async def masking_context_of(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId
) -> MaskingContext | None:
    """Returns the context for masking the next message; None after both accepted. Raises NotYoursError."""
    own = await own_side(session, speaker, introduction_id)
    return None if own.introduction.status is IntroductionStatus.ACCEPTED else await _surroundings(session, own)


async def _relay(
    session: AsyncSession,
    speaker: Speaker,
    own: OwnSide,
    text: str | None,
    *,
    now: datetime,
    file: File | None,
    language: str | None,
) -> SentMessage:
    """Sends a message after both accepted, unmasked: text, file or both."""
    await _refuse_blocked(session, own)
    words = "" if file is not None and not text else checked(text, MESSAGE_LIMIT)
    message = await thread.add(
        session,
        own.introduction.id,
        side=own.side,
        author_id=person_of(speaker),
        by_mail=isinstance(speaker, ByMail),
        text=words,
        relayed=words,
        found=frozenset(),
        language=language,
        now=now,
        file_kind=None if file is None else file.kind,
        file_id=None if file is None else file.file_id,
    )
    heard = await _tell(session, own.introduction, own.side.counterpart, Topic.RELAYED_MESSAGE, message.id, now)
    return SentMessage(message_id=message.id, findings=(), heard=heard)


async def _send_turn(
    session: AsyncSession,
    speaker: Speaker,
    own: OwnSide,
    text: str | None,
    *,
    rules: Rules,
    now: datetime,
    made: MaskedMessage | None,
    language: str | None,
) -> SentMessage:
    """Sends the recipient's question or the proposer's answer. The other side gets the full answer time.

    Only one question at a time: raises NotYourMoveError until it is answered. Accepting and declining stay possible.
    """
    words = checked(text, TEXT_LIMIT)
    if made is not None and made.text == words and made.hides_everything:
        raise AllHiddenError
    before, after = IntroductionStatus.PROPOSED, IntroductionStatus.QUESTION
    if own.proposed:
        before, after = after, before
    moved = await introductions.move(
        session,
        own.introduction.id,
        from_=[before],
        changes={
            "status": after,
            "turn": introductions.RECIPIENT if own.proposed else introductions.PROPOSER,
            **_full_time(rules, now),
        },
        now=now,
        guard=introductions.by_proposer(speaker) if own.proposed else introductions.by_recipient(speaker),
    )
    if moved is None:
        theirs = errors.NotYourMoveError()
        raise await why_not(session, speaker, own.introduction.id, by_proposer=own.proposed, or_else=theirs)
    shown = mask_if_outdated(made, words, await _surroundings(session, own))
    message = await thread.add(
        session,
        moved.id,
        side=own.side,
        author_id=person_of(speaker),
        by_mail=isinstance(speaker, ByMail),
        text=shown.text,
        relayed=shown.relayed,
        found=shown.kinds,
        language=language,
        now=now,
    )
    topic = Topic.INTRODUCTION_ANSWER if own.proposed else Topic.INTRODUCTION_QUESTION
    heard = await _tell(session, moved, own.side.counterpart, topic, message.id, now)
    await tell_colleagues(session, moved, own.side, speaker, now)
    return SentMessage(message_id=message.id, findings=shown.findings, heard=heard)


async def _surroundings(session: AsyncSession, own: OwnSide) -> MaskingContext:
    """Returns the context for masking, with this side's earlier texts, which may contain the first half of a number."""
    introduction, side = own.introduction, own.side
    pitch = introduction.pitch if own.proposed else None
    written = [one.text for one in await thread.of_introduction(session, introduction.id) if one.side is side]
    before = [text for text in (pitch, *written) if text][-_REMEMBERED:]
    return await masking_context(session, own.company_id, introduction.listing_of(side), before)


async def _tell(
    session: AsyncSession, introduction: Introduction, side: Kind, topic: Topic, message_id: MessageId, now: datetime
) -> int:
    return await tell_side(session, introduction, side, topic, now, number=message_id, extra={"message_id": message_id})


async def _refuse_blocked(session: AsyncSession, own: OwnSide) -> None:
    if await blocks.between(session, own.company_id, own.their_company_id):
        raise errors.UnavailableError


def _full_time(rules: Rules, now: datetime) -> dict[str, Any]:
    return {
        "later_until": None,
        "remind_at": now + rules.reminder,
        "reminded_at": None,
        "expires_at": now + rules.expiry,
    }
