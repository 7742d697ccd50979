"""Each threat of the threat model names tests, and they exist."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "bot/docs/security.md").read_text("utf-8")
THREATS: Final = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")][1:]


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat[0].strip())
def test_a_threat_is_held_by_tests_that_exist(threat: list[str]) -> None:
    _, what_holds, tests = threat
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", tests)
    assert what_holds.strip()
    assert named
    assert [(path, name) for path, name in named if name not in names_in(path)] == []
    assert len(named) == tests.count("`") // 2, "something else is named"
