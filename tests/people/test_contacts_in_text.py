"""Contact channels that people write into their first message."""

import pytest

from bot.usecases.people.contact_checks.in_text import channels_in
from storage.vocabulary import ChannelKind

EMAIL, PHONE, WECHAT = ChannelKind.EMAIL, ChannelKind.PHONE, ChannelKind.WECHAT


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("We make pumps. Write to ana@senzor.rs.", None, [(EMAIL, "ana@senzor.rs")]),
        ("我们生产传感器，联系li.wei@pudong.com.cn，谢谢", "CN", [(EMAIL, "li.wei@pudong.com.cn")]),
        ("Nudimo pumpe, zovite 064 123 4567", "RS", [(PHONE, "+381641234567")]),
        ("Nudimo pumpe, zovite 064 123 4567", None, []),
        ("Pumps, +381 64 123 4567, ana@senzor.rs", None, [(EMAIL, "ana@senzor.rs"), (PHONE, "+381641234567")]),
        ("求购传感器，微信号：pudong_88", "CN", [(WECHAT, "pudong_88")]),
        ("求购传感器，微信pudong88", "CN", [(WECHAT, "pudong88")]),
        ("Sensors. WeChat: liwei-pumps", None, [(WECHAT, "liwei-pumps")]),
        ("We integrate WeChat payments into tills", None, []),
        ("微信支付接口开发", "CN", []),
        ("Pressure sensors 4-20 mA, ISO 9001:2015, 2000 pcs/month @ 3 EUR", None, []),
        ("ana@", None, []),
        ("ana@example.com is no address of anybody", None, [(EMAIL, "ana@example.com")]),
        ("ana@senzor.invalid", None, []),
    ],
)
def test_contacts_are_found_in_a_text(text: str, country: str | None, found: list[tuple[ChannelKind, str]]) -> None:
    assert channels_in(text, country) == found
