"""The declarative base: constraint names and the column type of each Python type."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, NewType

from sqlalchemy import BigInteger, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase

from storage import ids, vocabulary
from storage.types import StringSet, UtcDateTime, by_value

_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# SQLite autoincrements only columns whose declared type is exactly INTEGER.
_ROW_NUMBER = BigInteger().with_variant(Integer, "sqlite")
_IDS = {kind: _ROW_NUMBER for kind in vars(ids).values() if isinstance(kind, NewType)}
_ENUMERATIONS = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        **_IDS,
        ids.PersonId: BigInteger,
        ids.ChatId: BigInteger,
        datetime: UtcDateTime,
        frozenset[str]: StringSet,
        str: String,
        **{enumeration: by_value(enumeration) for enumeration in _ENUMERATIONS},
    }
