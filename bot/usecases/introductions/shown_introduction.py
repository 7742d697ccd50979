"""What one side is shown of an introduction, as records without the other side's identity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.matching.listing import Reason
from bot.usecases.introductions.acting import ActingFor
from storage.ids import CompanyId, IntroductionId, MessageId
from storage.models import Listing
from storage.vocabulary import (
    CompanyKind,
    CompanySize,
    DeclineReason,
    FileKind,
    IntroductionStatus,
    IntroductionTab,
    Kind,
    ProfileType,
    VerificationMethod,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """A description of the other side without its name."""

    country: str
    kind: CompanyKind
    size: CompanySize | None
    verified: tuple[VerificationMethod, ...] = ()
    """Methods by which it was verified."""
    represented: bool = False
    """True if it has advisers or organizers but no representative here. Always False in lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMessage:
    """A message: the own side's as written, the other side's masked."""

    id: MessageId
    mine: bool
    text: str
    language: str | None
    """IETF tag of the text; None or "und" if it is unknown."""
    found: frozenset[str]
    file_kind: FileKind | None
    file_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownIntroduction:
    """An introduction as one side sees it. Deleted listings and counterparts are None."""

    id: IntroductionId
    side: Kind
    mine_proposed: bool
    status: IntroductionStatus
    my_turn: bool
    mine: Listing | None
    theirs: Listing | None
    title: str
    """Masked title of the other listing; "" if it was deleted."""
    summary: str
    theirs_edited: bool
    """True if the other listing was edited after the proposal."""
    counterpart: Counterpart | None
    score: int | None
    reasons: tuple[Reason, ...]
    mismatches: tuple[Reason, ...]
    pitch: str | None
    """The own side's pitch as written, or the other side's masked."""
    pitch_language: str | None
    decline_reason: DeclineReason | None
    created_at: datetime
    moved_at: datetime
    later_until: datetime | None
    expires_at: datetime | None
    """None unless the introduction is open."""
    recommended_at: Mapping[str, str] | None
    """Names by language of the event whose organizer recommended the pair."""
    recommended_with: str | None
    """The organizer's message, masked."""
    held_for_dual_use: bool = False
    """True if held for dual use. Other holds are never shown."""
    acting_for: ActingFor | None = None
    """The reader's own company, if they represent it without working there."""
    my_company: str = ""
    """The name of the own company, for a person who speaks for several."""

    @property
    def is_open(self) -> bool:
        return self.status.is_open

    @property
    def unreachable(self) -> bool:
        """True if it ended because the recipient gets no mail."""
        return self.decline_reason is DeclineReason.UNREACHABLE

    @property
    def profile_type(self) -> ProfileType | None:
        return None if self.theirs is None else self.theirs.profile_type


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedIntroduction:
    """What a list shows of an introduction."""

    id: IntroductionId
    mine_proposed: bool
    status: IntroductionStatus
    title: str
    """Masked title of the other listing; the person's own if the other was deleted."""
    profile_type: ProfileType | None
    counterpart: Counterpart | None
    my_company_id: CompanyId | None
    later_until: datetime | None
    held_for_dual_use: bool
    moved_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a tab, with the counts of all tabs."""

    tab: IntroductionTab
    counts: Mapping[IntroductionTab, int]
    here: Sequence[ListedIntroduction]
    recommended: bool = False
    """True if a recommendation may wait for the person's answer."""
