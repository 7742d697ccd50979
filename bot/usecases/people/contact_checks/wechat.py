"""Validates WeChat ids: 6 to 20 letters, digits, _ and -, a letter first (see WeChat's settings), or a phone number."""

import re
from dataclasses import dataclass

from bot.usecases.people.contact_checks.failure import CheckFailed, FailureCode, bounded
from bot.usecases.people.contact_checks.phone import check_phone

SHORTEST, LONGEST = 6, 20
_TYPED_BEFORE = re.compile(r"^(wechat|weixin|wx|微信号?)(\s*id)?\s*[:：]\s*", re.IGNORECASE)
_ALLOWED = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"\+?[\d\s()-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeChat:
    """`id` is for WeChat's search: the id as typed, or a phone number with a plus sign."""

    id: str


def check_wechat(text: str, country: str | None = None) -> WeChat:
    """Accepts an id or a phone number, also a national one of `country` (alpha-2)."""
    typed = _TYPED_BEFORE.sub("", bounded(text, 60))
    if _NUMBER.fullmatch(typed):
        return WeChat(id=_as_number(typed, country))
    if not (typed[:1].isascii() and typed[:1].isalpha()):
        raise CheckFailed(FailureCode.WECHAT_FIRST)
    if not _ALLOWED.fullmatch(typed):
        raise CheckFailed(FailureCode.WECHAT_CHARACTERS)
    if not SHORTEST <= len(typed) <= LONGEST:
        raise CheckFailed(FailureCode.WECHAT_LENGTH)
    return WeChat(id=typed)


def _as_number(typed: str, country: str | None) -> str:
    try:
        return check_phone(typed, country).e164
    except CheckFailed:
        raise CheckFailed(FailureCode.WECHAT_FIRST) from None
