"""Buttons of advisers."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import CompanyId

EVERYBODY = 0
"""Replaces a company id: act for all companies."""


class ClientPress(Press, kind="cl1"):
    """Acts for one company from now on, or for all of them."""

    company: int


class ClientsPage(Press, kind="cl2"):
    page: int


class Successor(StrEnum):
    MENU = "m"
    """Asks who takes the company over."""
    COMPANY = "c"
    ADVISER = "a"


class HandOverPress(Press, kind="ho1"):
    """Makes a link by which somebody takes the company over."""

    company: CompanyId
    to: Successor
