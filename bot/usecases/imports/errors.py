"""Errors of files that cannot be imported."""

from typing import ClassVar

from bot.errors import AlreadyDoneError, InputError
from bot.i18n.translator import mark


class UnreadableFileError(InputError):
    default: ClassVar[str] = mark("I can't read this file. Send a CSV or an XLSX file.")


class BrokenWorkbookError(InputError):
    default: ClassVar[str] = mark("This Excel file is damaged. Open it, save it again as XLSX, and send that.")


class LockedFileError(InputError):
    default: ClassVar[str] = mark("This file is protected by a password. Save it without one, and send that.")


class OtherFormatError(InputError):
    default: ClassVar[str] = mark(
        "This is a file of another kind ({kind}). Save the list as XLSX or CSV, and send that."
    )


class StrayCellError(InputError):
    default: ClassVar[str] = mark("Cell {cell} is far outside the table. Clear it, save the file, and send it again.")


class TooLargeFileError(InputError):
    default: ClassVar[str] = mark("This file is too large: {rows} rows and {megabytes} MB at most.")


class EmptyFileError(InputError):
    default: ClassVar[str] = mark("This file is empty.")


class NoTableError(InputError):
    default: ClassVar[str] = mark(
        "I found no column with company names. Give it a heading such as “Company”, “公司名称” or “Naziv firme”."
    )


class NoCompaniesError(NoTableError):
    default: ClassVar[str] = mark("This list has headings, but no companies below them.")


class TooOldToUndoError(AlreadyDoneError):
    default: ClassVar[str] = mark("This import can no longer be undone: its rows have been deleted.")


class UndoneError(AlreadyDoneError):
    default: ClassVar[str] = mark("This import is already undone.")
