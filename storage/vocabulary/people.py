"""People: language, roles, how often the bot writes."""

from enum import StrEnum


class Language(StrEnum):
    """An interface language, as an IETF tag. The first is the fallback."""

    EN = "en"
    ZH = "zh"
    SR_LATN = "sr-Latn"
    SR_CYRL = "sr-Cyrl"


class Frequency(StrEnum):
    """How often a person is told about new suggestions."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Role(StrEnum):
    """Rights beyond one's own company. An admin has all of them."""

    ADMIN = "admin"
    MODERATOR = "moderator"
    ORGANIZER = "organizer"
    ADVISER = "adviser"
