"""The matcher: pure functions and one in-memory index. It imports neither telegram nor sqlalchemy."""
