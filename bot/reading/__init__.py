"""What people type, understood: countries, telephone numbers, moments and days. Pure: text in, value or None out.

A reader gives a value only when every word of the text was understood. None means: ask.
"""
