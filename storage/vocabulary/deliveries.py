"""Topics of notices, and the statuses of outbox rows."""

from enum import StrEnum


class DeliveryStatus(StrEnum):
    """pending → claimed → sending → sent, or a final status without a message.

    A row is claimed while it waits for its turn, and sending while its request runs. If a process dies, another one
    sends its claimed rows. A row that was being sent may have arrived: it becomes unknown and is not sent again.
    """

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    OBSOLETE = "obsolete"


UNFINISHED_DELIVERIES = (DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.SENDING)
LEASED_DELIVERIES = (DeliveryStatus.CLAIMED, DeliveryStatus.SENDING)
ARRIVED_DELIVERIES = (DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)
"""Statuses of messages that arrived or may have arrived."""


class Topic(StrEnum):
    """What a delivery is about. It selects the function that writes the message."""

    JOIN_REQUEST = "join_request"
    JOIN_ANSWERED = "join_answered"
    SUGGESTIONS = "suggestions"
    DIGEST = "digest"
    """The daily or weekly message of a person: new matches, whose turn it is, what ends soon."""
    HELD_SUGGESTIONS = "held_suggestions"
    """Matches of the companies that an organizer imported and holds; one message a day."""
    LISTING_EXPIRING = "listing_expiring"
    LISTING_EXPIRED = "listing_expired"
    BREAK_OVER = "break_over"
    """A break of the person's company has ended by itself."""
    LISTING_HINT = "listing_hint"
    """How to improve a listing that nobody has fitted for two weeks; once for each listing."""
    INTRODUCTION_PROPOSED = "introduction_proposed"
    INTRODUCTION_QUESTION = "introduction_question"
    INTRODUCTION_ANSWER = "introduction_answer"
    INTRODUCTION_LATER = "introduction_later"
    INTRODUCTION_RETURNED = "introduction_returned"
    INTRODUCTION_ACCEPTED = "introduction_accepted"
    INTRODUCTION_DECLINED = "introduction_declined"
    INTRODUCTION_WITHDRAWN = "introduction_withdrawn"
    INTRODUCTION_EXPIRED = "introduction_expired"
    INTRODUCTION_REMINDER = "introduction_reminder"
    INTRODUCTION_BY_COLLEAGUE = "introduction_by_colleague"
    RELAYED_MESSAGE = "relayed_message"
    OUTCOME_QUESTION = "outcome_question"
    INTRODUCTION_NUDGED = "introduction_nudged"
    """The other side says that it never got an answer. Sent once per introduction."""
    INTRODUCTION_OVER = "introduction_over"
    """The other side of an accepted introduction is no longer interested."""
    ROLE_GRANTED = "role_granted"
    ROLE_TAKEN = "role_taken"
    TEAM_JOINED = "team_joined"
    COMPANY_CLAIMED = "company_claimed"
    PROGRAMME_REMINDER = "programme_reminder"
    PROGRAMME_CHANGED = "programme_changed"
    IMPORT_ENDED = "import_ended"
    DRAFTS_ENDING = "drafts_ending"
    """Drafts of an organizer's lists are deleted soon, because nobody published them."""
    IMPORT_ROW_WITHDRAWN = "import_row_withdrawn"
    ANNOUNCEMENT_ENDED = "announcement_ended"
    ANNOUNCEMENT_OUTCOME = "announcement_outcome"
    CHAT_ADDED = "chat_added"
    GROUP_TOPIC_CLOSED = "group_topic_closed"
    SANCTIONED = "sanctioned"
    SANCTION_LIFTED = "sanction_lifted"
    APPEAL_DECIDED = "appeal_decided"
    LISTING_REVIEWED = "listing_reviewed"
    REPORT_DECIDED = "report_decided"
    QUEUE_WAITS = "queue_waits"
    CODE_NOT_SENT = "code_not_sent"
    MAILBOX_ENDED = "mailbox_ended"
    """The address of a company that the person acts for takes no mail, or its owner wants none."""
    INTRODUCTION_LOOKED_AT = "introduction_looked_at"
    INTRODUCTION_LET_GO = "introduction_let_go"
    INTRODUCTION_STOPPED = "introduction_stopped"
    RECOMMENDED = "recommended"
    RECOMMENDATION_RETURNED = "recommendation_returned"
    RECOMMENDATION_REMINDER = "recommendation_reminder"
    RECOMMENDATION_WITHDRAWN = "recommendation_withdrawn"
    RECOMMENDATION_STATUS = "recommendation_status"
    LONG_SILENCE = "long_silence"
    PRIVACY_CHANGED = "privacy_changed"
