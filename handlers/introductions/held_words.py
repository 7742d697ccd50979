"""Notices about held introductions. Without names."""

import html
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.i18n.translator import Translator
from handlers.introductions import card_views
from handlers.ui.notice import Words
from handlers.ui.screen import View, row, shortened
from storage.ids import IntroductionId
from storage.introductions import introductions
from storage.listings import listings
from storage.models import Delivery
from storage.screening import hits
from storage.vocabulary import Kind, Topic


async def looked_at(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    """Returns None once the hold is decided. The recipient learns only which of their listings is concerned."""
    introduction = await introductions.find(session, IntroductionId(delivery.payload["introduction_id"]))
    if introduction is None or not introduction.status.is_open:
        return None
    if not await hits.is_held_for_dual_use(session, introduction.id):
        return None
    side = Kind(delivery.payload["side"])
    own = introduction.listing_of(side)
    mine = None if own is None else await listings.find(session, own)
    if mine is None:
        return None
    title = html.escape(shortened(mine.title, card_views.TITLE_SHOWN))
    if side is introduction.recipient_side:
        first = t("🤝 A company would like to meet you about “{title}”.", title=title)
    else:
        first = t("🤝 I noted your request for “{title}”.", title=title)
    then = t(
        "The organizers check this first, as they do for every technology with more than one use. It is "
        "nothing against either of you. You don't need to do anything: I'll tell you as soon as it continues."
    )
    rows = () if side is introduction.recipient_side else (row(card_views.open_button(t, introduction.id)),)
    return View(text=f"{first}\n\n🔍 {then}", rows=rows)


WORDS: Final[dict[str, Words]] = {Topic.INTRODUCTION_LOOKED_AT: looked_at}
