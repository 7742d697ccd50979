"""Mailboxes of companies that are not on Telegram, and the mails to them."""

from enum import StrEnum


class MailboxStatus(StrEnum):
    """new → asked → confirmed; refused or bounced is final for that address."""

    NEW = "new"
    """Nothing was sent yet. The first waiting introduction is the reason to ask."""
    ASKED = "asked"
    """One mail asks if this is the company and if we may write. Nothing else is sent before the answer."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    """They want no mail. The address is deleted; its hash stays on the do-not-write list."""
    BOUNCED = "bounced"
    """The address does not take mail."""


class MailTopic(StrEnum):
    """Topics of mails that are not notices of an introduction. Notices use `Topic`."""

    CONSENT = "mail_consent"
    NEW_LINK = "mail_new_link"
    """Requested on a page whose link had expired."""
