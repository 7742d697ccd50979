"""Introductions as people lead them: propose, answer, talk, and what came of it."""
