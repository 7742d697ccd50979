"""Tells errors that pass, such as a lost connection, from errors of a statement or of the code."""

import sqlite3

from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_TRANSIENT = frozenset({"08", "40", "53", "55", "57", "58"})
"""SQLSTATE classes of transient errors: connection, rollback (deadlock), resources, locks, operator, system."""
_READ_ONLY = "25006"
"""SQLSTATE of a server that refuses to write: its disk is nearly full, or another server is taking over from it."""
_AWAY = ("08", "53", "57P", "58", _READ_ONLY)
"""Beginnings of the SQLSTATE while a server cannot be reached, is full, stops or starts."""


def is_outage(error: BaseException) -> bool:
    """True if the same statement may succeed later. False if its values or the code are at fault."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, OSError | DisconnectionError | PoolTimeoutError)
    state = _sqlstate(error)
    if state:
        return state[:2] in _TRANSIENT or state == _READ_ONLY
    if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:  # the statement is wrong
        return False
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def is_away(error: BaseException) -> bool:
    """True while the server refuses everybody, whatever they ask: not the statement is at fault, nor the code."""
    if isinstance(error, DBAPIError):
        return _sqlstate(error).startswith(_AWAY)
    return isinstance(error, ConnectionRefusedError | ConnectionResetError)


def _sqlstate(error: DBAPIError) -> str:
    """Returns PostgreSQL's code of the error; "" on SQLite."""
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else ""
