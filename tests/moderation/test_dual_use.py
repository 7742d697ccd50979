"""Dual-use technologies: a moderator reviews their introductions first, with neutral wording."""

import pytest

from storage.ids import IntroductionId, ListingId
from storage.introductions import introductions
from storage.moderation import dual_use
from storage.vocabulary import DualUseAnswer
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, Fair, at_the_fair, plain
from tests.listings.dialog import SUMMARY, TITLE, ana_of, at_sectors, listings
from tests.moderation.moderators import moderator


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    """A fair where Ana answered "not sure" to the dual-use question."""
    fair = await at_the_fair(chat, clock)
    async with chat.program.services.database.writing() as session:
        (hers,) = [one for one in await listings(chat) if one.title == ANAS]
        await dual_use.put(session, hers.id, DualUseAnswer.UNSURE, hers.author_id, clock())  # type: ignore[arg-type]
    return fair


def told(human: Human) -> bool:
    return "🔍" in human.sees()


@pytest.mark.parametrize(
    ("pressed", "answer"),
    [
        ("No, civil use only", DualUseAnswer.NO),
        ("Yes, or it needs a licence", DualUseAnswer.YES),
        ("I am not sure", DualUseAnswer.UNSURE),
    ],
)
async def test_the_dual_use_question_is_asked_for_technologies_and_stored(
    chat: Chat, pressed: str, answer: DualUseAnswer
) -> None:
    ana = await ana_of(chat)
    await at_sectors(ana)
    await ana.types("agriculture")
    await ana.presses("Done")
    asked = await ana.presses("Lab tested")
    assert "not legal advice" in asked
    await ana.presses(pressed)
    await ana.presses("Skip the rest")
    assert "Published" in await ana.presses("Publish")
    (kept,) = await listings(chat)
    assert (kept.title, kept.summary) == (TITLE, SUMMARY)
    async with chat.program.services.database.reading() as session:
        assert await dual_use.answer_of(session, kept.id) is answer


async def test_both_sides_are_told_about_the_review_only(fair: Fair) -> None:
    await fair.proposed()
    for human in (fair.mei, fair.ana):
        assert told(human)
        assert human.t("✅ Accept and share contacts") not in human.buttons()
    assert ANAS in plain(fair.ana.sees()), "it says which listing of her own it is about"
    await fair.ana.types("/introductions")
    assert MEIS not in fair.ana.sees()
    await fair.mei.types("/introductions")
    assert fair.mei.t("The organizers check this first. You don't need to do anything.") in fair.mei.sees()


async def test_releasing_a_hold_starts_the_answer_time(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await fair.proposed()
    await fair.time_passes(days=2)
    await mira.types("/queue")
    seen = mira.sees()
    assert "Senzor d.o.o." in seen
    assert "🇨🇳 China" in seen
    assert "Author: not sure." in seen
    assert "not legal advice" in seen
    await mira.presses("✅ Let it continue")
    told = fair.mei.t("✅ The organizers have checked it. The other side has your request now.")
    assert told in fair.mei.sees()
    async with fair.chat.program.services.database.reading() as session:
        row = await introductions.find(session, IntroductionId(1))
    assert row is not None
    assert (row.expires_at - fair.clock()).days == 10
    await fair.ana.says("✅ Accept and share contacts")
    assert "Senzor d.o.o." in fair.mei.sees()


async def test_a_stopped_introduction_ends_neutrally_and_can_be_revived(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await fair.proposed()
    await mira.types("/queue")
    await mira.presses("⛔ Stop it")
    assert fair.mei.t("↩️ This introduction cannot continue. It is nothing against either of you.") in fair.mei.sees()
    await mira.types("/audit")
    assert "stopped an introduction" in mira.sees()
    await mira.presses("↩️ Undo")
    assert fair.ana.t("✅ Accept and share contacts") in fair.ana.buttons()
    await fair.ana.says("✅ Accept and share contacts")
    assert "Senzor d.o.o." in fair.mei.sees()


async def test_a_release_can_be_undone_until_acceptance(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await fair.proposed()
    await mira.types("/queue")
    await mira.presses("✅ Let it continue")
    await mira.types("/audit")
    await mira.presses("↩️ Undo")
    await fair.ana.says("✅ Accept and share contacts")
    assert "浦东农业" not in fair.ana.sees()
    await mira.types("/queue")
    assert "Senzor d.o.o." in mira.sees()


async def test_a_later_dual_use_answer_holds_open_introductions(fair: Fair, clock: Clock) -> None:
    from bot.usecases.introductions import holds

    async with fair.chat.program.services.database.writing() as session:
        (hers,) = [one for one in await listings(fair.chat) if one.title == ANAS]
        await dual_use.put(session, hers.id, None, hers.author_id, clock())  # type: ignore[arg-type]
    await fair.proposed()
    assert fair.ana.t("✅ Accept and share contacts") in fair.ana.buttons()
    async with fair.chat.program.services.database.writing() as session:
        await holds.hold_if_flagged(session, ListingId(hers.id), clock())
    await fair.ana.says("✅ Accept and share contacts", older=True)
    assert "浦东农业" not in fair.ana.sees()
