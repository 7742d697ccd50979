"""Verification of companies in the chat."""
