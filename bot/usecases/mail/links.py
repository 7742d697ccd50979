"""Signed links in mails. A link stands for a mailbox and one introduction, until a time.

The signature is checked before anything is read from the database, so a forged link costs nothing.
"""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from storage.ids import IntroductionId, MailboxId

VALID: Final = timedelta(days=30)
"""How long a link works. Long enough for a holiday; each mail has a new one."""
_LAYOUT: Final = struct.Struct(">QQI")  # mailbox, introduction, seconds since 1970
_SIGNATURE: Final = 16  # bytes; 128 bits cannot be guessed
_PURPOSE: Final = b"partnerbridge mail links 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLink:
    mailbox_id: MailboxId
    introduction_id: IntroductionId
    expires_at: datetime


class LinkSigner:
    """Signs and reads links. `secret` may be any text; another secret ends all links."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)

    def sign(self, mailbox_id: MailboxId, introduction_id: IntroductionId, now: datetime) -> str:
        """Returns the token of a link that works from now on."""
        expires = int((now + VALID).timestamp())
        values = _LAYOUT.pack(mailbox_id, introduction_id, expires)
        return base64.urlsafe_b64encode(values + self._signature(values)).rstrip(b"=").decode()

    def read(self, token: str) -> MailLink | None:
        """Returns the link, also an expired one; None for a forged token."""
        try:
            content = base64.b64decode(f"{token}{'=' * (-len(token) % 4)}", altchars=b"-_", validate=True)
        except ValueError:
            return None
        values, signature = content[: _LAYOUT.size], content[_LAYOUT.size :]
        if len(values) != _LAYOUT.size or not hmac.compare_digest(signature, self._signature(values)):
            return None
        mailbox_id, introduction_id, expires = _LAYOUT.unpack(values)
        return MailLink(
            mailbox_id=MailboxId(mailbox_id),
            introduction_id=IntroductionId(introduction_id),
            expires_at=datetime.fromtimestamp(expires, UTC),
        )

    def _signature(self, values: bytes) -> bytes:
        return hmac.digest(self._key, values, hashlib.sha256)[:_SIGNATURE]
