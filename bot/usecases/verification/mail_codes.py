"""Verifies a company by a code that is mailed to an address at its own domain.

The code is generated when the mail is sent (bot.outbox.code_mails), so that it exists only in the mail.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, InputError, LimitReachedError
from bot.i18n.translator import mark
from bot.usecases.moderation import audit
from bot.usecases.people import daily_caps
from bot.usecases.people.contact_checks.email import check_email
from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.free_mail import is_free
from bot.usecases.people.contact_checks.own_domain import domain_of, host_of, is_own
from bot.usecases.people.registration import own_company
from storage.ids import CompanyId, PersonId
from storage.models import VerificationCode
from storage.verification import verifications
from storage.vocabulary import AuditAction, AuditObject, DeliveryStatus, Use, VerificationMethod

VALID: Final = timedelta(minutes=30)
"""How long a mailed code is valid."""
TRIES: Final = 5
AGAIN_AFTER: Final = timedelta(minutes=1)
"""Minimum time between two requests for a code, because mail is slow and nobody should be flooded."""
DIGITS: Final = 6
_DOMAIN: Final = 200  # characters of a domain that are stored
_ROUNDS: Final = 20_000  # of PBKDF2, about 10 ms; a million codes take longer than a code is valid


class NoAddressError(InputError):
    default: ClassVar[str] = mark("That does not look like an e-mail address.")


class FreeMailError(InputError):
    default: ClassVar[str] = mark(
        "Anybody can get an address there, so it proves nothing about your company. Type one at {domain}."
    )


class OtherDomainError(InputError):
    default: ClassVar[str] = mark("The address must be at {domain}, like your website.")


class NoWebsiteError(InputError):
    default: ClassVar[str] = mark(
        "I don't know your company's website yet. Add it under “✏️ Change”. Then I send the code to an address "
        "at that domain."
    )


class TooSoonError(LimitReachedError):
    default: ClassVar[str] = mark(
        "A code is on its way. This can take a minute. Check the spam folder before you ask for another one."
    )


class CodeResult(Enum):
    """The result of a typed code."""

    RIGHT = auto()
    WRONG = auto()
    USED_UP = auto()
    GONE = auto()
    """The code expired or was never requested."""
    NOT_SENT = auto()
    """The mail was not sent yet."""


def checked_address(text: str, website: str | None) -> str:
    """Returns the normalised address. Raises NoWebsiteError, NoAddressError, FreeMailError or OtherDomainError."""
    domain = host_of(website)
    if not domain:
        raise NoWebsiteError
    try:
        address = check_email(text).address
    except CheckFailed:
        raise NoAddressError from None
    if not address.isascii():
        # Not every mail server accepts non-ASCII addresses; domains have an ASCII form.
        local, _, _ = address.rpartition("@")
        if not local.isascii():
            raise NoAddressError
        address = f"{local}@{domain_of(address)}"
    if is_free(domain_of(address)):
        raise FreeMailError(domain=domain)
    if not is_own(address, website):
        raise OtherDomainError(domain=domain)
    return address


async def ask(session: AsyncSession, person_id: PersonId, company_id: CompanyId, text: str, now: datetime) -> str:
    """Queues a mail with a new code, which replaces an earlier one, and returns the address.

    Raises NotAllowedError, AlreadyDoneError if the company is verified by mail already, TooSoonError, DailyLimitError,
    and the errors of `checked_address`.
    """
    company = await own_company(session, person_id, company_id)
    address = checked_address(text, company.website)
    standing = {(one.method, one.detail) for one in await verifications.standing(session, company_id)}
    if (VerificationMethod.EMAIL, domain_of(address)[:_DOMAIN]) in standing:
        raise AlreadyDoneError
    before = await verifications.code_of(session, company_id, person_id)
    if before is not None and before.email == address and _is_fresh(before, now):
        raise TooSoonError
    await daily_caps.spend(session, person_id, Use.MAIL, now)
    code = VerificationCode(
        company_id=company_id,
        person_id=person_id,
        email=address,
        code_hash=None,
        tries=0,
        expires_at=now + VALID,
        status=DeliveryStatus.PENDING,
        not_before=now,
        attempts=0,
        part=0,
        unsure=False,
        message_ids=[],
        owner=None,
        leased_until=None,
        error=None,
        finished_at=None,
    )
    await verifications.put_code(session, code)
    return address


def _is_fresh(code: VerificationCode, now: datetime) -> bool:
    """Returns True if the code was not mailed yet, or less than `AGAIN_AFTER` ago."""
    return code.finished_at is None or code.finished_at > now - AGAIN_AFTER


async def enter(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, typed: str, now: datetime
) -> CodeResult:
    """Checks a code. The right one verifies the company.

    A wrong code is returned and not raised, so that the try is stored. Raises NotAllowedError or DailyLimitError.
    """
    company = await own_company(session, person_id, company_id)
    await daily_caps.spend(session, person_id, Use.CODE, now)
    code = await verifications.code_of(session, company_id, person_id)
    if code is None or code.expires_at <= now or not is_own(code.email, company.website):
        return CodeResult.GONE
    if code.finished_at is None:
        return CodeResult.NOT_SENT
    tries = await verifications.count_try(session, company_id, person_id, TRIES)
    if tries is None:
        return CodeResult.USED_UP
    if not hmac.compare_digest(code.code_hash or "", hashed(digits_in(typed), company_id, person_id)):
        return CodeResult.USED_UP if tries == TRIES else CodeResult.WRONG
    await verifications.drop_code(session, company_id, person_id)
    await verifications.withdraw(session, company_id, now, method=VerificationMethod.EMAIL)
    domain = domain_of(code.email)[:_DOMAIN]
    await record_verification(session, person_id, company_id, VerificationMethod.EMAIL, domain, now)
    return CodeResult.RIGHT


def digits_in(text: str) -> str:
    """Returns the digits of a typed code, in any script and with any separators."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


def hashed(code: str, company_id: CompanyId, person_id: PersonId) -> str:
    """Returns a hash of 64 characters."""
    salt = f"{company_id}:{person_id}".encode()
    return hashlib.pbkdf2_hmac("sha256", code.encode(), salt, _ROUNDS).hex()


async def record_verification(
    session: AsyncSession,
    person_id: PersonId,
    company_id: CompanyId,
    method: VerificationMethod,
    detail: str,
    now: datetime,
) -> None:
    """Stores the verification and its audit entry. Raises AlreadyDoneError if the company has it already."""
    if await verifications.add(session, company_id, method, detail=detail, by=person_id, now=now) is None:
        raise AlreadyDoneError
    await audit.record(
        session,
        person_id,
        AuditAction.VERIFY,
        AuditObject.COMPANY,
        company_id,
        now=now,
        after={"method": method.value},
    )
