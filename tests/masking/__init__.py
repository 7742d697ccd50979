"""Masking of names and contact data, measured on sets of attempts to smuggle them and on harmless texts."""
