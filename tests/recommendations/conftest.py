"""The people and the story of tests/introductions, for organizers who bring them together."""

from tests.introductions.conftest import ana, mei, olga, story

__all__ = ["ana", "mei", "olga", "story"]
