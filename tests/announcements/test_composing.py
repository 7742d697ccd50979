"""Writing an announcement: what is refused, and at which limit."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DomainError, InputError, NotAllowedError
from bot.usecases.announcements import compose, running
from bot.usecases.announcements.audience import Audience
from bot.usecases.announcements.compose import LinkButton, Part
from bot.usecases.announcements.errors import MovedOnError, NothingToSayError, TooMuchError
from bot.usecases.moderation.roles import Actor
from storage.announcements import announcements
from storage.ids import AnnouncementId, ChatId
from storage.models import Announcement, AnnouncementVersion
from storage.vocabulary import AnnouncementStatus, Language, PartKind
from tests.announcements.fair import Fair, open_fair
from tests.neighbours import select_own

HELLO = Part(kind=PartKind.TEXT, message_ids=(1,), html="Hello")
BUTTON = LinkButton(text="Website", url="https://example.com")


async def writes(
    session: AsyncSession, actor: Actor, number: AnnouncementId, *parts: Part, language: Language = Language.EN
) -> None:
    await compose.put_version(session, actor, number, language, parts, chat_id=ChatId(actor.id))


CHANGES: dict[str, Callable[[AsyncSession, Actor, AnnouncementId], Awaitable[object]]] = {
    "write": lambda session, actor, number: writes(session, actor, number, HELLO),
    "buttons": lambda session, actor, number: compose.set_buttons(session, actor, number, [BUTTON]),
    "audience": lambda session, actor, number: compose.set_audience(session, actor, number, Audience()),
    "urgent": compose.toggle_urgent,
    "discard": compose.discard,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_only_a_draft_is_changed(
    stored_fair: Fair, change: Callable[[AsyncSession, Actor, AnnouncementId], Awaitable[object]]
) -> None:
    number = await stored_fair.says("Doors open at nine")
    await stored_fair.sends(number)
    async with stored_fair.database.writing() as session:
        with pytest.raises(MovedOnError):
            await change(session, stored_fair.actor, number)
        assert [part["html"] for part in (await announcements.versions(session, number))[0].parts] == [
            "Doors open at nine"
        ]
        await running.unschedule(session, stored_fair.actor, number)
        await change(session, stored_fair.actor, number)


async def test_an_unknown_announcement_is_refused(stored_fair: Fair) -> None:
    async with stored_fair.database.reading() as session:
        with pytest.raises(NotAllowedError):
            await compose.own(session, stored_fair.actor, AnnouncementId(404))


async def test_five_messages_fit_and_six_do_not(stored_fair: Fair) -> None:
    number = await stored_fair.says(*["Hello"] * 5)
    with pytest.raises(TooMuchError):
        await stored_fair.says(*["Hello"] * 6, number=number)


async def test_a_version_that_is_written_again_keeps_its_place(stored_fair: Fair) -> None:
    """The first one is for everybody whose language is missing."""
    await stored_fair.says("Another one", language=Language.SR_LATN)
    number = await stored_fair.says("九点开门", language=Language.ZH)
    await stored_fair.says("Doors open at nine", number=number)
    await stored_fair.says("十点开门", language=Language.ZH, number=number)
    async with stored_fair.database.reading() as session:
        versions = await announcements.versions(session, number)
    assert [(each.language, each.parts[0]["html"]) for each in versions] == [
        (Language.ZH, "十点开门"),
        (Language.EN, "Doors open at nine"),
    ]


async def test_without_a_message_there_is_nothing_to_send(stored_fair: Fair) -> None:
    number = await stored_fair.says()
    with pytest.raises(NothingToSayError):
        await stored_fair.sends(number)


@pytest.mark.parametrize(
    ("texts", "are_kept"),
    [(["Menu"] * 4, True), (["Menu"] * 5, False), (["a" * 40], True), (["a" * 41], False), ([""], False), ([], True)],
)
async def test_four_buttons_of_one_to_forty_characters(stored_fair: Fair, texts: list[str], are_kept: bool) -> None:
    number = await stored_fair.says("Hello")
    buttons = [LinkButton(text=text, place="offer") for text in texts]
    refused: type[DomainError] | None = None
    async with stored_fair.database.writing() as session:
        try:
            await compose.set_buttons(session, stored_fair.actor, number, buttons)
        except InputError as error:
            refused = type(error)
    assert (refused is None) is are_kept
    assert len((await stored_fair.row(number)).buttons) == (len(texts) if are_kept else 0)


async def test_urgent_is_switched_on_and_off(stored_fair: Fair) -> None:
    number, other = await stored_fair.says("Hello"), await stored_fair.says("Not urgent")
    states = []
    for _ in range(2):
        async with stored_fair.database.writing() as session:
            await compose.toggle_urgent(session, stored_fair.actor, number)
        states.append((await stored_fair.row(number)).urgent)
        assert not (await stored_fair.row(other)).urgent
    assert states == [True, False]


async def test_a_discarded_draft_is_gone(stored_fair: Fair) -> None:
    number, other = await stored_fair.says("Hello"), await stored_fair.says("Stays")
    async with stored_fair.database.writing() as session:
        await compose.discard(session, stored_fair.actor, number)
        assert await announcements.find(session, number) is None
        assert await announcements.find(session, other) is not None


ZH, EN, LATIN, CYRILLIC = Language.ZH, Language.EN, Language.SR_LATN, Language.SR_CYRL


@pytest.mark.parametrize(
    ("written", "reader", "gets"),
    [
        ([ZH, EN], EN, EN),
        ([ZH, EN], LATIN, ZH),
        ([ZH, CYRILLIC], LATIN, CYRILLIC),
        ([ZH, LATIN], CYRILLIC, LATIN),
        ([ZH, CYRILLIC, LATIN], LATIN, LATIN),
        ([EN], ZH, EN),
    ],
)
def test_everybody_gets_their_language_or_its_other_script_or_the_first(
    written: list[Language], reader: Language, gets: Language
) -> None:
    versions = [AnnouncementVersion(language=language) for language in written]
    assert compose.version_for(versions, reader).language is gets


async def test_a_page_of_the_list_holds_announcements_of_one_event(stored_fair: Fair) -> None:
    others = await open_fair(stored_fair.database, stored_fair.world, stored_fair.now, people=0)
    numbers = [await stored_fair.says(text) for text in ("First", "Second", "Third")]
    await others.says("Elsewhere")
    async with stored_fair.database.reading() as session:
        assert await announcements.count_of_event(session, stored_fair.event_id) == 3
        page = await announcements.of_event(session, stored_fair.event_id, offset=1, limit=2)
    assert [each.id for each in page] == [numbers[1], numbers[0]]


async def test_an_author_who_is_forgotten_takes_their_words_along_and_stops_what_is_under_way(
    stored_fair: Fair,
) -> None:
    fair = stored_fair
    others = await open_fair(fair.database, fair.world, fair.now, people=0)
    states = [AnnouncementStatus.DRAFT, AnnouncementStatus.PAUSED, AnnouncementStatus.DONE]
    for each in (fair, others):
        for status in states:
            number = await each.says(f"{status} of {each.organizer.id}")
            async with fair.database.writing() as session:
                await session.execute(
                    update(Announcement)
                    .where(Announcement.id == number)
                    .values(status=status, progress_chat_id=each.organizer.id, progress_message_id=number)
                )
    async with fair.database.writing() as session:
        await announcements.empty_texts_of(session, fair.actor.id, fair.now)
        rows = await session.execute(
            select_own(
                Announcement.author_id,
                Announcement.status,
                Announcement.progress_message_id,
                AnnouncementVersion.from_chat_id,
                AnnouncementVersion.parts,
            )
            .join(AnnouncementVersion, AnnouncementVersion.announcement_id == Announcement.id)
            .order_by(Announcement.id)
        )
        found = [(author, status, shown, chat, len(parts)) for author, status, shown, chat, parts in rows]
    assert found == [
        (fair.actor.id, AnnouncementStatus.CANCELLED, None, 0, 0),
        (fair.actor.id, AnnouncementStatus.DONE, None, 0, 0),
        *[(others.actor.id, status, 4 + index, others.actor.id, 1) for index, status in enumerate(states)],
    ]
