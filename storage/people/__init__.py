"""Queries about people, companies, contact channels and drafts."""
