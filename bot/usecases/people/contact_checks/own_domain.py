"""Whether a mail address is at the domain of a company's website."""

from typing import Final
from urllib.parse import urlsplit

import idna

_FEWEST: Final = 2  # labels of a domain that somebody can own


def host_of(website: str) -> str:
    """The host of an address as `check_website` gives it, without www."""
    return (urlsplit(website).hostname or "").removeprefix("www.")


def domain_of(address: str) -> str:
    """The domain of an address in ASCII; empty where it is none."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        return idna.encode(domain, uts46=True).decode("ascii") if domain else ""
    except idna.IDNAError:
        return ""


def is_own(address: str, website: str) -> bool:
    """The same domain, one below it (sales.firm.rs for firm.rs), or one above (firm.rs for shop.firm.rs).

    Above, mail must be read where nobody but its owner gives out addresses: free mail is refused elsewhere, and no
    registry has people read mail at co.rs or com.cn.
    """
    mail, site = domain_of(address), host_of(website)
    if not mail or not site or mail.count(".") + 1 < _FEWEST or site.count(".") + 1 < _FEWEST:
        return False
    return mail == site or mail.endswith(f".{site}") or site.endswith(f".{mail}")
