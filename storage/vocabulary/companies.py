"""Companies and their representatives."""

from enum import StrEnum


class CompanyKind(StrEnum):
    COMPANY = "company"
    INSTITUTE = "institute"
    UNIVERSITY = "university"
    INVENTOR = "inventor"


class CompanySize(StrEnum):
    """Number of employees, in the size classes of the EU's SME definition."""

    SOLO = "1"
    MICRO = "2-10"
    SMALL = "11-49"
    MEDIUM = "50-249"
    LARGE = "250+"


class Relation(StrEnum):
    """How a person is related to a company."""

    REPRESENTATIVE = "representative"
    """Works there."""
    ADVISER = "adviser"
    """Acts for it."""
    ORGANIZER = "organizer"
    """Imported it for an event and speaks for it until its own people claim it."""

    @property
    def can_hand_over(self) -> bool:
        """Returns True if another person may claim the company from this one."""
        return self is not Relation.REPRESENTATIVE


class MembershipStatus(StrEnum):
    """The state of a person's membership in a company. The representatives admit people who ask to join."""

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
    """The registration number is well-formed: format and check digits only."""
    EMAIL = "email"
    """A representative reads mail at the company's own domain."""
    MODERATOR = "moderator"
