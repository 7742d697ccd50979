"""Opens a mailbox: the address of a company, from an imported list or from its adviser."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.usecases.mail.addresses import hash_of, language_of, sendable
from bot.usecases.people import daily_caps
from bot.usecases.people.registration import own_company
from storage.ids import CompanyId, PersonId
from storage.mail import addresses, mailboxes
from storage.people import memberships
from storage.vocabulary import Language, MailboxStatus, Relation, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """An address for a company, examined before the transaction, because that loads tables."""

    company_id: CompanyId
    address: str
    hash: str
    language: Language
    is_sendable: bool
    from_list: bool

    @classmethod
    def of(cls, company_id: CompanyId, country: str, address: str, *, from_list: bool) -> Self:
        return cls(
            company_id=company_id,
            address=address,
            hash=hash_of(address),
            language=language_of(country),
            is_sendable=sendable(address) is not None,
            from_list=from_list,
        )


async def open_mailbox(session: AsyncSession, new: NewAddress, now: datetime) -> bool:
    """Stores the company's address, in place of an earlier one. Returns False if it has this one already.

    It is refused at once if its owner wanted no mail before, or if no mail can reach it.
    """
    earlier = await mailboxes.of_company(session, new.company_id)
    if earlier is not None and earlier.address_hash == new.hash:
        return False
    if earlier is not None:
        await mailboxes.drop(session, earlier.id)
    status = MailboxStatus.NEW if new.is_sendable else MailboxStatus.BOUNCED
    if await addresses.is_refused(session, new.hash):
        status = MailboxStatus.REFUSED
    return await mailboxes.add(
        session,
        company_id=new.company_id,
        address=None if status is MailboxStatus.REFUSED else new.address,
        address_hash=new.hash,
        from_list=new.from_list,
        language=new.language,
        status=status,
        changed_at=now,
    )


async def give_address(session: AsyncSession, person_id: PersonId, new: NewAddress, now: datetime) -> bool:
    """Stores the address that somebody gives who acts for the company, in place of an earlier one.

    Returns False if its owner wants no mail. Raises NotAllowedError or DailyLimitError.
    """
    await own_company(session, person_id, new.company_id)
    membership = await memberships.find(session, person_id, new.company_id)
    if membership is None or membership.relation is Relation.REPRESENTATIVE:
        raise NotAllowedError
    await daily_caps.spend(session, person_id, Use.ADDRESS, now)
    await open_mailbox(session, new, now)
    mailbox = await mailboxes.of_company(session, new.company_id)
    return mailbox is not None and mailbox.status is not MailboxStatus.REFUSED
