"""Validates contact data without the network. Each check returns the normalised form or raises CheckFailed."""
