"""Fixtures of tests/introductions."""

from tests.introductions.conftest import ana, mei, story

__all__ = ["ana", "mei", "story"]
