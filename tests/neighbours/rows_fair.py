"""An event in the future and one that is over, with their lists, announcements and messages."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from storage import models
from storage.models import Base
from storage.vocabulary import (
    AnnouncementStatus,
    DeliveryStatus,
    JoinedBy,
    Language,
    LinkKind,
    ListingConsent,
    ListingStatus,
    RecallState,
    Role,
    RowOutcome,
    SkipReason,
    Topic,
)
from tests.neighbours.made import FUTURE, PAST, made
from tests.neighbours.rows_companies import ANJA, BORIS, CECA, EVA, GORAN, IMPORTED, NEED, OFFER
from tests.neighbours.rows_listings import listing, listing_id

COMING: Final = -1
OVER: Final = -2
_CHATS: Final = {COMING: -400_001, OVER: -400_002}


def fair_rows() -> Iterator[Base]:
    for number, (event, starts_at) in enumerate(((COMING, FUTURE), (OVER, PAST))):
        day = starts_at.date()
        yield made(
            models.Event,
            id=event,
            code=f"QWZX{number}",
            names={"en": "Qwzx"},
            place="Qwzx",
            zone="Europe/Belgrade",
            starts_on=day,
            ends_on=day,
            created_by=CECA,
        )
        yield made(models.EventOrganizer, event_id=event, person_id=CECA, added_by=CECA)
        for person in (ANJA, BORIS, EVA, GORAN):
            yield made(
                models.EventParticipant,
                event_id=event,
                person_id=person,
                joined_by=JoinedBy.LINK,
                muted_at=PAST if person == EVA else None,
            )
        yield made(models.Hall, id=event, event_id=event, name="Qwzx")
        yield made(models.EventLook, event_id=event, colour="#123456", sponsor="Qwzx")
        for company in (NEED, OFFER, IMPORTED):
            yield made(models.Exhibitor, event_id=event, company_id=company, hall_id=event, booth="Qwzx")
            yield made(models.BoothLook, event_id=event, company_id=company, logo=b"Qwzx", line="Qwzx")
            yield made(models.BoothScan, event_id=event, company_id=company, person_id=GORAN)
        for item, reminder in ((2 * event, None), (2 * event + 1, starts_at)):
            yield made(
                models.ProgrammeItem,
                id=item,
                event_id=event,
                titles={"en": "Qwzx"},
                hall_id=event,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
            )
            for person in (ANJA, GORAN):
                yield made(models.Star, person_id=person, item_id=item, reminder_queued_for=reminder)
        yield made(
            models.EventChat,
            chat_id=_CHATS[event],
            event_id=event,
            title="Qwzx",
            language=Language.EN,
            added_by=CECA,
            gone_at=PAST if event == OVER else None,
            digest_hour=9,
            digest_due_at=starts_at,
        )
        for digest, status in ((2 * event, DeliveryStatus.SENT), (2 * event + 1, DeliveryStatus.PENDING)):
            yield made(
                models.Digest,
                id=digest,
                chat_id=_CHATS[event],
                event_id=event,
                status=status,
                not_before=FUTURE,
                day=(PAST + timedelta(days=-digest)).date(),
            )
            yield made(models.DigestLine, digest_id=digest, listing_id=listing_id(NEED, 0))
    yield from _links()
    yield from _deliveries()


def _links() -> Iterator[Base]:
    role = {"kind": LinkKind.ROLE, "role": Role.MODERATOR}
    kinds: tuple[dict[str, Any], ...] = (
        {**role, "expires_at": FUTURE},
        {**role, "expires_at": PAST},
        {**role, "expires_at": FUTURE, "used_by": GORAN, "used_at": PAST},
        {"kind": LinkKind.TEAM, "event_id": COMING, "expires_at": FUTURE},
        {"kind": LinkKind.CLAIM, "event_id": COMING, "company_id": IMPORTED, "expires_at": FUTURE},
        {"kind": LinkKind.BOOTH, "event_id": COMING, "company_id": OFFER},
        {"kind": LinkKind.LISTING, "listing_id": listing_id(NEED, 0)},
    )
    for number, values in enumerate(kinds):
        yield made(models.Link, code=f"QWZX{number}", created_by=CECA, **values)


def _deliveries() -> Iterator[Base]:
    for number, person in enumerate((ANJA, BORIS, CECA)):
        for place, status in enumerate((DeliveryStatus.PENDING, DeliveryStatus.SENT, DeliveryStatus.FAILED)):
            # Messages of long ago are deleted, if they are finished.
            waits = status is DeliveryStatus.PENDING
            yield made(
                models.Delivery,
                id=-(3 * number + place + 1),
                person_id=person,
                topic=Topic.LISTING_EXPIRED,
                payload={"listing": listing_id(NEED, 0)},
                dedupe_key=f"qwzx{person}{status}",
                status=status,
                not_before=FUTURE if waits else PAST,
                created_at=PAST if waits else FUTURE,
                finished_at=None if waits else PAST,
                message_ids=[] if waits else [1],
            )


def announcements_rows() -> Iterator[Base]:
    status = AnnouncementStatus
    for number, how in enumerate((status.DRAFT, status.PAUSED, status.DONE, status.CANCELLED, status.RECALLED), 1):
        begun = how is not status.DRAFT
        yield made(
            models.Announcement,
            id=-number,
            event_id=COMING,
            author_id=CECA,
            status=how,
            buttons=[{"text": "Qwzx", "place": "matches"}],
            starts_at=PAST,
            started_at=PAST if begun else None,
            paused_at=PAST if how is status.PAUSED else None,
            outcome_queued_at=PAST,
            ended_at=PAST if how in {status.DONE, status.CANCELLED, status.RECALLED} else None,
            progress_chat_id=CECA,
            progress_message_id=1,
        )
        for position, language in enumerate((Language.EN, Language.ZH)):
            yield made(
                models.AnnouncementVersion,
                announcement_id=-number,
                language=language,
                position=position,
                from_chat_id=CECA,
                parts=[{"kind": "text", "message_ids": [1], "html": "Qwzx"}],
            )
        for place, (chat, person) in enumerate(((ANJA, ANJA), (BORIS, BORIS), (_CHATS[COMING], None))):
            waits = how is status.PAUSED
            yield made(
                models.AnnouncementCopy,
                id=-(3 * number + place),
                announcement_id=-number,
                chat_id=chat,
                person_id=person,
                status=DeliveryStatus.PENDING if waits else DeliveryStatus.SENT,
                not_before=FUTURE if waits else PAST,
                message_ids=[] if waits else [1],
                finished_at=None if waits else PAST,
                skipped=SkipReason.MUTED if how is status.CANCELLED else None,
                recall=RecallState.DELETED if how is status.RECALLED else None,
            )
        yield made(models.AnnouncementPress, announcement_id=-number, person_id=ANJA, button=0)


def imports_rows() -> Iterator[Base]:
    """Rows of lists are deleted after some time, and so are drafts of old lists of events that are over."""
    for number, (event, created_at, undone) in enumerate(
        ((OVER, FUTURE, False), (COMING, PAST, False), (OVER, PAST, False), (COMING, FUTURE, True)), 1
    ):
        yield made(
            models.Import,
            id=-number,
            event_id=event,
            person_id=CECA,
            file_name="Qwzx",
            created_at=created_at,
            finished_at=None if undone else PAST,
            undone_at=PAST if undone else None,
            row_count=1,
        )
        status = ListingStatus.PAUSED if (event, created_at) == (OVER, PAST) else ListingStatus.INVITED
        draft = listing(OFFER, 30 + number, CECA, status, expires_at=FUTURE)
        draft.company_id, draft.country = IMPORTED, "MT"
        yield draft
        yield made(
            models.ListingOrigin,
            listing_id=draft.id,
            import_id=-number,
            guessed=True,
            consent=ListingConsent.FORM if undone else None,
            consent_by=CECA if undone else None,
        )
        if created_at == FUTURE:
            yield made(
                models.ImportRow,
                import_id=-number,
                number=1,
                sheet_row=2,
                outcome=RowOutcome.CREATED,
                name="Qwzx",
                company_id=IMPORTED,
                listings=[draft.id],
                before={"name": "Qwzx"},
            )
