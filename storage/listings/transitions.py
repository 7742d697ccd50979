"""The status machine of listings: which action is allowed in which status, and the next status.

Every status change goes through `change`, so none bypasses a review, the expiry, a ban or the author's refusal to be
shown abroad.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, and_, case, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.listings.masked_texts import UNMASKED
from storage.models import Listing, Membership, Person
from storage.moderation.sanctions import banned, company_banned
from storage.vocabulary import ListingStatus, MembershipStatus


class ListingAction(StrEnum):
    PUBLISH = "publish"
    """Also shows a private listing abroad, and publishes an imported draft."""
    EDIT = "edit"
    PAUSE = "pause"
    RESUME = "resume"
    RENEW = "renew"
    CLOSE = "close"
    DELETE = "delete"
    UNDELETE = "undelete"
    EXPIRE = "expire"
    MAKE_PRIVATE = "make_private"
    """The author withdraws the consent to be shown abroad."""
    APPROVE = "approve"
    REJECT = "reject"
    SEND_BACK = "send_back"
    REVIEW_AGAIN = "review_again"
    """A moderator's decision is undone."""
    HOLD = "hold"
    RELEASE = "release"
    TAKE_DOWN = "take_down"
    """A report is upheld."""
    REINSTATE = "reinstate"
    """The decision to uphold a report is undone."""


class Target(Enum):
    IN_VIEW = auto()
    """Published if nothing prevents it. See `_in_view`."""
    BEFORE = auto()
    """The status before; `IN_VIEW` if that was published."""
    UNLESS_HIDDEN = auto()
    """The status before if the company itself had hidden the listing, PAUSED if it had deleted it, else `IN_VIEW`."""
    SAME = auto()


_S = ListingStatus
_HIDDEN: Final = (_S.PAUSED, _S.CLOSED, _S.PRIVATE, _S.INVITED)
_HOLDABLE: Final = (_S.PUBLISHED, _S.PAUSED, _S.REVIEW, _S.RETURNED)
TRANSITIONS: Final[Mapping[ListingAction, Mapping[ListingStatus, ListingStatus | Target]]] = {
    ListingAction.PUBLISH: dict.fromkeys((_S.PRIVATE, _S.INVITED), Target.IN_VIEW),
    ListingAction.EDIT: {
        **dict.fromkeys((_S.PUBLISHED, _S.EXPIRED), Target.IN_VIEW),
        **dict.fromkeys((_S.REVIEW, _S.RETURNED, _S.REJECTED), _S.REVIEW),
        **dict.fromkeys((_S.PAUSED, _S.CLOSED, _S.HELD, _S.PRIVATE, _S.INVITED), Target.SAME),
    },
    ListingAction.PAUSE: {_S.PUBLISHED: _S.PAUSED},
    ListingAction.RESUME: dict.fromkeys((_S.PAUSED, _S.CLOSED), Target.IN_VIEW),
    ListingAction.RENEW: dict.fromkeys((_S.PUBLISHED, _S.PAUSED, _S.CLOSED, _S.EXPIRED), Target.IN_VIEW),
    ListingAction.CLOSE: dict.fromkeys((_S.PUBLISHED, _S.PAUSED, _S.EXPIRED), _S.CLOSED),
    ListingAction.DELETE: dict.fromkeys((status for status in _S if status is not _S.DELETED), _S.DELETED),
    ListingAction.UNDELETE: {_S.DELETED: Target.BEFORE},
    ListingAction.EXPIRE: dict.fromkeys((_S.PUBLISHED, _S.PAUSED), _S.EXPIRED),
    ListingAction.MAKE_PRIVATE: dict.fromkeys((_S.PUBLISHED, _S.REVIEW), _S.PRIVATE),
    ListingAction.APPROVE: {_S.REVIEW: Target.IN_VIEW},
    ListingAction.REJECT: {_S.REVIEW: _S.REJECTED},
    ListingAction.SEND_BACK: {_S.REVIEW: _S.RETURNED},
    ListingAction.REVIEW_AGAIN: dict.fromkeys((_S.PUBLISHED, _S.PAUSED, _S.RETURNED, _S.REJECTED), _S.REVIEW),
    ListingAction.HOLD: dict.fromkeys(_HOLDABLE, _S.HELD),
    ListingAction.RELEASE: {_S.HELD: Target.BEFORE},
    ListingAction.TAKE_DOWN: {
        **dict.fromkeys((*_HOLDABLE, _S.CLOSED, _S.EXPIRED, _S.HELD, _S.PRIVATE, _S.INVITED), _S.REJECTED),
        _S.DELETED: Target.SAME,  # `status_before` becomes REJECTED, the status that an undo restores
    },
    ListingAction.REINSTATE: {_S.REJECTED: Target.UNLESS_HIDDEN},
}

_ENDING_BREAKS: Final = (ListingAction.PAUSE, ListingAction.RESUME, ListingAction.RENEW, ListingAction.CLOSE)
"""Actions after which a listing no longer returns by itself at the end of its company's break."""

_TYPE = Listing.status.type


def refused_abroad(author: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """True where the author refused to be shown abroad. Authors who were never asked did not refuse."""
    return select(Person.id).where(Person.id == author, Person.shown_abroad.is_(False)).correlate(Listing).exists()


def everybody_banned(author: SQLColumnExpression[Any] = Listing.author_id) -> ColumnElement[bool]:
    """True where the author, the company, or everyone who speaks for the company is banned."""
    speaks = and_(Membership.company_id == Listing.company_id, Membership.status == MembershipStatus.ACTIVE)
    somebody = select(Membership.person_id).where(speaks).correlate(Listing).exists()
    somebody_free = (
        select(Membership.person_id).where(speaks, ~banned(Membership.person_id)).correlate(Listing).exists()
    )
    return or_(company_banned(Listing.company_id), banned(author), and_(somebody, ~somebody_free))


async def change(
    session: AsyncSession,
    action: ListingAction,
    which: ColumnElement[bool],
    now: datetime,
    *,
    cleared: bool | None = None,
    **values: Any,
) -> Sequence[Listing]:
    """Applies the action to the listings whose status allows it, and returns them.

    `cleared` says whether the text may be shown without a moderator's approval; None keeps the row's own state.
    `values` are further columns to set.
    """
    targets = TRANSITIONS[action]
    revision = Listing.revision + 1 if action is ListingAction.EDIT else Listing.revision
    changes: dict[str, Any] = {"updated_at": now, **values}
    if action in _ENDING_BREAKS:
        changes.setdefault("shown_again_at", None)
    if action is ListingAction.EDIT:
        changes |= {"revision": revision, "matched_at": None, **UNMASKED}
    if {Target.IN_VIEW, Target.BEFORE, Target.UNLESS_HIDDEN} & set(targets.values()):
        changes["matched_at"] = None
    if cleared:
        changes["cleared_revision"] = revision
    in_view = _in_view(now, cleared=cleared, values=values)
    changes["status_before"] = case(
        (Listing.status.in_(_keeping_status_before(action)), Listing.status_before),
        *([(Listing.status == _S.DELETED, _status(_S.REJECTED))] if action is ListingAction.TAKE_DOWN else []),
        else_=Listing.status,
    )
    changes["status"] = case(
        *((Listing.status == status, _value(target, in_view, action)) for status, target in targets.items()),
        else_=Listing.status,
    )
    result = await session.scalars(
        update(Listing)
        .where(which, Listing.status.in_(targets))
        .values(changes)
        .returning(Listing)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return sorted(result.all(), key=lambda listing: listing.id)


def _keeping_status_before(action: ListingAction) -> list[ListingStatus]:
    """A hold lies between the company's own status and a take-down, whose undo restores the former."""
    if action is ListingAction.TAKE_DOWN:
        return [_S.HELD]
    return [status for status, target in TRANSITIONS[action].items() if target is Target.SAME]


def _value(target: ListingStatus | Target, in_view: ColumnElement[Any], action: ListingAction) -> ColumnElement[Any]:
    match target:
        case Target.IN_VIEW:
            return in_view
        case Target.UNLESS_HIDDEN:
            return case(
                (Listing.status_before.in_(_HIDDEN), Listing.status_before),
                (Listing.status_before == _S.DELETED, _status(_S.PAUSED)),
                else_=in_view,
            )
        case Target.SAME:
            return Listing.status.expression
        case Target.BEFORE:
            allowed = _HOLDABLE if action is ListingAction.RELEASE else tuple(_S)
            return case(
                (Listing.status_before == _S.PUBLISHED, in_view),
                (Listing.status_before.in_(allowed), Listing.status_before),
                else_=_status(_S.PAUSED),
            )
    return _status(target)


def _in_view(now: datetime, *, cleared: bool | None, values: Mapping[str, Any]) -> ColumnElement[Any]:
    """Returns PUBLISHED, or the status that a ban, a missing consent, the expiry or an open review requires instead."""
    author: SQLColumnExpression[Any] = (
        literal(values["author_id"], BigInteger) if "author_id" in values else Listing.author_id
    )
    uncleared = Listing.cleared_revision.is_distinct_from(Listing.revision)
    conditions: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = [
        (everybody_banned(author), _status(_S.HELD)),
        (refused_abroad(author), _status(_S.PRIVATE)),
    ]
    if "expires_at" not in values:
        conditions.append((Listing.expires_at <= now, _status(_S.EXPIRED)))
    if cleared is None:
        conditions.append((uncleared, _status(_S.REVIEW)))
    return case(*conditions, else_=_status(_S.REVIEW if cleared is False else _S.PUBLISHED))


def _status(status: ListingStatus) -> ColumnElement[Any]:
    return literal(status, _TYPE)
