"""Parses a file as a list of exhibitors, without the database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.usecases.imports.columns import Layout, find_layouts
from bot.usecases.imports.country_guess import BY_DEFAULT, CountryGuess, guess_by_form
from bot.usecases.imports.reading import read_source
from bot.usecases.imports.row_kinds import Section, sections_of
from bot.usecases.imports.row_reader import NOT_A_COUNTRY, RowReader
from bot.usecases.imports.rows import NO_COUNTRY, ExhibitorRow
from bot.usecases.imports.tables import Remark, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitorList:
    layouts: Sequence[Layout]
    rows: Sequence[ExhibitorRow]
    remarks: Sequence[Remark] = ()
    """Remarks on the file and its sheets. Each row has its own remarks."""

    @property
    def all_remarks(self) -> list[Remark]:
        return [*self.remarks, *(remark for row in self.rows for remark in row.remarks)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """The tables of a file that are lists of companies, before their rows are parsed."""

    layouts: Sequence[Layout]
    remarks: Sequence[Remark]


def parse_file(content: bytes) -> ParsedFile:
    """Finds the tables of a file. May be slow: call it in a thread. Raises an error of `errors`."""
    source = read_source(content)
    layouts, unread = find_layouts(source)
    return ParsedFile(layouts=layouts, remarks=(*source.remarks, *unread))


def read_exhibitors(file: ParsedFile, default_country: str | None) -> ExhibitorList:
    """Parses the rows. May be slow: call it in a thread. `default_country` (alpha-2) is for rows that name none."""
    rows = [row for layout in file.layouts for row in read_rows(layout, default_country)]
    return ExhibitorList(layouts=file.layouts, rows=rows, remarks=file.remarks)


def read_list(content: bytes, default_country: str | None) -> ExhibitorList:
    """Finds the tables and parses their rows. Raises an error of `errors`."""
    return read_exhibitors(parse_file(content), default_country)


def read_rows(layout: Layout, default_country: str | None) -> list[ExhibitorRow]:
    """Returns every non-blank row below the headings."""
    rows: list[ExhibitorRow] = []
    undecided: dict[int, tuple[Row, Section]] = {}
    section = Section()
    below = layout.table.rows[layout.first_row :]
    for row, found in zip(below, sections_of(below, layout), strict=True):
        if found is not None:
            section = replace(section, hall=found.hall or section.hall, country=found.country or section.country)
            text = next((cell for cell in row.cells if cell), "")
            rows.append(
                ExhibitorRow(number=row.number, sheet=layout.table.name, name=text[:200], problem=found.problem)
            )
            continue
        rows.append(RowReader(row, layout, section).read())
        if rows[-1].problem == NO_COUNTRY:
            undecided[len(rows) - 1] = (row, section)
    known = Counter(row.country for row in rows if row.country)
    for index, (row, above) in undecided.items():
        guess = _late_guess(rows[index], default_country, known)
        if guess is not None:
            # Parsed again, because the country affects phone numbers.
            rows[index] = RowReader(row, layout, above, otherwise=guess).read()
    return rows


def _late_guess(row: ExhibitorRow, default_country: str | None, known: Mapping[str, int]) -> CountryGuess | None:
    """Returns the chosen country, else the legal form's country. None for a row that names another country."""
    if default_country is not None:
        return CountryGuess(code=default_country, why=BY_DEFAULT)
    if any(remark.why == NOT_A_COUNTRY for remark in row.remarks):
        return None
    return guess_by_form(row.name, known)


def repeated_rows(rows: Sequence[ExhibitorRow]) -> dict[int, int]:
    """Returns index of a row → index of the earlier row with the same company."""
    first: dict[tuple[str, str], int] = {}
    repeats = {}
    for index, row in enumerate(rows):
        if row.problem is not None:
            continue
        earlier = first.setdefault((row.country, row.key), index)
        if earlier != index:
            repeats[index] = earlier
    return repeats
