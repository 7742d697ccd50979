"""Lists that organizers sent, each with what must be read of it (`NAME.expected.json`), through the command.

`{"is": …, "or_remark": true}` in an expectation means: one of these values, or a problem of this field.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from bot.cli.main import app
from tests.reading.tables import Judged

FILES = Path(__file__).parent / "handed"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in FILES.glob("*.expected.json"))


def handed_lists() -> Iterator[Judged]:
    for name in NAMES:
        yield from judge(name)


def dry_run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["import", str(path), "--dry-run", "--format", "jsonl", *options])


def judge(name: str) -> Iterator[Judged]:
    """One line for the companies of a list, one for each value of theirs, one for each remark."""
    wanted = json.loads((FILES / f"{name}.expected.json").read_text("utf-8"))
    result = dry_run(FILES / name)
    if wanted.get("refused") is True:
        told = f"exit {result.exit_code}, {len(result.stderr.splitlines())} line"
        yield Judged(text=name, expected="exit 2, 1 line", read=told)
        return
    *rows, summary = [json.loads(line) for line in result.stdout.splitlines()] or [{"problems": []}]
    companies = {row["company"]: row for row in rows if row["company"]}
    names = "; ".join(sorted(row["company"] for row in wanted["rows"]))
    yield Judged(text=name, expected=names, read="; ".join(sorted(companies)))
    for want in wanted["rows"]:
        row = companies.get(want["company"], {"problems": []})
        for field, value in want.items():
            expected = json.dumps(value, ensure_ascii=False)
            read = expected if _fits(field, value, row) else json.dumps(row.get(field), ensure_ascii=False)
            yield Judged(text=f"{name}: {field} of {want['company']}", expected=expected, read=read)
    remarks = json.dumps([row["problems"] for row in [*rows, summary]], ensure_ascii=False)
    for part in wanted.get("problems_mention", []):
        yield Judged(text=f"{name}: remarks", expected=part, read=part if part in remarks else remarks)


def _fits(field: str, value: Any, row: dict[str, Any]) -> bool:
    if field == "problems":
        return all(problem["field"] != "company" for problem in row["problems"])
    if isinstance(value, dict):
        values = value["is"] if isinstance(value["is"], list) else [value["is"]]
        return row.get(field) in values or any(problem["field"] == field for problem in row["problems"])
    if field == "website" and value is not None:
        return str(row.get(field)).removeprefix("https://") == value.removeprefix("https://").rstrip("/")
    return bool(row.get(field) == value)
