"""`partnerbridge import`: shows how the bot reads a list of exhibitors, for support."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import fail

if TYPE_CHECKING:
    from bot.usecases.imports.exhibitor_list import ExhibitorList
    from bot.usecases.imports.rows import ExhibitorRow
    from bot.usecases.imports.tables import Remark

_FIELDS = {"name": "company", "phone": "phones"}
"""Output names of fields that differ from the column names."""
_EXAMPLES = 60  # characters of a cell in the printed table


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"


def import_(
    file: Annotated[Path, typer.Argument(help="A list of exhibitors: XLSX, XLS, ODS, CSV or HTML.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is understood; nothing is stored.")] = False,
    country: Annotated[str | None, typer.Option(help="ISO code of the country of rows that name none.")] = None,
    format: Annotated[Format, typer.Option(help="How to write the rows.")] = Format.TABLE,  # noqa: A002
) -> None:
    """Show what the bot reads in a list of exhibitors, row by row, and what it does not understand."""
    if not dry_run:
        fail("Add --dry-run to see what is understood. `partnerbridge event import` stores a list.", code=2)
    from bot.errors import DomainError
    from bot.usecases.imports.exhibitor_list import read_list

    try:
        found = read_list(file.read_bytes(), _country(country))
    except OSError as error:
        fail(f"{file}: {error.strerror or 'cannot be read'}", code=2)
    except DomainError as error:
        fail(f"{file}: {error.message.format(**error.values)}", code=2)
    if format is Format.JSONL:
        sys.stdout.reconfigure(encoding="utf-8") if hasattr(sys.stdout, "reconfigure") else None
        for line in _json_lines(found):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    else:
        _show(found)


def _country(code: str | None) -> str | None:
    from bot.matching.country_names import country_codes

    if code is not None and code.upper() not in country_codes():
        fail(f"{code} is not the two-letter code of a country.", code=2)
    return code.upper() if code else None


def _json_lines(found: "ExhibitorList") -> Iterator[dict[str, Any]]:
    from bot.usecases.imports.exhibitor_list import repeated_rows

    repeats = repeated_rows(found.rows)
    rows, colleagues = _with_colleagues(found.rows, repeats)
    for index, row in enumerate(rows):
        if index in colleagues:
            continue
        problems = [_problem(remark) for remark in row.remarks]
        if row.problem is not None:
            field = "country" if row.key else "company"
            if not any(each["field"] == field for each in problems):
                problems.append({"field": field, "value": row.name, "why": row.problem})
        if index in repeats:
            earlier = found.rows[repeats[index]]
            problems.append({"field": "company", "value": row.name, "why": f"the same company as row {earlier.number}"})
        yield _row(row, problems)
    yield {"summary": _summary(found.rows, len(repeats)), "problems": [_problem(each) for each in found.remarks]}


def _with_colleagues(
    rows: "Sequence[ExhibitorRow]", repeats: Mapping[int, int]
) -> tuple[list["ExhibitorRow"], set[int]]:
    """Merges rows that name another person of an earlier row's company. Returns all rows, and the indexes merged."""
    merged, colleagues = list(rows), set[int]()
    for index, earlier in repeats.items():
        row, first = rows[index], merged[earlier]
        if row.contact and first.contact and row.contact not in first.contact.split("; "):
            colleagues.add(index)
            merged[earlier] = replace(
                first,
                contact=f"{first.contact}; {row.contact}",
                email=first.email or row.email,
                phones=tuple(dict.fromkeys((*first.phones, *row.phones))),
                offers=tuple(dict.fromkeys((*first.offers, *row.offers))),
                needs=tuple(dict.fromkeys((*first.needs, *row.needs))),
                remarks=(*first.remarks, *row.remarks),
            )
    return merged, colleagues


def _row(row: "ExhibitorRow", problems: Sequence[dict[str, Any]]) -> dict[str, Any]:
    # Only lines of companies have a key.
    return {
        "sheet": row.sheet,
        "row": row.number,
        "company": row.name if row.key else None,
        "country": row.country or None,
        "city": row.city,
        "website": row.website,
        "email": row.email,
        "phones": list(row.phones),
        "contact": row.contact,
        "booth": row.booth,
        "offers": list(row.offers),
        "needs": list(row.needs),
        "problems": list(problems),
    }


def _problem(remark: "Remark") -> dict[str, Any]:
    said: dict[str, Any] = {"field": _FIELDS.get(remark.field, remark.field), "value": remark.value, "why": remark.why}
    if remark.row is None or not remark.field:
        said |= {"sheet": remark.sheet, "row": remark.row}
    return said


def _summary(rows: "Sequence[ExhibitorRow]", repeats: int) -> dict[str, int]:
    return {
        "companies": sum(row.problem is None for row in rows) - repeats,
        "without_country": sum(bool(row.key) and not row.country for row in rows),
        "repeated": repeats,
        "no_company": sum(not row.key for row in rows),
        "country_guessed": sum(bool(row.guessed) for row in rows),
    }


def _show(found: "ExhibitorList") -> None:
    from rich.console import Console
    from rich.table import Table

    from bot.cli.output import escape_markup

    table = Table("Row", "Company", "Country", "City", "Booth", "Contact data", "Offers and needs", "Not understood")
    for line in _json_lines(found):
        if "summary" in line:
            break
        ways = [line["website"], line["email"], *line["phones"]]
        problems = [f"{each['why']}: {each['value']}" if each["value"] else each["why"] for each in line["problems"]]
        cells = [
            " ".join(filter(None, [line["sheet"], str(line["row"])])),
            line["company"],
            line["country"],
            line["city"],
            line["booth"],
            "\n".join(filter(None, ways)),
            "\n".join([*line["offers"], *(f"? {each}" for each in line["needs"])]),
            "\n".join(problems),
        ]
        table.add_row(*(escape_markup((cell or "")[: 4 * _EXAMPLES]) for cell in cells))
    console = Console()
    console.print(table)
    for remark in found.remarks:
        where = " ".join(filter(None, [remark.sheet, f"row {remark.row}" if remark.row else ""]))
        console.print(": ".join(filter(None, [where, remark.why, remark.value])), markup=False, highlight=False)
    console.print(", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in line["summary"].items()))
