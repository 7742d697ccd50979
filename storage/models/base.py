"""The declarative base: constraint names and the column type of each Python type."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase

from storage.ids import (
    AnnouncementId,
    AppealId,
    ChatId,
    CompanyId,
    CopyId,
    DeliveryId,
    DigestId,
    DraftId,
    EntryId,
    EventId,
    HallId,
    ImportId,
    IntroductionId,
    ItemId,
    ListingId,
    MessageId,
    PersonId,
    RecommendationId,
    ReportId,
    ReviewId,
    SanctionId,
    SuggestionId,
)
from storage.types import StringSet, UtcDateTime, by_value
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    IntroductionStatus,
    IprStatus,
    Kind,
    Language,
    ListingStatus,
    ProfileType,
    Relation,
    Stage,
)

_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# SQLite autoincrements only columns whose declared type is exactly INTEGER.
_ROW_NUMBER = BigInteger().with_variant(Integer, "sqlite")
_ENUMERATIONS = (
    ChannelKind,
    CompanyKind,
    CompanySize,
    IntroductionStatus,
    IprStatus,
    Kind,
    Language,
    ListingStatus,
    ProfileType,
    Relation,
    Stage,
)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        PersonId: BigInteger,
        CompanyId: _ROW_NUMBER,
        ListingId: _ROW_NUMBER,
        SuggestionId: _ROW_NUMBER,
        DraftId: _ROW_NUMBER,
        DeliveryId: _ROW_NUMBER,
        IntroductionId: _ROW_NUMBER,
        MessageId: _ROW_NUMBER,
        ReportId: _ROW_NUMBER,
        EventId: _ROW_NUMBER,
        HallId: _ROW_NUMBER,
        ItemId: _ROW_NUMBER,
        AnnouncementId: _ROW_NUMBER,
        CopyId: _ROW_NUMBER,
        DigestId: _ROW_NUMBER,
        ImportId: _ROW_NUMBER,
        RecommendationId: _ROW_NUMBER,
        SanctionId: _ROW_NUMBER,
        AppealId: _ROW_NUMBER,
        ReviewId: _ROW_NUMBER,
        EntryId: _ROW_NUMBER,
        ChatId: BigInteger,
        datetime: UtcDateTime,
        frozenset[str]: StringSet,
        str: String,
        **{enumeration: by_value(enumeration) for enumeration in _ENUMERATIONS},
    }
