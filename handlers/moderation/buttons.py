"""The buttons of moderators and admins. Rights are checked at each press: a button can be old, forged or forwarded."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from handlers.ui.buttons import Press
from storage.ids import CompanyId, EntryId, PersonId, ReviewId, SanctionId
from storage.vocabulary import RejectionReason, Role, SanctionKind


class Whom(StrEnum):
    PERSON = "p"
    COMPANY = "c"


class Line(StrEnum):
    """The queues of moderators."""

    QUEUE = "q"
    REPORTS = "r"


class ItemAct(StrEnum):
    APPROVE = "a"
    REJECT = "r"
    RETURN = "c"
    SKIP = "s"
    UPHOLD = "u"
    DISMISS = "d"
    READ = "t"


@dataclass(frozen=True, slots=True)
class LinePress(Press):
    """Takes the next item of a queue."""

    KIND: ClassVar[str] = "mq1"

    line: Line


@dataclass(frozen=True, slots=True)
class ItemPress(Press):
    """Decides an item. `revision` is that of the listing as shown, else 0."""

    KIND: ClassVar[str] = "mi1"

    item: ReviewId
    revision: int
    act: ItemAct


@dataclass(frozen=True, slots=True)
class RejectPress(Press):
    KIND: ClassVar[str] = "mj1"

    item: ReviewId
    revision: int
    reason: RejectionReason


@dataclass(frozen=True, slots=True)
class SanctionPress(Press):
    """Opens the form that bans, mutes or warns."""

    KIND: ClassVar[str] = "ms1"

    kind: SanctionKind
    whom: Whom
    number: int


@dataclass(frozen=True, slots=True)
class LiftPress(Press):
    KIND: ClassVar[str] = "ml1"

    whom: Whom
    number: int


@dataclass(frozen=True, slots=True)
class CardPress(Press):
    KIND: ClassVar[str] = "mc1"

    whom: Whom
    number: int


class CompanyMark(StrEnum):
    TRUST = "t"
    DISTRUST = "d"
    VERIFY = "v"
    UNVERIFY = "u"


@dataclass(frozen=True, slots=True)
class MarkPress(Press):
    KIND: ClassVar[str] = "mk1"

    company: CompanyId
    mark: CompanyMark


class RoleAct(StrEnum):
    GRANT = "g"
    TAKE = "t"


@dataclass(frozen=True, slots=True)
class RolePress(Press):
    KIND: ClassVar[str] = "mr1"

    act: RoleAct
    role: Role
    person: PersonId


@dataclass(frozen=True, slots=True)
class GiveRolePress(Press):
    """Opens the form that grants a role."""

    KIND: ClassVar[str] = "mg1"


@dataclass(frozen=True, slots=True)
class AuditPress(Press):
    """A page of the audit log, of everyone (0) or one person."""

    KIND: ClassVar[str] = "ma1"

    person: int
    page: int


@dataclass(frozen=True, slots=True)
class AuditFilePress(Press):
    KIND: ClassVar[str] = "mf1"

    person: int


@dataclass(frozen=True, slots=True)
class UndoPress(Press):
    KIND: ClassVar[str] = "mu1"

    entry: EntryId


@dataclass(frozen=True, slots=True)
class ListingCardPress(Press):
    KIND: ClassVar[str] = "mh1"

    listing: int


APPEAL_FORM: Final = "appeal"
"""The name of the dialog that `AppealPress` opens."""


@dataclass(frozen=True, slots=True)
class AppealPress(Press):
    KIND: ClassVar[str] = "ap1"

    sanction: SanctionId
