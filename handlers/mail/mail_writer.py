"""Writes a mail when it is sent, from the database and in the company's language and English."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DomainError
from bot.i18n.translator import Translator, translator_for
from bot.outbox.channel import Effect
from bot.outbox.mails import WrittenMail
from bot.outbox.smtp import Mail
from bot.settings.settings import Settings
from bot.usecases import introductions
from bot.usecases.events.names import in_language
from bot.usecases.mail.addresses import sendable
from bot.usecases.mail.links import VALID, LinkSigner
from handlers.introductions import answer_views, contact_views, notice_views
from handlers.mail import mail_views
from handlers.mail.mail_views import Frame, Section
from storage.database import Database
from storage.events import exhibitors
from storage.ids import ByMail, IntroductionId, MessageId
from storage.introductions import timing
from storage.mail import mailboxes, waiting_introductions
from storage.models import Mailbox, MailDelivery
from storage.people import companies
from storage.vocabulary import Language, MailboxStatus, MailTopic, Topic

PATH: Final = "/m/"
"""The path of the page below the public URL."""
_WRITTEN_TO: Final = (MailboxStatus.ASKED, MailboxStatus.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWriter:
    database: Database
    settings: Settings
    signer: LinkSigner
    clock: Callable[[], datetime]

    async def write(self, row: MailDelivery) -> WrittenMail | None:
        """Returns None if the mail is obsolete."""
        number = IntroductionId(row.payload["introduction_id"])
        async with self.database.reading() as session:
            mailbox = await mailboxes.find(session, row.mailbox_id)
            to = None if mailbox is None or mailbox.address is None else sendable(mailbox.address)
            if mailbox is None or to is None:
                return None
            sections = []
            for language in dict.fromkeys((mailbox.language, Language.EN)):
                section = await self._section(session, mailbox, row, translator_for(language))
                if section is None:
                    return None
                sections.append(section)
        mail = self._mail(row, mailbox, to, sections, number)
        if row.topic == Topic.INTRODUCTION_REMINDER:
            return WrittenMail(mail=mail, on_sent=self._mark_reminded(number, int(row.payload["move"])))
        return WrittenMail(mail=mail)

    async def _section(
        self, session: AsyncSession, mailbox: Mailbox, row: MailDelivery, t: Translator
    ) -> Section | None:
        match row.topic:
            case MailTopic.CONSENT:
                return await self._consent(session, mailbox, t)
            case MailTopic.NEW_LINK:
                return mail_views.new_link(t) if mailbox.status in _WRITTEN_TO else None
        if await mailboxes.reading_for(session, mailbox.company_id) is None:
            return None
        if not await introductions.is_current(session, row.topic, row.payload):
            return None
        try:
            return await _introduction(session, mailbox, row, t)
        except DomainError:
            return None

    async def _consent(self, session: AsyncSession, mailbox: Mailbox, t: Translator) -> Section | None:
        company = await companies.find(session, mailbox.company_id)
        if company is None or mailbox.status is not MailboxStatus.ASKED:
            return None
        if not await waiting_introductions.for_company(session, mailbox.company_id, self.clock()):
            return None
        event = await exhibitors.latest_event_of(session, company.id) if mailbox.from_list else None
        return mail_views.consent(t, company.name, None if event is None else in_language(event.names, t.language))

    def _mail(
        self, row: MailDelivery, mailbox: Mailbox, to: str, sections: list[Section], number: IntroductionId
    ) -> Mail:
        now = self.clock()
        link = f"{self.settings.public_url}{PATH}{self.signer.sign(mailbox.id, number, now)}"
        stop = f"{link}/stop"
        operator = ", ".join(part for part in (self.settings.operator_name, self.settings.operator_contact) if part)
        content = mail_views.mail_text(sections, Frame(link=link, stop=stop, expires_at=now + VALID, operator=operator))
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        contact = parseaddr(self.settings.operator_contact)[1]
        if "@" in contact:
            headers["Reply-To"] = contact
        return Mail(
            to=to,
            subject=content.subject,
            text=content.text,
            html=content.html,
            headers=headers,
            number=f"m{row.id}.{int(now.timestamp() * 1_000)}",
            at=now,
        )

    def _mark_reminded(self, number: IntroductionId, move: int) -> Effect:
        async def mark_reminded(session: AsyncSession) -> None:
            await timing.mark_reminded(session, number, move, self.clock())

        return mark_reminded


async def _introduction(session: AsyncSession, mailbox: Mailbox, row: MailDelivery, t: Translator) -> Section | None:
    """Says what a person on Telegram would read. Raises DomainError if the mailbox may not read it any more."""
    speaker, number = ByMail(mailbox.id), IntroductionId(row.payload["introduction_id"])
    seen = await introductions.my_introduction(session, speaker, number)
    match row.topic:
        case Topic.INTRODUCTION_ACCEPTED:
            _, card = await introductions.my_contact_card(session, speaker, number)
            body = "\n".join([contact_views.introduced(t, seen), "", *contact_views.contact_lines(t, card)])
        case Topic.INTRODUCTION_QUESTION | Topic.INTRODUCTION_ANSWER:
            thread = await introductions.my_thread(session, speaker, number)
            line = next((line for line in thread if line.id == MessageId(row.payload["message_id"])), None)
            if line is None:
                return None
            body = notice_views.line(t, seen, line).text
        case Topic.RELAYED_MESSAGE:
            said = await introductions.signed_message(session, speaker, number, MessageId(row.payload["message_id"]))
            if said is None:
                return None
            body = notice_views.message(t, said).text + ("\n📎" if said.message.file_kind else "")
        case Topic.OUTCOME_QUESTION:
            body = answer_views.outcome_question(t, seen, row.payload["day"]).text
        case _:
            body = _NOTICES[Topic(row.topic)](t, seen).text
    return mail_views.introduction(t, row.topic, seen, body)


_NOTICES: Final = {
    Topic.INTRODUCTION_PROPOSED: notice_views.proposed,
    Topic.INTRODUCTION_RETURNED: notice_views.returned,
    Topic.INTRODUCTION_REMINDER: notice_views.reminder,
    Topic.INTRODUCTION_WITHDRAWN: notice_views.withdrawn,
    Topic.INTRODUCTION_NUDGED: notice_views.nudged,
    Topic.INTRODUCTION_OVER: notice_views.over,
}
