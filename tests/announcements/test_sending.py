"""An announcement on its way, with everything that can go wrong on it."""

from datetime import timedelta

import pytest

from bot.usecases.announcements import compose, running
from bot.usecases.announcements.audience import Audience
from bot.usecases.announcements.compose import LinkButton, Part
from bot.usecases.events import groups, joining
from storage.events import chats
from storage.ids import ChatId, PersonId
from storage.models import Delivery
from storage.people import people
from storage.vocabulary import AnnouncementStatus, DeliveryStatus, Language, PartKind, SkipReason, Topic
from tests.announcements.fair import Fair, got, open_fair, work_off, work_off_to_the_end
from tests.chat import Chat
from tests.clock import Clock
from tests.neighbours import select_own


async def test_everybody_gets_it_once_with_who_says_it_and_how_to_stop_it(chat: Chat, fair: Fair) -> None:
    number = await fair.says("<b>Doors</b> open at nine")
    await fair.sends(number)
    await work_off(chat)
    for guest in fair.people:
        assert got(guest, "Doors open at nine") == 1
        assert "Novi Sad Fair · Olga Organizer" in guest.sees()
        assert guest.buttons() == ["🔕 No more from Novi Sad Fair"]
    assert await fair.statuses(number) == ["sent"] * 3
    assert (await fair.row(number)).status is AnnouncementStatus.DONE
    await work_off(chat)
    assert [got(guest, "Doors") for guest in fair.people] == [1, 1, 1]


async def test_each_gets_their_language_and_the_first_is_for_the_others(chat: Chat, fair: Fair, clock: Clock) -> None:
    mixed = await open_fair(fair.database, fair.world, clock(), people=3, languages=("en", "zh", "sr"))
    number = await mixed.says("九点开门", language=Language.ZH)
    await mixed.says("Vrata se otvaraju u devet", language=Language.SR_CYRL, number=number)
    await mixed.sends(number)
    await work_off(chat)
    said = ["九点开门", "九点开门", "Vrata"]
    assert [got(guest, text) for guest, text in zip(mixed.people, said, strict=True)] == [1, 1, 1]


async def test_media_albums_polls_and_places_arrive_as_they_were_sent(chat: Chat, fair: Fair) -> None:
    olga = fair.organizer
    olga.sends_photo(b"\x89PNG hall", caption="The hall")
    photo = olga.messages(of_bot=False)[-1]["message_id"]
    olga.sends_location(45.25, 19.84)
    place = olga.messages(of_bot=False)[-1]["message_id"]
    olga.sends_album([b"one", b"two"])
    album = tuple(message["message_id"] for message in olga.messages(of_bot=False)[-2:])
    fair.world.updates.take_all()
    parts = [
        Part(kind=PartKind.MEDIA, message_ids=(photo,), html="The hall"),
        Part(kind=PartKind.OTHER, message_ids=(place,)),
        Part(kind=PartKind.ALBUM, message_ids=album),
    ]
    number = await fair.says(parts=parts)
    await fair.sends(number)
    await work_off(chat)
    for guest in fair.people:
        photo_, location, *pictures, last = guest.messages()
        assert photo_["caption"] == "The hall"
        assert location["location"]["latitude"] == 45.25
        assert len(pictures) == 2
        assert "Novi Sad Fair" in last["text"]
    assert {len(copy.message_ids) for copy in await fair.copies(number)} == {5}


@pytest.mark.parametrize("is_last", [True, False])
async def test_people_who_refuse_voice_messages_get_the_other_parts(chat: Chat, fair: Fair, is_last: bool) -> None:
    olga, (refusing, *others) = fair.organizer, fair.people
    voice = olga.sends_voice()["message_id"]
    fair.world.updates.take_all()
    refusing.forbids_voice()
    parts = [
        Part(kind=PartKind.OTHER, message_ids=(voice,)),
        Part(kind=PartKind.TEXT, message_ids=(), html="Doors open"),
    ]
    number = await fair.says(parts=parts[::-1] if is_last else parts)
    await fair.sends(number)
    await work_off(chat)
    texts = [message.get("text", "") for message in refusing.messages()]
    told = [text for text in texts if "refuse" in text or "odbij" in text or "拒收" in text or "ne primaju" in text]
    assert len(told) == 1
    assert any("Doors open" in text for text in texts)
    assert "Novi Sad Fair" in texts[-1], "the last message says who sends it"
    assert refusing.buttons()
    assert all("voice" in other.messages()[-1 if is_last else -2] for other in others)
    assert {copy.status for copy in await fair.copies(number)} == {DeliveryStatus.SENT}


async def test_buttons_lead_on(chat: Chat, fair: Fair) -> None:
    number = await fair.says("Come and see")
    async with fair.database.writing() as session:
        buttons = [LinkButton(text="Website", url="https://example.com"), LinkButton(text="Offer", place="offer")]
        await compose.set_buttons(session, fair.actor, number, buttons)
    await fair.sends(number)
    await work_off(chat)
    assert fair.people[0].buttons()[:2] == ["Website", "📤 Offer something"], "places in the reader's words"


async def test_the_blocked_are_marked_and_skipped_from_then_on(chat: Chat, fair: Fair) -> None:
    fair.world.chats[fair.people[1].id].blocked = True
    number = await fair.says("First")
    await fair.sends(number)
    await work_off(chat)
    assert await fair.statuses(number) == ["sent", "unreachable", "sent"]
    async with fair.database.reading() as session:
        blocked = await people.find(session, PersonId(fair.people[1].id))
        assert blocked is not None
        assert blocked.unreachable_since is not None
    second = await fair.says("Second")
    await fair.sends(second)
    await work_off(chat)
    assert await fair.statuses(second) == ["sent", "sent"]


async def test_a_lost_answer_is_unknown_and_never_sent_again(chat: Chat, fair: Fair) -> None:
    fair.world.faults.add("cut", "sendMessage", chat_id=fair.people[0].id, when="after")
    number = await fair.says("Once only")
    await fair.sends(number)
    await work_off(chat)
    assert await fair.statuses(number) == ["unknown", "sent", "sent"]
    assert [got(guest, "Once only") for guest in fair.people] == [1, 1, 1]


async def test_a_wait_that_telegram_asks_for_is_kept_and_then_it_arrives(chat: Chat, fair: Fair, clock: Clock) -> None:
    fair.world.faults.add("too_many_requests", "sendMessage", seconds=1)
    number = await fair.says("After a while")
    await fair.sends(number)
    await work_off(chat)
    # The refused copy is pending again. The others waited in place until broadcasts were allowed, by the real clock.
    assert sorted(await fair.statuses(number)) == ["pending", "sent", "sent"]
    (refused,) = [copy for copy in await fair.copies(number) if copy.status is DeliveryStatus.PENDING]
    assert (refused.not_before, refused.attempts) == (clock() + timedelta(seconds=2), 0)
    assert (await fair.row(number)).status is AnnouncementStatus.RUNNING
    await work_off_to_the_end(chat, fair, number, clock)
    assert [got(guest, "After a while") for guest in fair.people] == [1, 1, 1]


async def test_people_who_muted_the_event_or_reached_the_daily_limit_get_no_copy(
    chat: Chat, fair: Fair, clock: Clock
) -> None:
    async with fair.database.writing() as session:
        await joining.mute(session, PersonId(fair.people[0].id), fair.event_id, clock())
    for text in ("One", "Two", "Three", "Four"):
        number = await fair.says(text)
        await fair.sends(number)
        await work_off(chat)
    assert await fair.statuses(number) == ["obsolete"] * 2
    assert {copy.skipped for copy in await fair.copies(number)} == {SkipReason.ENOUGH_TODAY}
    clock.forward(hours=25)
    number = await fair.says("Tomorrow")
    fair.now = clock()
    await fair.sends(number)
    await work_off(chat)
    assert await fair.statuses(number) == ["sent"] * 2
    assert got(fair.people[0], "One") == 0


async def test_muting_while_it_runs_counts_too(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("Hello")
    await fair.sends(number)
    async with fair.database.writing() as session:
        await running.start_due(session, clock())
        await joining.mute(session, PersonId(fair.people[0].id), fair.event_id, clock())
        await joining.leave(session, PersonId(fair.people[1].id), fair.event_id)
    await work_off(chat)
    skipped = [copy.skipped for copy in await fair.copies(number)]
    assert skipped == [SkipReason.MUTED, SkipReason.LEFT, None]


async def test_at_a_time_and_not_in_quiet_hours(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("Good night")
    late = clock() + timedelta(hours=13)  # 22:00 UTC, 23:00 in Belgrade
    await fair.sends(number, at=late)
    await work_off(chat)
    assert (await fair.row(number)).status is AnnouncementStatus.SCHEDULED
    clock.now = late
    await work_off(chat)
    assert await fair.statuses(number) == ["pending"] * 3
    assert {copy.not_before for copy in await fair.copies(number)} == {late + timedelta(hours=9)}
    clock.forward(hours=9)
    await work_off(chat)
    assert await fair.statuses(number) == ["sent"] * 3


async def test_a_group_gets_it_too_with_a_button_to_the_bot(chat: Chat, fair: Fair, clock: Clock) -> None:
    group = fair.organizer.creates_group("Fair guests", kind="supergroup")
    fair.organizer.adds_bot(group)
    fair.world.updates.take_all()
    group_id = ChatId(group if isinstance(group, int) else group["id"])
    number = await fair.says("For all")
    async with fair.database.writing() as session:
        await groups.connect(
            session, fair.actor, fair.event_id, group_id, title="Fair guests", language=Language.EN, now=clock()
        )
        await compose.set_audience(session, fair.actor, number, Audience(chats=True))
    await fair.sends(number)
    await work_off(chat)
    last = list(fair.world.chats[group_id].records.values())[-1].message
    assert "For all" in last["text"]
    assert last["reply_markup"]["inline_keyboard"][-1][0]["url"].startswith("https://t.me/")


async def test_a_group_whose_topic_is_closed_does_not_stop_the_announcement(
    chat: Chat, fair: Fair, clock: Clock
) -> None:
    group = fair.organizer.creates_group("Fair guests", kind="supergroup")
    fair.organizer.adds_bot(group)
    fair.organizer.closes_topic(group)
    fair.world.updates.take_all()
    number = await fair.says("For all")
    async with fair.database.writing() as session:
        await groups.connect(
            session, fair.actor, fair.event_id, ChatId(group), title="Guests", language=Language.EN, now=clock()
        )
        await compose.set_audience(session, fair.actor, number, Audience(chats=True))
    await fair.sends(number)
    await work_off(chat)
    assert [copy.status for copy in await fair.copies(number) if copy.person_id is None] == [DeliveryStatus.UNREACHABLE]
    assert (await fair.row(number)).status is AnnouncementStatus.DONE
    assert got(fair.organizer, "its General topic is closed") == 1
    async with fair.database.reading() as session:
        assert len(await chats.of_event(session, fair.event_id)) == 1, "it stays connected"


async def test_a_group_that_also_gets_it_as_a_supergroup_gets_it_once(
    chat: Chat, fair: Fair, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """The group was connected again under its new id before Telegram told of the move."""
    old = fair.organizer.creates_group("Fair guests", kind="group")
    fair.organizer.adds_bot(old)
    new = fair.organizer.upgrades(old)
    fair.world.updates.take_all()
    number = await fair.says("For all")
    async with fair.database.writing() as session:
        for group in (old, new):
            await groups.connect(
                session, fair.actor, fair.event_id, ChatId(group), title="Guests", language=Language.EN, now=clock()
            )
        await compose.set_audience(session, fair.actor, number, Audience(chats=True))
    await fair.sends(number)
    await work_off(chat)
    assert {copy.chat_id: copy.status for copy in await fair.copies(number) if copy.person_id is None} == {
        old: DeliveryStatus.OBSOLETE,
        new: DeliveryStatus.SENT,
    }
    said = [record.message.get("text", "") for record in fair.world.chats[new].records.values()]
    assert sum("For all" in text for text in said) == 1
    assert "Dropped 1 messages to group" in caplog.text
    assert (await fair.row(number)).status is AnnouncementStatus.DONE


async def test_the_author_hears_of_the_end(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("Short")
    await fair.sends(number)
    await work_off(chat)
    async with fair.database.reading() as session:
        told = (await session.execute(select_own(Delivery.person_id, Delivery.topic, Delivery.status))).one()
    assert told == (fair.actor.id, Topic.ANNOUNCEMENT_ENDED, DeliveryStatus.SENT)
