"""Queries about the masked texts of listings: finds missing ones and stores them."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ListingId
from storage.models import Listing
from storage.statements import changes_rows

UNMASKED: Final[dict[str, Any]] = {
    "masked_title": None,
    "masked_summary": None,
    "text_version": Listing.text_version + 1,
}
"""Column values to set when a text, or a name or contact that is masked in it, changes."""


Former = Mapping[str, Sequence[str]]
"""Names and contacts that a company had before, by kind, as in `bot.masking.Secrets`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmaskedText:
    """`former` is to be redacted from the text."""

    listing_id: ListingId
    company_id: CompanyId
    title: str
    summary: str
    former: Sequence[Former] | None
    text_version: int


async def unmasked(
    session: AsyncSession, limit: int, *, among: Collection[ListingId] | None = None, with_former: bool = False
) -> Sequence[UnmaskedText]:
    """Returns listings whose text is to be masked, by id; with `among`, only these."""
    query = select(
        Listing.id.label("listing_id"),
        Listing.company_id,
        Listing.title,
        Listing.summary,
        Listing.former_secrets.label("former"),
        Listing.text_version,
    ).where(Listing.masked_title.is_(None))
    if among is not None:
        query = query.where(Listing.id.in_(among))
    if with_former:
        query = query.where(Listing.former_secrets.is_not(None))
    rows = await session.execute(query.order_by(Listing.id).limit(limit))
    return [UnmaskedText(**row) for row in rows.mappings()]


async def store(
    session: AsyncSession,
    text: UnmaskedText,
    *,
    title: str,
    summary: str,
    masked_title: str,
    masked_summary: str,
    former: Sequence[Former] | None = None,
) -> bool:
    """Stores the redacted and the masked text, and what is still to be redacted.

    Returns False if the text, or a name or contact masked in it, changed meanwhile.
    """
    return await changes_rows(
        session,
        update(Listing)
        .where(Listing.id == text.listing_id, Listing.text_version == text.text_version)
        .values(
            title=title,
            summary=summary,
            former_secrets=former,
            masked_title=masked_title,
            masked_summary=masked_summary,
        )
        .execution_options(synchronize_session=False),
    )


async def unmask_companies(session: AsyncSession, company_ids: Collection[CompanyId]) -> None:
    """Queues the listings of these companies for masking and matching, after names or contacts changed."""
    await session.execute(
        update(Listing).where(Listing.company_id.in_(company_ids)).values(UNMASKED | {"matched_at": None})
    )


async def queue_redaction(session: AsyncSession, company_ids: Collection[CompanyId], former: Former) -> None:
    """Marks the companies' listings in which something was masked, so that `former` is redacted from them.

    Call before `unmask_companies`.
    """
    masked = or_(
        Listing.masked_title.is_(None),
        Listing.masked_title != Listing.title,
        Listing.masked_summary != Listing.summary,
    )
    theirs = (Listing.company_id.in_(company_ids), masked)
    rows = await session.execute(
        select(Listing.id, Listing.former_secrets).where(*theirs, Listing.former_secrets.is_not(None)).with_for_update()
    )
    waiting: defaultdict[str, list[ListingId]] = defaultdict(list)
    for listing_id, earlier in rows.all():
        waiting[json.dumps(earlier)].append(listing_id)
    for before, listing_ids in waiting.items():
        await _set_former(session, Listing.id.in_(listing_ids), [*json.loads(before), former])
    await _set_former(session, and_(*theirs, Listing.former_secrets.is_(None)), [former])


async def _set_former(session: AsyncSession, where: ColumnElement[bool], former: Sequence[Former]) -> None:
    await session.execute(
        update(Listing).where(where).values(former_secrets=former).execution_options(synchronize_session=False)
    )
