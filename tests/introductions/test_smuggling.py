"""Ways around the masking before acceptance: files, contact cards, locations, edits, split numbers."""

from typing import Any

import pytest

from bot.usecases import introductions
from bot.usecases.introductions import Pitch
from bot.usecases.people.message_masking import mask_message, masking_context
from storage.models import Company, Listing
from storage.vocabulary import AttachmentKind
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair
from tests.introductions.story import Human, Story
from tests.neighbours import select_own

VCARD = b"BEGIN:VCARD\nVERSION:3.0\nTEL:+381637654321\nEND:VCARD"
FILES = "Only text for now. You can send files once both sides have accepted."
TEXT = "Answer with a text message."
WAYS: tuple[tuple[str, tuple[Any, ...], dict[str, Any], str], ...] = (
    ("sends_photo", (b"\x89PNG",), {"caption": "QR: 063 765 4321"}, FILES),
    ("sends_document", (VCARD,), {"name": "ana.vcf", "mime": "text/vcard"}, FILES),
    ("sends_document", (b"PDF",), {"name": "063-765-4321.pdf", "caption": "wa.me/381637654321"}, FILES),
    ("sends_album", ([b"\x89PNG", b"\x89PNG"],), {"caption": "t.me/ana_senzor"}, FILES),
    ("sends_voice", (), {}, FILES),
    ("sends_media", ("video",), {"caption": "@ana_senzor"}, FILES),
    ("sends_contact", ("+381637654321",), {"name": "Ana Anić"}, TEXT),
    ("sends_contact", ("+381637654321",), {"name": "Ana Anić", "own": False}, TEXT),
    ("sends_location", (44.8, 20.4), {}, TEXT),
)


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    fair = await at_the_fair(chat, clock)
    await fair.proposed()
    return fair


async def test_anything_but_text_is_refused_and_not_relayed(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await ana.says("❓ Ask a question first")
    before = len(mei.phone.messages())
    for act, arguments, more, answer in WAYS:
        await ana.does(act, *arguments, **more)
        assert ana.t(answer) in ana.sees(), act
    assert len(mei.phone.messages()) == before


async def test_an_edit_does_not_change_the_relayed_message(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await ana.says("❓ Ask a question first")
    await ana.types("Koliko komada?")
    before = len(mei.phone.messages())
    await ana.does("edits", "Koliko komada? 063 765 4321")
    assert len(mei.phone.messages()) == before
    assert "765" not in mei.phone.reads()


async def test_a_number_split_over_two_questions_is_not_completed(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await ana.says("❓ Ask a question first")
    await ana.types("Koliko komada treba godišnje? Moj broj počinje sa +381 63")
    await mei.says("✍️ Answer")
    await mei.types("然后呢")
    await ana.says("❓ Ask a question first", older=True)
    await ana.types("a nastavlja se 765 4321")
    assert "nastavlja" in mei.phone.reads()
    assert "765" not in mei.phone.reads()
    assert "4321" not in mei.phone.reads()
    assert ana.t("a phone number") in ana.sees()


async def test_a_forwarded_message_is_masked_like_a_typed_one(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    chat = {"id": ana.id, "type": "private", "first_name": "Ana"}
    mine = {"text": "Pišite na ana@senzor.rs", "message_id": 1, "date": 1, "from": ana.phone.user, "chat": chat}
    await ana.presses(ana.t("❓ Ask a question first"), older=True)
    await ana.does("forwards", mine)
    assert "ana@" not in mei.phone.reads()
    assert "▒▒▒" in mei.phone.reads()


async def test_a_number_begun_in_the_listing_is_not_completed_in_an_answer(
    story: Story, mei: Human, ana: Human
) -> None:
    async with story.database.writing() as session:
        listing = await session.get_one(Listing, ana.listing_id)
        listing.summary = "Moisture sensors. My number begins with 06412"
    made = await ana.proposes(mei, "Good sensors.")
    await mei.asks(made.introduction_id)
    await ana.answers(made.introduction_id, "LoRaWAN, and it ends with 34567.")
    assert "and it ends with" in "".join(await mei.reads(made.introduction_id))
    assert "34567" not in "".join(await mei.reads(made.introduction_id))


async def test_a_number_begun_in_the_listing_is_not_completed_in_the_pitch(
    story: Story, mei: Human, ana: Human
) -> None:
    async with story.database.writing() as session:
        listing = await session.get_one(Listing, ana.listing_id)
        listing.summary = "Moisture sensors. My number begins with 06412"
    made = await ana.proposes(mei, "Good sensors, and it ends with 34567.")
    pitch = (await mei.sees(made.introduction_id)).pitch or ""
    assert "and it ends with" in pitch
    assert "34567" not in pitch


async def test_a_number_begun_in_the_pitch_is_not_completed_in_an_answer(story: Story, mei: Human, ana: Human) -> None:
    made = await ana.proposes(mei, "Good sensors. My number begins with 06412")
    await mei.asks(made.introduction_id)
    await ana.answers(made.introduction_id, "LoRaWAN, and it ends with 34567.")
    read = "".join(await mei.reads(made.introduction_id))
    assert "and it ends with" in read
    assert "34567" not in read


async def test_texts_of_the_other_side_do_not_complete_a_number(story: Story, mei: Human, ana: Human) -> None:
    made = await ana.proposes(mei, "Good sensors. The order number begins with 06412")
    await mei.asks(made.introduction_id, "Is that for all of the 34567 pieces?")
    assert "34567 pieces?" in "".join(await ana.reads(made.introduction_id))


async def test_words_are_masked_anew_if_a_name_changed_after_the_first_look(
    story: Story, mei: Human, ana: Human
) -> None:
    async with story.database.reading() as session:
        around = await masking_context(session, ana.company_id, ana.listing_id)
    shown = await mask_message("The sensors of Kolubara last ten years.", around)
    assert shown.relayed == "The sensors of Kolubara last ten years."
    async with story.database.writing() as session:
        (await session.get_one(Company, ana.company_id)).name = "Kolubara d.o.o."
    pitch = Pitch(text="The sensors of Kolubara last ten years.", language="en", shown=shown)
    async with story.database.writing() as session:
        made = await introductions.propose(
            session, ana.person_id, ana.listing_id, mei.listing_id, pitch=pitch, rules=story.rules, now=story.clock()
        )
    assert (await mei.sees(made.introduction_id)).pitch == "The sensors of ▒▒▒ last ten years."


async def test_the_other_side_gets_no_attachment_of_a_listing_before_acceptance(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    await fair.ana.does("sends_document", b"%PDF", name="Katalog Ana Anic.pdf", mime="application/pdf")
    file_id = list(chat.world.files.by_id)[-1]
    async with chat.program.services.database.writing() as session:
        for listing in await session.scalars(select_own(Listing)):
            listing.attachment_kind, listing.attachment_id = AttachmentKind.DOCUMENT, file_id
    await fair.mei.types("/matches")
    await fair.proposed()
    assert "Anic" not in str(fair.mei.phone.messages())
    assert file_id not in str(fair.mei.phone.messages())
