"""What is kept no longer than it is needed. What goes is named in the terms that people agree to."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from storage import retention, verification
from storage.database import Database

MESSAGES: Final = timedelta(days=365)
"""How long relayed messages stay after an introduction has ended or was last written in."""
DELIVERIES: Final = timedelta(days=90)
"""How long it is kept who was told what: reminders and limits look back less."""
UNREGISTERED: Final = timedelta(days=365)
"""How long somebody is kept who pressed Start, registered nothing and did not come back."""


class Retention:
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> int:
        """Takes out a batch of each kind; gives how many rows that were, 0 when nothing is left."""
        now = self._clock()
        async with self._database.writing() as session:
            done = await retention.empty_messages(session, before=now - MESSAGES)
            done += await retention.drop_deliveries(session, before=now - DELIVERIES)
            done += await retention.drop_strangers(session, before=now - UNREGISTERED)
            done += await verification.drop_expired_codes(session, now)
        return done
