"""Translations, catalogs and scripts."""
