"""SQL stays in `storage`: import-linter cannot tell one module of SQLAlchemy from another, nor see a call."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database

ROOT: Final = Path(__file__).parents[2]
SESSION: Final = {"sqlalchemy.ext.asyncio": {"AsyncSession"}}
ALLOWED: Final = {
    "handlers": SESSION,
    "bot/usecases": {**SESSION, "sqlalchemy.exc": {"SQLAlchemyError", "IntegrityError"}},
}
OF_SESSION: Final = frozenset(name for name in dir(AsyncSession) if not name.startswith("_"))
OF_SESSION_ALONE: Final = frozenset(
    {"add_all", "begin_nested", "execute", "expunge", "expunge_all", "flush", "get_one", "scalar", "scalars"}
    | {"stream_scalars", "sync_session"}
)
"""Names that nothing else above storage has, so that they are found on any object."""
OPENS_SESSION: Final = frozenset(name for name in dir(Database) if name.startswith(("reading", "writing")))


def sessions_in(tree: ast.AST) -> set[str]:
    """The names of variables, parameters and fields that hold a session: by annotation, by `with`, by assignment."""
    found = {"session"}
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=name, annotation=annotation) if _is_session_type(annotation):
                found.add(name)
            case ast.AnnAssign(target=target, annotation=annotation) if _is_session_type(annotation):
                found |= _names(target)
            case ast.withitem(
                context_expr=ast.Call(func=ast.Attribute(attr=opens)), optional_vars=ast.expr() as target
            ) if opens in OPENS_SESSION:
                found |= _names(target)
    while True:
        aliases = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign | ast.NamedExpr) and _last_name(node.value) in found
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            for name in _names(target)
        }
        if aliases <= found:
            return found
        found |= aliases


def _is_session_type(annotation: ast.expr | None) -> bool:
    return annotation is not None and "AsyncSession" in ast.unparse(annotation).replace("[", " ").split()


def _names(target: ast.expr) -> set[str]:
    name = _last_name(target)
    return set() if name is None else {name}


def _last_name(node: ast.expr) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return None


def offences(tree: ast.AST, allowed: dict[str, set[str]], fields: frozenset[str] = frozenset()) -> Iterator[str]:
    """Uses of a session and imports of SQLAlchemy. `fields` are names of sessions in other modules."""
    sessions = sessions_in(tree) | fields
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=value, attr=name):
                if name in OF_SESSION_ALONE or (name in OF_SESSION and _last_name(value) in sessions):
                    yield f"{node.lineno}: {ast.unparse(node)}"
            case ast.Import(names=names):
                yield from (f"{node.lineno}: {each.name}" for each in names if each.name.startswith("sqlalchemy"))
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] == "sqlalchemy":
                yield from (f"{node.lineno}: {x.name}" for x in names if x.name not in allowed.get(module, ()))


def fields_in(tree: ast.AST) -> set[str]:
    """The fields of classes that hold a session."""
    return {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for line in node.body
        if isinstance(line, ast.AnnAssign) and _is_session_type(line.annotation)
        for name in _names(line.target)
    }


def test_nobody_above_storage_writes_sql() -> None:
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for above in ("bot", "handlers")
        for path in sorted((ROOT / above).rglob("*.py"))
    }
    fields = frozenset(name for tree in trees.values() for name in fields_in(tree))
    found = [
        f"{path.relative_to(ROOT)}:{offence}"
        for folder in ALLOWED
        for path, tree in trees.items()
        if path.is_relative_to(ROOT / folder)
        for offence in offences(tree, ALLOWED[folder], fields)
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "await session.get(X, 1)",
        "x.session.expunge(y)",
        "session.add(row)",
        "await session.flush()",
        "await session.refresh(row)",
        "call = session.merge",
        "async def f(db: AsyncSession) -> None:\n    await db.refresh(row)",
        "async def f(db: AsyncSession | None) -> None:\n    await db.get(X, 1)",
        "async with database.writing() as one:\n    one.add(row)",
        "async with services.database.reading_once() as one:\n    await one.get(X, 1)",
        "class A:\n    _db: AsyncSession\n    async def f(self):\n        await self._db.delete(row)",
        "async def f(db: AsyncSession) -> None:\n    other = db\n    other.add(row)",
        "await (await opened()).scalars(query)",
        "import sqlalchemy",
        "from sqlalchemy import select",
        "from sqlalchemy.orm import object_session",
    ],
)
def test_sql_is_noticed(code: str) -> None:
    assert list(offences(ast.parse(code), ALLOWED["bot/usecases"]))


@pytest.mark.parametrize(
    "code",
    ["async def f(session: AsyncSession) -> None:\n    await people.get(session, 1)", "found.add(1)", "names.get(x)"],
)
def test_what_is_no_sql_is_ignored(code: str) -> None:
    assert not list(offences(ast.parse(code), ALLOWED["bot/usecases"]))
