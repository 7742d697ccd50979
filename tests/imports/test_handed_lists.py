"""Lists that organizers sent, each with what must be read of it (`NAME.expected.json`), through the command.

`{"is": …, "or_remark": true}` in an expectation means: one of these values, or a problem of this field.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app

FILES = Path(__file__).parent / "handed"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in FILES.glob("*.expected.json"))


def dry_run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["import", str(path), "--dry-run", "--format", "jsonl", *options])


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_a_handed_list_is_read_right(name: str) -> None:
    wanted = json.loads((FILES / f"{name}.expected.json").read_text("utf-8"))
    result = dry_run(FILES / name)
    if wanted.get("refused") is True:
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
        return
    assert result.exit_code == 0
    *rows, summary = lines_of(result)
    companies = {row["company"]: row for row in rows if row["company"]}
    assert sorted(companies) == sorted(row["company"] for row in wanted["rows"])
    for want in wanted["rows"]:
        row = companies[want["company"]]
        for field, value in want.items():
            assert fits(field, value, row), f"{field} of {row['company']}: {row[field]!r}, not {value!r}"
    told = json.dumps([row["problems"] for row in [*rows, summary]], ensure_ascii=False)
    for part in wanted.get("problems_mention", []):
        assert part in told


def fits(field: str, value: Any, row: dict[str, Any]) -> bool:
    if field == "problems":
        return all(problem["field"] != "company" for problem in row["problems"])
    if isinstance(value, dict):
        values = value["is"] if isinstance(value["is"], list) else [value["is"]]
        return row[field] in values or any(problem["field"] == field for problem in row["problems"])
    if field == "website" and value is not None:
        return bool(row[field].removeprefix("https://") == value.removeprefix("https://").rstrip("/"))
    return bool(row[field] == value)
