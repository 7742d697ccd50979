"""Works behind a pooler such as PgBouncer, which in transaction mode runs each transaction on any server process.

A statement that was prepared on one process does not exist on the next. Behind a pooler, statements therefore have no
name, and the server parses them each time.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

_UNNAMED_STATEMENTS = {"statement_cache_size": 0}


class PoolerDetector:
    """Asks at the first connection whether a pooler answers. All later connections do as that one found."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.found: bool | None = None
        """None before the first connection."""
        event.listen(engine.sync_engine, "do_connect", self._connect)

    def _connect(self, dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> Any:
        if self.found is None:
            connection = dialect.connect(*arguments, **options)
            self.found = connection.run_async(_has_other_process)
            if not self.found:
                return connection
            connection.close()
        return dialect.connect(*arguments, **(options | (_UNNAMED_STATEMENTS if self.found else {})))


async def _has_other_process(connection: Any) -> bool:
    """Returns True if a process answers that was not announced. A pooler announces a number of its own."""
    # Without parameters the driver prepares nothing, and returns "SELECT" and the number of rows.
    rows = await connection.execute(f"SELECT 1 WHERE pg_backend_pid() = {connection.get_server_pid()}")
    return bool(rows == "SELECT 0")
