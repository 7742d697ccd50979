"""Containerfile, compose.yaml and the units of systemd name what exists: settings, commands, files, ports."""

import asyncio
import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from bot import http_server
from bot.cli.main import app
from bot.health import Health, health_pages
from bot.settings.loading import load_settings
from bot.settings.parsing import variable
from bot.settings.settings import Settings
from storage.database import Database

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "bot/docs/systemd").iterdir())
SETTINGS = {variable(field) for field in Settings.model_fields}
PROGRAM = "/opt/partnerbridge/bin/partnerbridge"
TOKEN = "123456789:AbCdEfGhIjKlMnOpQrStUvWxYz_12345678"


def instructions() -> list[tuple[str, str]]:
    """Of the Containerfile, with continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def image_environment() -> dict[str, str]:
    (line,) = [rest for word, rest in instructions() if word == "ENV"]
    return dict(part.split("=", 1) for part in shlex.split(line))


def services() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]


def health_check() -> list[str]:
    (line,) = [rest for word, rest in instructions() if word == "HEALTHCHECK"]
    return json.loads(line[line.index("[") :])


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(path, "utf-8")
    return parser


@pytest.mark.parametrize("path", [ROOT / "Containerfile", ROOT / "compose.yaml", *UNITS], ids=lambda path: path.name)
def test_settings_and_commands_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(re.findall(r"PARTNERBRIDGE_[A-Z_]+", text)) <= SETTINGS
    commands = get_command(app).commands
    for first, second in re.findall(rf"{PROGRAM} ([a-z]+)(?: ([a-z]+))?", text):
        assert first in commands
        assert not second or second in commands[first].commands


def test_the_image_copies_what_exists_and_installs_where_units_look() -> None:
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY" and not rest.startswith("--from")]
    assert [name for names in copied for name in names if not (ROOT / name).exists()] == []
    assert {"bot", "handlers", "storage"} <= {name for names in copied for name in names}
    assert f"{Path(PROGRAM).parent}:$PATH" == image_environment()["PATH"]


def test_the_image_runs_the_bot_without_root() -> None:
    told = dict(instructions())
    assert told["USER"] == "10001"
    command = json.loads(told["ENTRYPOINT"]) + json.loads(told["CMD"])
    assert (command[0], command[1] in get_command(app).commands) == (Path(PROGRAM).name, True)


def test_the_environments_of_the_containers_are_valid_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    of_bot = services()["bot"]["environment"]
    for name, value in {**image_environment(), **of_bot, "PARTNERBRIDGE_TOKEN": TOKEN}.items():
        if name.startswith("PARTNERBRIDGE_"):
            monkeypatch.setenv(name, re.sub(r"\$\{POSTGRES_PASSWORD:[^}]*\}", "geheim", value))
    warnings: list[str] = []
    settings = load_settings(need_token=True, env_file=None, warn=warnings.append)
    assert warnings == []
    of_database = services()["database"]["environment"]
    shown = f"postgresql+asyncpg://{of_database['POSTGRES_USER']}:***@database/{of_database['POSTGRES_DB']}"
    assert settings.shown_database_url == shown
    assert "database" in services()


def test_the_bot_of_compose_can_write_nothing_but_tmp() -> None:
    bot = services()["bot"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert bot["tmpfs"] == ["/tmp"]  # noqa: S108
    assert image_environment()["MPLCONFIGDIR"].startswith("/tmp/")  # noqa: S108
    assert bot["build"]["dockerfile"] == "Containerfile"


async def test_the_health_check_asks_the_port_that_the_image_opens(tmp_path: Path) -> None:
    """Nothing listens; then a bot that is not ready, but lives."""
    check = health_check()
    code = check[-1]
    port = image_environment()["PARTNERBRIDGE_HEALTH_PORT"]
    assert f"127.0.0.1:{port}/healthz" in code
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")
    health = Health(database, has_updates=lambda: False, has_index=lambda: False, monotonic=lambda: 0.0)
    async with http_server.serving(health_pages(health)) as server:
        here = code.replace(f":{port}/", f":{server.port}/")
        assert await ends_with(here) == 0
        assert await ends_with(here.replace("healthz", "readyz")) != 0
    assert await ends_with(here) != 0
    await database.dispose()


async def ends_with(code: str) -> int:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=asyncio.subprocess.DEVNULL)
    return await process.wait()


def test_the_unit_reads_its_settings_where_the_bot_cannot_write() -> None:
    service = unit(ROOT / "bot/docs/systemd/partnerbridge.service")["Service"]
    assert service["ExecStart"] == f"{PROGRAM} run"
    assert service["WorkingDirectory"] == "/etc/partnerbridge"
    assert service["StateDirectory"] == "partnerbridge"
    assert service["ProtectSystem"] == "strict"
    assert service["RestartPreventExitStatus"] == "2"  # what settings_or_exit ends with
    guide = (ROOT / "bot/docs/deploy.md").read_text("utf-8")
    assert "PARTNERBRIDGE_DATABASE_URL=sqlite:////var/lib/partnerbridge/" in guide
    assert f"{service['WorkingDirectory']}/.env" in guide


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        there = path.read_text("utf-8").replace(f"ExecStart={PROGRAM}", f"ExecStart={sys.executable}")
        (tmp_path / path.name).write_text(there, "utf-8")
    command = ["systemd-analyze", "verify", *(str(tmp_path / path.name) for path in UNITS)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
