"""The buttons of moderators and admins. Every press checks rights: a button can be outdated, forged or forwarded."""

from enum import StrEnum
from typing import Final

from handlers.ui.buttons import Press
from storage.ids import CompanyId, EntryId, PersonId, ReviewId, SanctionId
from storage.vocabulary import RejectionReason, ReportObject, ReportReason, Role, SanctionKind


class TargetKind(StrEnum):
    PERSON = "p"
    COMPANY = "c"


class ReviewQueue(StrEnum):
    """The queues of moderators."""

    QUEUE = "q"
    REPORTS = "r"


class ReviewItemAct(StrEnum):
    APPROVE = "a"
    REJECT = "r"
    RETURN = "c"
    SKIP = "s"
    UPHOLD = "u"
    DISMISS = "d"
    READ = "t"


class QueuePress(Press, kind="mq1"):
    """Takes the next item of a queue."""

    line: ReviewQueue


class ReviewItemPress(Press, kind="mi1"):
    """Decides an item. `revision` is that of the shown listing, or 0."""

    item: ReviewId
    revision: int
    act: ReviewItemAct


class RejectPress(Press, kind="mj1"):
    item: ReviewId
    revision: int
    reason: RejectionReason


class SanctionPress(Press, kind="ms1"):
    """Opens the form that bans, mutes or warns."""

    kind: SanctionKind
    whom: TargetKind
    number: int


class LiftPress(Press, kind="ml1"):
    whom: TargetKind
    number: int


class CardPress(Press, kind="mc1"):
    whom: TargetKind
    number: int


class CompanyMark(StrEnum):
    TRUST = "t"
    DISTRUST = "d"
    VERIFY = "v"
    UNVERIFY = "u"


class CompanyMarkPress(Press, kind="mk1"):
    company: CompanyId
    mark: CompanyMark


class RoleAct(StrEnum):
    GRANT = "g"
    TAKE = "t"


class RolePress(Press, kind="mr1"):
    act: RoleAct
    role: Role
    person: PersonId


class GiveRolePress(Press, kind="mg1"):
    """Opens the form that grants a role."""


class AuditPress(Press, kind="ma1"):
    """A page of the audit log, of everyone (0) or one person."""

    person: int
    page: int


class AuditFilePress(Press, kind="mf1"):
    person: int


class UndoPress(Press, kind="mu1"):
    entry: EntryId


class ListingCardPress(Press, kind="mh1"):
    listing: int


APPEAL_FORM: Final = "appeal"
"""The name of the dialog that `AppealPress` opens."""


class AppealPress(Press, kind="ap1"):
    sanction: SanctionId


class ReportPress(Press, kind="rp1"):
    """Asks for the reason of a report."""

    kind: ReportObject
    number: int


class ReportReasonPress(Press, kind="rw1"):
    kind: ReportObject
    number: int
    reason: ReportReason


class DropReportPress(Press, kind="rx1"):
    """Closes the question for the reason of a report."""


class BlockPairPress(Press, kind="ct1"):
    """Opens the form that blocks a country pair."""


class UnblockPairPress(Press, kind="cu1"):
    one: str
    other: str


class CountriesPage(Press, kind="cv1"):
    page: int
