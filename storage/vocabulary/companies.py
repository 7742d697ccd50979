"""Companies and who speaks for them."""

from enum import StrEnum


class CompanyKind(StrEnum):
    COMPANY = "company"
    INSTITUTE = "institute"
    UNIVERSITY = "university"
    INVENTOR = "inventor"


class CompanySize(StrEnum):
    """People employed. The bounds are those of the EU's definition of small and medium-sized enterprises."""

    SOLO = "1"
    MICRO = "2-10"
    SMALL = "11-49"
    MEDIUM = "50-249"
    LARGE = "250+"


class Relation(StrEnum):
    """What a person is to a company: of it, or acting for it."""

    REPRESENTATIVE = "representative"
    ADVISER = "adviser"


class MembershipStatus(StrEnum):
    """A person who finds their company already here asks to join; those who stand for it answer."""

    ACTIVE = "active"
    REQUESTED = "requested"
    DECLINED = "declined"
    LEFT = "left"


class ChannelKind(StrEnum):
    TELEGRAM = "telegram"
    WECHAT = "wechat"
    EMAIL = "email"
    PHONE = "phone"


class VerificationMethod(StrEnum):
    NUMBER = "number"
    """Its registration number is well-formed: format and check digits, no more."""
    EMAIL = "email"
    """Somebody of it reads mail at its own domain."""
    MODERATOR = "moderator"
