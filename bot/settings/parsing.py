"""Parses values of settings: lists, URLs, variable names. Error messages never contain secrets."""

import json
import re
from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX: Final = "PARTNERBRIDGE_"

# Drivers as hosting providers and tutorials name them, with the asynchronous driver that we ship.
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


def variable(field: str) -> str:
    """Returns the environment variable of a setting."""
    return f"{PREFIX}{field.upper()}"


def admin_ids(text: str) -> frozenset[int]:
    """Returns Telegram ids from "1, 2 3" or "[1, 2]". Raises ValueError naming the parts that are no ids."""
    parts = _json_list(text) if text.lstrip().startswith("[") else re.split(r"[\s,;]+", text.strip())
    given = [str(part).strip() for part in parts if str(part).strip()]
    wrong = [part for part in given if not re.fullmatch(r"[1-9]\d{0,15}", part, re.ASCII)]
    if wrong:
        raise ValueError(f"contains something other than Telegram ids: {', '.join(wrong[:3])}")
    return frozenset(map(int, given))


def _json_list(text: str) -> list[object]:
    try:
        loaded = json.loads(text)
    except ValueError:
        raise ValueError("is not a JSON list") from None
    return loaded if isinstance(loaded, list) else [loaded]


def web_address(text: str, *, schemes: Collection[str] = ("https", "http"), may_log_in: bool = False) -> str:
    """Returns an http(s) URL without a slash at the end. Raises ValueError for anything else.

    Only with `may_log_in` it may have a user and a password, because addresses are shown.
    """
    try:
        parts = urlsplit(text)
        right = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        right = False
    if not right or re.search(r"\s", text):
        raise ValueError(f"is not an {' or '.join(sorted(schemes))} address")
    if "@" in parts.netloc and not may_log_in:
        raise ValueError("must not have a user or a password")
    if parts.query or parts.fragment:
        raise ValueError("must not have a ? or # part")
    return text.rstrip("/")


def database_url(text: str) -> str:
    """Returns a database URL with our asynchronous driver. Raises ValueError for other databases."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("is not the URL of a database") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise ValueError("is neither SQLite nor PostgreSQL")
    if driver.startswith("postgresql") and "sslmode" in url.query:
        # libpq calls it sslmode, asyncpg calls it ssl.
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": url.query["sslmode"]})
    return url.set(drivername=driver).render_as_string(hide_password=False)


def unknown_variables(names: Iterable[str], *, known: Iterable[str]) -> list[str]:
    """Returns one line for each variable with our prefix that is no setting, with the most similar setting."""
    right = {variable(field) for field in known}
    unknown = sorted({name.upper() for name in names if name.upper().startswith(PREFIX)} - right)
    if not unknown:
        return []

    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    lines = []
    for name in unknown:
        meant = process.extractOne(
            name.removeprefix(PREFIX),
            [field.removeprefix(PREFIX) for field in sorted(right)],
            scorer=JaroWinkler.normalized_similarity,
            score_cutoff=0.75,
        )
        lines.append(f"{name} is no setting" + (f"; did you mean {PREFIX}{meant[0]}?" if meant else ""))
    return lines
