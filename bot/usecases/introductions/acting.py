"""Advisers and organizers of a company without representatives, and the state of its mailbox."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ByMail, CompanyId, Speaker
from storage.mail import mailboxes
from storage.people import companies, memberships
from storage.vocabulary import MailboxStatus, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class ActingFor:
    """A company that the reader represents without working there."""

    company: str
    country: str
    mailbox: MailboxStatus | None
    """None if the bot has no address to write to, or cannot mail."""


async def acting_for(session: AsyncSession, speaker: Speaker, company_id: CompanyId) -> ActingFor | None:
    """Returns None for somebody who works for the company."""
    if isinstance(speaker, ByMail):
        return None
    membership = await memberships.find(session, speaker, company_id)
    if membership is None or membership.relation is Relation.REPRESENTATIVE:
        return None
    company, mailbox = await companies.find(session, company_id), await mailboxes.of_company(session, company_id)
    if company is None:
        return None
    return ActingFor(company=company.name, country=company.country, mailbox=None if mailbox is None else mailbox.status)
