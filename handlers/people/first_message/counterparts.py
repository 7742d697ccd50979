"""Looks for counterparts of a first message, at once, and once more when all listings are read after a start."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.context import Services
from bot.errors import DomainError
from bot.i18n.translator import Translator, translator_for
from bot.matching.country_names import likely_countries
from bot.matching.listing import Subject
from bot.usecases.suggestions.first_matches import first_matches
from handlers.listings.finish import COUNTERPARTS_SHOWN
from handlers.listings.other_half import divided
from handlers.people.first_message import views
from handlers.ui.screen import send
from handlers.ui.view import View
from storage.ids import PersonId
from storage.people import people
from storage.vocabulary import Kind, Partnership, ProfileType

log = logging.getLogger(__name__)


async def look(
    services: Services,
    person_id: PersonId,
    listing: Mapping[str, Any],
    t: Translator,
    telegram_language: str | None,
    *,
    consented: bool,
) -> tuple[View, Mapping[str, Any]]:
    """Returns matching counterparts to show, and the listing with a note if there are any.

    If listings are still being read and none fits yet, the person gets a later answer. Raises DailyLimitError.
    """
    subjects = _subjects(listing, telegram_language)
    found = await first_matches(services.database, services.matchmaker, person_id, subjects, services.clock())
    if found.still_reading and not found.counterparts:
        services.first_messages.await_matches(person_id, telegram_language)
    view = await asyncio.to_thread(views.answer, t, listing, found, consented=consented)
    return view, {**listing, COUNTERPARTS_SHOWN: bool(found.counterparts)}


async def answer_awaiting(services: Services, bot: ExtBot[Any]) -> int:
    """Answers the newcomers who wrote while listings were being read. Returns their number."""
    if services.matchmaker.still_reading:
        return 0
    awaiting = services.first_messages.take_awaiting()
    for person_id, telegram_language in awaiting.items():
        listing = services.first_messages.listing(person_id, services.clock())
        async with services.database.reading_once() as session:
            person = await people.find(session, person_id)
        if listing is None or person is None:
            continue
        t, consented = translator_for(person.language), person.consented_at is not None
        try:
            view, noted = await look(services, person_id, listing, t, telegram_language, consented=consented)
            services.first_messages.hold_listing(person_id, noted, services.clock())
            await send(bot, person_id, view)
        except (DomainError, TelegramError) as error:
            log.info("a first message got no second answer: %s", type(error).__name__)
    return len(awaiting)


def _subjects(listing: Mapping[str, Any], telegram_language: str | None) -> list[Subject]:
    """Returns the message for the matcher: as an offer, as a need, or as both if the kind is unclear."""
    kinds = [Kind(listing["kind"])] if listing.get("kind") else list(Kind)
    return [_subject(divided(listing, kind), kind, telegram_language) for kind in kinds]


def _subject(listing: Mapping[str, Any], kind: Kind, telegram_language: str | None) -> Subject:
    profile_type = listing.get("profile_type")
    return Subject(
        id="0",
        kind=kind,
        title=listing["title"],
        text=listing["summary"],
        language=listing["language"],
        country=listing.get("country") or likely_home(listing, telegram_language),
        sectors=frozenset(listing.get("sectors") or ()),
        profile_type=ProfileType(profile_type) if profile_type else None,
        partnerships=frozenset(Partnership(each) for each in listing.get("partnerships") or ()),
        targets=frozenset(listing.get("targets") or ()),
    )


def likely_home(listing: Mapping[str, Any], telegram_language: str | None) -> str | None:
    """Returns the country to leave out if the message names none: Chinese readers are not shown Chinese companies."""
    if (telegram_language or "en").startswith("en"):
        return None
    home = likely_countries(telegram_language)[0]
    return None if home in (listing.get("targets") or ()) else home
