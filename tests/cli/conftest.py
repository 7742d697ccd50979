"""Commands run as somebody would in an empty folder with nothing set."""

import os
from pathlib import Path

import pytest


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
