"""People: their language, their rights, how often they want to hear."""

from enum import StrEnum


class Language(StrEnum):
    """An interface language, as an IETF tag. The first is the fallback."""

    EN = "en"
    ZH = "zh"
    SR_LATN = "sr-Latn"
    SR_CYRL = "sr-Cyrl"


class Frequency(StrEnum):
    """How often somebody wants to hear of new suggestions."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Role(StrEnum):
    """What somebody may do beyond their own company. An admin may do all of it."""

    ADMIN = "admin"
    MODERATOR = "moderator"
    ORGANIZER = "organizer"
    ADVISER = "adviser"
