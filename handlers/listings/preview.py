"""The preview of a listing as others see it, without names, and the moderators' remark for its author."""

import asyncio
import html
from collections.abc import Sequence
from typing import Any, Final

from bot.i18n.translator import Translator
from bot.masking import Secrets
from bot.matching.country_names import country_from, country_name
from bot.matching.regions import REGIONS, region_name
from bot.matching.sectors import sector_label
from bot.usecases.moderation.flags import is_near_duplicate
from bot.usecases.moderation.review import Remark
from bot.usecases.people.masked_listings import MaskedText, mask_text
from bot.usecases.people.message_masking import secrets_in
from handlers.forms.context import Data, FieldContext
from handlers.listings.guesses import language_name
from handlers.listings.labels import FIELDS, IPR, MONTHS, PARTNERSHIPS, PROFILE_NAMES, REJECTIONS, STAGES
from handlers.ui.notes import masked
from storage.ids import CompanyId
from storage.listings import listings
from storage.models import Company, Listing
from storage.people import contacts
from storage.vocabulary import RejectionReason

DEFAULT_MONTHS: Final = "6"


async def preview(ctx: FieldContext) -> str:
    """Returns the draft as others will see it, masked, followed by the details that only the author sees."""
    t, data = ctx.t, ctx.data
    company, twin, shown = await _stored(ctx)
    card = _card(t, data, company, shown)
    hidden = masked(t, shown.findings)
    below = [
        *(["🙈 " + hidden, ""] if hidden else []),
        t("Shown for: {months}", months=t(MONTHS[str(data.get("months") or DEFAULT_MONTHS)])),
        t("Written in: {language}", language=language_name(data.get("language") or "und")),
    ]
    if data.get("attachment"):
        below.append(t("With an attachment"))
    if twin:
        below.append("⚠️ " + t("You already have nearly the same listing: <b>{title}</b>", title=html.escape(twin)))
    remark = _remark_line(t, data)
    if remark:
        below.append(remark)
    if not data.get("listing_id") and not ctx.caller.shown_abroad:
        below += ["", shown_abroad(t)]
    heading = t("<b>This is how others will see it:</b>")
    return "\n".join([heading, "", *card, "", *below])


def shown_abroad(t: Translator) -> str:
    """Returns the text above the buttons of the first publication, which give or refuse the consent."""
    return t(
        "🌍 Once published, companies <b>in other countries</b> see this text and your country, and no name. By "
        "publishing you agree; you can withdraw this at any time in /privacy."
    )


def _card(t: Translator, data: Data, company: Company | None, shown: MaskedText) -> list[str]:
    lines = [f"<b>{html.escape(shown.title)}</b>"]
    kind = t(PROFILE_NAMES.get(str(data.get("profile_type")), ""))
    origin = country_from(company.country, t.language) if company else ""
    lines.append(f"<i>{html.escape(' · '.join(part for part in (kind, origin) if part))}</i>")
    lines += ["", html.escape(shown.summary), ""]
    lines += facts(
        t,
        sectors=data.get("sectors") or (),
        stage=data.get("stage"),
        ipr=data.get("ipr"),
        partnerships=data.get("partnerships") or (),
        targets=data.get("targets") or (),
    )
    return lines


def facts(
    t: Translator,
    *,
    sectors: Sequence[str],
    stage: str | None,
    ipr: str | None,
    partnerships: Sequence[str],
    targets: Sequence[str],
) -> list[str]:
    """Returns the coded answers as HTML, one per line, without missing ones."""
    language = t.language
    named = t.joined(sector_label(sector, language) for sector in sectors)
    lines = [t("Sectors: {sectors}", sectors=named)] if named else []
    if stage:
        lines.append(t("Stage: {stage}", stage=t(STAGES[stage])))
    if ipr:
        lines.append(t("Protection: {protection}", protection=t(IPR[ipr])))
    if partnerships:
        lines.append(t("Cooperation: {kinds}", kinds=t.joined(t(PARTNERSHIPS[kind]) for kind in partnerships)))
    places = [region_name(p, language) if p in REGIONS else country_name(p, language) for p in targets]
    lines.append(t("Partners from: {places}", places=t.joined(places) or t("anywhere abroad")))
    return [html.escape(line) for line in lines]


async def _stored(ctx: FieldContext) -> tuple[Company | None, str | None, MaskedText]:
    """Returns the company, the title of a nearly identical listing of it, and the draft's masked text."""
    title, summary = str(ctx.data.get("title", "")), str(ctx.data.get("summary", ""))
    if not ctx.data.get("company_id"):
        return None, None, await asyncio.to_thread(mask_text, title, summary, Secrets())
    company_id = CompanyId(ctx.data["company_id"])
    async with ctx.reading() as session:
        known = await contacts.of_company(session, company_id)
        others = await listings.of_company(session, company_id)
    shown = await asyncio.to_thread(mask_text, title, summary, secrets_in(known))
    return known.company, next((one.title for one in others if _is_nearly_identical(one, ctx.data)), None), shown


def _is_nearly_identical(listing: Listing, data: Data) -> bool:
    return (
        listing.profile_type == data.get("profile_type")
        and listing.id != data.get("listing_id")
        and is_near_duplicate(listing, data["title"], data["summary"])
    )


_REMARK_FIELD: Final = "_remark_field"
_REMARK: Final = "_remark"


def remark_data(t: Translator, remark: Remark | None) -> dict[str, Any]:
    """Returns the remark for the draft, in the author's language."""
    if remark is None:
        return {}
    said = remark.reason
    reason = "" if said is None or said is RejectionReason.OTHER else t(REJECTIONS[said])
    words = " ".join(part for part in (reason, remark.note or "") if part)
    return {_REMARK: words, **({_REMARK_FIELD: remark.field} if remark.field else {})} if words else {}


def _remark_line(t: Translator, data: Data) -> str | None:
    """Returns the remark with the name of its field, as HTML."""
    words = str(data.get(_REMARK) or "")
    if not words:
        return None
    label = t(FIELDS.get(str(data.get(_REMARK_FIELD)), ""))
    where = f"<b>{label}</b>: " if label else ""
    return f"📝 {where}{html.escape(words)}"
