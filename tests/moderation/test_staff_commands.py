"""What moderators type: /audit, /find, /ban and /unban with words, and as a reply to somebody's message."""

import re
from datetime import timedelta

import pytest

from bot.usecases.moderation import audit
from storage.ids import EntryId, PersonId
from storage.models import Company
from storage.moderation import reviews
from storage.moderation import sanctions as stored
from storage.vocabulary import AuditAction, AuditObject, ReviewKind
from tests.chat import Chat, Human
from tests.factories import add_company, add_listing
from tests.moderation.moderators import bans, moderator


async def here(chat: Chat, name: str = "Eve", username: str = "eve_here") -> Human:
    eve = chat.person(name, username=username)
    await eve.types("/start")
    return eve


async def forwarded(chat: Chat, mira: Human, eve: Human) -> int:
    """Returns the number of Eve's message in Mira's chat."""
    message = eve.phone.types("Buy now!")
    await chat.settle()
    copy = mira.phone.forwards(message)
    await chat.settle()
    return int(copy["message_id"])


async def logged(chat: Chat, mira: Human, eve: Human) -> list[EntryId]:
    """Three entries, of two days, of which the first is about Eve."""
    services = chat.program.services
    entries = []
    async with services.database.writing() as session:
        for kind, number, action, days in (
            (AuditObject.PERSON, 0, AuditAction.ROLE_TAKE, 0),
            (AuditObject.LISTING, 1, AuditAction.LISTING_APPROVE, 0),
            (AuditObject.LISTING, 2, AuditAction.LISTING_HOLD, 1),
        ):
            whom = PersonId(eve.id) if kind is AuditObject.PERSON else None
            now, after = services.clock() + timedelta(days=days), {"role": "moderator"}
            actor = PersonId(mira.id)
            entries.append(
                await audit.record(session, actor, action, kind, number, now=now, person_id=whom, after=after)
            )
    return entries


def shown(mira: Human) -> list[int]:
    return sorted(number for number in (1, 2, 3) if f"#{number} " in mira.sees())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [1, 2, 3]),
        ("listing 1", [2]),
        ("Listing 2", [3]),
        ("listing one", [1, 2, 3]),
        ("nothing 1", [1, 2, 3]),
        ("listing 1 2", [1, 2, 3]),
        ("2026-03-02", [1, 2]),
        ("2026-03-03", [3]),
        ("@eve_here", [1]),
        ("@nobody_here", [1, 2, 3]),
    ],
)
async def test_the_log_is_read_by_object_day_and_person(chat: Chat, words: str, expected: list[int]) -> None:
    mira, eve = await moderator(chat), await here(chat)
    assert await logged(chat, mira, eve) == [1, 2, 3]
    await mira.types(f"/audit {words}")
    assert shown(mira) == expected
    of_somebody = words in {"", "@eve_here"} or len(expected) == 3
    assert ("📄 As a file" in mira.buttons()) is of_somebody, "a file has all entries, or those of a person"


async def test_the_log_is_read_by_a_forwarded_message(chat: Chat) -> None:
    mira, eve = await moderator(chat), await here(chat)
    await logged(chat, mira, eve)
    message = await forwarded(chat, mira, eve)
    await mira.does("types", "/audit", reply_to=message)
    assert shown(mira) == [1]
    assert "The log is empty." in await mira.types("/audit listing 9")


async def test_only_what_was_not_undone_can_be_undone(chat: Chat) -> None:
    mira, eve = await moderator(chat), await here(chat)
    await bans(mira, "@eve_here")
    await mira.types("/audit")
    assert "↩️ Undo #1" in mira.buttons()
    await mira.presses("↩️ Undo #1")
    assert [label for label in mira.buttons() if re.match(r"↩️ Undo #\d", label)] == ["↩️ Undo #2"]
    await logged(chat, mira, eve)
    await mira.types("/audit")
    undos = [label for label in mira.buttons() if re.match(r"↩️ Undo #\d", label)]
    assert undos == ["↩️ Undo #4", "↩️ Undo #3", "↩️ Undo #2"], "a hold has no opposite"


@pytest.mark.parametrize("how", ["forwarded", "contact", "number", "username"])
async def test_a_person_is_banned_and_unbanned_by(chat: Chat, how: str) -> None:
    mira, eve = await moderator(chat), await here(chat)
    words, reply = {"number": str(eve.id), "username": "@eve_here"}.get(how, ""), None
    if how == "forwarded":
        reply = await forwarded(chat, mira, eve)
    elif how == "contact":
        reply = int(eve.phone.sends_contact("+381641234567")["message_id"])
        await chat.settle()
        copy = mira.phone.forwards(eve.phone.chat.records[reply].message)
        await chat.settle()
        reply = int(copy["message_id"])
    await mira.does("types", f"/ban {words}".strip(), reply_to=reply)
    assert "Reason" not in mira.buttons()
    await mira.says("Fraud")
    await mira.says("Skip")
    assert "Eve" in mira.sees()
    await mira.presses("✅ ⛔ Ban")
    assert await banned(chat, eve)
    await mira.does("types", f"/unban {words}".strip(), reply_to=reply)
    assert not await banned(chat, eve)


@pytest.mark.parametrize("command", ["ban", "mute", "warn"])
async def test_a_name_behind_a_sanction_is_searched_at_once(chat: Chat, command: str) -> None:
    mira, eve = await moderator(chat), await here(chat)
    await chat.join("Ana", company="Zenit Optika", country="Serbia")
    assert "Nobody found for “zzzzz”" in await mira.types(f"/{command} zzzzz")
    await mira.types(f"/{command} zenit optika")
    assert "🏢 Zenit Optika" in mira.buttons()
    await mira.types(f"/{command} eve")
    assert "Why?" in await mira.presses("👤 Eve")
    assert not await banned(chat, eve)


async def banned(chat: Chat, eve: Human) -> bool:
    async with chat.program.services.database.reading() as session:
        return await stored.is_banned(session, PersonId(eve.id))


async def test_unban_asks_who_is_meant(chat: Chat) -> None:
    mira, eve = await moderator(chat), await here(chat)
    await bans(mira, "@eve_here")
    assert "Type /find and a name" in await mira.types("/unban")
    assert "Found for “eve”" in await mira.types("/unban eve")
    assert await banned(chat, eve)


async def test_find_shows_one_person_or_everything_that_fits(chat: Chat) -> None:
    mira = await moderator(chat)
    await here(chat)
    await chat.join("Ana", company="Zenit Optika", country="Serbia")
    assert "👤 Eve" in await mira.types("/find @eve_here")
    assert "somebody who has never been here" in await mira.types("/find 700009")
    assert "Nobody found for “zzzzz”" in await mira.types("/find zzzzz")
    await mira.types("/find zenit optika")
    assert mira.buttons() == ["🏢 Zenit Optika"]
    assert "🏢 Zenit Optika" in await mira.presses("🏢 Zenit Optika")


async def test_a_found_listing_is_shown_until_it_is_deleted(chat: Chat) -> None:
    mira, database = await moderator(chat), chat.program.services.database
    async with database.writing() as session:
        listing = await add_listing(session, await add_company(session))
    await mira.types("/find soil moisture")
    assert "Soil moisture sensors" in await mira.presses("📄 Soil")
    assert "🏢 The company" in mira.buttons()
    async with database.writing() as session:
        await session.delete(await session.get_one(Company, listing.company_id))
    assert "no longer works" in await mira.presses("📄 Soil", older=True)


async def test_unknown_targets_are_asked_for_again(chat: Chat) -> None:
    mira = await moderator(chat)
    await here(chat)
    await here(chat, "Evelyn", "evelyn_here")
    await mira.types("/ban")
    assert "Nobody found for “zzzzz”" in await mira.types("zzzzz")
    await mira.types("eve")
    assert set(mira.buttons()) >= {"👤 Eve", "👤 Evelyn"}
    await mira.does("sends_location", 44.8, 20.4)
    assert "Forward a message of theirs" in mira.sees()
    await mira.does("sends_contact", "+381641234567", name="Somebody", own=False)
    assert "Telegram does not say who this is" in mira.sees()
    await mira.types("eve")
    await mira.presses("👤 Evelyn")
    assert "Why?" in mira.sees()


@pytest.mark.parametrize(("act", "value"), [("c", "p77"), ("t", None), ("c", None)], ids=["other", "act", "offered"])
async def test_only_somebody_who_was_offered_is_chosen(chat: Chat, act: str, value: str | None) -> None:
    mira, eve = await moderator(chat), await here(chat)
    await mira.types("/ban")
    await mira.types("eve")
    message = mira.phone.last()
    kind, draft, step, *_ = mira.phone.found("👤 Eve", None).action["callback_data"].split(":")
    await mira.does("presses_stale", message, ":".join([kind, draft, step, act, value or f"p{eve.id}"]))
    assert ("Why?" in mira.sees()) is (act == "c" and value is None)


async def test_a_skipped_item_is_followed_by_the_next_of_the_same_queue(chat: Chat) -> None:
    mira, services = await moderator(chat), chat.program.services
    async with services.database.writing() as session:
        company = await add_company(session)
        listings = [await add_listing(session, company) for _ in range(2)]
        for listing in listings:
            await reviews.put(session, ReviewKind.REPORT_LISTING, listing.id, services.clock())
        await reviews.put(session, ReviewKind.VERIFICATION, company.id, services.clock())
    assert "Reported listing" in await mira.types("/reports")
    assert "Reported listing" in await mira.presses("⏭ Skip")
    assert "No report is open" in await mira.presses("⏭ Skip")
    assert "Company that asks to be verified" in await mira.types("/queue")
    assert "Nothing is waiting" in await mira.presses("⏭ Skip")
    message = mira.phone.last()
    await mira.does("presses_stale", message, "mi1:99:0:s")
    assert "Nothing is waiting" in mira.sees()
    await mira.does("presses_stale", message, "mi1:99:0:a")
    assert "no longer works" in mira.sees()
