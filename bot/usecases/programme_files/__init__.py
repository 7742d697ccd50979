"""Programmes of events as files: spreadsheets, text tables and calendars."""
