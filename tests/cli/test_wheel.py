"""A wheel built from the repository holds every file that the program reads, and runs without the repository."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "handlers", "storage")

# Loads what is read late: every sentence, the data of matching and masking, fonts, samples, migrations, the page.
LOAD_ALL = """
import bot, handlers, storage
from bot.charts import canvas
from bot.i18n.translator import translator_for
from bot.masking import vocabulary
from bot.matching import country_names, cues, debias, legal_forms, lexicon, regions, sector_table, sector_vectors
from bot.matching import stopwords
from bot.sample.reading import read_companies, read_stage
from bot.sandbox.page import page_routes
from bot.usecases.imports import columns
from bot.usecases.moderation import flags
from storage.schema import latest_revision
from storage.vocabulary import Language

assert all(translator_for(language)("Done") for language in Language)
assert translator_for(Language.ZH)("Done") != "Done"
assert read_companies() and read_stage() and latest_revision()
print(bot.__file__, handlers.__file__, storage.__file__)
"""


def tracked(*folders: str) -> list[Path]:
    """Paths of the files that git knows, relative to the repository."""
    listed = subprocess.run(["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, check=True, text=True)
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network from a copy of the tracked files."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for path in [*tracked(*PACKAGES), Path("pyproject.toml"), Path("README.md"), Path("LICENSE")]:
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(built), str(source)], check=True)
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


# Reads commands as JSON, runs one after the other, and prints their exit codes and outputs as JSON.
RUN_ALL = """
import json, sys
from typer.testing import CliRunner
from bot.cli.main import app

results = [CliRunner().invoke(app, command) for command in json.load(sys.stdin)]
print(json.dumps([[result.exit_code, result.output] for result in results]))
"""

COMMANDS = {
    "db upgrade": "is at ",
    "screen list": "",
    "messages --language sr-Latn": "Pristajem: objavi i poveži me",
    "messages --play --language sr-Latn": "Ana",
    "match --needs needs.csv --offers offers.csv --encoder none": '"need": "1", "offer": "2"',
}
"""What each command prints among other things, one after the other in one folder."""


def run(unpacked: Path, folder: Path, *arguments: str, given: str = "") -> str:
    """The output of Python with the unpacked wheel, in `folder`, with no way to the repository's files."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARTNERBRIDGE_")}
    environment = kept | {"PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        input=given,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_file_that_the_program_reads_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    missing = [path for path in tracked(*PACKAGES) if "docs" not in path.parts and path.as_posix() not in packed]
    assert missing == []
    assert not [name for name in packed if "/docs/" in name or name.startswith("tests/")]


def test_all_data_loads_from_the_wheel(unpacked: Path, empty_folder: Path) -> None:
    told = run(unpacked, empty_folder, "-c", LOAD_ALL)
    assert [Path(name).parents[1] for name in told.split()] == [unpacked] * 3


def test_the_program_runs_from_the_wheel(unpacked: Path, empty_folder: Path) -> None:
    assert "sandbox" in run(unpacked, empty_folder, "-m", "bot", "--help")


def test_commands_run_from_the_wheel(unpacked: Path, empty_folder: Path) -> None:
    (empty_folder / "needs.csv").write_text("id,title,lang\n1,土壤湿度传感器,zh\n", "utf-8")
    (empty_folder / "offers.csv").write_text("id,title,lang\n2,Senzori vlažnosti zemljišta,sr\n", "utf-8")
    told = run(unpacked, empty_folder, "-c", RUN_ALL, given=json.dumps([command.split() for command in COMMANDS]))
    for (command, expected), (code, output) in zip(COMMANDS.items(), json.loads(told), strict=True):
        assert (command, code, expected in output) == (command, 0, True), output
