"""Views of people and companies for moderators, with the available actions."""

import html
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import Translator
from bot.matching.country_names import country_name, with_flag
from bot.usecases.moderation import roles
from handlers.moderation.buttons import (
    AuditPress,
    CardPress,
    CompanyMark,
    CompanyMarkPress,
    LiftPress,
    SanctionPress,
    TargetKind,
)
from handlers.moderation.labels import ROLES, SANCTIONS
from handlers.people.labels import verified_line
from handlers.ui.sanction_views import REASONS, day
from handlers.ui.view import Button, Rows, View, row
from storage.ids import CompanyId, PersonId
from storage.listings import listings
from storage.models import Company, Sanction
from storage.moderation import reports, sanctions
from storage.people import companies, memberships, people
from storage.verification import trust, verifications
from storage.vocabulary import ReportState, SanctionKind


async def card_of(
    session: AsyncSession,
    t: Translator,
    person_id: PersonId | None,
    company_id: CompanyId | None,
    now: datetime,
    *,
    admins: frozenset[int],
) -> View:
    if company_id is not None:
        return await company_card(session, t, company_id, now)
    return await person_card(session, t, person_id or PersonId(0), now, admins=admins)


async def person_card(
    session: AsyncSession, t: Translator, person_id: PersonId, now: datetime, *, admins: frozenset[int]
) -> View:
    person = await people.find(session, person_id)
    name = html.escape(person.name) if person else t("somebody who has never been here")
    handle = f" · @{html.escape(person.username)}" if person and person.username else ""
    lines = [f"👤 <b>{name}</b>{handle}", f"<code>{person_id}</code>"]
    held = sorted(await roles.held(session, person_id, admins=admins))
    if held:
        lines.append(t("Roles: {roles}", roles=t.list([t(ROLES[role]) for role in held])))
    mine = await memberships.represented_by(session, person_id)
    made = await reports.count_by_state(session, person_id)
    if made:
        lines.append(
            t(
                "Reports made: {made}, dismissed: {dismissed}",
                made=sum(made.values()),
                dismissed=made.get(ReportState.DISMISSED, 0),
            )
        )
    given = await sanctions.of(session, person_id=person_id)
    lines += sanction_lines(t, given, now)
    rows = _actions(t, TargetKind.PERSON, person_id, given, now)
    more = tuple(row(_company_button(company)) for company in mine)
    log = row(Button(text=t("📜 Log"), press=AuditPress(person_id, 0)))
    return View(text="\n".join(lines), rows=(*rows, *more, log))


async def company_card(session: AsyncSession, t: Translator, company_id: CompanyId, now: datetime) -> View:
    company = await companies.find(session, company_id)
    if company is None:
        return View(text=t("That no longer exists. This is the current state."))
    country = country_name(company.country, t.language)
    lines = [f"🏢 <b>{html.escape(company.name)}</b>", with_flag(company.country, html.escape(country))]
    lines += [html.escape(line) for line in (company.website, company.about) if line]
    lines += [verified_line(t, one) for one in await verifications.standing(session, company_id)]
    lines.append(t("Listings: {count}", count=len(await listings.of_company(session, company_id))))
    trusted = await trust.is_trusted(session, company_id)
    if trusted:
        lines.append(t("Trusted: its listings are published at once."))
    given = await sanctions.of(session, company_id=company_id)
    lines += sanction_lines(t, given, now)
    rows = (
        *_actions(t, TargetKind.COMPANY, company_id, given, now),
        *await _marks(session, t, company_id, trusted=trusted),
    )
    behind = []
    for person_id in await memberships.representatives(session, company_id):
        person = await people.find(session, person_id)
        if person is not None:
            behind.append(row(Button(text=f"👤 {person.name[:40]}", press=CardPress(TargetKind.PERSON, person.id))))
    return View(text="\n".join(lines), rows=(*rows, *behind))


async def _marks(session: AsyncSession, t: Translator, company_id: CompanyId, *, trusted: bool) -> Rows:
    by_hand = await verifications.by_moderator(session, company_id)
    verify = (
        Button(text=t("✓ Take the check mark away"), press=CompanyMarkPress(company_id, CompanyMark.UNVERIFY))
        if by_hand
        else Button(text=t("✓ Verify"), press=CompanyMarkPress(company_id, CompanyMark.VERIFY))
    )
    trusting = (
        Button(text=t("Remove trust"), press=CompanyMarkPress(company_id, CompanyMark.DISTRUST))
        if trusted
        else Button(text=t("🤝 Trust"), press=CompanyMarkPress(company_id, CompanyMark.TRUST))
    )
    return (row(verify, trusting),)


def sanction_lines(t: Translator, given: Sequence[Sanction], now: datetime) -> list[str]:
    lines = []
    for one in given[:5]:
        facts = [t(SANCTIONS[one.kind]), t.date(one.created_at), t(REASONS[one.reason]), _duration(t, one, now)]
        lines.append(" · ".join(fact for fact in facts if fact))
    return lines


def _duration(t: Translator, one: Sanction, now: datetime) -> str:
    """Returns the duration of a sanction; "" for a warning in force, which has none."""
    if one.lifted_at is not None or (one.until is not None and one.until <= now):
        return t("over")
    return "" if one.kind is SanctionKind.WARNING else until_when(t, one.until)


def until_when(t: Translator, until: datetime | None) -> str:
    return t("without end") if until is None else t("until {until}", until=day(t, until))


def _actions(t: Translator, whom: TargetKind, number: int, given: Sequence[Sanction], now: datetime) -> Rows:
    def act(kind: SanctionKind) -> Button:
        return Button(text=t(SANCTIONS[kind]), press=SanctionPress(kind, whom, number))

    struck = any(
        one.kind is not SanctionKind.WARNING and one.lifted_at is None and (one.until is None or one.until > now)
        for one in given
    )
    rows: Rows = (row(*(act(kind) for kind in SanctionKind)),)
    if struck:
        rows = (row(Button(text=t("✅ Lift it"), press=LiftPress(whom, number))), *rows)
    return rows


def _company_button(company: Company) -> Button:
    return Button(text=f"🏢 {company.name[:40]}", press=CardPress(TargetKind.COMPANY, company.id))
