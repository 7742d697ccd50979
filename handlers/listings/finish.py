"""Publishes or changes a listing from its form, and shows the first matches."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from bot.context import Caller, Services
from bot.usecases.listings import abroad, authoring, later_questions
from bot.usecases.listings.authoring import NewListing
from bot.usecases.listings.lifecycle import DAYS_IN_MONTH, own
from handlers.forms.context import Data, FinishContext
from handlers.forms.form import FINISHED_BY, Finished
from handlers.listings import views
from handlers.listings.preview import DEFAULT_MONTHS
from handlers.suggestions.steps import best_match_of
from handlers.ui.view import View
from storage.ids import CompanyId, ListingId
from storage.models import Listing
from storage.vocabulary import AttachmentKind, DualUseAnswer, IprStatus, ListingStatus, Partnership, ProfileType, Stage

ABROAD: Final = "abroad"
PRIVATE: Final = "private"
"""The values of the buttons that finish a first listing. A dot and the dual-use answer may follow."""
COUNTERPARTS_SHOWN: Final = "_counterparts_shown"
"""Set if the person saw counterparts before they published. They see them again, even if they now fit a little less."""


async def finish(ctx: FinishContext) -> Finished:
    """Publishes or changes the listing, and matches it after the commit."""
    t, session, person_id, now = ctx.t, ctx.session, ctx.caller.id, ctx.now
    way, _, dual_use = str(ctx.data.get(FINISHED_BY) or "").partition(".")
    new, review = _listing({**ctx.data, "dual_use": dual_use} if dual_use else ctx.data), ctx.settings.review
    if ctx.data.get("listing_id"):
        listing_id = ListingId(ctx.data["listing_id"])
        await authoring.edit(session, person_id, listing_id, new, now, review=review)
        view = views.saved(t)
    else:
        if way == ABROAD:
            await abroad.agree(session, person_id, now)
        same = await authoring.find_same(session, new)
        if same is not None and (way != ABROAD or same.status is not ListingStatus.PRIVATE):
            return Finished(view=views.published_before(t, same))
        if same is not None:  # kept private so far
            listing_id = same.id
            await authoring.edit(session, person_id, listing_id, new, now, review=review)
            await abroad.show(session, person_id, listing_id, review, now)
        else:
            listing_id = await authoring.publish(session, person_id, new, now, review=review, private=way == PRIVATE)
        view = views.published(t)
    listing = await own(session, person_id, listing_id)
    if listing.status in views.UNPUBLISHED:
        return Finished(view=views.kept_private(t, listing), then=partial(_withdraw, listing_id))
    if listing.status is ListingStatus.REVIEW:
        return Finished(view=views.in_review(t), then=partial(_withdraw, listing_id))
    return Finished(
        view=view, then=partial(_look_for_matches, ctx.caller, listing_id, bool(ctx.data.get(COUNTERPARTS_SHOWN)))
    )


async def _withdraw(listing_id: ListingId, services: Services) -> Sequence[View]:
    """Removes a listing that is private or in review from the matching index."""
    await services.matchmaker.forget(listing_id)
    return []


async def _look_for_matches(
    caller: Caller, listing_id: ListingId, counterparts_shown: bool, services: Services
) -> Sequence[View]:
    await services.matchmaker.consider(listing_id)
    best = await best_match_of(services, caller, listing_id, or_closest=counterparts_shown)
    async with services.database.writing() as session:
        question = await later_questions.take_question(session, listing_id)
    return [best if question is None else views.with_later_question(caller.t, best, listing_id, question)]


def data_of(listing: Listing) -> dict[str, Any]:
    """Returns the form answers of an existing listing, for a change."""
    months = round((listing.expires_at - listing.updated_at).days / DAYS_IN_MONTH)
    kept = {
        "listing_id": listing.id,
        "company_id": listing.company_id,
        "kind": listing.kind,
        "profile_type": listing.profile_type,
        "title": listing.title,
        "summary": listing.summary,
        "language": listing.language,
        "sectors": sorted(listing.sectors),
        "stage": listing.stage,
        "ipr": listing.ipr,
        "partnerships": sorted(listing.partnerships),
        "targets": sorted(listing.targets),
        "months": next((str(m) for m in (1, 3, 6, 12) if m >= months), DEFAULT_MONTHS),
        "_guessed_from": f"{listing.title}\n{listing.summary}",
    }
    if listing.attachment_kind and listing.attachment_id:
        kept["attachment"] = {"kind": listing.attachment_kind, "file_id": listing.attachment_id}
    return {key: value for key, value in kept.items() if value}


def _listing(data: Data) -> NewListing:
    attachment = data.get("attachment") or {}
    profile_type = ProfileType(data["profile_type"])
    return NewListing(
        company_id=CompanyId(data["company_id"]),
        profile_type=profile_type,
        title=data["title"],
        summary=data["summary"],
        language=data.get("language") or "und",
        sectors=frozenset(data.get("sectors") or ()),
        partnerships=frozenset(Partnership(value) for value in data.get("partnerships") or ()),
        targets=frozenset(data.get("targets") or ()),
        stage=Stage(data["stage"]) if data.get("stage") and not profile_type.is_business else None,
        ipr=IprStatus(data["ipr"]) if data.get("ipr") and not profile_type.is_business else None,
        attachment_kind=AttachmentKind(attachment["kind"]) if attachment else None,
        attachment_id=attachment.get("file_id"),
        months=int(data.get("months") or DEFAULT_MONTHS),
        dual_use=DualUseAnswer(data["dual_use"]) if data.get("dual_use") and not profile_type.is_business else None,
    )
