"""A Bot API server that does not know the buttons that copy a text."""

from typing import Any

from telegram.ext import ExtBot
from telegram.request import RequestData

from bot.sandbox.people import person
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import TOKEN, World
from bot.telegram.rate_limiter import Pace, TwoLaneRateLimiter
from handlers.ui.screen import send
from handlers.ui.view import Button, Upload, View, row

REFUSAL = (
    b'{"ok":false,"error_code":400,"description":"Bad Request: Text buttons are not allowed in the inline keyboard"}'
)


class OlderServer(WorldRequest):
    """Takes a button with nothing that it knows for a text button."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *more: Any, **named: Any
    ) -> tuple[int, bytes]:
        if request_data is not None and "copy_text" in str(request_data.json_parameters.get("reply_markup")):
            return 400, REFUSAL
        return await super().do_request(url, method, request_data, *more, **named)


async def test_the_message_comes_without_them_and_loses_nothing_else() -> None:
    world = World()
    mei = person(world, "Mei")
    mei.starts()
    link = Button(text="Chat", url="https://t.me/ana_senzor")
    rows = (row(Button(text="Copy", copy="ana@senzor.rs")), row(link, Button(text="Copy too", copy="x")))
    view = View(text="<code>ana@senzor.rs</code>", rows=rows, attachment=Upload(content=b"BEGIN", name="contact.vcf"))
    limiter = TwoLaneRateLimiter(pace=Pace())
    async with ExtBot(TOKEN, request=OlderServer(world), rate_limiter=limiter) as bot:
        await send(bot, mei.id, view)
    assert mei.buttons() == ["Chat"]
    assert "ana@senzor.rs" in mei.sees()
    assert mei.file(mei.last()) == b"BEGIN"
