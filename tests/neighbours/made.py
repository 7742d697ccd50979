"""Makes rows: every required column that is left out gets a plausible value of its type."""

from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import JSON, Boolean, Date, Integer, LargeBinary, String

from storage.models import Base
from storage.types import StringSet, UtcDateTime

PAST: Final = datetime(2020, 1, 1, tzinfo=UTC)
"""Before any time that a test sets its clock to."""
FUTURE: Final = datetime(2300, 1, 1, tzinfo=UTC)
"""After any such time."""
_VALUES: Final[tuple[tuple[Any, Any], ...]] = (
    (UtcDateTime, PAST),
    (Date, PAST.date()),
    (StringSet, frozenset()),
    (JSON, {}),
    (Boolean, False),
    (Integer, 1),
    (LargeBinary, b""),
    (String, "Qwzx"),
)
"""(type, value). The word is of no language, so that it matches nothing that a test writes."""


Row = TypeVar("Row", bound=Base)


def made(model: type[Row], **values: Any) -> Row:
    for column in model.__table__.columns:
        if column.key not in values and not column.nullable and column.default is None and not column.primary_key:
            values[column.key] = next(value for kind, value in _VALUES if isinstance(column.type, kind))
    return model(**values)
