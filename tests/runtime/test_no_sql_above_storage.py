"""SQL stays in `storage`: import-linter cannot tell one module of SQLAlchemy from another, nor see a call."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUERIES = frozenset(
    {"add", "add_all", "connection", "delete", "execute", "expunge", "get", "get_one", "merge", "refresh", "scalar"}
    | {"scalars", "stream", "stream_scalars"}
)
SESSION = {"sqlalchemy.ext.asyncio": {"AsyncSession"}}
ALLOWED = {
    "handlers": SESSION,
    "bot/usecases": {**SESSION, "sqlalchemy.exc": {"SQLAlchemyError", "IntegrityError"}},
}


def offences(tree: ast.AST, allowed: dict[str, set[str]]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="session") | ast.Attribute(attr="session"), attr=name)):
                if name in QUERIES:
                    yield f"{node.lineno}: session.{name}"
            case ast.Import(names=names):
                yield from (f"{node.lineno}: {each.name}" for each in names if each.name.startswith("sqlalchemy"))
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] == "sqlalchemy":
                yield from (f"{node.lineno}: {x.name}" for x in names if x.name not in allowed.get(module, ()))


@pytest.mark.parametrize("folder", list(ALLOWED))
def test_nobody_above_storage_writes_sql(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{offence}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for offence in offences(ast.parse(path.read_text(encoding="utf-8")), ALLOWED[folder])
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["await session.get(X, 1)", "x.session.expunge(y)", "import sqlalchemy", "from sqlalchemy import select"],
)
def test_sql_is_noticed(line: str) -> None:
    assert list(offences(ast.parse(line), ALLOWED["bot/usecases"]))
