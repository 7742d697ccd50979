"""Masks the texts of listings in a thread and stores the results, which strangers see.

A text is masked again after it changes, or after a name or contact of its company changes. Then the former name or
contact is redacted from it.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import MASK, Finding, Secrets, mask_together
from bot.usecases.people.former_names import without_former
from bot.usecases.people.message_masking import secrets_of
from storage.database import Database
from storage.ids import CompanyId, ListingId
from storage.listings import masked_texts
from storage.listings.masked_texts import Former, UnmaskedText
from storage.models import Listing

_TITLE, _SUMMARY = 150, 2_000  # characters that a listing can store
_BATCH: Final = 20  # texts masked before they are stored: half a second at most

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedText:
    """A masked text. `findings` are shown to the author only."""

    title: str
    summary: str
    findings: tuple[Finding, ...]


class ListingMasker:
    """Masks listings without a masked text."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def redact_waiting(self) -> None:
        """Redacts all former names and contacts that are still stored."""
        while await self.mask_waiting(with_former=True):
            pass

    async def mask_waiting(
        self, limit: int = _BATCH, *, among: Collection[ListingId] | None = None, with_former: bool = False
    ) -> int:
        """Masks at most `limit` texts, with `among` only these, and returns their number."""
        done = 0
        for start in range(0, limit, _BATCH):
            async with self._database.reading() as session:
                # Text versions are read before the secrets, so that `store` notices a change in between.
                texts = await masked_texts.unmasked(
                    session, min(_BATCH, limit - start), among=among, with_former=with_former
                )
                secrets = {
                    company_id: await secrets_of(session, company_id)
                    for company_id in {text.company_id for text in texts}
                }
            if not texts:
                break
            masked = await asyncio.to_thread(_mask_all, texts, secrets)
            async with self._database.writing() as session:
                for text, values in zip(texts, masked, strict=True):
                    await masked_texts.store(session, text, **values)
            done += len(texts)
        return done


async def masked_text(session: AsyncSession, listing: Listing) -> tuple[str, str]:
    """Returns the masked title and summary. Masks the few texts that still wait for `ListingMasker` in a thread."""
    if listing.masked_title is not None and listing.masked_summary is not None:
        return listing.masked_title, listing.masked_summary
    secrets = await secrets_of(session, listing.company_id)
    former = listing.former_secrets or ()
    masked = await asyncio.to_thread(_mask_redacted, listing.title, listing.summary, former, secrets)
    return masked.title, masked.summary


def mask_text(title: str, summary: str, secrets: Secrets) -> MaskedText:
    """Masks title and summary together, to find a contact split over both. Takes up to 50 ms."""
    in_title, in_summary = mask_together((title, summary), secrets=secrets)
    return MaskedText(title=in_title.text, summary=in_summary.text, findings=(*in_title.found, *in_summary.found))


def _mask_redacted(title: str, summary: str, former: Sequence[Former], secrets: Secrets) -> MaskedText:
    return mask_text(*_redacted(title, summary, former, secrets), secrets)


def _redacted(title: str, summary: str, former: Sequence[Former], secrets: Secrets) -> tuple[str, str]:
    return (
        without_former(title, former, secrets)[:_TITLE],
        without_former(summary, former, secrets)[:_SUMMARY],
    )


def _mask_all(texts: Sequence[UnmaskedText], secrets: Mapping[CompanyId, Secrets]) -> list[dict[str, Any]]:
    """Returns what is to be stored of each text."""
    return [_mask(text, secrets[text.company_id]) for text in texts]


def _mask(text: UnmaskedText, secrets: Secrets) -> dict[str, Any]:
    """Redacts and masks a text. If that fails, hides the whole text, so that one text cannot block the others."""
    try:
        title, summary = _redacted(text.title, text.summary, text.former or (), secrets)
        masked = mask_text(title, summary, secrets)
    except Exception:
        log.exception("Listing %d cannot be masked, so its text is hidden", text.listing_id)
        hidden = {"masked_title": MASK, "masked_summary": MASK}
        return {"title": text.title, "summary": text.summary, "former": text.former, **hidden}
    return {"title": title, "summary": summary, "masked_title": masked.title, "masked_summary": masked.summary}
