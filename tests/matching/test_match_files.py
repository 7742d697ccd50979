import csv
import io
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli.match import match
from bot.cli.match_files import UnusableFileError, read_listings
from bot.cli.match_output import rank_listings
from bot.matching.encoders import BuiltinEncoder
from bot.matching.listing import ReasonCode
from storage.vocabulary import Kind, Partnership, ProfileType, Stage
from tests.imports.workbook_files import sheet_of

NEEDS = (
    '{"id": "n1", "title": "Soil moisture sensor", "country": "CN"}\n{"id": "n2", "title": "Steel", "country": "RS"}\n'
)
OFFERS = "ID;Title;Country\no1;Senzor vlažnosti zemljišta;Serbia\no2;Čelik;RS\no3;=Steel pipes;DE\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    needs, offers = tmp_path / "needs.jsonl", tmp_path / "offers.csv"
    needs.write_text(NEEDS, "utf-8")
    offers.write_text(OFFERS, "utf-8")
    return needs, offers


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's runs keep their vectors."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "partnerbridge" / "vectors.db"


def run(needs: Path, offers: Path, *options: str) -> Result:
    app = typer.Typer()
    app.command()(match)
    return CliRunner().invoke(app, ["--needs", str(needs), "--offers", str(offers), "--encoder", "none", *options])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_spreadsheets_are_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(OFFERS.encode(encoding))
    subjects = read_listings(path, Kind.OFFER).subjects
    assert [subject.country for subject in subjects] == ["RS", "RS", "DE"]
    assert subjects[0].title == "Senzor vlažnosti zemljišta"


def test_chinese_spreadsheets_too(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("编号,标题,描述,国家\n7,土壤湿度传感器,用于温室,China\n".encode("gb18030"))
    [subject] = read_listings(path, Kind.NEED).subjects
    assert (subject.id, subject.title, subject.text, subject.country) == ("7", "土壤湿度传感器", "用于温室", "CN")


TABLE = [["编号", "标题", "描述", "国家"], ["7", "土壤湿度传感器", "用于温室", "塞尔维亚"]]
LATIN = [["Šifra", "Naziv ponude", "Detaljan opis", "Država"], ["7", "Senzor vlažnosti", "Za žito", "Srbija"]]


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [(each, TABLE) for each in ("utf-8", "utf-16", "utf-16-le", "gb18030", "utf-32")]
    + [(each, LATIN) for each in ("utf-8-sig", "cp1250", "iso8859-2", "cp852", "utf-16-be")],
)
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "sep={mark}\n", "Fair 2026\n\n"])
def test_tables_are_read_as_lists_of_exhibitors_are(
    tmp_path: Path, encoding: str, rows: list[list[str]], mark: str, above: str
) -> None:
    path = tmp_path / "x.csv"
    text = above.format(mark=mark) + "\r\n".join(mark.join(row) for row in rows) + "\r\n"
    path.write_bytes(text.encode(encoding))
    [subject] = read_listings(path, Kind.OFFER).subjects
    assert [subject.id, subject.title, subject.text, subject.country] == [*rows[1][:3], "RS"]


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(sheet_of(("Needs of 2026",), ("ID", "Title", "Country"), (7, "Soil sensor", "Turkey")))
    [subject] = read_listings(path, Kind.NEED).subjects
    assert (subject.id, subject.title, subject.country) == ("7", "Soil sensor", "TR")


def test_a_long_field_and_an_open_quotation_mark_are_no_end_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f'id,title,text\n1,Soil,{"a " * 200_000}\n2,"Steel,pipes\n3,Wood,boards\n', "utf-8")
    listings = read_listings(path, Kind.NEED)
    assert [(subject.id, subject.title) for subject in listings.subjects] == [
        ("1", "Soil"),
        ("2", "Steel"),
        ("3", "Wood"),
    ]
    assert [(problem.line, problem.skipped) for problem in listings.problems] == [(3, False)]


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"\x89PNG\r\n\x1a\n\x00", b"PK\x03\x04 no zip"])
def test_a_file_of_another_kind_is_refused_error_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(UnusableFileError, match="XLSX"):
        read_listings(path, Kind.NEED)


def test_headers_are_forgiven_and_fields_understood(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    header = "REF\t Naslov\tOPIS\tLang\tTarget Countries\tSectors\tKey Words\tProfile_Type\tPartnership\tStage"
    row = "7\tSenzor\tZa plastenike\tsr\tCN; Germany; Atlantis\tagri|it\tx\tbo\tInvestment, nonsense\tLab"
    path.write_text(f"{header}\n\n{row}\n", "utf-8")
    [subject] = read_listings(path, Kind.OFFER).subjects
    assert subject.id == "7"
    assert subject.text == "Za plastenike"
    assert subject.targets == {"CN", "DE"}
    assert subject.sectors == {"agri", "it"}
    assert subject.profile_type is ProfileType.BUSINESS_OFFER
    assert subject.partnerships == {Partnership.INVESTMENT}
    assert subject.stage is Stage.LAB


def test_bad_rows_are_told_by_line_and_skipped(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    rows = [
        '{"id": 1, "title": "Soil"}',
        "",
        "{broken",
        '["a"]',
        '{"id": 1, "title": "Again"}',
        '{"id": 2, "title": " "}',
    ]
    path.write_text("\n".join([*rows, '{"text": "Only a text", "keywords": ["a", "b"]}']), "utf-8")
    listings = read_listings(path, Kind.NEED)
    assert [(problem.line, problem.reason) for problem in listings.problems] == [
        (3, "not a JSON object"),
        (4, "not a JSON object"),
        (5, "the id '1' is there twice"),
        (6, "has neither a title nor a text"),
    ]
    assert [(subject.id, subject.title) for subject in listings.subjects] == [("1", "Soil"), ("7", "Only a text")]
    assert listings.subjects[1].keywords == ("a", "b")


def test_a_row_of_too_many_cells_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('id,title\n1,"a, b"\n2,c,d\n3,e,\n', "utf-8")
    listings = read_listings(path, Kind.NEED)
    assert [subject.title for subject in listings.subjects] == ["a, b", "e"]
    assert listings.problems[0].line == 3


def test_results_are_one_line_a_pair(files: tuple[Path, Path]) -> None:
    result = run(*files)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert {(row["need"], row["offer"]) for row in rows} == {("n1", "o1"), ("n1", "o2"), ("n1", "o3"), ("n2", "o3")}
    assert rows[0]["need"] == "n1"
    assert rows[0]["offer"] == "o1"
    assert isinstance(rows[0]["score"], float)
    assert rows[0]["reasons"][0]["code"] == ReasonCode.WORDS
    assert "Without the encoder" in result.stderr


def test_top_and_same_country(files: tuple[Path, Path]) -> None:
    assert len(run(*files, "--top", "1").stdout.splitlines()) == 2
    assert len(run(*files, "--top", "0", "--same-country").stdout.splitlines()) == 6


def test_csv_is_safe_in_a_spreadsheet(files: tuple[Path, Path]) -> None:
    files[0].write_text('{"id": "=1+1", "title": "Steel"}\n', "utf-8")
    rows = list(csv.DictReader(io.StringIO(run(*files, "--format", "csv").stdout)))
    assert {row["need"] for row in rows} == {"'=1+1"}
    assert {row["offer"] for row in rows} == {"o1", "o2", "o3"}
    assert "words: Steel" in " ".join(row["reasons"] for row in rows)


def test_a_table_is_for_reading(files: tuple[Path, Path]) -> None:
    shown = run(*files, "--format", "table").stdout
    assert "Soil" in shown
    assert "Senzor" in shown


@pytest.mark.parametrize("content", [b"", b"id,title\n", b"\x00\x01\x02", b"{}\n", b"\xff\xfe\xd8"])
def test_unusable_input_is_one_clear_line_and_exit_2(tmp_path: Path, files: tuple[Path, Path], content: bytes) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    result = run(path, files[1])
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) >= 1
    assert "bad.csv" in result.stderr
    assert result.stdout == ""


def test_a_missing_file_and_a_wrong_encoder_are_told(files: tuple[Path, Path], tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv", files[1]).exit_code == 2
    with pytest.raises(UnusableFileError, match="No such file"):
        read_listings(tmp_path / "none.csv", Kind.NEED)
    wrong = run(*files, "--encoder", "word2vec")
    assert wrong.exit_code == 2
    assert "word2vec" in wrong.stderr
    assert run(*files, "--encoder", "http://127.0.0.1:9/v1").exit_code == 2


def test_with_the_builtin_encoder_progress_is_told(files: tuple[Path, Path], builtin: BuiltinEncoder) -> None:
    heard: list[int] = []
    needs, offers = (
        read_listings(path, kind).subjects for path, kind in zip(files, (Kind.NEED, Kind.OFFER), strict=True)
    )
    ranked = {need.id: found for need, found in rank_listings(needs, offers, builtin, 1, heard.append)}
    assert ranked["n1"][0].offer_id == "o1"
    assert ReasonCode.MEANING in {reason.code for reason in ranked["n1"][0].reasons}
    assert heard[-1] == 5


def test_vectors_are_kept_for_the_next_run_unless_it_is_forbidden(
    files: tuple[Path, Path], cache: Path, builtin: BuiltinEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = run(*files, "--encoder", "builtin", "--no-cache")
    assert not cache.exists()
    first = run(*files, "--encoder", "builtin")
    assert cache.exists()
    pairs = [[json.loads(line)[key] for key in ("need", "offer")] for line in first.stdout.splitlines()]
    assert pairs == [[json.loads(line)[key] for key in ("need", "offer")] for line in bare.stdout.splitlines()]

    def refuse(*_: object) -> None:
        raise AssertionError("everything is encoded")

    monkeypatch.setattr(BuiltinEncoder, "encode", refuse)
    assert run(*files, "--encoder", "builtin").stdout == first.stdout


def test_a_cache_that_cannot_be_written_is_told_and_left(files: tuple[Path, Path], cache: Path) -> None:
    cache.parent.parent.mkdir(parents=True)
    cache.parent.write_text("a file in the way", "utf-8")
    result = run(*files, "--encoder", "http://127.0.0.1:9/v1")
    assert "not kept" in result.stderr
    assert result.exit_code == 2
