"""Plans of meetings."""
