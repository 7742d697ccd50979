"""Fixtures of tests/introductions with an organizer."""

from tests.introductions.conftest import ana, mei, olga, story

__all__ = ["ana", "mei", "olga", "story"]
