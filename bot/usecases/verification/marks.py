"""Verifies a company by its registration number or by a moderator."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from bot.errors import AlreadyDoneError, InputError
from bot.i18n.translator import mark
from bot.usecases.people.registration import own_company
from bot.usecases.verification.mail_codes import record_verification
from storage.ids import CompanyId, PersonId
from storage.moderation import reviews
from storage.verification import verifications
from storage.vocabulary import ReviewKind, VerificationMethod

_SERBIAN: Final = re.compile(r"\d{8}", re.ASCII)
"""The matični broj. Its check digit is not published, so only the length is checked."""
_KINDS: Final = ("uscc", "pib", "vat", "businessid", "cif", "nip", "nit")


class NotWellFormedError(InputError):
    default: ClassVar[str] = mark(
        "That is not a registration number of this country: the length or the check digits are wrong."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    kind: str
    """The kind as python-stdnum calls it, in capitals: USCC, PIB, VAT, MB."""
    number: str


def well_formed(country: str, text: str) -> Number:
    """Returns the number in compact form. Does not check its owner or its use. Raises NotWellFormedError."""
    for kind in _KINDS:
        module = get_cc_module(country.lower(), kind)
        if module is None:
            continue
        try:
            return Number(kind=kind.upper(), number=module.validate(text))
        except ValidationError:
            continue
    if country == "RS" and _SERBIAN.fullmatch(text.strip()):
        return Number(kind="MB", number=text.strip())
    raise NotWellFormedError


async def by_number(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, text: str, now: datetime
) -> Number:
    """Stores that the number is well-formed. Raises NotAllowedError, NotWellFormedError or AlreadyDoneError."""
    company = await own_company(session, person_id, company_id)
    number = well_formed(company.country, text)
    await verifications.withdraw(session, company_id, now, method=VerificationMethod.NUMBER)
    detail = f"{number.kind} {number.number}"
    await record_verification(session, person_id, company_id, VerificationMethod.NUMBER, detail, now)
    return number


async def ask_moderator(session: AsyncSession, person_id: PersonId, company_id: CompanyId, now: datetime) -> None:
    """Asks the moderators to verify the company. Raises NotAllowedError, or AlreadyDoneError while it waits."""
    await own_company(session, person_id, company_id)
    if await verifications.by_moderator(session, company_id) is not None:
        raise AlreadyDoneError
    if not await reviews.put(session, ReviewKind.VERIFICATION, company_id, now):
        raise AlreadyDoneError
