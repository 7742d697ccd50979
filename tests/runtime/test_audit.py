"""What an audit of the dependencies says and ends with, for each way in which pip-audit can end."""

import json
import sys
from typing import Any

import pytest

from tests.audit import audit

FAULT = {"id": "CVE-2026-1", "fix_versions": ["2.0"], "aliases": [], "description": "…"}


def pip_audit(*dependencies: dict[str, Any], code: int = 0) -> list[str]:
    """A program that answers as pip-audit does."""
    answer = json.dumps({"dependencies": dependencies, "fixes": []})
    return [sys.executable, "-c", f"print({answer!r}); raise SystemExit({code})"]


def test_nothing_known_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(pip_audit({"name": "pillow", "version": "1.0", "vulns": []})) == 0
    assert "1 dependencies, 0 known faults" in capsys.readouterr().err


def test_a_known_fault_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(pip_audit({"name": "pillow", "version": "1.0", "vulns": [FAULT]}, code=1)) == 1
    assert "pillow 1.0: CVE-2026-1, fixed in 2.0" in capsys.readouterr().err


def test_a_dependency_that_was_skipped_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(pip_audit({"name": "ours", "skip_reason": "not found"})) == 0
    assert "NOT CHECKED: ours: not found" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["/nowhere/pip-audit"], [sys.executable, "-c", "raise ConnectionError('no such service')"]]
)
def test_a_service_that_cannot_be_reached_is_told_and_stops_nobody(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(command) == 0
    assert capsys.readouterr().err.startswith("NOT CHECKED: the advisory service cannot be reached")
