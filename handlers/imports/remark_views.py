"""What was not understood in a list: the first remarks in the preview, and a file with all of them."""

import csv
import html
import io
from collections.abc import Iterable
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.file_names import event_file
from bot.usecases.imports.exhibitor_list import ExhibitorList
from bot.usecases.imports.headings import Column
from bot.usecases.imports.rows import ExhibitorRow
from bot.usecases.imports.tables import Remark
from bot.usecases.spreadsheets import escape_spreadsheet_cell
from handlers.imports.labels import COLUMNS
from handlers.ui.view import Upload
from storage.models import Event

_REMARKS: Final = 8
_HEADING: Final = 60  # characters


def remarks(t: Translator, found: ExhibitorList) -> list[str]:
    """Shows the first remarks by row and column, and the number of further ones."""
    told = [remark_line(t, remark) for remark in found.remarks]
    told += [remark_line(t, remark) for row in found.rows for remark in row.remarks if remark.grave]
    told += [
        t("Row {number}: {why} – {name}", number=row.number, why=t(row.problem), name=html.escape(row.name[:40] or "…"))
        for row in found.rows
        if row.problem is not None
    ]
    lines = told[:_REMARKS]
    if len(told) > _REMARKS:
        more = t.number(len(told) - _REMARKS)
        lines.append(t("… and {count} more; the file of remarks has all.", count=more))
    return lines


def remark_line(t: Translator, remark: Remark) -> str:
    """Returns a remark with its sheet, row and column, as HTML."""
    where = [remark.sheet] if remark.sheet and remark.row is None else []
    if remark.row is not None:
        where.append(t("Row {number}", number=remark.row))
    if remark.heading:
        where.append(remark.heading[:_HEADING])
    text = t("{where}: {why}", where=html.escape(", ".join(where)), why=t(remark.why)) if where else t(remark.why)
    return f"{text} – {html.escape(remark.value[:60])}" if remark.value else text


def has_remarks(found: ExhibitorList) -> bool:
    return bool(found.all_remarks) or any(row.problem is not None for row in found.rows)


def remarks_file(t: Translator, event: Event, name: str, found: ExhibitorList) -> Upload:
    """Returns all remarks as CSV, in the order of the rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([t("Sheet"), t("Row"), t("Company"), t("Column"), t("Value"), t("Remark")])
    for remark in found.remarks:
        writer.writerow(_cells([remark.sheet, remark.row or "", "", "", remark.value, t(remark.why)]))
    for row in found.rows:
        writer.writerows(_row_remarks(t, row))
    named = event_file(event, name.rpartition(".")[0], "remarks")
    return Upload(content=b"\xef\xbb\xbf" + out.getvalue().encode(), name=f"{named}.csv")


def _row_remarks(t: Translator, row: ExhibitorRow) -> Iterable[list[str]]:
    for remark in row.remarks:
        column = remark.heading or (t(COLUMNS[Column(remark.field)]) if remark.field else "")
        yield _cells([row.sheet, row.number, row.name, column, remark.value, t(remark.why)])
    if row.problem is not None:
        yield _cells([row.sheet, row.number, row.name, "", "", t(row.problem)])


def _cells(values: Iterable[object]) -> list[str]:
    return [escape_spreadsheet_cell(str(value)) for value in values]
