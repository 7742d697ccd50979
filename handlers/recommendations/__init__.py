"""Recommendations: organizers recommend two companies of their event and follow the status."""
