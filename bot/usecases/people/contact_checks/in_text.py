"""Finds the contact channels that a person wrote into a text of their own."""

import re
from typing import Final

from bot.reading.phones import find_phones
from bot.usecases.people.contact_checks.email import check_email
from bot.usecases.people.contact_checks.failure import CheckFailed
from storage.vocabulary import ChannelKind

_EMAIL: Final = re.compile(
    r"(?<![A-Za-z0-9_.%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}[@＠][A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}"
)
_WECHAT: Final = re.compile(
    r"(?:(?<![a-z])(?:wechat|weixin|wx)|微信)(?:号|號|\s?id)?(?:\s?[:：]\s?|\s{0,2}(?=[a-z_-]{0,19}[0-9_]))"
    r"([a-z][a-z0-9_-]{5,19})(?![\w.@-])",
    re.IGNORECASE,
)
_READ: Final = 2_000
"""Characters of a text that are read."""


def channels_in(text: str, country: str | None) -> list[tuple[ChannelKind, str]]:
    """Returns the first e-mail address, phone number and WeChat id. `country` (alpha-2) is for national numbers.

    A name of WeChat counts with an id right behind it: "WeChat payments" names none.
    """
    read = text[:_READ]
    found = []
    email = next(_EMAIL.finditer(read), None)
    if email and (address := _address(email.group())):
        found.append((ChannelKind.EMAIL, address))
    phone = next(iter(find_phones(read, country)), None)
    if phone:
        found.append((ChannelKind.PHONE, phone))
    wechat = _WECHAT.search(read)
    if wechat:
        found.append((ChannelKind.WECHAT, wechat.group(1)))
    return found


def _address(typed: str) -> str | None:
    try:
        return check_email(typed).address
    except CheckFailed:
        return None
