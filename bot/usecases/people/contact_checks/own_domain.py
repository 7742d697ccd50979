"""Checks if a mail address is at the domain of a company's website."""

from urllib.parse import urlsplit

import idna


def host_of(website: str | None) -> str:
    """Returns the host of a URL from `check_website`, without www; empty without a URL."""
    return (urlsplit(website or "").hostname or "").removeprefix("www.")


def domain_of(address: str) -> str:
    """Returns the domain of an address in ASCII; empty if invalid."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        return idna.encode(domain, uts46=True).decode("ascii") if domain else ""
    except idna.IDNAError:
        return ""


def is_own(address: str, website: str | None) -> bool:
    """Returns True for the same domain, a subdomain (sales.firm.rs for firm.rs) or a parent (firm.rs for shop.firm.rs).

    A parent is safe: free mail is refused elsewhere, and no registry provides mail at co.rs or com.cn.
    """
    mail, site = domain_of(address), host_of(website)
    if "." not in mail or "." not in site:
        return False  # no company owns a top-level domain
    return mail == site or mail.endswith(f".{site}") or site.endswith(f".{mail}")
