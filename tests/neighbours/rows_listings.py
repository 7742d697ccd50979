"""Listings in every state of NEED and OFFER, and the suggestions of pairs of them."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from storage import models
from storage.models import Base
from storage.vocabulary import AttachmentKind, Kind, ListingStatus, ProfileType, Verdict
from tests.neighbours.made import FUTURE, PAST, made
from tests.neighbours.rows_companies import ANJA, BANNED, BORIS, COUNTRIES, GORAN, NEED, OFFER

PROFILES: Final = {NEED: ProfileType.BUSINESS_REQUEST, OFFER: ProfileType.BUSINESS_OFFER}
PAIRS: Final = 8
"""Number of listings of each company that introductions and recommendations can connect."""


def listing_id(company: int, number: int) -> int:
    """The id of a company's listing. The first PAIRS of them are published, and from 10 on there is one in every
    other state."""
    return -(number * 2 + (1 if company == NEED else 2))


def listings_rows() -> Iterator[Base]:
    for company, author in ((NEED, ANJA), (OFFER, BORIS)):
        for number in range(PAIRS):
            yield listing(company, number, author, ListingStatus.PUBLISHED)
        for number, status in enumerate(
            [status for status in ListingStatus if status is not ListingStatus.PUBLISHED], 10
        ):
            yield listing(company, number, author, status)
    yield listing(BANNED, 100, GORAN, ListingStatus.HELD, status_before=ListingStatus.PUBLISHED)
    for company in (NEED, OFFER):
        yield made(
            models.ListingVectors,
            listing_id=listing_id(company, 10),  # those of published listings are kept up to date
            encoder="qwzx",
            kind=PROFILES[company].kind,
            views=b"",
            embedding=np.ones(1, dtype=np.float32),
            keys=["qwzx"],
        )
        for number in range(2):
            yield made(
                models.DualUse,
                listing_id=listing_id(company, number),
                is_dual=bool(number),
                is_sure=True,
                person_id=ANJA,
            )


def listing(company: int, number: int, author: int, status: ListingStatus, **more: Any) -> models.Listing:
    profile = PROFILES.get(company, ProfileType.TECHNOLOGY_OFFER)
    ended = status not in {ListingStatus.PUBLISHED, ListingStatus.PAUSED}
    values: dict[str, Any] = {
        "company_id": company,
        "author_id": author,
        "profile_type": profile,
        "kind": profile.kind,
        "country": COUNTRIES[company],
        "title": "Qwzx vkrrp",
        "summary": "Qwzx vkrrp.",
        # Matches and searches leave a listing out until its text is masked.
        "masked_title": None if status is ListingStatus.PUBLISHED else "Qwzx vkrrp",
        "masked_summary": None if status is ListingStatus.PUBLISHED else "Qwzx vkrrp.",
        "language": "und",
        "targets": frozenset({"AQ"}),
        "attachment_kind": AttachmentKind.PHOTO,
        "attachment_id": "qwzx",
        "status": status,
        "cleared_revision": 1,
        "matched_at": PAST,
        # Deleted listings are dropped some time after their last change.
        "updated_at": FUTURE if status is ListingStatus.DELETED else PAST,
        "expires_at": PAST if ended else FUTURE,
    }
    return made(models.Listing, id=listing_id(company, number), **(values | more))


def suggestions_rows() -> Iterator[Base]:
    for number in range(PAIRS):
        yield made(
            models.Suggestion,
            id=-number - 1,
            need_id=listing_id(NEED, number),
            offer_id=listing_id(OFFER, number),
            score=90,
        )
        yield made(models.SuggestionSeen, suggestion_id=-number - 1, person_id=ANJA)
    for number, verdict in ((0, Verdict.LATER), (1, Verdict.DISMISSED)):
        for side, person in ((Kind.NEED, ANJA), (Kind.OFFER, BORIS)):
            yield made(
                models.SuggestionVerdict,
                suggestion_id=-number - 1,
                side=side,
                verdict=verdict,
                person_id=person,
                until=FUTURE if verdict is Verdict.LATER else None,
            )
