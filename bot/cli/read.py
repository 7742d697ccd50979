"""`partnerbridge read`: shows how the bot parses a text, for support. Needs no token, server or database."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

MAX_LINE = 20_000
"""Characters of a line that are read; the rest is ignored."""


class What(StrEnum):
    COUNTRY = "country"
    PHONE = "phone"
    MOMENT = "moment"
    DAYS = "days"
    MASKED = "masked"


def read(
    as_: Annotated[What, typer.Option("--as", help="What to read in each line.")],
    country: Annotated[str | None, typer.Option(help="ISO code of the country of national phone numbers.")] = None,
    now: Annotated[str | None, typer.Option(help="ISO time from which moments and days are seen.")] = None,
) -> None:
    """Read lines from standard input and print a JSON line for each: its input and the value, null if unclear."""
    value = _reader(as_, country.upper() if country else None, _aware(now))
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for raw in sys.stdin.buffer:
        text = raw.decode("utf-8", "replace").rstrip("\r\n").removeprefix("\ufeff")
        answer = {"input": text, "value": value(text[:MAX_LINE])}
        typer.echo(json.dumps(answer, ensure_ascii=False))


def _aware(now: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(now) if now else datetime.now().astimezone()
    except ValueError:
        raise typer.BadParameter("not an ISO time, for example 2026-11-10T10:00+01:00") from None
    return moment if moment.tzinfo else moment.astimezone()


def _reader(what: What, country: str | None, now: datetime) -> Callable[[str], Any]:
    """Returns the function that parses a line. Imports only the library that this function needs."""
    if what is What.COUNTRY:
        from bot.reading.countries import read_country

        return read_country
    if what is What.PHONE:
        from bot.reading.phones import find_phones

        return lambda text: find_phones(text, country) or None
    if what is What.MOMENT:
        from bot.reading.moments import read_moment

        return lambda text: _minute(read_moment(text, now))
    if what is What.DAYS:
        from bot.reading.days import read_days

        return lambda text: _iso_days(read_days(text, now))
    from bot.masking import Secrets, mask

    return lambda text: mask(text, secrets=Secrets()).text


def _minute(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M") if moment else None


def _iso_days(days: tuple[Any, Any] | None) -> list[str] | None:
    return [day.isoformat() for day in days] if days else None
