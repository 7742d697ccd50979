"""Mailboxes in several states, mails that are due much later or were sent, and refusals."""

from collections.abc import Iterator

from storage import models
from storage.models import Base
from storage.vocabulary import DeliveryStatus, Language, MailboxStatus, Topic
from tests.neighbours.made import FUTURE, PAST, made
from tests.neighbours.rows_companies import IMPORTED, NEED, OFFER
from tests.neighbours.rows_introductions import DECLINED, PROPOSED


def mail_rows() -> Iterator[Base]:
    """No introduction waits for the imported company. The others have people of their own on Telegram."""
    for number, (company, status) in enumerate(
        ((NEED, MailboxStatus.CONFIRMED), (OFFER, MailboxStatus.ASKED), (IMPORTED, MailboxStatus.NEW)), 1
    ):
        yield made(
            models.Mailbox,
            id=-number,
            company_id=company,
            address=f"qwzx{number}@qwzx.example",
            address_hash=f"qwzx{number}",
            from_list=False,
            language=Language.EN,
            status=status,
        )
    for number, (introduction, status) in enumerate(
        ((PROPOSED, DeliveryStatus.PENDING), (DECLINED, DeliveryStatus.SENT)), 1
    ):
        yield made(
            models.MailDelivery,
            id=-number,
            mailbox_id=-1,
            topic=Topic.INTRODUCTION_PROPOSED,
            payload={"introduction_id": introduction},
            dedupe_key=f"{Topic.INTRODUCTION_PROPOSED}:{introduction}:1:m-1",
            status=status,
            not_before=FUTURE if status is DeliveryStatus.PENDING else PAST,
            created_at=FUTURE,
            finished_at=None if status is DeliveryStatus.PENDING else PAST,
        )
        yield made(models.MailAddress, address_hash=f"qwzx-refused-{number}", asked_at=PAST, refused_at=PAST)
