"""A file as a list of exhibitors: everything that is understood of it, without a database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.matching.companies import company_key
from bot.usecases.imports.columns import Layout, understand
from bot.usecases.imports.country_guess import BY_DEFAULT, guess_by_form
from bot.usecases.imports.headings import Column
from bot.usecases.imports.reading import read_source
from bot.usecases.imports.row_kinds import Section, section_of
from bot.usecases.imports.row_reader import NOT_A_COUNTRY, RowReader
from bot.usecases.imports.rows import NO_COUNTRY, ExhibitorRow
from bot.usecases.imports.tables import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitorList:
    layouts: Sequence[Layout]
    rows: Sequence[ExhibitorRow]
    remarks: Sequence[Remark] = ()
    """About the file and its sheets; each row has its own."""

    @property
    def all_remarks(self) -> list[Remark]:
        return [*self.remarks, *(remark for row in self.rows for remark in row.remarks)]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodFile:
    """The tables of a file that are lists of companies, before their rows are read."""

    layouts: Sequence[Layout]
    remarks: Sequence[Remark]


def understand_file(content: bytes) -> UnderstoodFile:
    """Pure and perhaps slow: for another thread. Raises an error of `errors`."""
    source = read_source(content)
    layouts, unread = understand(source)
    return UnderstoodFile(layouts=layouts, remarks=(*source.remarks, *unread))


def read_exhibitors(file: UnderstoodFile, default_country: str | None) -> ExhibitorList:
    """Pure and perhaps slow: for another thread. `default_country` (alpha-2) is for rows that tell none."""
    rows = [row for layout in file.layouts for row in read_rows(layout, default_country)]
    return ExhibitorList(layouts=file.layouts, rows=rows, remarks=file.remarks)


def read_list(content: bytes, default_country: str | None) -> ExhibitorList:
    """Both at once. Raises an error of `errors`."""
    return read_exhibitors(understand_file(content), default_country)


def read_rows(layout: Layout, default_country: str | None) -> list[ExhibitorRow]:
    """Every row below the heading that is not blank, each accounted for."""
    rows: list[ExhibitorRow] = []
    section = Section()
    for row in layout.table.rows[layout.first_row :]:
        found = section_of(row, layout)
        if found is not None:
            section = replace(section, hall=found.hall or section.hall, country=found.country or section.country)
            text = next((cell for cell in row.cells if cell), "")
            rows.append(
                ExhibitorRow(number=row.number, sheet=layout.table.name, name=text[:200], problem=found.problem)
            )
            continue
        rows.append(RowReader(row, layout, section).read())
    return _with_countries(rows, default_country)


def _with_countries(rows: Sequence[ExhibitorRow], default_country: str | None) -> list[ExhibitorRow]:
    """Rows without a country get the chosen one, else the one that their legal form tells beside the other rows."""
    known = Counter(row.country for row in rows if row.country)
    return [_settled(row, default_country, known) for row in rows]


def _settled(row: ExhibitorRow, default_country: str | None, known: Counter[str]) -> ExhibitorRow:
    if row.problem != NO_COUNTRY:
        return row
    said = any(remark.why == NOT_A_COUNTRY for remark in row.remarks)
    guess = None if said else guess_by_form(row.name, known)
    country, why = (guess.code, guess.why) if guess else ("", "")
    if default_country is not None:
        country, why = default_country, BY_DEFAULT
    if not country:
        return row
    return replace(
        row,
        country=country,
        guessed=why,
        key=company_key(row.name, country)[:200],
        problem=None,
        phones=row.phones,
        remarks=(
            *row.remarks,
            Remark(why=why, field=Column.COUNTRY, value=country, row=row.number, sheet=row.sheet, grave=False),
        ),
    )


def repeated_rows(rows: Sequence[ExhibitorRow]) -> dict[int, int]:
    """By index of a row, the index of the earlier row with the same company."""
    first: dict[tuple[str, str], int] = {}
    repeats = {}
    for index, row in enumerate(rows):
        if row.problem is not None:
            continue
        earlier = first.setdefault((row.country, row.key), index)
        if earlier != index:
            repeats[index] = earlier
    return repeats
