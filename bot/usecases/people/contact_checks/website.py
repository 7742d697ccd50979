"""Normalises website addresses to https://host/path. Accepts public hosts only."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

import idna

from bot.usecases.people.contact_checks.failure import CheckFailed, FailureCode, bounded

MAX_WEBSITE = 300
"""Characters, as typed and in ASCII. A Chinese character takes nine in ASCII."""
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_PRIVATE_ENDINGS = frozenset(
    {"localhost", "local", "internal", "lan", "home", "corp", "intranet", "test", "example", "invalid", "onion", "arpa"}
)
_PATH_KEPT = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """`url` is in ASCII ("https://xn--…/path"), `display` is for people ("北京.中国/path")."""

    url: str
    display: str


def check_website(text: str) -> Website:
    """Accepts an address with or without http(s)://. Drops the port, and query and fragment because of trackers."""
    typed = bounded(text, MAX_WEBSITE).replace("。", ".")
    scheme = _SCHEME.match(typed)
    if scheme and scheme.group(1).lower() not in {"http", "https"} and "." not in scheme.group(1):
        raise CheckFailed(FailureCode.WEBSITE_SCHEME)
    if not re.match(r"https?:", typed, re.IGNORECASE):
        typed = "https://" + typed.removeprefix("//")
    parts = _split(typed)
    host = _host(parts)
    path = quote(parts.path.rstrip("/"), safe=_PATH_KEPT)
    if len(f"https://{host}{path}") > MAX_WEBSITE:
        raise CheckFailed(FailureCode.TOO_LONG)
    return Website(url=f"https://{host}{path}", display=_shown(host, path))


def _shown(host: str, path: str) -> str:
    readable = unquote(path)
    name = idna.decode(host) if "xn--" in host else host
    return name.removeprefix("www.") + (readable if readable.isprintable() else path)


def _split(typed: str) -> SplitResult:
    if any(char.isspace() or char in '<>"\\^`{|}' for char in typed):
        raise CheckFailed(FailureCode.WEBSITE_SYNTAX)
    try:
        parts = urlsplit(typed)
        _ = parts.port  # only for its validation
    except ValueError:
        raise CheckFailed(FailureCode.WEBSITE_SYNTAX) from None
    if "@" in parts.netloc:
        raise CheckFailed(FailureCode.WEBSITE_CREDENTIALS)
    return parts


def _host(parts: SplitResult) -> str:
    """Returns the host in ASCII. Raises CheckFailed for a host that is not public."""
    host = (parts.hostname or "").rstrip(".")
    if _is_machine(host):
        raise CheckFailed(FailureCode.WEBSITE_NOT_PUBLIC)
    try:
        ascii_host = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise CheckFailed(FailureCode.WEBSITE_SYNTAX) from None
    if _is_machine(ascii_host):
        raise CheckFailed(FailureCode.WEBSITE_NOT_PUBLIC)
    if "." not in ascii_host:
        raise CheckFailed(FailureCode.WEBSITE_SYNTAX)
    return ascii_host


def _is_machine(host: str) -> bool:
    """Returns True for an IP address in any browser notation (also 2130706433 and 0x7f.1), or a private name."""
    last = host.rsplit(".", maxsplit=1)[-1]
    if last in _PRIVATE_ENDINGS or re.fullmatch(r"\d+|0x[0-9a-f]*", last):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
