"""What moderators are shown of an item, a person and the log, view by view."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.i18n.translator import translator_for
from bot.usecases.moderation import audit, reports, sanctions
from bot.usecases.moderation.safety import report
from handlers.moderation import audit_views, person_views, review_views
from handlers.ui.view import View
from storage.ids import CompanyId
from storage.models import Introduction, Sanction
from storage.moderation import audit as log
from storage.moderation import dual_use, reviews
from storage.moderation import sanctions as stored
from storage.screening import hits
from storage.vocabulary import (
    AuditAction,
    AuditObject,
    DualUseAnswer,
    Language,
    ReportObject,
    ReportReason,
    ReviewKind,
    SanctionKind,
    SanctionReason,
)
from tests.factories import NOW, open_review
from tests.introductions.story import Human
from tests.moderation.office import Office, order

EN = translator_for(Language.EN)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def labels(view: View | None) -> list[str]:
    assert view is not None
    return [button.text for row in view.rows for button in row]


async def item(session: Any, kind: ReviewKind, number: int) -> View | None:
    await reviews.put(session, kind, number, NOW)
    found = await open_review(session, kind, number)
    assert found is not None
    return await review_views.item(session, EN, found, "")


@pytest.mark.parametrize(
    "kind", [ReviewKind.LISTING, ReviewKind.APPEAL, ReviewKind.VERIFICATION, ReviewKind.SCREENING, ReviewKind.DUAL_USE]
)
async def test_an_item_whose_object_was_deleted_is_not_shown(office: Office, kind: ReviewKind) -> None:
    async with office.database.writing() as session:
        assert await item(session, kind, 99) is None


@pytest.mark.parametrize("kind", [each for each in ReviewKind if each.is_report])
async def test_a_reported_object_that_was_deleted_is_still_decided(office: Office, kind: ReviewKind) -> None:
    async with office.database.writing() as session:
        view = await item(session, kind, 99)
    assert "It no longer exists." in (view.text if view else "")
    assert "✅ Nothing wrong" in labels(view)
    assert "👤 The person" not in labels(view)


async def test_a_dual_use_item_needs_both_listings(office: Office, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    async with office.database.writing() as session:
        view = await item(session, ReviewKind.DUAL_USE, number)
        assert labels(view)[-2:] == ["📥 Pudong Agritech", "📤 Senzor d.o.o."]
        assert "Author:" not in (view.text if view else "")
        await dual_use.put(session, ana.listing_id, DualUseAnswer.UNSURE, ana.person_id, NOW)
        view = await item(session, ReviewKind.DUAL_USE, number)
        assert "Author: not sure." in (view.text if view else "")
        await session.execute(update(Introduction).where(Introduction.id == number).values(offer_id=None))
        assert await item(session, ReviewKind.DUAL_USE, number) is None


async def test_a_hit_whose_list_was_removed_is_shown_without_its_details(office: Office, ana: Human) -> None:
    values = {"list_name": "eu", "entity": "1", "listed_name": "Senzor", "score": 90}
    async with office.database.writing() as session:
        hit = await hits.add_hit(session, NOW, company_id=None, person_id=ana.person_id, **values)
        view = await item(session, ReviewKind.SCREENING, hit or 0)
    assert "Here: <b>Ana Anić</b>" in (view.text if view else "")
    assert "👤 The person" in labels(view)
    assert "🏢 The company" not in labels(view)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (None, "0 minutes"),
        (NOW - HOUR + timedelta(seconds=1), "59 minutes"),
        (NOW - HOUR, "1 hour"),
        (NOW - 2 * DAY + timedelta(seconds=1), "47 hours"),
        (NOW - 2 * DAY, "2 days"),
    ],
)
def test_how_long_something_waits(since: Any, expected: str) -> None:
    assert review_views.age_of(EN, NOW, since) == expected


async def reported(session: Any, who: Human, kind: ReportObject, number: int, note: str | None = None) -> View | None:
    await report(session, who.person_id, kind, number, reason=ReportReason.FRAUD, note=note, now=NOW)
    return await item(session, ReviewKind(f"report_{kind.value}"), number)


async def test_a_reporter_whose_reports_were_dismissed_is_shown_as_such(office: Office, mei: Human, ana: Human) -> None:
    async with office.database.writing() as session:
        view = await reported(session, mei, ReportObject.LISTING, ana.listing_id)
        assert "dismissed" not in (view.text if view else "")
        assert "💬 Read the conversation" not in labels(view)
        found = await open_review(session, ReviewKind.REPORT_LISTING, ana.listing_id)
        assert found is not None
        await reports.dismiss(session, office.actor(office.moderator), found.id, NOW)
        view = await reported(session, mei, ReportObject.LISTING, ana.listing_id, "Again.")
    assert "• Mei Li: Fraud (1 of 2 reports were dismissed)\n<i>Again.</i>" in (view.text if view else "")


async def test_a_reported_proposal_shows_its_words_and_its_listing(office: Office, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana, "Hello there")).introduction_id
    async with office.database.writing() as session:
        view = await reported(session, ana, ReportObject.INTRODUCTION, number)
        assert "Hello there" in (view.text if view else "")
        assert "💬 Read the conversation" in labels(view)
        await session.execute(update(Introduction).where(Introduction.id == number).values(pitch=None))
        await session.execute(update(Introduction).where(Introduction.id == number).values(need_id=None))
        session.expire_all()
        view = await item(session, ReviewKind.REPORT_INTRODUCTION, number)
    assert "<blockquote>" not in (view.text if view else "")
    assert "It no longer exists." in (view.text if view else "")


@pytest.mark.parametrize(
    ("sanction", "duration", "can_lift"),
    [
        ({}, "without end", True),
        ({"lifted_at": NOW}, "over", False),
        ({"kind": SanctionKind.MUTE, "until": NOW + DAY}, "until Mar 3, 2026 09:00 UTC", True),
        ({"kind": SanctionKind.MUTE, "until": NOW}, "over", False),
        ({"kind": SanctionKind.WARNING}, "Fraud", False),
        ({"kind": SanctionKind.WARNING, "lifted_at": NOW}, "over", False),
    ],
)
async def test_a_card_says_what_is_in_force(
    office: Office, sanction: dict[str, Any], duration: str, *, can_lift: bool
) -> None:
    values = {"kind": SanctionKind.BAN, "reason": SanctionReason.FRAUD, "created_at": NOW, **sanction}
    async with office.database.writing() as session:
        await stored.add(session, Sanction(person_id=office.member, **values))
        view = await person_views.person_card(session, EN, office.member, NOW, admins=frozenset())
    assert view.text.splitlines()[-1].endswith(duration)
    assert ("✅ Lift it" in labels(view)) is can_lift


async def test_the_card_of_a_company_shows_its_people_marks_and_listings(office: Office, ana: Human) -> None:
    async with office.database.writing() as session:
        view = await person_views.company_card(session, EN, ana.company_id, NOW)
        gone = await person_views.company_card(session, EN, CompanyId(99), NOW)
    assert "Listings: 1" in view.text
    assert "Trusted" not in view.text
    assert labels(view)[-3:] == ["✓ Verify", "🤝 Trust", "👤 Ana Anić"]
    assert (gone.text, labels(gone)) == ("That no longer exists. This is the current state.", [])


async def test_the_card_of_a_person_counts_their_reports(office: Office, mei: Human, ana: Human) -> None:
    async with office.database.writing() as session:
        view = await person_views.person_card(session, EN, mei.person_id, NOW, admins=frozenset())
        assert "Reports made" not in view.text
        assert "Roles" not in view.text
        await reported(session, mei, ReportObject.LISTING, ana.listing_id)
        view = await person_views.person_card(session, EN, mei.person_id, NOW, admins=frozenset({mei.person_id}))
    assert "Reports made: 1, dismissed: 0" in view.text
    assert "Roles: Admin" in view.text
    assert "🏢 Pudong Agritech" in labels(view)


async def line(session: Any, action: AuditAction, kind: AuditObject, number: int, **more: Any) -> str:
    entry = await audit.record(session, None, action, kind, number, now=NOW, **more)
    found = await log.find(session, entry)
    assert found is not None
    return await audit_views.line(session, EN, found)


async def test_an_entry_of_the_log_names_its_object(office: Office, ana: Human) -> None:
    listing, company = ana.listing_id, ana.company_id
    about = {"about": "listing", "number": listing}
    title = f"listing {listing} · Soil moisture sensors for greenhouses"
    async with office.database.writing() as session:
        for action, kind, number, after, expected in (
            (AuditAction.LISTING_HOLD, AuditObject.LISTING, listing, {}, title),
            (AuditAction.LISTING_HOLD, AuditObject.LISTING, 99, {}, "listing 99"),
            (AuditAction.VERIFY, AuditObject.COMPANY, company, {}, "Senzor d.o.o."),
            (AuditAction.VERIFY, AuditObject.COMPANY, 99, {}, "company 99"),
            (AuditAction.REPORT_UPHOLD, AuditObject.REVIEW, 1, about, title),
            (AuditAction.READ_MESSAGES, AuditObject.REVIEW, 1, {"about": "report_message"}, "Reported message"),
            (AuditAction.COUNTRIES_APART, AuditObject.COUNTRIES, 1, {"one": "CN", "other": "RS"}, "China – Serbia"),
        ):
            assert expected in await line(session, action, kind, number, after=after), expected


async def test_an_entry_of_the_log_says_how_long_a_sanction_lasts(office: Office) -> None:
    mira = office.actor(office.moderator)
    async with office.database.writing() as session:
        for kind, until, expected in (
            (SanctionKind.BAN, None, "⛔ Ban · Fraud · without end"),
            (SanctionKind.MUTE, NOW + DAY, "🔇 Mute · Fraud · until Mar 3, 2026 09:00 UTC"),
            (SanctionKind.WARNING, None, "⚠️ Warn · Fraud"),
        ):
            done = await sanctions.impose(session, mira, order(kind, office.member, until=until), NOW)
            (entry, *_) = await log.entries(session, log.Filter())
            assert f"<i>{expected}</i>" in await audit_views.line(session, EN, entry)
            await sanctions.lift(session, mira, done.sanction_id, NOW)
            (entry, *_) = await log.entries(session, log.Filter())
            assert f"<i>{expected.rpartition(' · ')[0] if until or kind is SanctionKind.BAN else expected}</i>" in (
                await audit_views.line(session, EN, entry)
            )


async def test_an_entry_of_an_unknown_actor_is_of_nobody(office: Office) -> None:
    async with office.database.writing() as session:
        text = await line(session, AuditAction.LIST_LOAD, AuditObject.EVENT, 1, reason="Because", undoes=None)
        again = await line(session, AuditAction.LIST_LOAD, AuditObject.EVENT, 1, undoes=1)
    assert "<b>–</b>" in text
    assert "<i>Because</i>" in text
    assert "undoes #1" in again
    assert "undoes" not in text
