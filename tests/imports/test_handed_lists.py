"""`partnerbridge import --dry-run` on lists that organizers sent, and how it answers to people."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from tests.imports.handed_lists import FILES, NAMES, dry_run, judge


@pytest.mark.parametrize("name", NAMES)
def test_a_handed_list_is_read_right(name: str) -> None:
    assert [each for each in judge(name) if not each.right] == []


def test_rows_without_a_country_get_the_one_of_the_option(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Company;Phone\nZelena Polja;021/450-123\n", "utf-8")
    rows = [json.loads(line) for line in dry_run(path, "--country", "rs").stdout.splitlines()]
    assert (rows[0]["country"], rows[0]["phones"]) == ("RS", ["+38121450123"])
    assert rows[1]["summary"] == {
        "companies": 1,
        "without_country": 0,
        "repeated": 0,
        "no_company": 0,
        "country_guessed": 1,
    }


def test_a_repeated_company_and_a_lost_line_are_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('Company;Country\nFirma d.o.o.;Serbia\nFIRMA DOO;Serbia\n"Open;Serbia\n;Serbia\n', "utf-8")
    *rows, summary = [json.loads(line) for line in dry_run(path).stdout.splitlines()]
    assert [problem["why"] for row in rows for problem in row["problems"]] == [
        "the same company as row 2",
        "no company name",
    ]
    assert [(problem["row"], problem["value"]) for problem in summary["problems"]] == [(4, '"Open;Serbia')]


def test_two_people_of_one_company_are_one_row_with_both(tmp_path: Path) -> None:
    path = tmp_path / "badges.csv"
    path.write_text(
        "Name;Company;Country;Phone\nVesna Zlatić;Firma d.o.o.;Serbia;\nQiao Lin;Baishan Ltd;China;\n"
        "Marko Zlatić;FIRMA DOO;Serbia;021/450-123\nVesna Zlatić;Firma d.o.o.;Serbia;\n",
        "utf-8",
    )
    *rows, last = [json.loads(line) for line in dry_run(path).stdout.splitlines()]
    assert [(row["row"], row["contact"], row["phones"]) for row in rows] == [
        (2, "Vesna Zlatić; Marko Zlatić", ["+38121450123"]),
        (3, "Qiao Lin", []),
        (5, "Vesna Zlatić", []),
    ]
    assert rows[2]["problems"][0]["why"] == "the same company as row 2"
    assert (last["summary"]["companies"], last["summary"]["repeated"]) == (2, 2)


def test_a_country_of_two_is_settled_by_the_site(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Company;Country;Website\nHanbit;Korea;hanbit.co.kr\nBora;Korea;bora.com\n", "utf-8")
    *rows, _ = [json.loads(line) for line in dry_run(path).stdout.splitlines()]
    assert [row["country"] for row in rows] == ["KR", None]
    assert rows[0]["problems"][0]["why"] == "country guessed from the domain"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["none.xlsx", "--dry-run"], "No such file"),
        (["kept_apart.csv"], "--dry-run"),
        (["kept_apart.csv", "--dry-run", "--country", "Serbia"], "Serbia"),
        (["brochure.xlsx", "--dry-run"], "PDF"),
        (["protected.xlsx", "--dry-run"], "password"),
    ],
)
def test_a_refusal_is_one_line_and_exit_code_2(arguments: list[str], part: str) -> None:
    result = CliRunner().invoke(app, ["import", str(FILES / arguments[0]), *arguments[1:]])
    assert result.exit_code == 2
    assert part in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_table_shows_what_was_read() -> None:
    result = CliRunner().invoke(app, ["import", str(FILES / "two_days.xlsx"), "--dry-run"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "Treća Vrsta GmbH" in result.stdout
    assert "companies: 3" in result.stdout
