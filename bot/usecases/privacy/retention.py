"""The daily job that deletes data after its retention period (see `periods`)."""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.usecases.people.registration import CONSENT_VERSION
from bot.usecases.privacy import rights
from bot.usecases.privacy.periods import Periods
from storage import outbox
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.mail import addresses, mails
from storage.people import usage
from storage.privacy import retention, retention_words, unpublished_drafts
from storage.verification import verifications
from storage.vocabulary import Topic

COUNTS: Final = timedelta(days=2)
"""How long daily counters are kept."""


TELL_AGAIN: Final = timedelta(days=7)
"""Time until an inactive person is warned again if the first warning was not confirmed."""

DRAFTS_TOLD_BEFORE: Final = timedelta(days=14)
"""Time between the warning to an organizer and the deletion of their drafts."""


@dataclass(frozen=True)
class Retention:
    """The daily job. `forget` removes a listing from the matcher, `wake` wakes the outbox."""

    database: Database
    clock: Callable[[], datetime]
    periods: Periods
    _: KW_ONLY
    forget: Callable[[ListingId], Awaitable[None]]
    wake: Callable[[], None] = lambda: None

    async def run(self) -> int:
        """Deletes a batch of each kind and returns the number of rows; 0 if nothing is left. Then compacts the file."""
        done = await self._drop() + await self._tell() + await self._forget_silent()
        if not done:
            await self.database.tidy()
        return done

    async def _drop(self) -> int:
        now, keep = self.clock(), self.periods
        async with self.database.writing() as session:
            done = await retention.empty_messages(session, before=now - keep.messages)
            await retention.mark_privacy_maybe_told(session, CONSENT_VERSION, Topic.PRIVACY_CHANGED)
            done += await retention.drop_deliveries(session, before=now - keep.deliveries)
            done += await mails.drop_finished(session, before=now - keep.deliveries)
            done += await addresses.forget_asked(session, before=now - max(keep.deliveries, addresses.ASKED_AGAIN))
            done += await retention.drop_deleted_listings(session, before=now - keep.deleted)
            done += await unpublished_drafts.drop(
                session, Topic.DRAFTS_ENDING, before=now - keep.invited, told_before=now - DRAFTS_TOLD_BEFORE
            )
            done += await retention.drop_people_without_ties(session, before=now - keep.strangers)
            done += await retention.drop_import_rows(session, before=now - keep.imports)
            done += await retention_words.empty_old_texts(session, before=now - keep.moderation)
            done += await verifications.drop_expired_codes(session, now)
            done += await usage.drop_before(session, (now - COUNTS).date())
        return done

    async def _tell(self) -> int:
        """Warns inactive people and organizers with old drafts, and announces a new privacy text."""
        now, keep = self.clock(), self.periods
        async with self.database.writing() as session:
            silent = await retention.inactive_and_not_warned(
                session, Topic.LONG_SILENCE, before=now - keep.silence, since=now - TELL_AGAIN
            )
            for person_id in silent:
                await outbox.queue_message(
                    session,
                    person_id,
                    Topic.LONG_SILENCE,
                    payload={},
                    dedupe_key=f"{Topic.LONG_SILENCE}:{person_id}:{now.date()}",
                    now=now,
                )
            earlier = await retention.agreed_to_another_version(session, CONSENT_VERSION, Topic.PRIVACY_CHANGED)
            for person_id in earlier:
                await outbox.queue_message(
                    session,
                    person_id,
                    Topic.PRIVACY_CHANGED,
                    payload={},
                    dedupe_key=f"{Topic.PRIVACY_CHANGED}:{CONSENT_VERSION}:{person_id}",
                    now=now,
                )
            ending = await unpublished_drafts.ending_without_notice(
                session, Topic.DRAFTS_ENDING, before=now - keep.invited + DRAFTS_TOLD_BEFORE
            )
            for event_id, organizer_id, key in ending:
                await outbox.queue_message(
                    session,
                    organizer_id,
                    Topic.DRAFTS_ENDING,
                    payload={"event_id": event_id, "deleted_on": (now + DRAFTS_TOLD_BEFORE).date().isoformat()},
                    dedupe_key=key,
                    now=now,
                )
        told = len(silent) + len(earlier) + len(ending)
        if told:
            self.wake()
        return told

    async def _forget_silent(self) -> int:
        now, keep = self.clock(), self.periods
        async with self.database.reading() as session:
            gone = await retention.inactive_after_warning(
                session, before=now - keep.silence, told_before=now - keep.notice
            )
        for person_id in gone:
            await self._forget_one(person_id, now)
        return len(gone)

    async def _forget_one(self, person_id: PersonId, now: datetime) -> None:
        """Deletes an inactive person's data unless they have returned."""
        async with self.database.writing() as session:
            still = await retention.is_still_inactive(session, person_id, before=now - self.periods.silence)
            gone = await rights.forget(session, person_id, now, asked=False) if still else []
        for listing_id in gone:
            await self.forget(listing_id)
