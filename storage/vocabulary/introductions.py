"""Introductions, from proposal to outcome."""

from enum import StrEnum


class IntroductionStatus(StrEnum):
    """proposed ↔ question, then accepted, declined, withdrawn or expired.

    It is the recipient's turn in `proposed` and the proposer's in `question`.
    """

    PROPOSED = "proposed"
    QUESTION = "question"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        return self in OPEN_INTRODUCTIONS


OPEN_INTRODUCTIONS = (IntroductionStatus.PROPOSED, IntroductionStatus.QUESTION)
LIVE_INTRODUCTIONS = (*OPEN_INTRODUCTIONS, IntroductionStatus.ACCEPTED)


class IntroductionTab(StrEnum):
    """A category of the list of introductions."""

    ALL = "a"
    MY_TURN = "m"
    THEIR_TURN = "t"
    CONNECTED = "c"
    ENDED = "e"


class RecommendationStatus(StrEnum):
    """asked → taken_up (one side agreed and an introduction was created) → connected, or another final status."""

    ASKED = "asked"
    TAKEN_UP = "taken_up"
    CONNECTED = "connected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    IMPOSSIBLE = "impossible"
    """A listing or company was deleted, or one side blocked the other."""


class DeclineReason(StrEnum):
    """Why an introduction was declined. People choose from the first seven; the bot sets the others."""

    OTHER_SUBJECT = "other_subject"
    TOO_EARLY = "too_early"
    WRONG_COUNTRY = "wrong_country"
    WRONG_PARTNER = "wrong_partner"
    ALREADY_KNOWN = "already_known"
    NO_CAPACITY = "no_capacity"
    OTHER = "other"
    LISTING_GONE = "listing_gone"
    NOBODY_THERE = "nobody_there"
    UNREACHABLE = "unreachable"
    """Of an expired introduction: the mail came back, or they want no mail."""


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"
    ANIMATION = "animation"
    """A GIF."""
    VIDEO_NOTE = "video_note"
    """A round video."""

    @property
    def has_caption(self) -> bool:
        return self is not FileKind.VIDEO_NOTE


class Outcome(StrEnum):
    """The outcome of an accepted introduction, as one side reports it."""

    TALKING = "talking"
    MET = "met"
    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    NOTHING = "nothing"
    NEVER_ANSWERED = "never_answered"
    """The other side did not answer after both had accepted."""
    NOT_INTERESTED = "not_interested"
    """This side ends it politely. The other side is told."""


class Worth(StrEnum):
    """What a result is worth, roughly, in euro."""

    TO_10K = "to_10k"
    TO_100K = "to_100k"
    TO_1M = "to_1m"
    MORE = "more"

    @property
    def at_least(self) -> int:
        """The lower end of the range in euro."""
        return {Worth.TO_10K: 0, Worth.TO_100K: 10_000, Worth.TO_1M: 100_000, Worth.MORE: 1_000_000}[self]


class HoldReason(StrEnum):
    SCREENING = "screening"
    DUAL_USE = "dual_use"
