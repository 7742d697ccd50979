"""Tests, in folders named like the code that they test. bot/docs/architecture.md lists the other folders."""
