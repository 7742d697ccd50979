"""Answers "@bot words" in any chat with cards of listings that the person may send there."""

import logging
from typing import Any, Final

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.context import Caller, Context
from bot.i18n.translator import Translator, language_for, translator_for
from bot.usecases.events.codes import deep_link
from bot.usecases.listings.sharing import SharedCard, SharedCards, cards_to_share
from handlers.forms.fields import fold
from handlers.listings import shared_views
from handlers.ui.gate import known_caller
from handlers.ui.notes import error_text
from handlers.ui.view import inline
from storage.vocabulary import LinkKind

log = logging.getLogger(__name__)

_KEPT_S: Final = 30
"""How long Telegram may answer the same words of the same person by itself. Listings change, but not by the second."""
_START: Final = "inline"
"""Start parameter of the button above the cards. It leads to the usual start."""
_LONGEST_PAGE: Final = 4  # characters


async def answer(update: Update, context: Context) -> None:
    """Answers an inline query. Stores nothing about people who have not started the bot."""
    query = update.inline_query
    if query is None:
        return
    caller = await known_caller(update, context)
    if caller is not None and caller.ban is not None:
        return
    t = translator_for(language_for(query.from_user.language_code)) if caller is None else caller.t
    found, label = SharedCards(cards=(), next_page=""), shared_views.begin(t)
    if caller is not None and caller.registered:
        found = await _look(context, caller, query.query, query.offset)
        label = shared_views.nothing_found(t) if found.refused is None else error_text(t, found.refused)
    shows_button = not found.cards or found.refused is not None
    button = InlineQueryResultsButton(label, start_parameter=_START) if shows_button else None
    try:
        await context.bot.answer_inline_query(
            query.id,
            [_article(t, context.bot, card) for card in found.cards],
            cache_time=_KEPT_S,
            is_personal=True,
            next_offset=found.next_page or None,  # the library sends "" as "[]", which Telegram takes for a page
            button=button,
        )
    except TelegramError as error:
        log.info("an inline answer came too late: %s", type(error).__name__)


async def _look(context: Context, caller: Caller, words: str, page: str) -> SharedCards:
    services = context.services
    return await cards_to_share(
        services.database,
        services.matchmaker,
        caller.id,
        fold(words, several_lines=False),
        acting_for=caller.acting_for,
        page=int(page) if page.isdecimal() and len(page) < _LONGEST_PAGE else 0,
        draw=services.draw,
        now=services.clock(),
    )


def _article(t: Translator, bot: ExtBot[Any], card: SharedCard) -> InlineQueryResultArticle:
    view = shared_views.card(t, card.found, deep_link(bot.username, LinkKind.LISTING, card.code))
    return InlineQueryResultArticle(
        id=str(card.found.listing.id),
        title=shared_views.title(card.found),
        description=shared_views.description(t, card.found),
        input_message_content=InputTextMessageContent(view.text),
        reply_markup=inline(view.rows),
    )
