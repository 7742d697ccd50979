"""Sends a printed sheet about one of the person's own listings, with the company's name or without it."""

from functools import partial
from typing import Final

from telegram import Update

from bot import printing
from bot.context import Context
from bot.i18n.translator import Translator, translator_for
from bot.matching.country_names import country_name
from bot.matching.sectors import sector_label
from bot.printing import ListingSheet
from bot.usecases.events import booths
from bot.usecases.events.codes import deep_link
from bot.usecases.file_names import own_file
from bot.usecases.people.masked_listings import masked_text
from handlers.listings.buttons import ListingSheetPress
from handlers.listings.labels import PROFILE_NAMES
from handlers.ui.gate import members_only
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, reply
from handlers.ui.view import Upload, View, shortened
from storage.listings import listings
from storage.models import Listing
from storage.people import companies
from storage.vocabulary import Language

_TEXT: Final = 600  # characters of a summary that can be read on A5
_SECTORS: Final = 3


@members_only
async def send(update: Update, context: Context, press: ListingSheetPress) -> None:
    """Makes the sheet in the person's language and in a second one."""
    services, t = context.services, context.t
    async with services.database.writing() as session:
        link = await booths.listing_link(
            session, context.actor, press.listing, draw=services.draw, now=services.clock()
        )
    async with services.database.reading() as session:
        listing = await listings.find(session, press.listing)
        company = None if listing is None else await companies.find(session, listing.company_id)
        if listing is None or company is None:
            raise OldPressError
        title, text = (listing.title, listing.summary) if press.named else await masked_text(session, listing)
    await acknowledge(update, t("It takes a moment."))
    second = translator_for(Language.ZH if t.language is Language.EN else Language.EN)
    here, there = (country_name(company.country, language) for language in (t.language, second.language))
    sheet = ListingSheet(
        heading=company.name if press.named else here,
        second_heading=f"{here} · {there}" if press.named else there,
        title=title,
        text=shortened(text, _TEXT),
        facts=(_facts(t, listing), _facts(second, listing)),
        link=deep_link(context.bot.username, link.kind, link.code),
        invitation=(_invitation(t), _invitation(second)),
    )
    upload = Upload(content=partial(printing.listing_sheet, sheet), name=f"{own_file(title, 'listing')}.pdf")
    await reply(update, View(text=t("A sheet for your table. Print it on A5, or two on A4."), attachment=upload))


def _facts(t: Translator, listing: Listing) -> str:
    sectors = [sector_label(sector, t.language) for sector in sorted(listing.sectors)][:_SECTORS]
    return " · ".join([t(PROFILE_NAMES[listing.profile_type]), *sectors])


def _invitation(t: Translator) -> str:
    return t("Scan it in Telegram and be introduced.")
