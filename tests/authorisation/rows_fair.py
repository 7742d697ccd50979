"""The rows of the event: who is there, what is announced, and the links that lead somewhere."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from storage import models
from storage.vocabulary import (
    AnnouncementStatus,
    DeliveryStatus,
    JoinedBy,
    Language,
    LinkKind,
    RecommendationStatus,
    Role,
    RowOutcome,
)
from tests.authorisation.cast import Who
from tests.authorisation.numbers import (
    CHAT,
    CODE,
    DRAFT,
    EVENT,
    HALL,
    IMPORT,
    IMPORTED,
    OFFER,
    OTHER_EVENT,
    PAUSED,
    PROGRAMME,
    RECOMMENDED,
    RECOMMENDED_NEED,
    REVIEWED,
    SENT,
    UNSENT,
    WAITING,
)
from tests.authorisation.rows_companies import imported_draft
from tests.clock import Clock


def event_rows(numbers: dict[Who, int], applicant: int, clock: Clock) -> Iterator[Any]:
    days: dict[str, Any] = {
        "place": "Novi Sad",
        "zone": "Europe/Belgrade",
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 3, 4),
        "created_at": clock(),
    }
    organizers = {EVENT: Who.ORGANIZER, OTHER_EVENT: Who.OTHER_ORGANIZER}
    for number, who in organizers.items():
        code = CODE if number == EVENT else "FAIRTWO2"
        yield models.Event(id=number, code=code, names={"en": f"Fair {number}"}, created_by=numbers[who], **days)
        yield models.EventOrganizer(event_id=number, person_id=numbers[who], added_at=clock())
    for who in (Who.MEMBER, Who.COUNTERPART, Who.ADVISER, Who.BANNED, Who.MUTED):
        yield models.EventParticipant(
            event_id=EVENT, person_id=numbers[who], joined_by=JoinedBy.LINK, joined_at=clock()
        )
    yield models.EventOrganizer(event_id=EVENT, person_id=applicant, added_at=clock())
    yield models.Hall(id=HALL, event_id=EVENT, name="Hall one")
    for company in (1, IMPORTED):
        yield models.Exhibitor(event_id=EVENT, company_id=company, hall_id=HALL, booth="B7", added_at=clock())
    yield models.BoothLook(event_id=EVENT, company_id=1, line="Boothlinewords")
    later = clock() + timedelta(days=1)
    yield models.ProgrammeItem(
        id=PROGRAMME, event_id=EVENT, titles={"en": "Opening"}, starts_at=later, ends_at=later + timedelta(hours=1)
    )
    organizer = numbers[Who.ORGANIZER]
    yield models.EventChat(
        chat_id=CHAT, event_id=EVENT, title="Groupone", language=Language.EN, added_by=organizer, added_at=clock()
    )
    yield models.Recommendation(
        id=RECOMMENDED,
        event_id=EVENT,
        organizer_id=numbers[Who.ORGANIZER],
        need_id=RECOMMENDED_NEED,
        offer_id=OFFER,
        need_company_id=2,
        offer_company_id=1,
        word="Wordwritten",
        word_relayed="Wordrelayed",
        status=RecommendationStatus.ASKED,
        created_at=clock(),
        told_at=clock(),
        expires_at=clock() + timedelta(days=10),
    )
    yield models.Import(
        id=IMPORT, event_id=EVENT, person_id=organizer, file_name="list.xlsx", columns={}, created_at=clock()
    )
    yield models.ImportRow(
        import_id=IMPORT, number=2, outcome=RowOutcome.CREATED, name="Tetaahat Oy", company_id=IMPORTED
    )
    yield imported_draft(numbers[Who.ADVISER], clock)
    yield models.ListingOrigin(listing_id=DRAFT, import_id=IMPORT, title="Drafted oak floors", guessed=True)


def announcements_rows(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    organizer = numbers[Who.ORGANIZER]
    stages = {
        UNSENT: (AnnouncementStatus.DRAFT, "Unsentwords"),
        WAITING: (AnnouncementStatus.SCHEDULED, "Unsentwords"),
        SENT: (AnnouncementStatus.DONE, "Sentwords"),
    }
    for number, (status, words) in stages.items():
        yield models.Announcement(
            id=number,
            event_id=EVENT,
            author_id=organizer,
            status=status,
            audience={},
            buttons=[{"text": "Matches", "place": "matches"}],
            urgent=False,
            starts_at=clock() + timedelta(days=1) if status is AnnouncementStatus.SCHEDULED else None,
            started_at=clock() if status is AnnouncementStatus.DONE else None,
            ended_at=clock() if status is AnnouncementStatus.DONE else None,
            created_at=clock(),
        )
        yield models.AnnouncementVersion(
            announcement_id=number,
            language=Language.EN,
            position=0,
            from_chat_id=organizer,
            parts=[{"kind": "text", "message_ids": [1], "html": words}],
        )
    yield models.AnnouncementCopy(
        announcement_id=SENT,
        chat_id=numbers[Who.MEMBER],
        person_id=numbers[Who.MEMBER],
        status=DeliveryStatus.SENT,
        not_before=clock(),
        message_ids=[2],
        finished_at=clock(),
    )


def links_rows(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    soon, past = clock() + timedelta(days=7), clock() - timedelta(days=1)
    admin, organizer, adviser = numbers[Who.ADMIN], numbers[Who.ORGANIZER], numbers[Who.ADVISER]
    made = {"created_at": past - timedelta(days=1)}
    role: dict[str, Any] = {"kind": LinkKind.ROLE, "role": Role.MODERATOR, **made}
    yield models.Link(code="ROLELINKCODE", created_by=admin, expires_at=soon, **role)
    yield models.Link(code="ROLEUSED", created_by=admin, expires_at=soon, used_by=organizer, used_at=past, **role)
    yield models.Link(code="ROLELATE", created_by=admin, expires_at=past, **role)
    yield models.Link(code="ROLEFORGED", created_by=numbers[Who.MODERATOR], expires_at=soon, **role)
    team: dict[str, Any] = {"kind": LinkKind.TEAM, "event_id": EVENT, **made}
    yield models.Link(code="TEAMLINKCODE", created_by=organizer, expires_at=soon, **team)
    yield models.Link(code="TEAMFORGED", created_by=numbers[Who.OTHER_ORGANIZER], expires_at=soon, **team)
    claim: dict[str, Any] = {"kind": LinkKind.CLAIM, "company_id": IMPORTED, "event_id": EVENT, **made}
    yield models.Link(code="CLAIMLINKCODE", created_by=adviser, expires_at=soon, **claim)
    yield models.Link(code="CLAIMLATE", created_by=adviser, expires_at=past, **claim)
    yield models.Link(code="BOOTHCODE", kind=LinkKind.BOOTH, event_id=EVENT, company_id=1, created_by=organizer, **made)
    for code, listing in {"LISTINGCODE": OFFER, "HIDDENCODE": REVIEWED, "PAUSEDCODE": PAUSED}.items():
        yield models.Link(code=code, kind=LinkKind.LISTING, listing_id=listing, created_by=numbers[Who.MEMBER], **made)
