"""Mailing the codes that were asked for: rows are claimed, the code drawn and kept as a hash, and then it is sent.

What a kill leaves claimed is mailed anew a little later, with another code: the one before is good for nothing then.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.outbox.smtp import Mail, Mailer, MailNotSentError
from bot.usecases.verification.mail_codes import DIGITS, VALID, hashed
from storage import outbox
from storage.database import Database
from storage.models import VerificationCode
from storage.people import people
from storage.verification import verifications
from storage.vocabulary import Language, Topic

PATIENCE: Final = timedelta(minutes=2)
"""How long a claimed mail is left to the one who has claimed it: longer than a server may take."""
_FIRST_GAP: Final = timedelta(seconds=30)  # before it is tried again; doubled each time
_MOST: Final = 6  # tries to send, within half an hour
_BATCH: Final = 20

log = logging.getLogger(__name__)

Worded = Callable[[Language, str], tuple[str, str]]
"""Subject and text of the mail that bears a code."""


class CodePost:
    """`draw` gives one of these characters, unpredictably; `wake` is called when there is somebody to be told."""

    def __init__(
        self,
        database: Database,
        mailer: Mailer,
        worded: Worded,
        clock: Callable[[], datetime],
        draw: Callable[[str], str],
        *,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._mailer = mailer
        self._worded = worded
        self._clock = clock
        self._draw = draw
        self._wake = wake

    async def run(self) -> int:
        """One round; gives how many mails it dealt with."""
        for done in range(_BATCH):
            if not await self._one():
                return done
        return _BATCH

    async def _one(self) -> bool:
        code = "".join(self._draw("0123456789") for _ in range(DIGITS))
        async with self._database.writing() as session:
            now = self._clock()
            row = await verifications.claim_code(session, now, until=now + PATIENCE)
            if row is None:
                return False
            row.code_hash = hashed(code, row.company_id, row.person_id)
            row.tries, row.expires_at, row.sendings = 0, now + VALID, row.sendings + 1
            person = await people.find(session, row.person_id)
            await session.flush()
            session.expunge(row)
        if person is None:
            return True
        subject, text = self._worded(person.language, code)
        number = f"{row.company_id}.{row.person_id}.{int(now.timestamp() * 1_000)}"
        try:
            await self._mailer.send(Mail(to=row.email, subject=subject, text=text, number=number, at=now))
        except MailNotSentError as error:
            log.warning("a code was not mailed: %s", error)
            await self._failed(row, for_good=error.for_good)
        else:
            async with self._database.writing() as session:
                await verifications.mark_sent(session, row, self._clock())
        return True

    async def _failed(self, row: VerificationCode, *, for_good: bool) -> None:
        now = self._clock()
        if not for_good and row.sendings < _MOST:
            gap: timedelta = _FIRST_GAP * 2 ** (row.sendings - 1)
            async with self._database.writing() as session:
                await verifications.put_off(session, row, now + gap)
            return
        async with self._database.writing() as session:
            if not await verifications.give_up(session, row):
                return
            await outbox.tell(
                session,
                row.person_id,
                Topic.CODE_NOT_SENT,
                payload={"company_id": row.company_id, "for_good": for_good},
                dedupe_key=f"{Topic.CODE_NOT_SENT}:{row.company_id}:{row.person_id}:{now.isoformat()}",
                now=now,
            )
        self._wake()
