"""The page by itself: what people see and can do, each in a real browser."""

import io

import pytest
import segno
from playwright.async_api import expect

from bot.sandbox.methods import Upload
from bot.sandbox.waiting import until
from tests.browser.conftest import Visit
from tests.browser.scene import Scene
from tests.wire.pictures import png

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CHOICE = {"inline_keyboard": [[{"text": "Yes", "callback_data": "1:yes"}, {"text": "No", "callback_data": "1:no"}]]}


async def test_text_is_shown_with_its_formatting_and_never_as_markup(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    text = "<b>Bold <i>both</i></b> 😀 <code>x &lt;img src=x onerror=alert(1)&gt;</code> <a href='https://e.example/'>there</a>"
    scene.says("Mei", text, parse_mode="HTML")
    await expect(mei.log.locator("strong")).to_have_text("Bold both")
    await expect(mei.log.locator("strong em")).to_have_text("both")
    await expect(mei.log.locator("code")).to_have_text("x <img src=x onerror=alert(1)>")
    await expect(mei.log.get_by_role("link", name="there")).to_have_attribute("href", "https://e.example/")
    await expect(mei.log.locator("img")).to_have_count(0)


async def test_a_press_waits_for_its_answer_and_the_message_changes_in_place(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    sent = scene.says("Mei", "Will you?", reply_markup=CHOICE)
    await mei.presses("Yes")
    yes = mei.log.get_by_role("button", name="Yes")
    await expect(yes).to_have_attribute("aria-busy", "true")
    (update,) = await scene.heard(1)
    assert update["callback_query"]["data"] == "1:yes"
    scene.bot("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Noted")
    await expect(mei.pane.get_by_role("status")).to_have_text("Noted")
    await expect(yes).not_to_have_attribute("aria-busy", "true")
    scene.bot("editMessageText", chat_id=scene.person("Mei").id, message_id=sent["message_id"], text="You will.")
    await expect(mei.log).to_contain_text("You will.")
    await expect(mei.log).to_contain_text("edited")
    await expect(mei.log).not_to_contain_text("Will you?")
    await expect(yes).to_have_count(0)


async def test_a_card_is_chosen_and_sent_to_somebody(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    share = {"inline_keyboard": [[{"text": "Send it to a chat", "switch_inline_query": "soil"}]]}
    scene.says("Mei", "Your listing", reply_markup=share)
    await mei.presses("Send it to a chat")
    dialog = visitor.page.get_by_role("dialog")
    await expect(dialog.get_by_role("textbox")).to_have_value("soil")
    await until(scene.world, lambda: bool(scene.world.updates.pending), timeout=20)
    (update,) = await scene.heard(1)
    assert update["inline_query"]["query"] == "soil"
    card = {
        "type": "article",
        "id": "1",
        "title": "Soil sensors",
        "input_message_content": {"message_text": "<b>Soil sensors</b>", "parse_mode": "HTML"},
        "reply_markup": {"inline_keyboard": [[{"text": "Ask", "url": "https://t.me/PartnerBridgeBot?start=l_1"}]]},
    }
    scene.bot("answerInlineQuery", inline_query_id=update["inline_query"]["id"], results=[card])
    await dialog.get_by_role("button", name="Soil sensors").click()
    await dialog.last.get_by_role("button", name="Ana").click()
    await expect(visitor.page.get_by_role("log").last).to_contain_text("Soil sensors")
    await expect(dialog).to_have_count(0)


async def test_an_alert_has_to_be_closed(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    scene.says("Mei", "Will you?", reply_markup=CHOICE)
    await mei.presses("No")
    (update,) = await scene.heard(1)
    query = update["callback_query"]["id"]
    scene.bot("answerCallbackQuery", callback_query_id=query, text="Really not?", show_alert=True)
    alert = visitor.page.get_by_role("dialog")
    await expect(alert).to_contain_text("Really not?")
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_have_count(0)


async def test_people_in_the_background_have_unread_messages(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url, width=700)
    await visitor.plays("Mei")
    await visitor.page.get_by_role("button", name="Back to the people").click()
    scene.says("Ana", "One")
    scene.says("Ana", "Two")
    row = visitor.page.locator('button.person[data-name="Ana"]')
    await expect(row.locator(".badge")).to_have_text("2")
    await expect(visitor.page).to_have_title("(2) PartnerBridge sandbox")
    ana = await visitor.plays("Ana")
    await ana.sees("One", "Two")
    await expect(visitor.page).to_have_title("PartnerBridge sandbox")


async def test_the_bot_is_seen_typing(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    scene.bot("sendChatAction", chat_id=scene.person("Mei").id, action="typing")
    await expect(mei.pane).to_contain_text("the bot is typing")
    scene.says("Mei", "Done")
    await mei.sees("Done")
    await expect(mei.pane).not_to_contain_text("the bot is typing")


async def test_a_deep_link_is_opened_by_somebody_else(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    scene.says("Mei", "Hand this on: https://t.me/PartnerBridgeBot?start=ev_fair-26")
    await mei.log.get_by_role("link").click()
    await visitor.page.get_by_role("dialog").get_by_role("button", name="Ana").click()
    await visitor.phone("Ana").sees("/start ev_fair-26")
    (update,) = await scene.heard(1)
    assert update["message"]["from"]["first_name"] == "Ana"


async def test_a_qr_code_is_scanned_by_somebody_else(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    picture = io.BytesIO()
    segno.make("https://t.me/PartnerBridgeBot?start=qr_booth_7").save(picture, kind="png", scale=6)
    upload = Upload(name="qr.png", data=picture.getvalue(), mime="image/png")
    scene.bot("sendPhoto", {"photo": upload}, chat_id=scene.person("Mei").id)
    await mei.log.get_by_role("button", name="Look at the photo").click()
    await visitor.page.get_by_role("button", name="Scan the QR code as").click()
    await visitor.page.get_by_role("dialog").last.get_by_role("button", name="Ana").click()
    await visitor.phone("Ana").sees("/start qr_booth_7")


async def test_the_reply_keyboard_gives_the_phone_number(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    keyboard = {"keyboard": [[{"text": "My number", "request_contact": True}], [{"text": "Later"}]]}
    scene.says("Mei", "Your number?", reply_markup=keyboard)
    await mei.pane.get_by_role("button", name="My number").click()
    await mei.pane.get_by_role("button", name="Later").click()
    await mei.sees("Later")
    contact, text = (update["message"] for update in await scene.heard(2))
    assert contact["contact"]["user_id"] == scene.person("Mei").id
    assert text["text"] == "Later"
    scene.says("Mei", "Thanks", reply_markup={"remove_keyboard": True})
    await expect(mei.pane.get_by_role("button", name="Later")).to_have_count(0)


async def test_own_words_are_changed_and_files_are_sent(scene: Scene, visit: Visit) -> None:
    scene.says("Mei", "Welcome")
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    await mei.types("Helo")
    await mei.sees("Helo")
    await mei.pane.get_by_role("textbox").press("ArrowUp")
    await mei.pane.get_by_role("textbox").fill("Hello")
    await mei.pane.get_by_role("textbox").press("Enter")
    await mei.sees("Hello", "edited")
    await mei.pane.get_by_role("button", name="Attach").click()
    async with visitor.page.expect_file_chooser() as chooser:
        await visitor.page.get_by_role("menuitem", name="Photo").click()
    await (await chooser.value).set_files({"name": "a.png", "mimeType": "image/png", "buffer": png(40, 30)})
    await visitor.page.get_by_label("Caption").fill("Our stand")
    await visitor.page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await mei.sees("Our stand")
    await mei.pane.get_by_role("button", name="Attach").click()
    await visitor.page.get_by_role("menuitem", name="Somebody's contact").click()
    await visitor.page.get_by_label("Name", exact=True).fill("Bo")
    await visitor.page.get_by_label("Phone number").fill("+381601234567")
    await visitor.page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await mei.sees("+381601234567")
    first, edited, photo, contact = await scene.heard(4)
    assert (first["message"]["text"], edited["edited_message"]["text"]) == ("Helo", "Hello")
    assert (photo["message"]["caption"], photo["message"]["photo"][-1]["width"]) == ("Our stand", 40)
    assert "user_id" not in contact["message"]["contact"]


async def test_the_bot_is_blocked_and_let_in_again(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    scene.says("Mei", "Hello")
    mei = await visitor.plays("Mei")
    await mei.pane.get_by_role("button", name="What this person can do").click()
    await visitor.page.get_by_role("menuitem", name="Stop and block").click()
    await mei.pane.get_by_role("button", name="Unblock the bot").click()
    await expect(mei.pane.get_by_role("textbox")).to_be_visible()
    states = [update["my_chat_member"]["new_chat_member"]["status"] for update in await scene.heard(2)]
    assert states == ["kicked", "member"]


async def test_commands_are_offered_while_they_are_typed(scene: Scene, visit: Visit) -> None:
    commands = [{"command": "help", "description": "What you can do"}, {"command": "need", "description": "Look"}]
    scene.bot("setMyCommands", commands=commands)
    scene.says("Mei", "Hello")
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    await mei.pane.get_by_role("textbox").press_sequentially("/n")
    await expect(mei.pane.get_by_role("option")).to_have_text("/needLook")
    await mei.pane.get_by_role("textbox").press("Enter")
    await mei.sees("/need")
    await mei.pane.get_by_role("button", name="Commands").click()
    await expect(mei.pane.get_by_role("option")).to_have_count(2)


async def test_raw_calls_are_there_for_those_who_build(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    await visitor.page.get_by_role("button", name="Menu").click()
    await visitor.page.get_by_role("menuitem", name="What the bot calls").click()
    drawer = visitor.page.get_by_role("complementary", name="What the bot calls")
    journal = scene.world.journal
    refused = {"ok": False, "error_code": 403, "description": "Forbidden"}
    journal.write(at=0, method="sendMessage", params={"text": "Hi"}, answer={"ok": True, "result": {}}, fault=None)
    journal.write(at=0, method="getFile", params={}, answer=refused, fault="forbidden before")
    await drawer.get_by_text("sendMessage").click()
    await expect(drawer).to_contain_text('"text": "Hi"')
    await drawer.get_by_role("searchbox").fill("getfile")
    await expect(drawer.get_by_text("sendMessage")).to_be_hidden()
    await expect(drawer).to_contain_text("forbidden before")


async def test_a_reload_shows_the_same_people_side_by_side(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    await visitor.plays("Mei")
    await visitor.plays("Ana")
    bo = await visitor.makes("Bo", "sr-cyrl", username="bo_here")
    await expect(bo.pane).to_contain_text("српски")
    await visitor.page.reload()
    await visitor.page.wait_for_selector("html[data-ready]")
    for name in ("Mei", "Ana", "Bo"):
        await expect(visitor.phone(name).pane).to_be_visible()


async def test_a_thousand_messages_are_no_burden(scene: Scene, visit: Visit) -> None:
    for number in range(1000):
        scene.says("Mei", f"<b>Message {number}</b>\nwith a second line", parse_mode="HTML", reply_markup=CHOICE)
    visitor = await visit(scene.url, width=700)
    mei = await visitor.plays("Mei")
    await mei.sees("Message 999")
    rendered = await mei.log.locator(".message").count()
    for number in range(1000, 1100):
        scene.says("Mei", f"Message {number}")
    await mei.sees("Message 1099")
    await mei.log.evaluate("node => { node.scrollTop = 0; }")
    await mei.sees("Message 900")
    assert rendered <= 60


async def test_topics_are_tabs_of_the_chat(scene: Scene, visit: Visit) -> None:
    scene.world.has_topics = True
    scene.person("Mei").uses_topics()
    visitor = await visit(scene.url)
    mei = await visitor.plays("Mei")
    scene.says("Mei", "Welcome")
    topics = mei.pane.get_by_role("navigation", name="Topics")
    await expect(topics).to_be_hidden()
    topic = scene.bot("createForumTopic", chat_id=scene.person("Mei").id, name="Senzor d.o.o.")["message_thread_id"]
    scene.says("Mei", "Only the two of you", message_thread_id=topic)
    await expect(topics.get_by_role("button")).to_have_text(["Chat", "Senzor d.o.o."])
    await expect(mei.log).not_to_contain_text("Only the two of you")
    await topics.get_by_role("button", name="Senzor d.o.o. (unread)").click()
    await expect(mei.log).to_contain_text("Only the two of you")
    await expect(mei.log).not_to_contain_text("Welcome")
    await mei.types("Good morning")
    assert (await scene.heard(1))[-1]["message"]["message_thread_id"] == topic
    scene.person("Mei").deletes_topic(topic)
    await expect(topics).to_be_hidden()
    await expect(mei.log).to_contain_text("Welcome")
