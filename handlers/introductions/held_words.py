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
    if not await hits.is_looked_at(session, introduction.id):
        return None
    side = Kind(delivery.payload["side"])
    own = introduction.listing_of(side)
    mine = None if own is None else await listings.find(session, own)
    if mine is None:
        return None
    title = html.escape(shortened(mine.title, card_views.TITLE_SHOWN))
    if side is introduction.recipient_side:
        first = t("🤝 A company would like to get to know you because of “{title}”.", title=title)
    else:
        first = t("🤝 Your request for “{title}” is noted.", title=title)
    then = t(
        "The organizers take a look first, as always where a technology may have more than one use. It says nothing "
        "against either of you, and you need do nothing: you hear from me as soon as it goes on."
    )
    rows = () if side is introduction.recipient_side else (row(card_views.open_button(t, introduction.id)),)
    return View(text=f"{first}\n\n🔍 {then}", rows=rows)


WORDS: Final[dict[str, Words]] = {Topic.INTRODUCTION_LOOKED_AT: looked_at}
