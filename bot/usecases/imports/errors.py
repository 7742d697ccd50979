"""Why a file cannot be taken over."""

from typing import ClassVar

from bot.errors import AlreadyDoneError, InputError
from bot.i18n.translator import mark


class UnreadableFileError(InputError):
    default: ClassVar[str] = mark("I cannot read this file. Please send a CSV or an XLSX file.")


class OldExcelError(InputError):
    default: ClassVar[str] = mark("This is an old Excel file. Open it, save it as XLSX, and send that.")


class LockedFileError(InputError):
    default: ClassVar[str] = mark("This file is protected by a password. Save it without one, and send that.")


class TooLargeFileError(InputError):
    default: ClassVar[str] = mark("This file is too large: {rows} rows and {megabytes} MB at most.")


class NoTableError(InputError):
    default: ClassVar[str] = mark(
        "I find no column with company names. Give it a heading such as “Company”, “公司名称” or “Naziv firme”."
    )


class UndoneError(AlreadyDoneError):
    default: ClassVar[str] = mark("This import was undone already.")
