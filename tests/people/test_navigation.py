"""Beside every dialog: unknown words and buttons, groups, and a table of handlers without holes."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from handlers.conversation import FORMS
from handlers.forms.form import PREVIEW
from handlers.ui.buttons import Go, Place
from handlers.ui.presses import PressRoute
from tests.chat import Chat
from tests.moderation.moderators import moderator

Handler = BaseHandler[Any, Any, Any]
NASTY = "<b>&\"'</b> \u202e👩‍👩‍👧‍👦 مرحبا"
ONLY_TEXT = "I can only read text. Tell me in words what you offer or look for"
TEXTS = ["hello", "x" * 4096, "😀" * 2048, NASTY, "<" * 4096, "\u0000", "/", "/unknown", "/UNKNOWN now", "0"]


class TestTheUnknown:
    @pytest.mark.parametrize("text", TEXTS)
    async def test_words_get_an_answer_before_anything_was_agreed(self, chat: Chat, text: str) -> None:
        ana = chat.person(f"Ana {NASTY}", "en")
        seen = await ana.types(text)
        assert f"Hello, Ana {NASTY}!" in seen or "Shorten it and send it again" in seen

    @pytest.mark.parametrize("text", ["pumps for wells", *TEXTS[1:]])
    async def test_words_get_a_helpful_answer(self, chat: Chat, text: str) -> None:
        ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
        seen = await ana.types(text)
        assert any(words in seen for words in ("What should I do with", "/offer", ONLY_TEXT))
        assert ana.buttons()

    async def test_staff_without_a_company_get_help_and_no_newcomers_greeting(self, chat: Chat) -> None:
        mira = await moderator(chat)
        seen = await mira.types("/unknown")
        assert "What you can do" in seen
        assert "/queue" in await mira.types("/help")

    @pytest.mark.parametrize("text", ["/unknown", "/help"])
    async def test_a_command_in_mid_dialog_is_no_answer(self, chat: Chat, text: str) -> None:
        ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
        await ana.types("/offer")
        await ana.presses("📦")
        await ana.types(text)
        assert "Now describe it" in await ana.types("A real title")

    @pytest.mark.parametrize(
        ("act", "arguments"),
        [
            ("sends_photo", [b"x"]),
            ("sends_document", [b"x"]),
            ("sends_voice", []),
            ("sends_media", ["sticker"]),
            ("sends_contact", ["+381641234567"]),
            ("sends_location", [45.0, 19.0]),
        ],
    )
    async def test_other_messages_get_a_helpful_answer(self, chat: Chat, act: str, arguments: list[Any]) -> None:
        ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
        assert ONLY_TEXT in await ana.does(act, *arguments)
        assert ana.buttons()

    @pytest.mark.parametrize(
        "data", ["x", "f1", "f1:1", "f1:x:y:z", "f1:1:kind:c:company", "g1:nowhere", "li1:1:q", "ok1:1", "ok1:"]
    )
    async def test_a_button_that_nobody_made(self, chat: Chat, data: str) -> None:
        ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
        seen = await ana.does("presses_stale", ana.phone.last(), data)
        assert "no longer works" in seen or "no open question" in seen
        assert not ana.phone.waiting
        assert "📤 Offer something" in ana.buttons()

    async def test_cancel_without_a_dialog(self, chat: Chat) -> None:
        ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
        assert "Nothing was open" in await ana.types("/cancel")


class TestWhoMayWhat:
    @pytest.mark.parametrize("command", ["/offer", "/need", "/mine", "/matches"])
    async def test_members_only(self, chat: Chat, command: str) -> None:
        eve = chat.person("Eve", "en")
        assert "Tell me in one message" in await eve.types(command)
        await eve.presses("I agree")
        assert "Who are you signing up for?" in eve.sees()

    @pytest.mark.parametrize("place", list(Place))
    async def test_no_place_without_a_company_but_these(self, chat: Chat, place: Place) -> None:
        eve = chat.person("Eve", "en")
        await eve.types("/start")
        seen = await eve.does("presses_stale", eve.phone.last(), Go(place).pack())
        assert not eve.phone.waiting
        assert "something is wrong" not in seen

    @pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
    async def test_groups_are_ignored(self, chat: Chat, kind: str) -> None:
        ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
        group = ana.phone.creates_group("Fair", kind=kind)
        ana.phone.adds_bot(group, admin=True)
        await chat.settle()
        calls = len(chat.world.journal.calls())
        for text in ("/start", "/offer", "/mine", "hello"):
            ana.phone.types(text, chat=group)
        await chat.settle()
        assert len(chat.world.journal.calls()) == calls


class TestLanguages:
    @pytest.mark.parametrize(
        ("code", "hello"),
        [
            ("zh-hans", "您好"),
            ("sr", "Dobar dan"),
            ("sr-cyrl", "Добар дан"),
            ("hr", "Dobar dan"),
            ("fi", "Hello"),
            (None, "Hello"),
        ],
    )
    async def test_the_first_follows_telegram(self, chat: Chat, code: str | None, hello: str) -> None:
        ana = chat.person("Ana", code)  # type: ignore[arg-type]
        assert hello in await ana.types("/start")

    async def test_the_chosen_one_stays(self, chat: Chat) -> None:
        ana = chat.person("Ana", "zh-hans")
        await ana.types("/language")
        assert "Hello, Ana!" in await ana.presses("English")
        assert "Hello, Ana!" in await ana.types("/start")

    async def test_the_greeting_is_edited_in_place(self, chat: Chat) -> None:
        ana = chat.person("Ana", "sr")
        await ana.types("/start")
        sent = len(ana.phone.messages())
        await ana.presses("🌐")
        assert "Hello, Ana!" in await ana.presses("English")
        assert len(ana.phone.messages()) == sent


class TestTheTable:
    def test_every_step_of_every_form_is_a_state_that_takes_anything(self, application: Any) -> None:
        dialogs = conversation_of(application)
        expected = {f"{form.name}.{step}" for form in FORMS for step in (*(f.key for f in form.fields), PREVIEW)}
        assert set(dialogs.states) == expected
        for state, handlers in dialogs.states.items():
            for content in ({"text": "x"}, {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}}, {}):
                assert any(handler.check_update(message(**content)) for handler in handlers), (state, content)

    def test_a_command_passes_by_every_state(self, application: Any) -> None:
        command = message(text="/help", entities=[{"type": "bot_command", "offset": 0, "length": 5}])
        for handlers in conversation_of(application).states.values():
            assert not any(handler.check_update(command) for handler in handlers)

    def test_no_handler_takes_what_is_not_a_new_private_message(self, application: Any) -> None:
        old = message(text="hello").to_dict()["message"]
        for kind in ("edited_message", "business_message", "edited_business_message"):
            update = Update.de_json({"update_id": 1, kind: {**old, "edit_date": 1}}, None)
            takers = [handler.callback for handler in everything(application) if handler.check_update(update)]
            assert [step.__name__ for step in takers] == (["edited"] if kind == "edited_message" else [])

    def test_every_command_of_the_menu_has_a_handler(self, application: Any) -> None:
        from bot.telegram.commands import COMMANDS

        known = {
            name
            for handler in everything(application)
            if isinstance(handler, CommandHandler)
            for name in handler.commands
        }
        assert set(COMMANDS) <= known

    def test_no_handler_hides_behind_an_earlier_one(self, application: Any) -> None:
        dialogs = conversation_of(application)
        routes = [h for h in [*dialogs.entry_points, *application.handlers[0]] if isinstance(h, PressRoute)]
        for earlier, later in itertools.combinations(routes, 2):
            if earlier.kind is later.kind:
                assert any(not values >= later.only.get(name, {None}) for name, values in earlier.only.items()), later
        outside = [h for h in application.handlers[0] if not isinstance(h, ConversationHandler)]
        assert [type(one) for one in outside[-3:]] == [CallbackQueryHandler, MessageHandler, MessageHandler]
        assert outside[-3].pattern is None

    @pytest.mark.parametrize("place", list(Place))
    def test_every_place_is_led_to_by_a_handler(self, application: Any, place: Place) -> None:
        query = {"id": "1", "from": USER, "chat_instance": "1", "data": Go(place).pack()}
        update = Update.de_json({"update_id": 1, "callback_query": query}, None)
        routes = [handler for handler in everything(application) if isinstance(handler, PressRoute)]
        assert sum(bool(each.check_update(update)) for each in routes) == 1


USER = {"id": 7_100_000_001, "is_bot": False, "first_name": "Ana"}


def message(**content: Any) -> Update:
    chat = {"id": USER["id"], "type": "private", "first_name": "Ana"}
    body = {"message_id": 1, "date": 0, "chat": chat, "from": USER, **content}
    update = Update.de_json({"update_id": 1, "message": body}, None)
    assert isinstance(update.message, Message)
    return update


@pytest.fixture
async def application(chat: Chat) -> Any:
    return chat.program.application


def conversation_of(application: Any) -> ConversationHandler[Any]:
    return next(handler for handler in application.handlers[0] if isinstance(handler, ConversationHandler))


def everything(application: Any) -> Iterator[Handler]:
    """Every handler behind the gate, those within the dialogs as well."""
    for handler in application.handlers[0]:
        if isinstance(handler, ConversationHandler):
            yield from handler.entry_points
            yield from handler.fallbacks
            # All states share the same handlers.
            yield from next(iter(handler.states.values()))
        else:
            yield handler
