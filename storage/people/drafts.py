"""Queries about drafts. A draft stores the step of a dialog and the answers so far."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, Boolean, ColumnElement, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.ids import DraftId, PersonId
from storage.models import Draft
from storage.people import people
from storage.statements import changes_rows

USED: Final = "used"
"""The form of the draft that says which messages finished forms have used."""
_USED_MESSAGES: Final = 100


class DraftRow(NamedTuple):
    """A draft as it was when it was read."""

    id: DraftId
    person_id: PersonId
    form: str
    step: str
    data: Mapping[str, Any]
    active: bool
    update_id: int | None


async def active_steps(session: AsyncSession) -> dict[PersonId, str]:
    """Returns the current step of every open dialog as `form.step`."""
    rows = await session.execute(select(Draft.person_id, Draft.form, Draft.step).where(Draft.active))
    return {person_id: f"{form}.{step}" for person_id, form, step in rows}


async def active(session: AsyncSession, person_id: PersonId) -> DraftRow | None:
    row = (await session.execute(_ACTIVE, {"person_id": person_id})).first()
    return None if row is None else DraftRow(*row)


async def of_form(session: AsyncSession, person_id: PersonId, form: str) -> DraftRow | None:
    row = (await session.execute(_OF_FORM, {"person_id": person_id, "form": form})).first()
    return None if row is None else DraftRow(*row)


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
) -> DraftRow:
    """Stores a new active draft. Replaces a draft of the same form and deactivates drafts of other forms."""
    answers = dict(data)
    values = {
        "person_id": person_id,
        "form": form,
        "step": step,
        "data": answers,
        "active": True,
        "update_id": update_id,
        "created_at": now,
        "updated_at": now,
        "expires_at": expires_at,
    }
    # Two processes may open a dialog of one person at once, but only one draft may be active.
    await people.lock(session, person_id)
    await session.execute(_DELETE, {"owner": person_id, "of_form": form})
    await set_aside(session, person_id)
    number = (await session.execute(_INSERT, values)).scalar_one()
    return DraftRow(
        id=number, person_id=person_id, form=form, step=step, data=answers, active=True, update_id=update_id
    )


async def advance(
    database: Database,
    draft: DraftRow,
    *,
    step: str,
    data: Mapping[str, Any],
    now: datetime,
    expires_at: datetime,
    active: bool = True,
    update_id: int | None = None,
) -> bool:
    """Stores the next step of a draft. Returns False if it was changed, set aside or deleted since it was read.

    Without `update_id` the draft keeps the one it has.
    """
    values = _new_values(draft, step=step, data=data, now=now, expires_at=expires_at, reopens=False)
    values["new_active"] = active
    if update_id is not None:
        values["new_update_id"] = update_id
    return bool(await database.change(_STORE, values))


async def reopen(
    session: AsyncSession, draft: DraftRow, *, step: str, data: Mapping[str, Any], now: datetime, expires_at: datetime
) -> bool:
    """Makes a draft that was set aside the open one. Returns False if it was changed or deleted since it was read."""
    await people.lock(session, draft.person_id)
    await set_aside(session, draft.person_id)
    values = _new_values(draft, step=step, data=data, now=now, expires_at=expires_at, reopens=True)
    return (await session.execute(_STORE, values)).first() is not None


def _new_values(
    draft: DraftRow, *, step: str, data: Mapping[str, Any], now: datetime, expires_at: datetime, reopens: bool
) -> dict[str, Any]:
    return {
        "draft_id": draft.id,
        "as_of": draft.update_id,
        "new_step": step,
        "new_data": dict(data),
        "new_active": True,
        "reopens": reopens,
        "new_update_id": draft.update_id,
        "now": now,
        "until": expires_at,
    }


async def note(session: AsyncSession, draft_id: DraftId, key: str) -> None:
    """Sets this key of the answers to True if the draft is open."""
    draft = await session.scalar(select(Draft).where(Draft.id == draft_id, Draft.active).with_for_update())
    if draft is not None:
        draft.data = {**draft.data, key: True}


async def note_used(
    session: AsyncSession, person_id: PersonId, messages: Mapping[str, str], *, now: datetime, until: datetime
) -> None:
    """Stores of which finished form each message was, by message id. Earlier ones are kept, up to a limit."""
    await people.lock(session, person_id)
    before = await of_form(session, person_id, USED)
    used = {**(before.data if before else {}), **messages}
    await session.execute(_DELETE, {"owner": person_id, "of_form": USED})
    values = {"person_id": person_id, "form": USED, "step": USED, "active": False, "update_id": None}
    data = dict(list(used.items())[-_USED_MESSAGES:])
    await session.execute(_INSERT, {**values, "data": data, "created_at": now, "updated_at": now, "expires_at": until})


async def of_person(session: AsyncSession, person_id: PersonId) -> list[DraftRow]:
    rows = await session.execute(select(*_COLUMNS).where(Draft.person_id == person_id))
    return [DraftRow(*row) for row in rows]


async def set_aside(session: AsyncSession, person_id: PersonId, *, update_id: int | None = None) -> bool:
    """Deactivates the open dialog and keeps its draft. Returns False if no dialog was open.

    `update_id` is the update by which the person closed it; without it the draft keeps the one it has.
    """
    return (await session.execute(_SET_ASIDE, {"owner": person_id, "closed_by": update_id})).first() is not None


async def form_closed_by(session: AsyncSession, person_id: PersonId, update_id: int) -> str | None:
    """Returns the form of the draft that this update set aside."""
    return await session.scalar(
        select(Draft.form).where(Draft.person_id == person_id, Draft.update_id == update_id, ~Draft.active).limit(1)
    )


async def discard(session: AsyncSession, draft_id: DraftId, *, as_of: int | None = None) -> bool:
    """Deletes a draft. Returns True for only one of several callers, who may then carry out the action.

    With `as_of` (an update id), a draft that was changed after this update is kept.
    """
    unchanged = [] if as_of is None else [_is_update(as_of)]
    return await changes_rows(session, delete(Draft).where(Draft.id == draft_id, *unchanged))


async def any_expired(session: AsyncSession, now: datetime) -> bool:
    return await session.scalar(select(Draft.id).where(Draft.expires_at <= now).limit(1)) is not None


async def discard_expired(session: AsyncSession, now: datetime) -> list[PersonId]:
    """Deletes expired drafts and returns their owners."""
    result = await session.scalars(delete(Draft).where(Draft.expires_at <= now).returning(Draft.person_id))
    return list(result)


def _is_update(update_id: int | ColumnElement[int] | None) -> ColumnElement[bool]:
    return Draft.update_id.is_not_distinct_from(update_id)


# The statements of every step of a dialog. Built once: building and hashing one takes longer than running it.
_COLUMNS: Final = [getattr(Draft, name) for name in DraftRow._fields]
_ACTIVE: Final = select(*_COLUMNS).where(Draft.person_id == bindparam("person_id"), Draft.active)
_OF_FORM: Final = select(*_COLUMNS).where(Draft.person_id == bindparam("person_id"), Draft.form == bindparam("form"))
_DELETE: Final = (
    delete(Draft)
    .where(Draft.person_id == bindparam("owner"), Draft.form == bindparam("of_form"))
    .execution_options(synchronize_session=False)
)
_INSERT: Final = insert(Draft).returning(Draft.id)
_SET_ASIDE: Final = (
    update(Draft)
    .where(Draft.person_id == bindparam("owner"), Draft.active)
    .values(active=False, update_id=func.coalesce(bindparam("closed_by", type_=BigInteger), Draft.update_id))
    .returning(Draft.id)
    .execution_options(synchronize_session=False)
)
_STORE: Final = (
    update(Draft)
    .where(
        Draft.id == bindparam("draft_id"),
        _is_update(bindparam("as_of")),
        or_(Draft.active, bindparam("reopens", type_=Boolean)),
    )
    .values(
        step=bindparam("new_step"),
        data=bindparam("new_data"),
        active=bindparam("new_active"),
        update_id=bindparam("new_update_id"),
        updated_at=bindparam("now"),
        expires_at=bindparam("until"),
    )
    .returning(Draft.id)
    .execution_options(synchronize_session=False)
)
