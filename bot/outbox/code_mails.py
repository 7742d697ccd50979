"""The channel of mailed codes. Each attempt makes a new code and voids the earlier one, so a mail may be repeated."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.channel import Changes, Channel, MessagePart, Prepared
from bot.outbox.delivery_outcome import SendOutcome
from bot.outbox.smtp import Mail, Mailer, MailNotSentError
from bot.usecases.verification.mail_codes import DIGITS, VALID, hashed
from storage import outbox
from storage.database import Database
from storage.models import VerificationCode
from storage.people import people
from storage.verification import verifications
from storage.vocabulary import DeliveryStatus, Language, Topic

_FIRST_WAIT: Final = timedelta(seconds=30)  # doubled after each failure
_MAX_ATTEMPTS: Final = 6  # within half an hour

CodeMail = Callable[[Language, str], tuple[str, str]]
"""Returns subject and text of the mail with a code."""


class CodeMailChannel(Channel[VerificationCode]):
    """Sends mails with codes. `draw` returns a random one of the given characters."""

    table = VerificationCode
    in_flight = 4

    def __init__(
        self,
        database: Database,
        mailer: Mailer,
        write: CodeMail,
        clock: Callable[[], datetime],
        draw: Callable[[str], str],
    ) -> None:
        self._database = database
        self._mailer = mailer
        self._write = write
        self._clock = clock
        self._draw = draw

    def chat_of(self, _row: VerificationCode) -> None:
        return None

    async def prepare(self, row: VerificationCode) -> Prepared | None:
        async with self._database.reading() as session:
            person = await people.find(session, row.person_id)
        if person is None:
            return None
        row.part, row.unsure = 0, False
        code = "".join(self._draw("0123456789") for _ in range(DIGITS))
        now = self._clock()
        row.code_hash = hashed(code, row.company_id, row.person_id)
        subject, text = self._write(person.language, code)
        number = f"{row.company_id}.{row.person_id}.{int(now.timestamp() * 1_000)}"
        mail = Mail(to=row.email, subject=subject, text=text, number=number, at=now)
        store = partial(verifications.store_code, row=row, expires_at=now + VALID)
        return Prepared(parts=[MessagePart(send=partial(self._send, mail))], on_sending=store)

    async def _send(self, mail: Mail) -> list[int]:
        await self._mailer.send(mail)
        return []

    def outcome(self, row: VerificationCode, error: Exception) -> SendOutcome:
        attempts = row.attempts + 1
        is_final = isinstance(error, MailNotSentError) and error.for_good
        text = str(error) if isinstance(error, MailNotSentError) else type(error).__name__
        if is_final or attempts >= _MAX_ATTEMPTS:
            return SendOutcome(status=DeliveryStatus.FAILED, error=text)
        wait: timedelta = _FIRST_WAIT * 2 ** (attempts - 1)
        return SendOutcome(status=DeliveryStatus.PENDING, wait_s=wait.total_seconds(), error=text)

    async def on_recorded(self, session: AsyncSession, row: VerificationCode, changes: Changes) -> None:
        """Tells the person if no mail could be sent."""
        if changes["status"] is not DeliveryStatus.FAILED:
            return
        await verifications.drop_code(session, row.company_id, row.person_id)
        now = self._clock()
        await outbox.queue_message(
            session,
            row.person_id,
            Topic.CODE_NOT_SENT,
            payload={"company_id": row.company_id, "for_good": changes["attempts"] < _MAX_ATTEMPTS},
            dedupe_key=f"{Topic.CODE_NOT_SENT}:{row.company_id}:{row.person_id}:{now.isoformat()}",
            now=now,
        )
