"""Views of an appeal for a moderator: the sanction, the appeal and the history."""

import html
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import Translator
from handlers.moderation.buttons import AuditPress, CardPress, ReviewItemAct, TargetKind
from handlers.moderation.labels import ACTIONS, SANCTIONS, item_button
from handlers.moderation.person_views import sanction_lines
from handlers.ui.sanction_views import REASONS
from handlers.ui.view import Button, Rows, View, row
from storage.ids import AppealId
from storage.models import AuditEntry, ReviewItem, Sanction
from storage.moderation import audit, sanctions
from storage.moderation.audit import Filter
from storage.people import companies, people
from storage.vocabulary import AuditObject

_ENTRIES = 5  # latest log entries; one press shows all


async def item(session: AsyncSession, t: Translator, one: ReviewItem) -> View | None:
    """Returns None if the object was deleted."""
    appeal = await sanctions.find_appeal(session, AppealId(one.object_id))
    sanction = None if appeal is None else await sanctions.find(session, appeal.sanction_id)
    if appeal is None or sanction is None:
        return None
    person = await people.find(session, appeal.person_id)
    company = None if sanction.company_id is None else await companies.find(session, sanction.company_id)
    lines = [
        f"👤 {html.escape(person.name if person else '')}",
        *([f"🏢 {html.escape(company.name)}"] if company else []),
        f"{t(SANCTIONS[sanction.kind])} · {t.date(sanction.created_at)} · {t(REASONS[sanction.reason])}",
        *([f"<blockquote>{html.escape(sanction.note)}</blockquote>"] if sanction.note else []),
        "",
        html.escape(appeal.text or ""),
        *await _before(session, t, sanction, appeal.at),
    ]

    rows: Rows = (
        row(
            item_button(t("✅ Lift it"), one, ReviewItemAct.APPROVE),
            item_button(t("🚫 It stays"), one, ReviewItemAct.DISMISS),
        ),
        row(
            item_button(t("⏭ Skip"), one, ReviewItemAct.SKIP),
            Button(text=t("👤 The person"), press=CardPress(TargetKind.PERSON, appeal.person_id)),
        ),
        row(Button(text=t("📜 Log"), press=AuditPress(appeal.person_id, 0))),
    )
    return View(text="\n".join(lines), rows=rows)


async def _before(session: AsyncSession, t: Translator, sanction: Sanction, now: datetime) -> list[str]:
    """Returns other sanctions of the same person or company, and the log of this one."""
    given = await sanctions.of(session, person_id=sanction.person_id, company_id=sanction.company_id)
    others = sanction_lines(t, [one for one in given if one.id != sanction.id], now)
    filters = Filter(object_kind=AuditObject.SANCTION, object_id=sanction.id)
    log = [await _line(session, t, entry) for entry in await audit.entries(session, filters, limit=_ENTRIES)]
    lines = ["", t("<b>Before this</b>"), *others] if others else []
    return [*lines, "", t("<b>Log entries</b>"), *log] if log else lines


async def _line(session: AsyncSession, t: Translator, entry: AuditEntry) -> str:
    actor = None if entry.actor_id is None else await people.find(session, entry.actor_id)
    who = html.escape(actor.name) if actor else "–"
    return f"#{entry.id} · {entry.at:%Y-%m-%d %H:%M} · {who}: {t(ACTIONS[entry.action])}"
