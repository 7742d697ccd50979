"""Views of review items for a moderator, with the decision buttons."""

import html
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import Translator
from bot.matching.country_names import country_name
from bot.matching.sectors import sector_label
from bot.usecases.moderation import flags, reports
from handlers.listings.labels import PROFILE_NAMES, REJECTIONS, STATUSES
from handlers.moderation import appeal_views, held_views
from handlers.moderation.buttons import QueuePress, RejectPress, ReviewItemAct, ReviewQueue, SanctionPress, TargetKind
from handlers.moderation.labels import REPORTS, REVIEWS, SANCTIONS, company_row, explain_flag, item_button, person_row
from handlers.ui.view import Button, Rows, View, choice_rows, row
from storage.ids import CompanyId, IntroductionId, ListingId, MessageId, PersonId, ReviewId
from storage.introductions import introductions, thread
from storage.listings import listings
from storage.models import Listing, ReviewItem
from storage.moderation import reports as stored
from storage.moderation.reviews import Queue
from storage.people import companies, people
from storage.vocabulary import ReportObject, ReportState, ReviewKind, SanctionKind


def empty(t: Translator, line: ReviewQueue) -> View:
    text = t("🎉 Nothing is waiting.") if line is ReviewQueue.QUEUE else t("🎉 No report is open.")
    return View(text=text)


def heading(t: Translator, item: ReviewItem, waiting: Queue, now: datetime) -> str:
    age = age_of(t, now, waiting.oldest)
    kind = t(REVIEWS[item.kind])
    return t("<b>{kind}</b> · {count} waiting, the oldest for {age}", kind=kind, count=waiting.length, age=age)


def age_of(t: Translator, now: datetime, since: datetime | None) -> str:
    minutes = 0 if since is None else int((now - since).total_seconds() // 60)
    if minutes < 60:
        return t.n("{count} minute", "{count} minutes", minutes)
    if minutes < 48 * 60:
        return t.n("{count} hour", "{count} hours", minutes // 60)
    return t.n("{count} day", "{count} days", minutes // (24 * 60))


async def item(session: AsyncSession, t: Translator, one: ReviewItem, top: str) -> View | None:
    """Returns None if the object was deleted."""
    match one.kind:
        case ReviewKind.LISTING:
            view = await _listing_item(session, t, one)
        case ReviewKind.APPEAL:
            view = await appeal_views.item(session, t, one)
        case ReviewKind.VERIFICATION:
            view = await _verification_item(session, t, one)
        case ReviewKind.SCREENING:
            view = await held_views.hit_item(session, t, one)
        case ReviewKind.DUAL_USE:
            view = await held_views.dual_use_item(session, t, one)
        case kind if kind.is_report:
            view = await _report_item(session, t, one)
        case _:
            view = None
    return None if view is None else replace(view, text=f"{top}\n\n{view.text}")


async def _listing_item(session: AsyncSession, t: Translator, one: ReviewItem) -> View | None:
    listing = await listings.find(session, ListingId(one.object_id))
    if listing is None:
        return None
    lines = await listing_lines(session, t, listing)
    lines += [explain_flag(t, flag) for flag in await flags.of(session, listing)]

    rows: Rows = (
        row(
            item_button(t("✅ Approve"), one, ReviewItemAct.APPROVE, listing.revision),
            item_button(t("🚫 Reject"), one, ReviewItemAct.REJECT, listing.revision),
        ),
        row(
            item_button(t("📝 Ask to change"), one, ReviewItemAct.RETURN, listing.revision),
            item_button(t("⏭ Skip"), one, ReviewItemAct.SKIP, listing.revision),
        ),
        company_row(t, listing.company_id),
    )
    return View(text="\n".join(lines), rows=rows)


async def listing_lines(session: AsyncSession, t: Translator, listing: Listing) -> list[str]:
    company = await companies.find(session, listing.company_id)
    name = html.escape(company.name) if company else ""
    kind = t(PROFILE_NAMES[listing.profile_type])
    sectors = t.joined(sector_label(sector, t.language) for sector in sorted(listing.sectors))
    return [
        f"<b>{html.escape(listing.title)}</b>",
        f"<i>{kind} · {html.escape(country_name(listing.country, t.language))} · {name}</i>",
        t(STATUSES[listing.status]),
        "",
        html.escape(listing.summary),
        "",
        t("Sectors: {sectors}", sectors=sectors),
    ]


async def _verification_item(session: AsyncSession, t: Translator, one: ReviewItem) -> View | None:
    company = await companies.find(session, CompanyId(one.object_id))
    if company is None:
        return None
    country = country_name(company.country, t.language)
    lines = [f"<b>{html.escape(company.name)}</b>", html.escape(country)]
    lines += [html.escape(line) for line in (company.city, company.website, company.about) if line]

    rows: Rows = (
        row(
            item_button(t("✓ Verify"), one, ReviewItemAct.APPROVE),
            item_button(t("🚫 Don't"), one, ReviewItemAct.DISMISS),
        ),
        row(item_button(t("⏭ Skip"), one, ReviewItemAct.SKIP)),
        company_row(t, company.id),
    )
    return View(text="\n".join(lines), rows=rows)


async def _report_item(session: AsyncSession, t: Translator, one: ReviewItem) -> View | None:
    kind = reports.object_of(one.kind)
    lines = await _reported(session, t, kind, one.object_id)
    lines += ["", t("<b>Reported by</b>")]
    for report in await stored.of_object(session, kind, one.object_id):
        lines.append(await _reporter(session, t, report.reporter_id, t(REPORTS[report.reason]), report.note))
    author_id = await reports.author_of(session, kind, one.object_id)

    rows: list[tuple[Button, ...]] = [
        row(
            item_button(t("🚫 It breaks the rules"), one, ReviewItemAct.UPHOLD),
            item_button(t("✅ Nothing wrong"), one, ReviewItemAct.DISMISS),
        ),
    ]
    if kind is not ReportObject.LISTING:
        rows.append(row(item_button(t("💬 Read the conversation"), one, ReviewItemAct.READ)))
    if author_id is not None:
        rows.append(
            row(
                *(
                    Button(text=t(SANCTIONS[each]), press=SanctionPress(each, TargetKind.PERSON, author_id))
                    for each in SanctionKind
                )
            )
        )
        rows.append(person_row(t, author_id))
    rows.append(row(item_button(t("⏭ Skip"), one, ReviewItemAct.SKIP)))
    return View(text="\n".join(lines), rows=tuple(rows))


async def _reported(session: AsyncSession, t: Translator, kind: ReportObject, number: int) -> list[str]:
    """Shows only the reported message. Reading the conversation is a separate, logged step."""
    gone = [t("It no longer exists.")]
    if kind is ReportObject.LISTING:
        listing = await listings.find(session, ListingId(number))
        return gone if listing is None else await listing_lines(session, t, listing)
    if kind is ReportObject.MESSAGE:
        message = await thread.find(session, MessageId(number))
        return gone if message is None else [f"<blockquote>{html.escape(message.text)}</blockquote>"]
    introduction = await introductions.find(session, IntroductionId(number))
    if introduction is None:
        return gone
    own = introduction.listing_of(introduction.proposer_side)
    listing = None if own is None else await listings.find(session, own)
    pitch = [f"<blockquote>{html.escape(introduction.pitch)}</blockquote>"] if introduction.pitch else []
    return [*pitch, *(gone if listing is None else await listing_lines(session, t, listing))]


async def _reporter(
    session: AsyncSession, t: Translator, person_id: PersonId | None, why: str, note: str | None
) -> str:
    person = None if person_id is None else await people.find(session, person_id)
    line = f"• {html.escape(person.name) if person else '–'}: {why}"
    if person is not None:
        made = await stored.count_by_state(session, person.id)
        dismissed = made.get(ReportState.DISMISSED, 0)
        if dismissed:
            line += " " + t(
                "({dismissed} of {made} reports were dismissed)", dismissed=dismissed, made=sum(made.values())
            )
    return f"{line}\n<i>{html.escape(note)}</i>" if note else line


def why_reject(t: Translator, item_id: ReviewId, revision: int) -> View:
    rows = choice_rows(t, REJECTIONS, lambda reason: RejectPress(item_id, revision, reason))
    return View(text=t("Why is it not published? The author reads it in their language."), rows=rows)


def decided(t: Translator, line: ReviewQueue, what: str) -> View:
    return View(text=f"✅ {what}", rows=(next_row(t, line),))


def next_row(t: Translator, line: ReviewQueue) -> tuple[Button, ...]:
    return row(Button(text=t("▶️ Next"), press=QueuePress(line)))


def conversation(t: Translator, lines: Sequence[tuple[str, str]]) -> View:
    shown = "\n\n".join(f"<b>{who}</b>\n{html.escape(text)}" for who, text in lines)
    return View(text=shown[:3900] or t("There are no messages."))


def overview(t: Translator, kinds: Sequence[tuple[ReviewKind, int, datetime]], now: datetime) -> str:
    return "\n".join(f"{t(REVIEWS[kind])}: {count} · {age_of(t, now, oldest)}" for kind, count, oldest in kinds)
