"""Ways around the masking before both have accepted: files, cards, places, edits, one number in several messages."""

from typing import Any

import pytest

from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair

VCARD = b"BEGIN:VCARD\nVERSION:3.0\nTEL:+381637654321\nEND:VCARD"
FILES = "Only text for now: files can be sent once both sides have accepted."
TEXT = "Please answer with a text message."
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


async def test_whatever_is_no_text_is_refused_kindly_and_goes_nowhere(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await ana.says("❓ Ask a question first")
    before = len(mei.phone.messages())
    for act, arguments, more, answer in WAYS:
        await ana.does(act, *arguments, **more)
        assert ana.t(answer) in ana.sees(), act
    assert len(mei.phone.messages()) == before


async def test_what_is_edited_afterwards_stays_as_it_was_sent(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await ana.says("❓ Ask a question first")
    await ana.types("Koliko komada?")
    before = len(mei.phone.messages())
    await ana.does("edits", "Koliko komada? 063 765 4321")
    assert len(mei.phone.messages()) == before
    assert "765" not in mei.phone.reads()


async def test_a_number_in_two_questions_arrives_but_half(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await ana.says("❓ Ask a question first")
    await ana.types("Moj broj počinje sa +381 63")
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
