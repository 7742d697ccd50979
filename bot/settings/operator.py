"""The operator of this bot. Privacy law requires that people can learn who it is, so /privacy shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field
from pydantic_settings import BaseSettings

from bot.settings.parsing import variable


class OperatorSettings(BaseSettings):
    """Part of `Settings`."""

    operator_name: str = Field(
        default="", max_length=200, description="who runs this bot, as in a contract", examples=["Chamber of Novi Sad"]
    )
    operator_address: str = Field(
        default="", max_length=300, description="the operator's postal address", examples=["Trg slobode 1, Novi Sad"]
    )
    operator_contact: str = Field(
        default="",
        max_length=200,
        description="a mail address, phone number or web page for questions about data",
        examples=["privacy@example.org"],
    )
    data_location: str = Field(
        default="",
        max_length=200,
        description="where the data is stored: city and country",
        examples=["Novi Sad, Serbia"],
    )
    complaints_to: str = Field(
        default="",
        max_length=300,
        description="the authority that people can complain to, with its web page",
        examples=["Commissioner for Personal Data Protection, poverenik.rs"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The operator's data. Fields that are not set are ""."""

    name: str
    address: str
    contact: str
    data_location: str
    complaints_to: str

    @classmethod
    def of(cls, settings: OperatorSettings) -> "Operator":
        return cls(
            name=settings.operator_name,
            address=settings.operator_address,
            contact=settings.operator_contact,
            data_location=settings.data_location,
            complaints_to=settings.complaints_to,
        )


def missing_operator_settings(settings: OperatorSettings) -> Iterator[str]:
    """Yields the variables that are not set but that /privacy should show."""
    for name in OperatorSettings.model_fields:
        if not getattr(settings, name):
            yield variable(name)
