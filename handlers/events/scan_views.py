"""Views of a scanned QR code of a booth or a listing, without company names."""

import html
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller
from bot.i18n.translator import Translator
from bot.matching.country_names import country_from, with_flag
from bot.usecases.events.joining import NoSuchLinkError, Scanned
from bot.usecases.introductions.overview import shown as masked
from bot.usecases.introductions.pairing import is_open
from handlers.events.buttons import ScanPress
from handlers.events.views import name_of
from handlers.imports.buttons import OwnDraftsPress
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.listings.labels import PROFILE_NAMES
from handlers.people.labels import KINDS
from handlers.ui import gist_views
from handlers.ui.buttons import Go, Place
from handlers.ui.view import Button, View, row, shortened
from handlers.ui.welcome_views import consent_row, go, home_rows
from storage.ids import CompanyId, ListingId, PersonId
from storage.introductions import blocks
from storage.listings import listings
from storage.models import Company, Listing
from storage.moderation import blocked_country_pairs
from storage.people import companies, memberships
from storage.vocabulary import Kind

_MOST: Final = 5
_SIGNS: Final = {Kind.NEED: "🔎", Kind.OFFER: "📦"}
_SUMMARY: Final = 300
_TITLE: Final = 30


async def scanned(session: AsyncSession, caller: Caller, found: Scanned, now: datetime) -> View:
    """Shows the open listings behind a QR code.

    Raises NoSuchLinkError if there are none, or the caller may not see the company.
    """
    shown = await _listings(session, found, now)
    company_id = found.company_id if found.company_id is not None else (shown[0].company_id if shown else None)
    company = None if company_id is None else await companies.find(session, company_id)
    if company is None or await _is_hidden(session, company, caller.id):
        raise NoSuchLinkError
    t, is_own = caller.t, company.id in caller.companies
    is_at_home = {one.country for one in await memberships.represented_by(session, caller.id)} == {company.country}
    heading = f"🎪 {name_of(t, found.event)}\n" if found.event is not None else ""
    who = html.escape(f"{t(KINDS[company.kind])} · {country_from(company.country, t.language)}")
    parts = [f"{heading}{with_flag(company.country, f'<b>{who}</b>')}"]
    rows: list[tuple[Button, ...]] = []
    for listing in shown:
        title, summary = await masked(session, listing)
        kind, words = t(PROFILE_NAMES[listing.profile_type]), html.escape(shortened(summary, _SUMMARY))
        gist = gist_views.of_listing(t, listing, title, summary)
        parts.append("\n".join([f"<b>{html.escape(title)}</b>", kind, words, *(["", *gist] if gist else [])]))
        if not is_own and (listing.same_country or not is_at_home):
            rows.append(row(Button(text=f"🤝 {title[:_TITLE]}", press=ScanPress(listing.id, ListingId(0)))))
    if is_own:
        parts.append(t("This is yours, as others see it."))
        rows.append(row(go(t, Place.MINE)))
    elif not shown:
        parts.append(t("They have no listings yet. Come back later."))
    elif not rows:
        parts.append(t("This company is in your country. I introduce companies of different countries."))
        rows += home_rows(t) if caller.registered else ()
    if caller.consented and not caller.registered:
        parts.append(t("To be introduced, first register your company. It takes a minute."))
        rows.append(row(go(t, Place.REGISTER)))
    return View(text="\n\n".join(parts), rows=tuple(rows))


async def _is_hidden(session: AsyncSession, company: Company, person_id: PersonId) -> bool:
    return await blocked_country_pairs.hides(session, company.country, person_id) or await blocks.hides(
        session, company.id, person_id
    )


async def _listings(session: AsyncSession, found: Scanned, now: datetime) -> list[Listing]:
    if found.listing_id is not None:
        listing = await listings.find(session, found.listing_id)
        return [listing] if listing is not None and is_open(listing, now) else []
    if found.company_id is None:
        return []
    everything = await listings.of_company(session, found.company_id)
    return [listing for listing in everything if is_open(listing, now)][:_MOST]


def choose_own(t: Translator, theirs: Listing, mine: list[Listing]) -> View:
    rows = tuple(row(Button(text=one.title[:40], press=ScanPress(theirs.id, one.id))) for one in mine)
    return View(text=t("Which of your listings is this request for?"), rows=rows)


def nothing_to_ask_from(t: Translator, *, needs: bool) -> View:
    text = (
        t("To be introduced, first tell me what you are looking for.") if needs else t("First tell me what you offer.")
    )
    place = Place.NEED if needs else Place.OFFER
    label = t("📥 Look for something") if needs else t("📤 Offer something")
    return View(text=text, rows=(row(Button(text=label, press=Go(place))),))


def claimed(t: Translator, name: str, company_id: CompanyId, drafts: Sequence[Listing], *, consented: bool) -> View:
    """Confirms a claim. `drafts`: imported drafts of the company, which its people may publish now."""
    text = t(
        "🔑 You now represent <b>{company}</b>. Check its details, and add how partners can reach you.",
        company=html.escape(name),
    )
    company = row(go(t, Place.COMPANY)) if consented else consent_row(t)
    hidden = t("Your name and contact data stay hidden until you accept an introduction. More: /privacy")
    if not drafts:
        return View(text=text if consented else f"{text}\n\n{hidden}", rows=(company,))
    lines = ["", t("From the fair's list. Nobody sees it before you publish it:")]
    lines += [f"{_SIGNS[one.kind]} <i>{html.escape(one.title)}</i>" for one in drafts]
    if not consented:
        lines += ["", hidden]
    label = t("✅ Publish, show abroad") if consented else t("✅ I agree: publish, show abroad")
    publish = row(Button(text=label, press=OwnDraftsPress(company_id)))
    looks = tuple(
        row(
            Button(
                text=f"{_SIGNS[one.kind]} {shortened(one.title, _TITLE)}",
                press=ListingPress(one.id, ListingAct.OPEN),
            )
        )
        for one in drafts[:_MOST]
    )
    return View(text="\n".join([text, *lines]), rows=(publish, *looks, company))
