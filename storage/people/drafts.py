"""Queries about drafts: the one truth about where somebody stands in a dialog."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import DraftId, PersonId
from storage.models import Draft


async def active_steps(session: AsyncSession) -> dict[PersonId, str]:
    """Everybody's place in their dialog as `form.step`."""
    rows = await session.execute(select(Draft.person_id, Draft.form, Draft.step).where(Draft.active))
    return {person_id: f"{form}.{step}" for person_id, form, step in rows}


async def active(session: AsyncSession, person_id: PersonId) -> Draft | None:
    return await session.scalar(select(Draft).where(Draft.person_id == person_id, Draft.active))


async def of_form(session: AsyncSession, person_id: PersonId, form: str) -> Draft | None:
    return await session.scalar(select(Draft).where(Draft.person_id == person_id, Draft.form == form))


async def begin(
    session: AsyncSession,
    person_id: PersonId,
    *,
    form: str,
    step: str,
    data: Mapping[str, Any],
    now: datetime,
    expires_at: datetime,
) -> Draft:
    """A new active draft in place of an earlier one of the same form; another form's draft is set aside, not lost."""
    await session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.form == form))
    await set_aside(session, person_id)
    draft = Draft(
        person_id=person_id,
        form=form,
        step=step,
        data=dict(data),
        active=True,
        update_id=None,
        created_at=now,
        updated_at=now,
        expires_at=expires_at,
    )
    session.add(draft)
    await session.flush()
    return draft


async def resume(session: AsyncSession, draft: Draft) -> None:
    await set_aside(session, draft.person_id)
    draft.active = True
    await session.flush()


async def set_aside(session: AsyncSession, person_id: PersonId) -> None:
    """Typed text goes to no dialog from here on; what was written stays for the person's return."""
    await session.execute(update(Draft).where(Draft.person_id == person_id, Draft.active).values(active=False))


async def discard(session: AsyncSession, draft_id: DraftId) -> bool:
    """True for the one call that found the draft: whoever gets it may carry out what the draft was for."""
    result = await session.execute(delete(Draft).where(Draft.id == draft_id).returning(Draft.id))
    return result.first() is not None


async def discard_expired(session: AsyncSession, now: datetime) -> list[PersonId]:
    result = await session.scalars(delete(Draft).where(Draft.expires_at <= now).returning(Draft.person_id))
    return list(result)
