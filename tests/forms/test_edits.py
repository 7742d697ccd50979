"""What becomes of an edited message: an answer in a dialog changes, and whatever is over says where to change it."""

import pytest

from bot.sandbox.world import World
from handlers.conversation import FORMS
from handlers.edits import PLACES
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair

USED = "I have used that message already, so the edit changes nothing. Change it here:"
NOTHING = "The edit of that message changes nothing here."


async def says(human: Human, text: str) -> int:
    """Types it, and returns the number of the message."""
    await human.types(text)
    own = [message for message in human.phone.messages(of_bot=False) if message.get("text") == text]
    return int(own[-1]["message_id"])


async def names_company(chat: Chat, name: str = "Senzor") -> tuple[Human, int]:
    ana = chat.person("Ana")
    await ana.types("/start")
    await ana.says("✅ I agree, register first")
    await ana.says("🏢 Company")
    return ana, await says(ana, name)


async def registers_from_the_country_on(ana: Human) -> str:
    await ana.types("Srbija")
    await ana.phone_presses_first()
    await ana.says("I work there")
    await ana.says("Done")
    return await ana.says("Skip the rest »")


async def test_the_edit_of_an_earlier_answer_changes_it_and_the_dialog_stays_where_it_was(chat: Chat) -> None:
    ana, name = await names_company(chat)
    seen = await ana.does("edits", "Senzor Two", message=name)
    assert "✏️ Name: Senzor Two" in seen
    assert "In which country is it?" in seen
    assert "Name: Senzor Two\n" in await registers_from_the_country_on(ana)
    assert "Name: Senzor Three\n" in await ana.does("edits", "Senzor Three", message=name), "at the preview too"
    await ana.says("Register")
    await ana.types("/company")
    assert "Senzor Three" in ana.sees()


async def test_it_does_so_after_a_restart(world: World, clock: Clock, database_url: str) -> None:
    async with open_chat(world, database_url, clock) as chat:
        ana, name = await names_company(chat)
    async with open_chat(world, database_url, clock) as again:
        ana.phone.edits("Senzor Two", message=name)
        await again.settle()
        assert "✏️ Name: Senzor Two" in ana.sees()


async def test_an_edit_that_does_not_fit_keeps_the_answer(chat: Chat) -> None:
    ana, name = await names_company(chat)
    assert "⚠️ That is 300 characters" in await ana.does("edits", "x" * 300, message=name)
    assert "In which country is it?" in ana.sees()
    assert NOTHING in await ana.does("edits", "/cancel", message=name)
    assert "Name: Senzor\n" in await registers_from_the_country_on(ana)


async def test_the_edit_of_a_refused_answer_answers_the_open_question(chat: Chat) -> None:
    ana, _ = await names_company(chat)
    unknown = await says(ana, "Qwrtzplk")
    assert "I don't know that country" in ana.sees()
    assert "Is this the one?" in await ana.does("edits", "Serbia", message=unknown)


async def test_an_answer_that_must_be_confirmed_is_asked_again_and_leads_back(chat: Chat) -> None:
    ana, _ = await names_company(chat)
    country = await says(ana, "Serbia")
    await ana.phone_presses_first()
    await ana.says("I work there")
    asked = ana.sees()
    assert "Is this the one?" in await ana.does("edits", "China", message=country)
    assert asked.split("\n\n")[-1] in await ana.presses("China")
    await ana.says("Done")
    assert "China" in await ana.says("Skip the rest »")


async def test_other_messages_change_nothing_in_a_dialog(chat: Chat) -> None:
    ana = chat.person("Ana")
    before = await says(ana, "/start")
    await ana.says("✅ I agree, register first")
    await ana.says("🏢 Company")
    seen = await ana.does("edits", "/register", message=before)
    assert NOTHING in seen
    assert "What is its name?" in seen


async def test_after_the_end_it_leads_to_where_the_answer_can_be_changed(chat: Chat) -> None:
    ana, name = await names_company(chat)
    await registers_from_the_country_on(ana)
    await ana.says("Register")
    assert USED in await ana.does("edits", "Senzor Two", message=name)
    assert "🏢 My company" in ana.buttons()
    await ana.types("/offer")
    await ana.presses("📦")
    title = await says(ana, "Soil sensors")
    await ana.types("Soil sensors without wires.")
    await ana.presses(next(label for label in ana.buttons() if label.startswith("Done")))
    await ana.says("Skip the rest »")
    assert "Soil meters" in await ana.does("edits", "Soil meters", message=title)
    await ana.says("Publish")
    assert USED in await ana.does("edits", "Soil scales", message=title)
    await ana.says("🗂 My listings")
    assert "Soil meters" in ana.sees()
    assert USED in await ana.does("edits", "Senzor Two", message=name), "the earlier dialog is remembered"


async def test_an_answer_in_a_draft_that_was_set_aside_leads_to_the_draft(chat: Chat) -> None:
    ana, name = await names_company(chat)
    await ana.types("/cancel")
    assert "You have an unfinished draft: Senzor." in await ana.does("edits", "Senzor Two", message=name)
    assert "In which country is it?" in await ana.says("▶️ Go on")
    assert "Senzor Two" in await ana.does("edits", "Senzor Two", message=name)


async def test_what_no_dialog_has_used_counts_as_a_new_message(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor", country="Serbia")
    hello = await says(ana, "Hello")
    assert "What should I do with “soil sensors”?" in await ana.does("edits", "soil sensors", message=hello)
    assert "What should I do with “air sensors”?" in await ana.does("edits", "air sensors", message=hello)
    command = await says(ana, "/mtches")
    assert "I can't act on an edited command." in await ana.does("edits", "/matches", message=command)


async def test_a_newcomers_first_message_is_read_again(chat: Chat) -> None:
    ana = chat.person("Ana")
    await ana.types("/start")
    first = await says(ana, "We make soil sensors for greenhouses")
    seen = await ana.does("edits", "We make solar water pumps for farms", message=first)
    assert "Solar water pumps for farms" in seen


async def test_what_was_passed_on_is_not_passed_on_again(chat: Chat, clock: Clock) -> None:
    fair: Fair = await at_the_fair(chat, clock)
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    said = await says(fair.mei, "我们的温室")
    told = fair.mei.t("They do not see edits. Send it as a new message.")
    assert told in await fair.mei.does("edits", "我们的大棚", message=said)
    await fair.mei.says("Stop")
    assert told in await fair.mei.does("edits", "我们的大棚", message=said)
    assert fair.mei.t("📨 My introductions") in fair.mei.buttons()
    assert "我们的大棚" not in fair.ana.phone.reads()


@pytest.mark.parametrize("name", [form.name for form in FORMS])
def test_every_dialog_leads_to_what_it_stored_or_is_of_moderators(name: str) -> None:
    assert (name in PLACES) != (name in {"sanction", "remark", "role", "appeal", "apart"})
