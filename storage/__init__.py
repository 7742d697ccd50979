"""The memory: tables, queries and migrations."""
