"""Introductions in the chat: propose, answer, write, report the outcome."""
