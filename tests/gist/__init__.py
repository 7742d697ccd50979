"""The gist of foreign texts."""
