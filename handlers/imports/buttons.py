"""Buttons of imported lists and their drafts."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import CompanyId, EventId, ImportId, ListingId


class ImportDraftAct(StrEnum):
    OPEN = "o"
    ASK = "a"
    LEAVE_OUT = "x"
    LINKS = "i"


class ImportDraftPress(Press, kind="id1"):
    """An action on a draft of an imported list. Listing 0 means all drafts of the event."""

    event: EventId
    listing: ListingId
    act: ImportDraftAct


class StatementAct(StrEnum):
    """How the companies agreed, as the organizer states."""

    FORM = "f"
    TOLD = "t"


class StatementPress(Press, kind="ic1"):
    """Publishes one draft, or all drafts if the listing is 0. Refused if drafts changed after the question.

    For the other numbers see `DraftState`.
    """

    event: EventId
    listing: ListingId
    drafts: int
    companies: int
    newest: ListingId
    texts: int
    act: StatementAct


class ImportDraftsPage(Press, kind="ip1"):
    event: EventId
    page: int


class OwnDraftsPress(Press, kind="io1"):
    """An exhibitor publishes the drafts of their company."""

    company: CompanyId


class ImportAct(StrEnum):
    REMARKS = "m"
    """Shows what was not understood of the list in the open dialog."""
    PROGRESS = "p"
    REPORT = "r"
    UNDO = "u"
    UNDO_NOW = "U"


class ImportPress(Press, kind="im1"):
    number: ImportId
    act: ImportAct
