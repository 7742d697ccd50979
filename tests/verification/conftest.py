"""Fixtures of tests/verification."""

from tests.verification.desk import desk

__all__ = ["desk"]
