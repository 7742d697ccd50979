"""Views of held introductions for a moderator: a sanctions list hit or dual use."""

import html
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_name, with_flag
from bot.usecases.moderation import flags
from bot.usecases.moderation.flags import Flag
from handlers.listings.labels import PROFILE_NAMES
from handlers.moderation.buttons import CardPress, ReviewItemAct, TargetKind
from handlers.moderation.labels import company_row, explain_flag, item_button, person_row
from handlers.ui.view import Button, View, row, shortened
from storage.ids import IntroductionId
from storage.introductions import introductions
from storage.listings import listings
from storage.models import Listing, ReviewItem
from storage.moderation import dual_use
from storage.people import companies, people
from storage.screening import hits, lists
from storage.vocabulary import DualUseAnswer, Kind

_SHOWN: Final = 700  # characters of a summary; two summaries fit into a message
_SAID: Final = {
    DualUseAnswer.YES: mark("Author: it is listed as dual-use, or needs a licence."),
    DualUseAnswer.UNSURE: mark("Author: not sure."),
    DualUseAnswer.NO: mark("Author: civil use only."),
}


async def hit_item(session: AsyncSession, t: Translator, one: ReviewItem) -> View | None:
    hit = await hits.find_hit(session, one.object_id)
    if hit is None:
        return None
    person = None if hit.person_id is None else await people.find(session, hit.person_id)
    company = None if hit.company_id is None else await companies.find(session, hit.company_id)
    name = person.name if person else company.name if company else ""
    lines = [
        t("Here: <b>{name}</b>", name=html.escape(name)),
        t("On the list {list}: <b>{name}</b>", list=html.escape(hit.list_name), name=html.escape(hit.listed_name)),
        t("Entry: {entity} · similarity: {score} of 100", entity=html.escape(hit.entity), score=hit.score),
        *_listed_details(t, await lists.about_entity(session, hit.list_name, hit.entity)),
        "",
        t(
            "A similar name alone proves nothing: compare country, address and dates with the list. Their "
            "introductions wait until you decide, and they are not told."
        ),
    ]

    rows: list[tuple[Button, ...]] = [
        row(
            item_button(t("✅ Somebody else"), one, ReviewItemAct.DISMISS),
            item_button(t("⛔ The same"), one, ReviewItemAct.UPHOLD),
        ),
        row(item_button(t("⏭ Skip"), one, ReviewItemAct.SKIP)),
    ]
    if hit.company_id is not None:
        rows.append(company_row(t, hit.company_id))
    if hit.person_id is not None:
        rows.append(person_row(t, hit.person_id))
    return View(text="\n".join(lines), rows=tuple(rows))


def _listed_details(t: Translator, entity: lists.ListedName | None) -> list[str]:
    """Returns the data that tell people or companies of the same name apart."""
    if entity is None:
        return []
    lines = []
    if entity.countries:
        named = t.joined(country_name(code, t.language) for code in sorted(entity.countries))
        lines.append(t("The list names: {countries}", countries=html.escape(named)))
    if entity.born:
        lines.append(t("Born: {born}", born=html.escape(entity.born)))
    return lines


async def dual_use_item(session: AsyncSession, t: Translator, one: ReviewItem) -> View | None:
    """Shows both sides with their countries. Returns None if the introduction was deleted."""
    introduction = await introductions.find(session, IntroductionId(one.object_id))
    if introduction is None:
        return None
    lines: list[str] = []
    cards = []
    for side in (introduction.proposer_side, introduction.recipient_side):
        listing_id = introduction.listing_of(side)
        listing = None if listing_id is None else await listings.find(session, listing_id)
        if listing is None:
            return None
        company = await companies.find(session, listing.company_id)
        name = company.name if company else ""
        label = t("Proposed by:") if side is introduction.proposer_side else t("Proposed to:")
        country = with_flag(listing.country, country_name(listing.country, t.language))
        lines += [f"{label} <b>{html.escape(name)}</b> · {html.escape(country)}"]
        lines += [*await _technology(session, t, listing), ""]
        sign = "📥" if side is Kind.NEED else "📤"
        cards.append(Button(text=f"{sign} {name[:30]}", press=CardPress(TargetKind.COMPANY, listing.company_id)))
    lines.append(
        t(
            "Check what it is, and the two countries: it may need an export licence. This is an aid, not legal "
            "advice. Both sides know that you are checking. They learn the result, not the reason."
        )
    )

    rows = (
        row(
            item_button(t("✅ Let it continue"), one, ReviewItemAct.APPROVE),
            item_button(t("⛔ Stop it"), one, ReviewItemAct.DISMISS),
        ),
        row(item_button(t("⏭ Skip"), one, ReviewItemAct.SKIP)),
        row(*cards),
    )
    return View(text="\n".join(lines), rows=rows)


async def _technology(session: AsyncSession, t: Translator, listing: Listing) -> list[str]:
    summary = shortened(listing.summary, _SHOWN)
    lines = [f"<b>{html.escape(listing.title)}</b> · {t(PROFILE_NAMES[listing.profile_type])}", html.escape(summary)]
    answer = await dual_use.answer_of(session, listing.id)
    if answer is not None:
        lines.append(f"❔ {t(_SAID[answer])}")
    words = flags.words_in(f"{listing.title}\n{listing.summary}")
    return lines + [explain_flag(t, flag) for flag in words if flag.flag in {Flag.DUAL_USE, Flag.FORBIDDEN}]
