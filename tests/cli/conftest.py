"""Commands run as somebody would in an empty folder with nothing set."""

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.backups import NAME, add_ana
from tests.postgres import in_thread


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith("PARTNERBRIDGE_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    # Tables are as wide as the terminal, of which there is none here.
    monkeypatch.setenv("COLUMNS", "200")
    return folder


@pytest.fixture
def live(empty_folder: Path, empty_template: Path) -> Path:
    """The configured database: Ana and her company."""
    path = empty_folder / NAME
    shutil.copyfile(empty_template, path)
    in_thread(add_ana, f"sqlite+aiosqlite:///{path}")
    return path
