"""The form for a moderator's remark to an author: a change request or a reason for rejection."""

from functools import partial
from typing import Final

from bot.context import Services
from bot.i18n.translator import Translator, mark
from bot.usecases.moderation import review
from handlers.forms.context import Data, FinishContext
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Finished, Form, ends_when_refused
from handlers.listings.labels import FIELDS
from handlers.moderation import review_views
from handlers.moderation.buttons import ReviewQueue
from handlers.ui.match_index import update_index
from handlers.ui.view import View
from storage.ids import ListingId, ReviewId
from storage.vocabulary import RejectionReason

ITEM, REVISION, REJECTS, FIELD, NOTE = "item", "revision", "_rejects", "field", "note"
_SHORTEST: Final = 3


def _title(t: Translator, data: Data) -> str:
    return t("🚫 Reject") if data.get(REJECTS) else t("📝 Ask to change")


@ends_when_refused
async def _finish(ctx: FinishContext) -> Finished:
    t, data, session, now = ctx.t, ctx.data, ctx.session, ctx.now
    number, revision = ReviewId(data[ITEM]), int(data[REVISION])
    if data.get(REJECTS):
        reason = RejectionReason.OTHER
        listing_id = await review.reject(session, ctx.actor, number, revision, reason, data[NOTE], now)
    else:
        listing_id = await review.send_back(session, ctx.actor, number, revision, data[FIELD], data[NOTE], now)
    done = t("Not published. I tell the author why.") if data.get(REJECTS) else t("Sent back. I tell the author.")
    return Finished(view=review_views.decided(t, ReviewQueue.QUEUE, done), then=partial(_follow, listing_id))


async def _follow(listing_id: ListingId, services: Services) -> list[View]:
    await update_index(services, [listing_id])
    return []


FORM = Form(
    name="remark",
    title=_title,
    fields=(
        ChoiceField(
            key=FIELD,
            label=mark("What to change"),
            question=mark("What should be changed?"),
            options=lambda _data: FIELDS,
            per_row=2,
            when=lambda data: not data.get(REJECTS),
        ),
        TextField(
            key=NOTE,
            label=mark("Your words"),
            question=mark("Tell the author what is wrong with it."),
            shortest=_SHORTEST,
            longest=review.REMARK_LIMIT,
            several_lines=True,
        ),
    ),
    finish=_finish,
    reaches_others_at_once=True,
    aside=mark("Nothing was decided."),
)
