"""Buttons of advisers."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import CompanyId


class ClientPress(Press, kind="cl1"):
    """Acts for one company from now on."""

    company: CompanyId


class AllClientsPress(Press, kind="cl3"):
    """Acts for all companies again."""


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
