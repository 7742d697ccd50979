"""Checks if a mail address is at the domain of a company's website."""

from typing import Final
from urllib.parse import urlsplit

import idna

_FEWEST: Final = 2  # labels of a domain that a company can own


def host_of(website: str) -> str:
    """Returns the host of a URL from `check_website`, without www."""
    return (urlsplit(website).hostname or "").removeprefix("www.")


def domain_of(address: str) -> str:
    """Returns the domain of an address in ASCII; empty if invalid."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        return idna.encode(domain, uts46=True).decode("ascii") if domain else ""
    except idna.IDNAError:
        return ""


def is_own(address: str, website: str) -> bool:
    """Returns True for the same domain, a subdomain (sales.firm.rs for firm.rs) or a parent (firm.rs for shop.firm.rs).

    A parent is safe: free mail is refused elsewhere, and no registry provides mail at co.rs or com.cn.
    """
    mail, site = domain_of(address), host_of(website)
    if not mail or not site or mail.count(".") + 1 < _FEWEST or site.count(".") + 1 < _FEWEST:
        return False
    return mail == site or mail.endswith(f".{site}") or site.endswith(f".{mail}")
