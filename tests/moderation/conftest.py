"""Fixtures of tests/introductions, and the office."""

from tests.introductions.conftest import ana, mei, story
from tests.moderation.office import office

__all__ = ["ana", "mei", "office", "story"]
