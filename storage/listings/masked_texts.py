"""Queries about the masked texts of listings: finds missing ones and stores them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, update
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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmaskedText:
    listing_id: ListingId
    company_id: CompanyId
    title: str
    summary: str
    text_version: int


async def unmasked(
    session: AsyncSession, limit: int, *, among: Collection[ListingId] | None = None
) -> Sequence[UnmaskedText]:
    """Returns listings whose text is to be masked, by id; with `among`, only these."""
    query = select(
        Listing.id.label("listing_id"), Listing.company_id, Listing.title, Listing.summary, Listing.text_version
    ).where(Listing.masked_title.is_(None))
    if among is not None:
        query = query.where(Listing.id.in_(among))
    rows = await session.execute(query.order_by(Listing.id).limit(limit))
    return [UnmaskedText(**row) for row in rows.mappings()]


async def store(session: AsyncSession, text: UnmaskedText, *, title: str, summary: str) -> bool:
    """Stores the masked text. Returns False if the text, or a name or contact masked in it, changed meanwhile."""
    return await changes_rows(
        session,
        update(Listing)
        .where(Listing.id == text.listing_id, Listing.text_version == text.text_version)
        .values(masked_title=title, masked_summary=summary)
        .execution_options(synchronize_session=False),
    )


async def unmask_companies(session: AsyncSession, company_ids: Collection[CompanyId]) -> None:
    """Queues the listings of these companies for masking and matching, after names or contacts changed."""
    await session.execute(
        update(Listing).where(Listing.company_id.in_(company_ids)).values(UNMASKED | {"matched_at": None})
    )
