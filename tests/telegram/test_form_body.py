"""Texts reach Telegram as they are, whatever characters they contain."""

from urllib.parse import parse_qsl

import pytest
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.request import _body


@pytest.mark.parametrize(
    "text",
    [
        "a+b & c=d; e%41 ?#/",
        "两行\r\n第二行\t“引号”",
        "Šta ćeš? đačić — 50 %",
        "👩‍🔬🇷🇸 \u200f\u2066",
        'quotes " and \\ and \x7f',
    ],
)
def test_a_text_arrives_as_it_is(text: str) -> None:
    body, _ = _body(RequestData([RequestParameter("chat_id", 1, None), RequestParameter("text", text, None)]))
    assert isinstance(body, bytes)
    assert dict(parse_qsl(body.decode())) == {"chat_id": "1", "text": text}
