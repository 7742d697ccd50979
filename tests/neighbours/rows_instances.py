"""Another instance's leases until the year 2300, and updates that it handled."""

from collections.abc import Iterator

from storage import models
from storage.models import Base
from tests.neighbours.made import FUTURE, PAST, made


def instances_rows() -> Iterator[Base]:
    """No update waits: the leader handles all that do."""
    for number in (1, 2):
        yield made(models.Lease, name=f"qwzx{number}", owner="qwzx", until=FUTURE)
        yield made(
            models.ReceivedUpdate,
            id=-number,
            owner="qwzx",
            person_id=None,
            raw=None,
            received_at=PAST,
            handled_at=FUTURE,
        )
