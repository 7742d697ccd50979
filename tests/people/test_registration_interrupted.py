"""Ways out of a registration and back: other buttons, other dialogs, late and repeated presses."""

import pytest
from sqlalchemy import update

from bot.sandbox.world import World
from storage.models import Company, Draft
from tests.chat import Chat
from tests.neighbours import is_own, select_own
from tests.people.registering import at, company


async def test_back_leads_to_the_question_before(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    assert "How are you connected to it?" in await ana.presses("Back")
    assert "In which country" in await ana.presses("Back") or "Is this the one?" in ana.sees()
    assert "What is its name?" in await ana.presses("Back")
    await ana.types("Senzor Plus")
    await ana.types("Srbija")
    await ana.presses("Serbia")
    await ana.presses("I work there")
    await ana.presses("Done")
    assert "Name: Senzor Plus" in await ana.presses("Skip the rest")


async def test_cancel_keeps_the_draft_and_start_offers_it(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    assert "Your draft is saved" in await ana.presses("Cancel")
    assert "reach you" not in await ana.types("ana@senzor.rs")
    assert "unfinished draft: Senzor" in await ana.types("/start")
    seen = await ana.presses("Go on")
    assert "reach you" in seen
    assert "ana@senzor.rs" not in seen


async def test_an_unfinished_draft_can_be_begun_anew(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "role")
    await ana.types("/cancel")
    await ana.types("/register")
    assert "Who are you signing up for?" in await ana.presses("Start again")
    await ana.presses("Company")
    assert "In which country" in await ana.types("Other")


async def test_an_edited_message_never_counts_twice(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "country")
    before = len(ana.phone.messages())
    assert "✏️ Name: Senzor Two" in await ana.does("edits", "Senzor Two")
    assert len(ana.phone.messages()) == before + 1
    await ana.types("Srbija")
    await ana.presses("Serbia")
    await ana.presses("I work there")
    await ana.presses("Done")
    assert "Name: Senzor Two\n" in await ana.presses("Skip the rest")


async def test_the_language_is_changed_in_the_middle(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "role")
    await ana.types("/language")
    assert "您的职务是什么" in await ana.presses("简体中文"), "the open question comes again, in the new language"
    await ana.types("CEO")
    assert "In which city?" not in ana.sees()
    assert "7 / 10" in ana.sees() or "7" in ana.sees()
    await ana.types("/language")
    await ana.presses("English")
    assert "How many people" in await ana.types("Novi Sad")


async def test_a_button_tapped_twice_counts_once(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await ana.types("/start")
    await ana.presses("I agree")
    ana.phone.presses("Company")
    ana.phone.presses("Company", older=True)
    await chat.settle()
    assert "What is its name?" in ana.sees()
    assert "earlier step" in ana.sees()
    assert "In which country" in await ana.types("Senzor")


async def test_register_tapped_twice_makes_one_company(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "preview")
    ana.phone.presses("Register")
    ana.phone.presses("Register", older=True)
    await chat.settle()
    assert "no open question" in ana.sees()
    assert (await company(chat)).name == "Senzor"


async def test_a_button_of_an_earlier_step_says_where_one_is(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "name")
    question = next(m for m in ana.phone.chat if "What is its name?" in m.message.get("text", ""))
    back = question.message["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
    await ana.types("Senzor")
    seen = await ana.does("presses_stale", question.message, back)
    assert "earlier step" in seen
    assert "In which country" in seen


async def test_a_button_of_another_persons_draft_does_nothing(chat: Chat) -> None:
    ana, eve = chat.person("Ana", "en"), chat.person("Eve", "en")
    await at(ana, "preview")
    register = next(
        button["callback_data"]
        for row in ana.phone.last()["reply_markup"]["inline_keyboard"]
        for button in row
        if "Register" in button["text"]
    )
    await at(eve, "name")
    seen = await eve.does("presses_stale", eve.phone.last(), register)
    assert "What is its name?" in seen
    assert "Senzor" not in seen
    async with chat.program.services.database.reading() as session:
        assert await session.scalar(select_own(Company.id)) is None
    assert "is registered" in await ana.presses("Register")


async def test_an_update_that_is_delivered_twice_counts_once(chat: Chat, world: World) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "name")
    ana.phone.types("Senzor")
    again = world.updates.peek(1)[0]
    await chat.settle()
    world.updates.pending.append(again)
    await chat.settle()
    assert "⚠️" not in ana.sees()
    assert "In which country" in ana.sees()


@pytest.mark.parametrize("values", [{"step": "shoe_size"}, {"step": ""}])
async def test_a_step_that_this_version_no_longer_has_strands_nobody(chat: Chat, values: dict[str, str]) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "role")
    await change_draft(chat, **values)
    assert "Please check" in await ana.types("CEO")
    assert "is registered" in await ana.presses("Register")


async def test_a_form_that_this_version_no_longer_has_strands_nobody(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "role")
    await change_draft(chat, form="horoscope", step="sign")
    assert "Please tell me in words" in await ana.types("CEO"), "as without a dialog"
    assert "Who are you signing up for?" in await ana.types("/start")


async def test_two_dialogs_are_never_open_at_once(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "preview")
    await ana.presses("Register")
    await ana.types("/offer")
    await ana.presses("📦")
    await ana.types("/need")
    await ana.presses("📦")
    await ana.types("Looking for tomatoes")
    async with chat.program.services.database.reading() as session:
        open_ = (await session.scalars(select_own(Draft).where(Draft.active))).all()
        kept = (await session.scalars(select_own(Draft.form).order_by(Draft.form))).all()
    assert [(draft.form, draft.data["title"]) for draft in open_] == [("need", "Looking for tomatoes")]
    assert kept == ["need", "offer", "used"], "the last says which messages the registration has used"


async def change_draft(chat: Chat, **values: str) -> None:
    async with chat.program.services.database.writing() as session:
        await session.execute(update(Draft).where(is_own(Draft)).values(**values))
