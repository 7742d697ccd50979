"""What a plausible mistake makes of a guard: each mutant is one file with one guard taken out or moved by one."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
DOMAINS: Final = (
    "introductions",
    "moderation",
    "people",
    "privacy",
    "listings",
    "suggestions",
    "announcements",
    "events",
    "imports",
    "screening",
    "recommendations",
    "verification",
    "meetings",
    "mail",
    "advisers",
    "follow_up",
    "telegram",
)
_FLOORS: Final = ("bot/usecases/{}", "storage/{}", "storage/{}.py", "handlers/{}")
_ALSO: Final = {
    "moderation": ("storage/models/moderation.py", "storage/models/safety.py", "storage/models/roles.py"),
    "introductions": ("storage/models/introductions.py", "bot/usecases/people/former_names.py"),
    "people": ("storage/models/people.py", "storage/models/companies.py"),
    "listings": ("storage/models/listings.py", "storage/models/drafts.py"),
    "suggestions": ("storage/models/suggestions.py",),
    "events": ("storage/models/events.py", "storage/models/digests.py"),
    "screening": ("storage/models/trust.py",),
    "recommendations": ("storage/models/recommendations.py",),
    "announcements": ("storage/models/announcements.py",),
    "meetings": ("storage/models/meetings.py",),
    "mail": ("storage/models/mail.py", "bot/outbox/mails.py"),
    "follow_up": ("storage/models/follow_up.py",),
    "telegram": (
        "bot/telegram/webhook.py",
        "bot/telegram/intake.py",
        "bot/telegram/update_store.py",
        "bot/telegram/flood_guard.py",
        "storage/received_updates.py",
        "storage/leases.py",
        "bot/lead.py",
    ),
}
_ESCAPES: Final = {"escape", "escape_spreadsheet_cell"}
_CLOSER: Final = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_TRUE: Final = '__import__("sqlalchemy").true()'


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """`start` and `end` are byte offsets in the file."""

    path: str
    line: int
    kind: str
    start: int
    end: int
    new: str
    old: str

    @property
    def key(self) -> str:
        """Names the mutant also after lines moved."""
        return f"{self.path}: {self.kind}: {' '.join(self.old.split())}"

    def apply(self, source: bytes) -> bytes:
        return source[: self.start] + self.new.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.kind}: {' '.join(self.old.split())[:90]} -> {self.new[:40] or 'nothing'}"


def files_of(domain: str) -> list[Path]:
    found: list[Path] = []
    for floor in _FLOORS:
        place = ROOT / floor.format(domain)
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.is_file() else []
    return [*found, *(ROOT / name for name in _ALSO.get(domain, ()))]


@cache
def mutants_of(path: Path) -> list[Mutant]:
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def mutant(node: ast.expr, kind: str, new: str) -> Mutant:
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        old = source[start:end].decode()
        where = str(path.relative_to(ROOT))
        return Mutant(path=where, line=node.lineno, kind=kind, start=start, end=end, new=new, old=old)

    tree = ast.parse(source)
    mutants = [mutant(node, kind, new) for node, kind, new in _changes(tree, source)]
    return [one for one in mutants if one.new != one.old]


def _changes(tree: ast.Module, source: bytes) -> Iterator[tuple[ast.expr, str, str]]:
    conditions = set(_conditions(tree))
    for part in (*_parts_of_where(tree), *_joined(tree, source)):
        yield part, "where", _TRUE
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and _refuses(node):
            yield node.test, "if", "False"
        elif isinstance(node, ast.BoolOp) and node in conditions:
            for operand in node.values:
                if isinstance(operand, ast.Constant | ast.List | ast.Dict | ast.Tuple):
                    continue  # the default of an empty value
                yield operand, "and" if isinstance(node.op, ast.And) else "or", str(isinstance(node.op, ast.And))
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _CLOSER:
            left, right = ast.get_source_segment(source.decode(), node.left), node.comparators[0]
            yield (
                node,
                "limit",
                f"({left} {_CLOSER[type(node.ops[0])]} {ast.get_source_segment(source.decode(), right)})",
            )
        elif isinstance(node, ast.Call):
            yield from _of_call(node, source.decode())


def _refuses(node: ast.If) -> bool:
    """True if the body only leaves, and may tell the log why."""
    *told, last = node.body
    return isinstance(last, ast.Raise | ast.Return | ast.Continue | ast.Break) and all(_is_log(one) for one in told)


def _is_log(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and ast.unparse(statement).startswith("log.")


def _conditions(tree: ast.Module) -> Iterator[ast.BoolOp]:
    """What decides, and not a default for an empty value."""
    for node in ast.walk(tree):
        tests = [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else []
        tests += node.ifs if isinstance(node, ast.comprehension) else []
        tests += [node.value] if isinstance(node, ast.Return) and isinstance(node.value, ast.BoolOp) else []
        for test in tests:
            yield from (inner for inner in ast.walk(test) if isinstance(inner, ast.BoolOp))


def _parts_of_where(tree: ast.Module) -> Iterator[ast.expr]:
    """Conditions in a tuple that a `where` takes apart: `where(*_CONNECTED)`, or one that a function returns."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in {"where", "and_", "or_"}]
    starred = [one.value for call in calls for one in call.args if isinstance(one, ast.Starred)]
    apart = {one.id for one in starred if isinstance(one, ast.Name)}
    for node in ast.walk(tree):
        value: ast.AST | None = None
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in apart:
            value = node.value
        elif isinstance(node, ast.FunctionDef) and isinstance(node.body[-1], ast.Return) and node.returns is not None:
            value = node.body[-1].value if "ColumnElement[bool], ..." in ast.unparse(node.returns) else None
        if isinstance(value, ast.Tuple):
            yield from (one for one in value.elts if not isinstance(one, ast.Starred))


def _joined(tree: ast.Module, source: bytes) -> Iterator[ast.expr]:
    """Conditions that & joins, and what is called a guard."""
    for node in ast.walk(tree):
        guard = node.value if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "guard" else None
        if guard is not None and not isinstance(guard, ast.BinOp):
            yield guard
        is_sql = guard is not None or b"from sqlalchemy import" in source
        for one in ast.walk(guard) if guard is not None else [node] if is_sql else []:
            if isinstance(one, ast.BinOp) and isinstance(one.op, ast.BitAnd):
                yield from (part for part in (one.left, one.right) if not isinstance(part, ast.BinOp | ast.Set))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _of_call(node: ast.Call, source: str) -> Iterator[tuple[ast.expr, str, str]]:
    name = _name(node)
    for keyword in node.keywords if name != "t" else ():
        if keyword.arg in {"where", "guard"} and not isinstance(keyword.value, ast.Name | ast.Constant):
            yield keyword.value, "where", _TRUE
    if name in {"where", "and_", "having"}:
        for argument in node.args:
            if not isinstance(argument, ast.Starred):
                yield argument, "where", _TRUE
    elif name in _ESCAPES and node.args:
        yield node, "escape", ast.get_source_segment(source, node.args[0]) or ""
    elif name == "CheckConstraint" and node.args:
        yield node.args[0], "constraint", '"1 = 1"'
