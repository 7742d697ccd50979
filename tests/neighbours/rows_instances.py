"""Another instance that lives until the year 2300, an update that it works on, and one that was handled."""

from collections.abc import Iterator
from typing import Any, Final

from storage import models
from storage.models import Base
from tests.neighbours.made import FUTURE, PAST, made

_OWNER: Final = "qwzx"
_RAW: Final[dict[str, Any]] = {"update_id": -1}


def instances_rows() -> Iterator[Base]:
    for name in (_OWNER, "qwzx-lead"):
        yield made(models.Lease, name=name, owner=_OWNER, until=FUTURE)
    yield made(models.ReceivedUpdate, id=-1, owner=_OWNER, person_id=None, raw=_RAW, received_at=PAST)
    yield made(
        models.ReceivedUpdate, id=-2, owner=_OWNER, person_id=None, raw=None, received_at=PAST, handled_at=FUTURE
    )
