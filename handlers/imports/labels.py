"""The names of columns and outcomes of an import, as message ids."""

from typing import Final

from bot.i18n.translator import mark
from bot.usecases.imports.headings import Column
from storage.vocabulary import RowOutcome

COLUMNS: Final[dict[Column, str]] = {
    Column.NAME: mark("Company"),
    Column.COUNTRY: mark("Country"),
    Column.CITY: mark("City"),
    Column.WEBSITE: mark("Website"),
    Column.EMAIL: mark("E-mail"),
    Column.PHONE: mark("Phone"),
    Column.CONTACT: mark("Contact person"),
    Column.FIRST_NAME: mark("First name"),
    Column.LAST_NAME: mark("Last name"),
    Column.HALL: mark("Hall"),
    Column.BOOTH: mark("Booth"),
    Column.NEEDS: mark("Needs"),
    Column.OFFERS: mark("Offers"),
    Column.ABOUT: mark("About"),
    Column.ADDRESS: mark("Address"),
    Column.REGION: mark("Region"),
    Column.DETAILS: mark("Contact details"),
}
OUTCOMES: Final[dict[RowOutcome, str]] = {
    RowOutcome.CREATED: mark("new company"),
    RowOutcome.ADDED: mark("known, now at the event"),
    RowOutcome.UPDATED: mark("changed"),
    RowOutcome.SAME: mark("as before"),
    RowOutcome.DUPLICATE: mark("the same company as an earlier row"),
    RowOutcome.SKIPPED: mark("left out"),
    RowOutcome.FAILED: mark("failed"),
    RowOutcome.WITHDRAWN: mark("withdrawn: the person asked to be forgotten"),
}
