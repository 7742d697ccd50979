"""The world that everything is tried in: a fair with companies, and something in every state that there is."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, update

from bot.sandbox.world import World
from bot.sandbox.world.chats import Json
from bot.sandbox.world.snapshot import to_dict
from storage import models
from storage.vocabulary import (
    AnnouncementStatus,
    AppealState,
    AuditAction,
    AuditObject,
    ChannelKind,
    CompanyKind,
    CompanySize,
    DeliveryStatus,
    HitState,
    IntroductionStatus,
    JoinedBy,
    Kind,
    Language,
    LinkKind,
    ListingStatus,
    MembershipStatus,
    ProfileType,
    RecommendationStatus,
    Relation,
    ReportObject,
    ReportReason,
    ReportState,
    ReviewKind,
    Role,
    RowOutcome,
    SanctionKind,
    SanctionReason,
    Verdict,
    VerificationMethod,
)
from tests.authorisation.cast import APPLICANT, FIRST_NAMES, HOUSES, Who
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock

ROLES: Final = {
    Who.ADVISER: Role.ADVISER,
    Who.ORGANIZER: Role.ORGANIZER,
    Who.OTHER_ORGANIZER: Role.ORGANIZER,
    Who.MODERATOR: Role.MODERATOR,
    Who.ADMIN: Role.ADMIN,
}
OFFER, REVIEWED, RETURNED, PAUSED, OTHERS_OFFER, NEED, PRIVATE = 11, 14, 13, 15, 16, 12, 18
PROPOSED, ASKED, ACCEPTED, DECLINED, WITHDRAWN, PROPOSED_BY_MEMBER = 31, 32, 33, 34, 35, 36
RECOMMENDED, RECOMMENDED_NEED = 101, 28
SUGGESTION, DISMISSED, SUGGESTED_NEED, QUESTION, TALK = 51, 52, 27, 41, 42
BAN, MUTE, WARNING = 71, 72, 73
SANCTIONED, GRANTED, VERIFIED = 91, 92, 93
ITEM_LISTING, ITEM_MESSAGE, ITEM_REPORT, ITEM_APPEAL, ITEM_HIT = 1, 2, 3, 4, 5
EVENT, OTHER_EVENT, HALL, PROGRAMME, CHAT, IMPORT, IMPORTED = 1, 2, 1, 1, -100_555, 1, 7
UNSENT, WAITING, SENT = 1, 2, 3
CODE: Final = "FAIRONE1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The file to copy, the world to go with it, and everybody's Telegram number."""

    template: Path
    world: Json
    numbers: dict[Who, int]
    applicant: int
    draft: int
    """The member's, of an offer that is not finished."""


def staged(empty: Path, folder: Path, clock: Clock) -> Stage:
    """`empty` is a migrated database."""
    path = folder / "stage.sqlite3"
    shutil.copyfile(empty, path)
    return asyncio.run(_set(path, clock))


async def _set(path: Path, clock: Clock) -> Stage:
    world = World()
    async with open_chat(world, f"sqlite+aiosqlite:///{path}", clock, encoder="none") as chat:
        people = {who: chat.person(FIRST_NAMES[who]) for who in Who}
        applicant = chat.person(APPLICANT)
        for human in [*people.values(), applicant]:
            await human.types("/start")
        numbers = {who: human.id for who, human in people.items()}
        async with chat.program.services.database.writing() as session:
            for row in _rows(numbers, applicant.id, clock):
                session.add(row)
                await session.flush()
            await session.execute(
                update(models.Person).where(models.Person.id != people[Who.NOBODY].id).values(**_consent(clock))
            )
        draft = await _draft(chat, people[Who.MEMBER])
        for human in [*people.values(), applicant]:
            await human.types("/help")
    return Stage(template=path, world=to_dict(world), numbers=numbers, applicant=applicant.id, draft=draft)


def _consent(clock: Clock) -> dict[str, Any]:
    values = {"consented_at": clock(), "consent_version": "1"}
    abroad = {"shown_abroad": True, "shown_abroad_at": clock(), "shown_abroad_version": "1"}
    columns = models.Person.__table__.columns
    return values | {name: value for name, value in abroad.items() if name in columns}


async def _draft(chat: Chat, member: Human) -> int:
    """An offer that the member has set aside after its title."""
    await member.types("/offer")
    await member.presses("📦")
    await member.types("Draftedtitle of a pump")
    await member.types("/cancel")
    async with chat.program.services.database.reading() as session:
        return (await session.scalars(select(models.Draft.id))).one()


def _rows(numbers: dict[Who, int], applicant: int, clock: Clock) -> Iterator[Any]:
    yield from _companies(numbers, applicant, clock)
    yield from _listings(numbers, clock)
    yield from _introductions(numbers, clock)
    yield from _event(numbers, applicant, clock)
    yield from _announcements(numbers, clock)
    yield from _moderation(numbers, clock)
    yield from _links(numbers, clock)


def _companies(numbers: dict[Who, int], applicant: int, clock: Clock) -> Iterator[Any]:
    facts: dict[str, Any] = {
        "kind": CompanyKind.COMPANY,
        "city": None,
        "size": CompanySize.SMALL,
        "about": None,
        "created_at": clock(),
    }
    for house in HOUSES:
        person, key = numbers[house.who], house.name.split()[0].lower()
        yield models.Company(
            id=house.number, name=house.name, name_key=key, country=house.country, website=f"{key}.example", **facts
        )
        yield _membership(person, house.number, MembershipStatus.ACTIVE, clock, relation=Relation(house.relation))
        yield models.Channel(
            company_id=house.number, person_id=person, kind=ChannelKind.EMAIL, value=house.email, position=0
        )
    yield models.Company(
        id=IMPORTED, name="Tetaahat Oy", name_key="tetaahat", country="FI", website="tetaahat.example", **facts
    )
    yield _membership(numbers[Who.ADVISER], IMPORTED, MembershipStatus.ACTIVE, clock, relation=Relation.ADVISER)
    yield _membership(applicant, 1, MembershipStatus.REQUESTED, clock)
    for who, role in ROLES.items():
        yield models.RoleGrant(person_id=numbers[who], role=role, granted_by=None, granted_at=clock())


def _membership(
    person: int,
    company: int,
    status: MembershipStatus,
    clock: Clock,
    *,
    relation: Relation = Relation.REPRESENTATIVE,
) -> models.Membership:
    return models.Membership(
        person_id=person, company_id=company, relation=relation, role=None, status=status, since=clock()
    )


def _listings(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    member, counterpart, other = (numbers[who] for who in (Who.MEMBER, Who.COUNTERPART, Who.OTHER))
    offer, need = ProfileType.BUSINESS_OFFER, ProfileType.BUSINESS_REQUEST
    yield _listing(OFFER, 1, member, offer, "Soil moisture sensors", clock)
    yield _listing(RETURNED, 1, member, offer, "Returnedtitle of a pump", clock, status=ListingStatus.RETURNED)
    yield _listing(REVIEWED, 1, member, offer, "Reviewedtitle of a valve", clock, status=ListingStatus.REVIEW)
    yield _listing(PAUSED, 1, member, offer, "Paused meters", clock, status=ListingStatus.PAUSED)
    yield _listing(PRIVATE, 1, member, offer, "Pumps kept at home", clock, status=ListingStatus.PRIVATE)
    yield _listing(OTHERS_OFFER, 3, other, offer, "Greenhouse films", clock)
    yield _listing(17, 5, numbers[Who.BANNED], offer, "Held glass", clock, status=ListingStatus.HELD)
    yield _listing(NEED, 2, counterpart, need, "Sensors wanted", clock)
    for number in range(21, RECOMMENDED_NEED + 1):
        yield _listing(number, 2, counterpart, need, f"Sensors for house {number}", clock)
    yield models.Suggestion(
        id=SUGGESTION,
        need_id=SUGGESTED_NEED,
        offer_id=OFFER,
        score=80,
        reasons={},
        created_at=clock(),
        updated_at=clock(),
    )
    yield models.Suggestion(
        id=DISMISSED, need_id=NEED, offer_id=OFFER, score=60, reasons={}, created_at=clock(), updated_at=clock()
    )
    for side in Kind:
        yield models.SuggestionVerdict(suggestion_id=DISMISSED, side=side, verdict=Verdict.DISMISSED, at=clock())


def _listing(
    number: int,
    company: int,
    author: int,
    profile: ProfileType,
    title: str,
    clock: Clock,
    *,
    status: ListingStatus = ListingStatus.PUBLISHED,
) -> models.Listing:
    return models.Listing(
        id=number,
        company_id=company,
        author_id=author,
        profile_type=profile,
        kind=profile.kind,
        country=next(house.country for house in HOUSES if house.number == company),
        title=title,
        summary=f"{title} for greenhouses.",
        language="en",
        sectors=frozenset({"agritech"}),
        partnerships=frozenset(),
        targets=frozenset(),
        status=status,
        created_at=clock(),
        updated_at=clock(),
        expires_at=clock() + timedelta(days=180),
    )


def _introductions(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    yield _introduction(PROPOSED, 21, IntroductionStatus.PROPOSED, numbers, clock, turn=Kind.OFFER)
    yield _introduction(ASKED, 22, IntroductionStatus.QUESTION, numbers, clock, turn=Kind.NEED)
    yield _introduction(ACCEPTED, 23, IntroductionStatus.ACCEPTED, numbers, clock, accepted_at=clock())
    yield _introduction(DECLINED, 24, IntroductionStatus.DECLINED, numbers, clock, closed_at=clock())
    yield _introduction(WITHDRAWN, 25, IntroductionStatus.WITHDRAWN, numbers, clock, closed_at=clock())
    yield _introduction(
        PROPOSED_BY_MEMBER,
        26,
        IntroductionStatus.PROPOSED,
        numbers,
        clock,
        turn=Kind.NEED,
        proposer_side=Kind.OFFER,
        pitch="Pitchofmember",
        proposer_id=numbers[Who.MEMBER],
    )
    words = {QUESTION: (ASKED, "Askedwritten", "Askedrelayed"), TALK: (ACCEPTED, "Talkedwords", "Talkedwords")}
    for number, (introduction, text, relayed) in words.items():
        yield models.RelayedMessage(
            id=number,
            introduction_id=introduction,
            side=Kind.OFFER,
            author_id=numbers[Who.MEMBER],
            text=text,
            relayed=relayed,
            found=frozenset(),
            created_at=clock(),
        )
    for side in Kind:
        yield models.IntroductionOutcome(introduction_id=ACCEPTED, side=side, day=7, due_at=clock(), asked_at=clock())


def _introduction(
    number: int, need: int, status: IntroductionStatus, numbers: dict[Who, int], clock: Clock, **more: Any
) -> models.Introduction:
    values: dict[str, Any] = {
        "need_id": need,
        "offer_id": OFFER,
        "need_company_id": 2,
        "offer_company_id": 1,
        "need_revision": 1,
        "offer_revision": 1,
        "score": 80,
        "reasons": {},
        "proposer_side": Kind.NEED,
        "proposer_id": numbers[Who.COUNTERPART],
        "pitch": "Pitchwritten",
        "pitch_relayed": "Pitchrelayed",
        "pitch_found": frozenset(),
        "status": status,
        "turn": None,
        "moves": 1,
        "created_at": clock(),
        "moved_at": clock(),
        "expires_at": clock() + timedelta(days=10),
    }
    return models.Introduction(id=number, **(values | more))


def _event(numbers: dict[Who, int], applicant: int, clock: Clock) -> Iterator[Any]:
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


def _announcements(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
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


def _moderation(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    moderator, admin = numbers[Who.MODERATOR], numbers[Who.ADMIN]
    for number, kind, who in (
        (BAN, SanctionKind.BAN, Who.BANNED),
        (MUTE, SanctionKind.MUTE, Who.MUTED),
        (WARNING, SanctionKind.WARNING, Who.OTHER),
    ):
        yield models.Sanction(
            id=number,
            kind=kind,
            person_id=numbers[who],
            reason=SanctionReason.FRAUD,
            note="Sanctionnote",
            by_id=moderator,
            created_at=clock(),
            until=clock() + timedelta(days=7) if kind is SanctionKind.MUTE else None,
            told_at=clock(),
        )
    yield models.Appeal(
        id=1, sanction_id=MUTE, person_id=numbers[Who.MUTED], state=AppealState.MADE, text="Appealwords", at=clock()
    )
    yield from _reports(numbers, clock)
    yield models.ScreeningHit(
        id=81,
        company_id=3,
        list_name="List",
        entity="1",
        listed_name="Sanctionedname",
        score=95,
        state=HitState.OPEN,
        found_at=clock(),
    )
    objects = {
        ITEM_LISTING: (ReviewKind.LISTING, REVIEWED),
        ITEM_MESSAGE: (ReviewKind.REPORT_MESSAGE, QUESTION),
        ITEM_REPORT: (ReviewKind.REPORT_LISTING, OTHERS_OFFER),
        ITEM_APPEAL: (ReviewKind.APPEAL, 1),
        ITEM_HIT: (ReviewKind.SCREENING, 81),
    }
    for number, (kind_, thing) in objects.items():
        yield models.ReviewItem(id=number, kind=kind_, object_id=thing, created_at=clock())
    yield models.CountriesApart(one="KP", other="RS", by_id=admin, at=clock(), reason="Apartreason")
    yield models.Verification(id=1, company_id=2, method=VerificationMethod.MODERATOR, by_id=moderator, at=clock())
    entries = {
        SANCTIONED: (AuditAction.SANCTION, AuditObject.SANCTION, WARNING, Who.OTHER, moderator),
        GRANTED: (AuditAction.ROLE_GRANT, AuditObject.PERSON, 0, Who.OTHER_ORGANIZER, admin),
        VERIFIED: (AuditAction.VERIFY, AuditObject.COMPANY, 2, None, moderator),
    }
    for number, (action, kind__, thing, about, by) in entries.items():
        yield models.AuditEntry(
            id=number,
            at=clock(),
            actor_id=by,
            action=action,
            object_kind=kind__,
            object_id=thing,
            person_id=None if about is None else numbers[about],
            reason="Loggedreason",
            before={},
            after={"role": "organizer", "method": "moderator", "verification": 1},
        )


def _reports(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    for who, kind, thing in (
        (Who.COUNTERPART, ReportObject.MESSAGE, QUESTION),
        (Who.MEMBER, ReportObject.LISTING, OTHERS_OFFER),
    ):
        yield models.Report(
            reporter_id=numbers[who],
            object_kind=kind,
            object_id=thing,
            reason=ReportReason.FRAUD,
            note="Reportnote",
            state=ReportState.OPEN,
            created_at=clock(),
        )


def _links(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
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
