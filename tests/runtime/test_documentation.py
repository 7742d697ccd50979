"""What the documentation names exists: files, folders, commands, settings, make targets."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli.main import app
from bot.settings.parsing import variable
from bot.settings.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *ROOT.glob("bot/**/*.md"), *ROOT.glob("handlers/**/*.md")]
)
FOLDERS = ("bot/", "handlers/", "storage/", "tests/")


@pytest.mark.parametrize("page", PAGES)
def test_links_and_paths_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'src="([^"]+)"', text)
    paths = [(ROOT / page).parent / link for link in links if "://" not in link]
    paths += [ROOT / named for named in re.findall(r"`([\w./-]+)`", text) if named.startswith(FOLDERS)]
    assert [str(path) for path in paths if not path.exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_settings_and_make_targets_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    commands = get_command(app).commands
    named = re.findall(r"partnerbridge ([a-z]+)(?: ([a-z]+))?\b", text)
    assert [first for first, _ in named if first not in commands] == []
    groups = [(first, second) for first, second in named if second and hasattr(commands[first], "commands")]
    assert [(first, second) for first, second in groups if second not in commands[first].commands] == []
    known = {variable(field) for field in Settings.model_fields}
    unknown = set(re.findall(r"PARTNERBRIDGE_[A-Z_]+", text)) - known
    assert {name for name in unknown if not name.startswith(("PARTNERBRIDGE_KILL", "PARTNERBRIDGE_FUZZ"))} == set()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake (run|test|lint|bench|coverage|messages|screenshots|clean)\b", text)) <= targets
