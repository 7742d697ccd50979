"""Mailboxes from the first mail to the last: asking, confirming, refusing, and mails that come back."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.mailing import daytime
from bot.usecases.introductions.notices import not_before, tell_side
from bot.usecases.mail.opening import NewAddress, open_mailbox
from storage import follow_up, outbox
from storage.database import Database
from storage.ids import CompanyId, IntroductionId, MailboxId
from storage.introductions import introductions
from storage.introductions.introductions import closed
from storage.mail import addresses, mailboxes, mails, waiting_introductions
from storage.models import Mailbox
from storage.people import preferences
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    DeclineReason,
    IntroductionStatus,
    MailboxStatus,
    MailTopic,
    Topic,
)

_BATCH: Final = 100
_ALIVE: Final = (MailboxStatus.NEW, MailboxStatus.ASKED, MailboxStatus.CONFIRMED)


@dataclass(frozen=True)
class MailboxJob:
    """A periodic job: opens mailboxes for companies of imported lists, and asks new ones if we may write.

    It runs only where mails can be sent. `wake` wakes the outbox.
    """

    database: Database
    clock: Callable[[], datetime]
    _: KW_ONLY
    wake: Callable[[], None] = lambda: None

    async def run(self) -> int:
        """Handles a batch and returns the number of opened mailboxes and of mails."""
        now = self.clock()
        async with self.database.reading() as session:  # on SQLite a writer would block others
            listed = await waiting_introductions.listed_addresses(session, now, _BATCH)
            if not listed and not await waiting_introductions.is_any_to_ask(session, now):
                return 0
        new = [NewAddress.of(one.company_id, one.country, one.address, from_list=True) for one in listed]
        async with self.database.writing() as session:
            opened = [one for one in new if await open_mailbox(session, one, now)]
            asked = await ask_new(session, now)
        if asked:
            self.wake()
        return len(opened) + asked


async def ask_new(session: AsyncSession, now: datetime) -> int:
    """Queues the one mail that asks if we may write, to each new mailbox that an introduction waits for.

    An address whose owner has agreed for another company is not asked again. Returns the number of mailboxes.
    """
    done = 0
    for mailbox, introduction_id in await waiting_introductions.to_ask(session, now, _BATCH):
        if await mailboxes.is_confirmed(session, mailbox.address_hash):
            done += await _confirm(session, mailbox, MailboxStatus.NEW, now)
        elif await addresses.mark_asked(session, mailbox.address_hash, now):
            done += await _ask(session, mailbox, introduction_id, now)
    return done


async def _ask(session: AsyncSession, mailbox: Mailbox, introduction_id: IntroductionId, now: datetime) -> bool:
    asked = await mailboxes.change_status(
        session, mailbox.id, from_=[MailboxStatus.NEW], to=MailboxStatus.ASKED, now=now
    )
    return asked and await mails.queue(
        session,
        mailbox.id,
        MailTopic.CONSENT,
        payload={"introduction_id": introduction_id},
        dedupe_key=f"{MailTopic.CONSENT}:{introduction_id}:0:m{mailbox.id}",
        now=now,
        not_before=await daytime(session, mailbox.company_id, now),
    )


async def confirm(session: AsyncSession, mailbox: Mailbox, seen: IntroductionId, now: datetime) -> bool:
    """Confirms the address, and mails every waiting introduction but `seen`, which the page shows.

    Returns False for a second press.
    """
    return await _confirm(session, mailbox, MailboxStatus.ASKED, now, seen=seen)


async def _confirm(
    session: AsyncSession,
    mailbox: Mailbox,
    before: MailboxStatus,
    now: datetime,
    *,
    seen: IntroductionId | None = None,
) -> bool:
    if not await mailboxes.change_status(session, mailbox.id, from_=[before], to=MailboxStatus.CONFIRMED, now=now):
        return False
    for waiting in await waiting_introductions.for_company(session, mailbox.company_id, now):
        if waiting.id != seen:
            await mails.queue(
                session,
                mailbox.id,
                Topic.INTRODUCTION_PROPOSED,
                payload={
                    "introduction_id": waiting.id,
                    "side": waiting.recipient_side.value,
                    "move": waiting.moves,
                },
                dedupe_key=f"{Topic.INTRODUCTION_PROPOSED}:{waiting.id}:{waiting.moves}:m{mailbox.id}",
                now=now,
                not_before=now if seen is not None else await daytime(session, mailbox.company_id, now),
            )
    return True


async def refuse(session: AsyncSession, mailbox_id: MailboxId, now: datetime) -> None:
    """Never writes to this address again, for whichever company, and ends what waits for it."""
    found = await mailboxes.find(session, mailbox_id)
    if found is None:
        return
    await addresses.refuse(session, found.address_hash, now)
    for mailbox in await mailboxes.with_hash(session, found.address_hash):
        await follow_up.delete_mailed(session, mailbox.company_id)  # no link is left to take a quote back
        await _end(session, mailbox, MailboxStatus.REFUSED, now)


async def bounce(session: AsyncSession, mailbox_id: MailboxId, now: datetime) -> None:
    """Ends a mailbox whose address does not take mail, and what waits for it."""
    mailbox = await mailboxes.find(session, mailbox_id)
    if mailbox is not None:
        await _end(session, mailbox, MailboxStatus.BOUNCED, now)


async def ask_for_link(
    session: AsyncSession, mailbox_id: MailboxId, introduction_id: IntroductionId, now: datetime
) -> bool:
    """Mails a new link in place of an expired one, at most once a day. Returns False if that is not possible."""
    mailbox = await mailboxes.find(session, mailbox_id)
    if mailbox is None or mailbox.status not in {MailboxStatus.ASKED, MailboxStatus.CONFIRMED}:
        return False
    return await mails.queue(
        session,
        mailbox.id,
        MailTopic.NEW_LINK,
        payload={"introduction_id": introduction_id},
        dedupe_key=f"{MailTopic.NEW_LINK}:{introduction_id}:{now.date()}:m{mailbox.id}",
        now=now,
    )


async def _end(session: AsyncSession, mailbox: Mailbox, status: MailboxStatus, now: datetime) -> None:
    if status is MailboxStatus.REFUSED:
        # Also after a mail came back: a full mailbox returns mails for a while.
        before = (*_ALIVE, MailboxStatus.BOUNCED)
        ended = await mailboxes.change_status(session, mailbox.id, from_=before, to=status, now=now, address=None)
    else:
        ended = await mailboxes.change_status(session, mailbox.id, from_=_ALIVE, to=status, now=now)
    if not ended:
        return
    for reader in await preferences.listeners(session, mailbox.company_id):
        await outbox.queue_message(
            session,
            reader.person_id,
            Topic.MAILBOX_ENDED,
            payload={"company_id": mailbox.company_id, "status": status},
            dedupe_key=f"{Topic.MAILBOX_ENDED}:{mailbox.id}:{status}:{reader.person_id}",
            now=now,
            not_before=not_before(Topic.MAILBOX_ENDED, reader, now),
        )
    if not await mailboxes.has_adviser_or_own_people(session, mailbox.company_id):
        await _end_introductions(session, mailbox.company_id, now)


async def _end_introductions(session: AsyncSession, company_id: CompanyId, now: datetime) -> None:
    """Ends the introductions that wait for a company which nobody but an organizer represents."""
    changes = closed(IntroductionStatus.EXPIRED, now) | {"decline_reason": DeclineReason.UNREACHABLE}
    for introduction in await waiting_introductions.open_to(session, company_id):
        ended = await introductions.move(session, introduction.id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now)
        if ended is not None:
            await tell_side(session, ended, ended.proposer_side, Topic.INTRODUCTION_EXPIRED, now)
