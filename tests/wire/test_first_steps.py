"""A real polling application in a world of its own, over HTTP."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.sandbox.people import NotThereError, person
from bot.sandbox.server import serve
from bot.sandbox.transport import WorldRequest
from bot.sandbox.waiting import until
from bot.sandbox.world import TOKEN, World


async def _start(update: Update, context: object) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes ✅", callback_data="yes")]])
    await update.effective_message.reply_text("<b>Hello</b>", parse_mode="HTML", reply_markup=keyboard)


async def _echo(update: Update, context: object) -> None:
    await update.effective_message.reply_text(update.effective_message.text)


async def _yes(update: Update, context: object) -> None:
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_text("Thank you")


def _with_handlers(builder: ApplicationBuilder):
    application = builder.token(TOKEN).build()
    application.add_handler(CommandHandler("start", _start))
    application.add_handler(CallbackQueryHandler(_yes))
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    return application


async def test_a_dialog_over_http_with_real_polling():
    world = World()
    async with serve(world) as server:
        application = _with_handlers(ApplicationBuilder().base_url(server.base_url).base_file_url(server.base_file_url))
        async with application:
            await application.updater.start_polling()
            await application.start()
            mei = person(world, "Mei", language_code="zh-hans")
            mei.starts("code")
            await until(world, lambda: "Hello" in mei.sees())
            with pytest.raises(NotThereError, match="Yes ✅"):
                mei.presses("No")
            mei.presses("yes")
            await until(world, lambda: "Thank you" in mei.sees() and "Noted" in mei.sees())
            mei.types("你好")
            await until(world, lambda: mei.sees() == "你好")
            await application.updater.stop()
            await application.stop()


async def test_a_dialog_in_process():
    world = World()
    application = _with_handlers(
        ApplicationBuilder().request(WorldRequest(world)).get_updates_request(WorldRequest(world))
    )
    mei = person(world, "Mei", language_code="zh-hans")
    async with application:
        mei.starts()
        for update in world.updates.take_all():
            await application.process_update(Update.de_json(update, application.bot))
    assert mei.sees() == "Hello"
    assert mei.buttons() == ["Yes ✅"]
    assert mei.last()["entities"] == [{"type": "bold", "offset": 0, "length": 5}]


async def test_refusals_reach_the_library():
    world = World()
    mei = person(world, "Mei")
    async with serve(world) as server, Bot(TOKEN, base_url=server.base_url) as bot:
        with pytest.raises(BadRequest, match=r"(?i)chat not found"):
            await bot.send_message(1, "x")
        with pytest.raises(Forbidden):
            await bot.send_message(mei.id, "x")
        mei.starts()
        with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
            await bot.send_message(mei.id, "<b>x", parse_mode="HTML")
        mei.blocks()
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(mei.id, "x")
        await asyncio.sleep(0)
