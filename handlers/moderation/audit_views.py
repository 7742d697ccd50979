"""Shows audit log entries as text: who did what to whom, how and why."""

import html
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_name
from handlers.listings.labels import FIELDS, REJECTIONS, STATUSES
from handlers.moderation.labels import ACTIONS, REVIEWS, ROLES, SANCTIONS
from handlers.moderation.person_views import until_when
from handlers.people.labels import METHODS
from handlers.ui.sanction_views import REASONS
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import listings
from storage.models import AuditEntry
from storage.people import companies, people
from storage.vocabulary import AuditAction, AuditObject, SanctionKind

_NUMBERED: Final[dict[AuditObject, str]] = {
    AuditObject.COMPANY: mark("company {number}"),
    AuditObject.LISTING: mark("listing {number}"),
    AuditObject.INTRODUCTION: mark("introduction {number}"),
    AuditObject.MESSAGE: mark("message {number}"),
    AuditObject.HIT: mark("screening hit {number}"),
    AuditObject.EVENT: mark("event {number}"),
}
"""Shown next to a name or instead of one. /audit accepts the number."""


async def line(session: AsyncSession, t: Translator, entry: AuditEntry) -> str:
    """Returns the entry as HTML. Moderators see all companies and people by name."""
    actor, subject = await _name(session, entry.actor_id), await _name(session, entry.person_id)
    about = [t(ACTIONS[entry.action]), await _named(session, t, entry), subject]
    lines = [
        f"#{entry.id} · {entry.at:%Y-%m-%d %H:%M} · <b>{html.escape(actor or '–')}</b>",
        html.escape(" · ".join(part for part in about if part)),
    ]
    lines += [f"<i>{html.escape(one)}</i>" for one in (" · ".join(_facts(t, entry)), entry.reason) if one]
    if entry.undoes is not None:
        lines.append(t("undoes {number}", number=f"#{entry.undoes}"))
    return "\n".join(lines)


async def _name(session: AsyncSession, person_id: PersonId | None) -> str:
    person = None if person_id is None else await people.find(session, person_id)
    return person.name if person else ""


async def _named(session: AsyncSession, t: Translator, entry: AuditEntry) -> str:
    """Returns the object of the action; "" if the person is enough."""
    match entry.object_kind:
        case AuditObject.COUNTRIES:
            return " – ".join(country_name(code, t.language) for code in (entry.after["one"], entry.after["other"]))
        case AuditObject.SANCTION:
            company = entry.after.get("company")
            return "" if company is None else await _object(session, t, AuditObject.COMPANY, company)
        case AuditObject.REVIEW if "about" in entry.after:
            about = entry.after["about"]  # the reported object; for read messages, the queue
            if entry.action is AuditAction.READ_MESSAGES:
                return t(REVIEWS[about])
            return await _object(session, t, AuditObject(about), entry.after["number"])
    return await _object(session, t, entry.object_kind, entry.object_id)


async def _object(session: AsyncSession, t: Translator, kind: AuditObject, number: int) -> str:
    numbered = t(_NUMBERED[kind], number=number) if kind in _NUMBERED else ""
    if kind is AuditObject.COMPANY:
        company = await companies.find(session, CompanyId(number))
        return company.name if company else numbered
    if kind is AuditObject.LISTING:
        listing = await listings.find(session, ListingId(number))
        return f"{numbered} · {listing.title}" if listing else numbered
    return numbered


def _facts(t: Translator, entry: AuditEntry) -> Iterator[str]:
    """Returns the entry's codes as text. Codes without a text appear only in the file."""
    after = entry.after
    reasons: Mapping[Any, str] = REASONS if entry.object_kind is AuditObject.SANCTION else REJECTIONS
    coded: tuple[tuple[str, Mapping[Any, str]], ...] = (
        ("kind", SANCTIONS),
        ("status", STATUSES),
        ("method", METHODS),
        ("role", ROLES),
        ("field", FIELDS),
        ("reason", reasons),
    )
    yield from (t(labels[after[key]]) for key, labels in coded if after.get(key) in labels)
    if "kind" in after and after["kind"] != SanctionKind.WARNING and entry.action is not AuditAction.LIFT:
        until = after.get("until")
        yield until_when(t, None if until is None else datetime.fromisoformat(until))
    if "list" in after:
        yield str(after["list"])
        yield t("Entry: {entity} · similarity: {score} of 100", entity=after["entity"], score=after["score"])
    if "names" in after:
        yield t.n("{count} name", "{count} names", after["names"])
