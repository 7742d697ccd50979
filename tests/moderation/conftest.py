"""The two companies of the tests of introductions."""

from tests.introductions.conftest import ana, mei, story

__all__ = ["ana", "mei", "story"]
