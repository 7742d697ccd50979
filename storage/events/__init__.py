"""Queries about events, their programme, exhibitors, groups and digests."""
