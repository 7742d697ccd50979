"""Queues mails to the mailbox of a company, in the transaction of the change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.people.settings import USUAL_QUIET, next_allowed, zone_of
from storage.ids import ByMail, CompanyId, IntroductionId, Speaker
from storage.mail import mailboxes, mails
from storage.people import companies
from storage.vocabulary import Topic

MAILED: Final = frozenset(
    {
        Topic.INTRODUCTION_PROPOSED,
        Topic.INTRODUCTION_QUESTION,
        Topic.INTRODUCTION_ANSWER,
        Topic.INTRODUCTION_RETURNED,
        Topic.INTRODUCTION_REMINDER,
        Topic.INTRODUCTION_ACCEPTED,
        Topic.INTRODUCTION_WITHDRAWN,
        Topic.RELAYED_MESSAGE,
        Topic.OUTCOME_QUESTION,
        Topic.INTRODUCTION_NUDGED,
        Topic.INTRODUCTION_OVER,
    }
)
"""Notices that are worth a mail. The page shows the rest."""


async def tell_mailbox(
    session: AsyncSession,
    company_id: CompanyId,
    topic: Topic,
    *,
    payload: Mapping[str, Any],
    key: str,
    at_once: bool,
    but: Speaker | None,
    now: datetime,
) -> int:
    """Queues a notice as a mail if the company is reached by mail. Returns the number of mails: 0 or 1.

    Mails wait for the end of the night in the company's country, unless two people are talking (`at_once`).
    """
    if topic not in MAILED:
        return 0
    mailbox = await mailboxes.reading_for(session, company_id)
    if mailbox is None or but == ByMail(mailbox.id):
        return 0
    if topic is Topic.INTRODUCTION_WITHDRAWN and not await mails.was_told(
        session, mailbox.id, IntroductionId(payload["introduction_id"])
    ):
        return 0
    await mails.queue(
        session,
        mailbox.id,
        topic,
        payload=payload,
        dedupe_key=f"{key}:m{mailbox.id}",
        now=now,
        not_before=now if at_once else await daytime(session, company_id, now),
    )
    return 1


async def daytime(session: AsyncSession, company_id: CompanyId, now: datetime) -> datetime:
    """Returns now, or the end of the night in the company's country."""
    company = await companies.find(session, company_id)
    return next_allowed(now, zone_of(None if company is None else company.country), *USUAL_QUIET)
