"""The channel of mails to mailboxes of companies that are not on Telegram."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.channel import Changes, Channel, Effect, MessagePart, Prepared, no_effect
from bot.outbox.delivery_outcome import SendOutcome, outcome_of
from bot.outbox.smtp import Mail, Mailer, MailMaybeSentError, MailNotSentError
from bot.usecases.introductions.notices import AT_ONCE
from bot.usecases.mail import mailboxes as rules
from storage.mail import mailboxes, mails
from storage.models import MailDelivery
from storage.vocabulary import DeliveryStatus

_FIRST_WAIT: Final = timedelta(minutes=2)
"""After a temporary refusal; then doubled. Servers that greylist take a mail after some minutes."""
_LONGEST_WAIT: Final = timedelta(hours=4)
_MAX_ATTEMPTS: Final = 18
"""About two days of temporary refusals: then the address counts as unreachable."""
_UNREACHED_WAIT: Final = timedelta(minutes=5)
"""While our own mail server is unreachable, which says nothing about the address."""
_DAY: Final = timedelta(hours=24)
PER_DAY: Final = 5
"""Mails per address in 24 hours."""
PER_DAY_IN_TALK: Final = 20
"""The same with messages of people who are talking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenMail:
    """A mail, and what is stored once it was sent."""

    mail: Mail
    on_sent: Effect = no_effect


class MailChannel(Channel[MailDelivery]):
    """Sends mails. `write` renders the current mail, or returns None for an obsolete one."""

    table = MailDelivery
    in_flight = 4

    def __init__(
        self,
        mailer: Mailer,
        write: Callable[[MailDelivery], Awaitable[WrittenMail | None]],
        clock: Callable[[], datetime],
    ) -> None:
        self._mailer = mailer
        self._write = write
        self._clock = clock

    def chat_of(self, _row: MailDelivery) -> None:
        return None

    async def prepare(self, row: MailDelivery) -> Prepared | None:
        written = await self._write(row)
        if written is None:
            return None
        part = MessagePart(send=partial(self._send, written.mail))
        return Prepared(parts=[part], on_sent=written.on_sent)

    async def _send(self, mail: Mail) -> list[int]:
        await self._mailer.send(mail)
        return []

    async def refusal(self, session: AsyncSession, row: MailDelivery) -> Changes | None:
        """Postpones a mail to an address that has had enough for a day."""
        now = self._clock()
        mailbox = await mailboxes.find(session, row.mailbox_id)
        if mailbox is None or mailbox.address is None:
            return {"status": DeliveryStatus.OBSOLETE, "finished_at": now}
        limit = PER_DAY_IN_TALK if row.topic in AT_ONCE else PER_DAY
        arrived = await mails.arrived(session, mailbox.address_hash, now - _DAY)
        if len(arrived) < limit:
            return None
        return {"status": DeliveryStatus.PENDING, "not_before": arrived[limit - 1] + _DAY}

    def outcome(self, row: MailDelivery, error: Exception) -> SendOutcome:
        attempts = row.attempts + 1
        if isinstance(error, MailMaybeSentError):
            return SendOutcome(status=DeliveryStatus.UNKNOWN, error=str(error))
        if not isinstance(error, MailNotSentError):
            return outcome_of(error, attempts)
        if error.for_good or (error.about_address and attempts >= _MAX_ATTEMPTS):
            return SendOutcome(status=DeliveryStatus.UNREACHABLE, error=str(error))
        if not error.about_address:
            wait_s = _UNREACHED_WAIT.total_seconds()
            return SendOutcome(status=DeliveryStatus.PENDING, wait_s=wait_s, error=str(error), counts=False)
        wait = min(_FIRST_WAIT * 2 ** (attempts - 1), _LONGEST_WAIT)
        return SendOutcome(status=DeliveryStatus.PENDING, wait_s=wait.total_seconds(), error=str(error))

    async def on_recorded(self, session: AsyncSession, row: MailDelivery, changes: Changes) -> None:
        if changes["status"] is DeliveryStatus.UNREACHABLE:
            await rules.bounce(session, row.mailbox_id, self._clock())
