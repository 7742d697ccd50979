"""Writing to a connected company: in a dialog, how it ends, and words typed outside of one."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from storage.ids import DraftId
from storage.models import Draft
from storage.people import drafts
from storage.vocabulary import ProfileType
from tests.chat import Human
from tests.clock import Clock
from tests.events.fair import ANAS_WORDS, Fair, listed


async def test_words_typed_without_a_dialog_can_go_to_a_connected_company(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    question = "Kada možemo da razgovaramo?"
    await ana.types(question)
    assert not any("✍️" in label for label in ana.buttons())
    await fair.accepted()
    await ana.types(question)
    await ana.presses(ana.t("✍️ Send to {name}", name="浦东农业科技有限公司"))
    assert question in mei.sees()
    await ana.types("U utorak u 10?")
    assert "U utorak u 10?" in mei.sees()


async def test_long_words_typed_without_a_dialog_arrive_whole(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.accepted()
    await ana.types("Šaljem opis merača. " * 120 + "Pišite mi na posao.")
    await ana.presses(ana.t("✍️ Send to {name}", name="浦东农业科技有限公司"))
    assert "Pišite mi na posao." in mei.sees()


async def test_words_typed_without_a_dialog_are_sent_once_though_the_draft_could_not_be_deleted(
    fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    mei, ana, question = fair.mei, fair.ana, "Kada možemo da razgovaramo?"
    await fair.accepted()
    await ana.types(question)
    asked = ana.phone.last()
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    [typed] = await _drafts(fair)
    discard, failed = drafts.discard, []

    async def fails_once(session: Any, draft_id: DraftId, **more: Any) -> bool:
        if draft_id == typed and not failed:
            failed.append(draft_id)
            raise OperationalError("DELETE", {}, OSError("connection lost"))
        return await discard(session, draft_id, **more)

    monkeypatch.setattr(drafts, "discard", fails_once)
    for _ in range(3):
        ana.phone.presses_stale(asked, data)
        await fair.chat.settle()
    assert failed
    assert mei.phone.reads().count(question) == 1


async def _drafts(fair: Fair) -> Sequence[DraftId]:
    async with fair.chat.program.services.database.reading() as session:
        return (await session.scalars(select(Draft.id).where(Draft.form == "heard"))).all()


def offers_to_send(human: Human, company: str) -> bool:
    return human.t("✍️ Send to {name}", name=company) in human.buttons()


async def writing_to_ana(fair: Fair) -> Human:
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    await fair.mei.types("您好")
    assert "您好" in fair.ana.sees()
    return fair.mei


async def test_another_command_ends_the_writing_and_text_goes_nowhere_unasked(fair: Fair) -> None:
    mei = await writing_to_ana(fair)
    for command in ("/introductions", "/help", "/mine", "/start", "/nonsense"):
        await mei.types(command)
        words = f"typed after {command[1:]}"
        await mei.types(words)
        assert words not in fair.ana.sees(), command
        assert offers_to_send(mei, "Senzor d.o.o."), command
        await mei.presses(mei.t("✍️ Send to {name}", name="Senzor d.o.o."))
        assert words in fair.ana.sees(), command


async def test_a_button_elsewhere_ends_the_writing(fair: Fair) -> None:
    mei = await writing_to_ana(fair)
    await mei.types("/settings")
    settings, elsewhere = mei.phone.last(), mei.buttons()[0]
    await mei.says("✍️ Write to them", older=True)
    await mei.presses(elsewhere, message=settings["message_id"])
    await mei.types("about something else")
    assert "about something else" not in fair.ana.sees()
    assert offers_to_send(mei, "Senzor d.o.o.")


async def test_a_notice_about_something_else_ends_the_writing(fair: Fair, clock: Clock) -> None:
    mei, ana = await writing_to_ana(fair), fair.ana
    await ana.says("✍️ Write to them", older=True)
    clock.forward(minutes=1)
    await ana.types("Zdravo")
    assert "Zdravo" in mei.sees()
    await mei.types("还在谈")
    assert "还在谈" in ana.sees(), "a message of the other side belongs to the talk"
    clock.forward(minutes=1)
    await ana.types("/cancel")
    await listed(fair.chat, ana, ProfileType.BUSINESS_OFFER, "Senzori vlage za bašte", ANAS_WORDS, "sr")
    assert "🤝" in "".join(mei.buttons()), "a new match"
    await mei.types("about the match")
    assert "about the match" not in ana.sees()
    assert offers_to_send(mei, "Senzor d.o.o.")
