"""Parses what people type: countries, phone numbers, times and days. Pure: text in, value or None out.

A parser returns a value only if it understood every word of the text. None means that the bot must ask.
"""
