"""Queries about drafts: the only record of where a person stands in a dialog."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import DraftId, PersonId
from storage.models import Draft


async def active_steps(session: AsyncSession) -> dict[PersonId, str]:
    """Everybody's place in their dialog, as `form.step`."""
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
    update_id: int | None = None,
) -> Draft:
    """Stores a new active draft. It replaces an earlier draft of the form; drafts of other forms are set aside."""
    await session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.form == form))
    await set_aside(session, person_id)
    draft = Draft(
        person_id=person_id,
        form=form,
        step=step,
        data=dict(data),
        active=True,
        update_id=update_id,
        created_at=now,
        updated_at=now,
        expires_at=expires_at,
    )
    session.add(draft)
    await session.flush()
    return draft


async def store(
    session: AsyncSession,
    draft: Draft,
    *,
    step: str,
    data: Mapping[str, Any],
    now: datetime,
    expires_at: datetime,
    active: bool = True,
    update_id: int | None = None,
) -> bool:
    """Stores a turn of a draft that was read earlier. Returns False if it has changed or gone since.

    Without `update_id` the draft keeps the one it has.
    """
    result = await session.execute(
        update(Draft)
        .where(Draft.id == draft.id, _is_as_of(draft.update_id))
        .values(
            step=step,
            data=dict(data),
            active=active,
            update_id=draft.update_id if update_id is None else update_id,
            updated_at=now,
            expires_at=expires_at,
        )
        .returning(Draft.id)
        .execution_options(synchronize_session=False)
    )
    return result.first() is not None


async def set_aside(session: AsyncSession, person_id: PersonId) -> bool:
    """Closes the open dialog, so that typed text goes to none. The draft is kept. Returns False if none was open."""
    result = await session.execute(
        update(Draft).where(Draft.person_id == person_id, Draft.active).values(active=False).returning(Draft.id)
    )
    return result.first() is not None


async def discard(session: AsyncSession, draft_id: DraftId, *, as_of: int | None = None) -> bool:
    """Returns True for the one call that deletes the draft: its caller may carry out what the draft was for.

    With `as_of`, the update that changed it last, a draft that has changed since is not deleted.
    """
    unchanged = [] if as_of is None else [_is_as_of(as_of)]
    result = await session.execute(delete(Draft).where(Draft.id == draft_id, *unchanged).returning(Draft.id))
    return result.first() is not None


async def discard_expired(session: AsyncSession, now: datetime) -> list[PersonId]:
    """Deletes expired drafts and returns their owners."""
    result = await session.scalars(delete(Draft).where(Draft.expires_at <= now).returning(Draft.person_id))
    return list(result)


def _is_as_of(update_id: int | None) -> ColumnElement[bool]:
    return Draft.update_id.is_not_distinct_from(update_id)
